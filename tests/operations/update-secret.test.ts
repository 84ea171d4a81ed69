import { type Kms, localKms } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	aValue,
	given,
	HOUR,
	NOON,
	token,
	type World,
} from "../support/given.js";
import { keyArn, keyId } from "../support/keys.js";

const update = (world: World, members: object): World =>
	world.after("UpdateSecret", { SecretId: "db", ...members });
const put = (world: World, id: string, stages: readonly string[]): World =>
	world.after("PutSecretValue", {
		SecretId: "db",
		...aValue(id),
		VersionStages: stages,
	});
const described = (world: World) =>
	world.when("DescribeSecret", { SecretId: "db" }).answer;

/** Version → labels, as sets: `{ v1: ["AWSCURRENT"] }`. */
const labels = (world: World): Record<string, readonly string[]> =>
	Object.fromEntries(
		Object.entries<string[]>(described(world).VersionIdsToStages ?? {}).map(
			([id, stages]) => [id.replace(/-+$/, ""), [...stages].sort()],
		),
	);
/** Version → KmsKeyIds, of labelled versions and others. */
const keys = (world: World): Record<string, readonly string[]> =>
	Object.fromEntries(
		world
			.when("ListSecretVersionIds", { SecretId: "db", IncludeDeprecated: true })
			.answer.Versions.map(
				(version: { VersionId: string; KmsKeyIds: string[] }) => [
					version.VersionId.replace(/-+$/, ""),
					version.KmsKeyIds,
				],
			),
	);

const [OLD, NEW] = [keyArn("a"), keyArn("b")];
const keyed = given()
	.withKey({ keyId: keyId("a") })
	.withKey({ keyId: keyId("b"), aliases: ["alias/orders"] });
const empty = keyed.after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("creation"),
});
/** v1 [AWSCURRENT], with everything that UpdateSecret can change. */
const one = keyed.after("CreateSecret", {
	Name: "db",
	Description: "orders",
	KmsKeyId: OLD,
	Type: "partner",
	...aValue("v1"),
});
const ARN: string = described(one).ARN;

describe("The answer", () => {
	it.each([
		["nothing else", {}],
		[
			"a description [R-LS:test_update_secret_description]",
			{ Description: "new" },
		],
		["a key [R-ST-enc]", { KmsKeyId: NEW }],
		["a token without a value", { ClientRequestToken: token("v2") }],
	])("is ARN and Name for %s", (_, members) => {
		one
			.when("UpdateSecret", { SecretId: "db", ...members })
			.answersExactly({ ARN, Name: "db" });
	});

	it("has VersionId, too, when a value was given", () => {
		one
			.when("UpdateSecret", { SecretId: "db", ...aValue("v2") })
			.answersExactly({ ARN, Name: "db", VersionId: token("v2") });
	});
});

describe("Members without a value", () => {
	it.each<[title: string, members: object, after: object]>([
		[
			"only SecretId changes nothing visible [R-LS:update_secret_res_3]",
			{},
			{},
		],
		["a token alone makes no version", { ClientRequestToken: token("v2") }, {}],
		["Description", { Description: "bills" }, { Description: "bills" }],
		[
			'Description "" clears it [R-CDKD]',
			{ Description: "" },
			{ Description: undefined },
		],
		["Description null is absent", { Description: null }, {}],
		[
			"KmsKeyId, verbatim",
			{ KmsKeyId: "alias/orders" },
			{ KmsKeyId: "alias/orders" },
		],
		[
			'KmsKeyId "" goes back to the default key [DOC]',
			{ KmsKeyId: "" },
			{ KmsKeyId: undefined },
		],
		[
			"KmsKeyId of the default key stays as text [R-CDKD]",
			{ KmsKeyId: "alias/aws/secretsmanager" },
			{ KmsKeyId: "alias/aws/secretsmanager" },
		],
		["Type", { Type: "other" }, { Type: "other" }],
		[
			"several at once",
			{ Description: "bills", Type: "other" },
			{ Description: "bills", Type: "other" },
		],
	])("%s", (_, members, after) => {
		const before = described(one);
		const later = one.later(HOUR);
		expect(described(update(later, members))).toEqual({
			...before,
			...after,
			LastChangedDate: NOON + HOUR,
		});
	});

	it("need no token and no value in the secret", () => {
		const world = update(empty, { Description: "new", KmsKeyId: NEW });
		expect(described(world)).toMatchObject({
			Description: "new",
			KmsKeyId: NEW,
		});
		expect(described(world)).not.toHaveProperty("VersionIdsToStages");
	});

	it("never change name and tags, which are unknown members here", () => {
		const world = update(one, {
			Name: "other",
			Tags: [{ Key: "a", Value: "b" }],
		});
		expect(described(world)).toEqual(described(one));
	});
});

describe("A value", () => {
	it.each<[title: string, before: World, after: object]>([
		["is current at once in an empty secret", empty, { v9: ["AWSCURRENT"] }],
		[
			"moves AWSCURRENT, and AWSPREVIOUS after it",
			one,
			{ v1: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
		[
			"takes AWSPREVIOUS from its holder",
			update(one, aValue("v2")),
			{ v2: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
		[
			"drops AWSPENDING from the old current version [R-LS:test_update_secret_version_stages_current_pending]",
			put(one, "v2", ["AWSCURRENT", "AWSPENDING"]),
			{ v2: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
		[
			"drops AWSPENDING from another version [R-TF]",
			put(one, "v2", ["AWSPENDING"]),
			{ v1: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
		[
			"leaves custom labels where they are",
			put(one, "v2", ["blue"]),
			{ v1: ["AWSPREVIOUS"], v2: ["blue"], v9: ["AWSCURRENT"] },
		],
	])("%s", (_, before, after) => {
		expect(labels(update(before, aValue("v9")))).toEqual(after);
	});

	it("under a new token is a new version, even the same value [R-LS:test_last_updated_date]", () => {
		const world = update(one.later(HOUR), {
			...aValue("v2"),
			SecretString: "value of v1",
		});
		expect(Object.keys(keys(world))).toEqual(["v1", "v2"]);
		expect(described(world).LastChangedDate).toBe(NOON + HOUR);
	});

	it("may be binary, and comes with other members", () => {
		update(one, {
			ClientRequestToken: token("v2"),
			SecretBinary: "AQI=",
			Description: "bytes",
		})
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretBinary: new Uint8Array([1, 2]) })
			.when("DescribeSecret", { SecretId: "db" })
			.answers({ Description: "bytes" });
	});

	it("too many for the labels is refused, and the description with it", () => {
		const full = put(
			one,
			"v2",
			Array.from({ length: 19 }, (_, i) => `L${i}`),
		);
		full
			.when("UpdateSecret", {
				SecretId: "db",
				...aValue("v3"),
				Description: "new",
			})
			.refuses(
				"LimitExceededException",
				"You exceeded the maximum number of staging labels allowed on a secret.",
			);
	});
});

describe("A token that is a version's already", () => {
	/** v1 AWSPREVIOUS, v2 AWSCURRENT, v3 AWSPENDING */
	const three = put(update(one, aValue("v2")), "v3", ["AWSPENDING"]);

	it.each(["v1", "v2", "v3"])(
		"with the value of %s answers it and changes nothing [R-MV:test_update_same_secret_value_with_same_token]",
		(id) => {
			const replay = three
				.later(HOUR)
				.when("UpdateSecret", { SecretId: "db", ...aValue(id) });
			replay.answersExactly({ ARN, Name: "db", VersionId: token(id) });
			expect(replay.world.store).toBe(three.store);
		},
	);

	it.each([
		["Description", { Description: "new" }, { Description: "new" }],
		["the Description that it has", { Description: "orders" }, {}],
		["KmsKeyId", { KmsKeyId: NEW }, { KmsKeyId: NEW }],
		["the KmsKeyId that it has", { KmsKeyId: OLD }, {}],
		["Type", { Type: "other" }, { Type: "other" }],
		["the Type that it has", { Type: "partner" }, {}],
	])(
		"with the same value and %s applies that, and no more",
		(_, members, after) => {
			const world = update(three.later(HOUR), { ...aValue("v1"), ...members });
			expect(described(world)).toEqual({
				...described(three),
				...after,
				LastChangedDate: NOON + HOUR,
			});
		},
	);

	it.each([
		["another text", { SecretString: "another" }],
		[
			"the same bytes as binary",
			{
				SecretString: undefined,
				SecretBinary: new TextEncoder().encode("value of v1"),
			},
		],
		[
			"another text and a description: nothing of it is done",
			{ SecretString: "another", Description: "new" },
		],
	])(
		"is refused with %s [R-MV:test_update_different_secret_value_with_same_token]",
		(_, members) => {
			three
				.when("UpdateSecret", { SecretId: "db", ...aValue("v1"), ...members })
				.refuses(
					"ResourceExistsException",
					`You can't use ClientRequestToken ${token("v1")} because that value is already in use for a version of secret ${ARN}.`,
				);
		},
	);

	it("is no conflict without a value", () => {
		update(three, { ClientRequestToken: token("v1"), Description: "new" });
	});
});

describe("Another key [R-ST-enc:transition-*]", () => {
	/** v1 unlabelled, v2 AWSPREVIOUS, v3 AWSCURRENT, v4 AWSPENDING, v5 custom */
	const five = put(
		put(update(update(one, aValue("v2")), aValue("v3")), "v4", ["AWSPENDING"]),
		"v5",
		["blue"],
	);
	const rekeyed = update(five.later(HOUR), { KmsKeyId: NEW });

	it("may open the versions with AWSCURRENT, AWSPREVIOUS and AWSPENDING, besides the old one", () => {
		expect(keys(rekeyed)).toEqual({
			v1: [OLD],
			v2: [OLD, NEW],
			v3: [OLD, NEW],
			v4: [OLD, NEW],
			v5: [OLD],
		});
	});

	it("alone opens later versions", () => {
		expect(keys(put(rekeyed, "v6", ["green"])).v6).toEqual([NEW]);
	});

	it("moves no label, makes no version, and LastChangedDate tells of it", () => {
		expect(described(rekeyed)).toEqual({
			...described(five),
			KmsKeyId: NEW,
			LastChangedDate: NOON + HOUR,
		});
	});

	it.each(["v1", "v2", "v3", "v4", "v5"])("leaves %s readable", (id) => {
		rekeyed
			.when("GetSecretValue", { SecretId: "db", VersionId: token(id) })
			.answers({ SecretString: `value of ${id}` });
	});

	it("opens a version when the old one no longer may", () => {
		rekeyed
			.as({ kms: without(OLD) })
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretString: "value of v3" });
	});

	it("is accepted although the old one cannot be used: the versions silently keep it", () => {
		const world = update(five.as({ kms: without(OLD) }), { KmsKeyId: NEW });
		expect(described(world).KmsKeyId).toBe(NEW);
		expect(keys(world)).toEqual(keys(five));
	});

	it("given with a value opens that value's version alone", () => {
		expect(keys(update(one, { ...aValue("v2"), KmsKeyId: NEW }))).toEqual({
			v1: [OLD, NEW],
			v2: [NEW],
		});
	});

	it("may be the default key", () => {
		const world = update(update(one, { KmsKeyId: "" }), aValue("v2"));
		expect(keys(world)).toEqual({
			v1: [OLD, "DefaultEncryptionKey"],
			v2: ["DefaultEncryptionKey"],
		});
	});

	it("that is the same key by another name is listed once", () => {
		const world = update(one, { KmsKeyId: keyId("a") });
		expect(keys(world)).toEqual({ v1: [OLD] });
		expect(described(world).KmsKeyId).toBe(keyId("a"));
	});

	it("may be named for a secret without a value [R-ST-enc:no-value-update-*]", () => {
		const world = update(update(empty, { KmsKeyId: NEW }), aValue("v1"));
		expect(keys(world)).toEqual({ v1: [NEW] });
	});
});

/** The development keys, of which one may not be used for decryption. */
function without(keyArn: string): Kms {
	const keys = localKms({
		rootKey: new TextEncoder().encode("pure-secrets-manager development"),
	});
	return {
		...keys,
		unwrap: (arn, wrapped, context) =>
			arn === keyArn
				? {
						ok: false,
						error: {
							name: "AccessDeniedException",
							message: "Access to KMS is not allowed",
						},
					}
				: keys.unwrap(arn, wrapped, context),
	};
}

describe("Refusals", () => {
	it.each([
		[
			"a value without a token [R-LS:test_no_client_request_token]",
			{ SecretString: "x" },
			"InvalidRequestException",
			"You must provide a ClientRequestToken value. We recommend a UUID-type value.",
		],
		[
			"bytes without a token",
			{ SecretBinary: "AAAA" },
			"InvalidRequestException",
			"You must provide a ClientRequestToken value. We recommend a UUID-type value.",
		],
		[
			"both values",
			{ ...aValue("v2"), SecretBinary: "AAAA" },
			"InvalidParameterException",
			"You can't specify both a binary secret value and a string secret value in the same secret.",
		],
		[
			"an empty value",
			{ ...aValue("v2"), SecretString: "" },
			"ValidationException",
			"1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length greater than or equal to 1",
		],
		[
			"an unknown secret [R-LS:test_secret_not_found]",
			{ SecretId: "other" },
			"ResourceNotFoundException",
			"Secrets Manager can't find the specified secret.",
		],
	])("%s", (_, members, name, message) => {
		one
			.when("UpdateSecret", { SecretId: "db", ...members })
			.refuses(name, message);
	});
});

describe("Events", () => {
	it("of a value tell of the call and of the labels", () => {
		const { events } = one.when("UpdateSecret", {
			SecretId: "db",
			...aValue("v2"),
		});
		expect(events.map(({ name }) => name)).toEqual([
			"UpdateSecret",
			"Secret Label Updated",
			"Secret Label Updated",
		]);
	});

	it("of a description tell of the call alone", () => {
		const { events } = one.when("UpdateSecret", {
			SecretId: "db",
			Description: "new",
		});
		expect(events.map(({ name }) => name)).toEqual(["UpdateSecret"]);
	});
});
