/** CreateSecret and UpdateSecret that name a KMS key: which they take, which they refuse, and what of it is shown. */
import { createStore, toSnapshot } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { arnBehind, defaultKeyArn } from "../../src/kms/key.js";
import {
	aValue,
	CONTEXT,
	given,
	HOUR,
	token,
	type World,
} from "../support/given.js";
import {
	keyArn,
	keyId,
	kmsArn,
	multiRegionKeyId,
	quoted,
} from "../support/keys.js";
import { STRANGE, THERE } from "../support/places.js";

const DEFAULT = "alias/aws/secretsmanager";
const MULTI = multiRegionKeyId("c");

/** Key a with an alias, key b; keys d and e that are disabled and pending deletion; keys of other places. */
const keyed = given()
	.as(STRANGE)
	.withKey({ keyId: keyId("a"), aliases: ["alias/theirs"] })
	.as(THERE)
	.withKey({ keyId: MULTI, state: "Disabled" })
	.as(CONTEXT)
	.withKey({ keyId: keyId("a"), aliases: ["alias/mine"] })
	.withKey({ keyId: keyId("b") })
	.withKey({ keyId: MULTI })
	.withKey({ keyId: keyId("d"), state: "Disabled" })
	.withKey({ keyId: keyId("e"), state: "PendingDeletion" });

const create = (world: World, members: object): World =>
	world.after("CreateSecret", {
		Name: "db",
		ClientRequestToken: token("v1"),
		...members,
	});
const described = (world: World) =>
	world.when("DescribeSecret", { SecretId: "db" }).answer;
const listed = (world: World) =>
	world.when("ListSecrets", {}).answer.SecretList[0];
/** Version → KmsKeyIds */
const keys = (world: World): Record<string, readonly string[]> =>
	Object.fromEntries(
		world
			.when("ListSecretVersionIds", { SecretId: "db", IncludeDeprecated: true })
			.answer.Versions.map(
				(version: { VersionId: string; KmsKeyIds: readonly string[] }) => [
					version.VersionId.replace(/-+$/, ""),
					version.KmsKeyIds,
				],
			),
	);
const ringOf = (world: World) =>
	toSnapshot(world.store).keys.map(({ arn, state, aliases }) => [
		arn,
		state,
		...aliases,
	]);

/** The calls that may name a key, in a world where they are accepted as they stand. */
const CALLS: readonly (readonly [
	call: string,
	operation: string,
	input: object,
	prepared: (world: World) => World,
])[] = [
	[
		"CreateSecret with a value",
		"CreateSecret",
		{ Name: "db", ...aValue("v2") },
		(world) => world,
	],
	[
		"CreateSecret without one [R-ST-enc:no-value-create-*]",
		"CreateSecret",
		{ Name: "db", ClientRequestToken: token("v2") },
		(world) => world,
	],
	[
		"UpdateSecret with a value",
		"UpdateSecret",
		{ SecretId: "db", ...aValue("v2") },
		(world) => create(world, aValue("v1")),
	],
	[
		"UpdateSecret without one",
		"UpdateSecret",
		{ SecretId: "db" },
		(world) => create(world, aValue("v1")),
	],
	[
		"UpdateSecret of a secret without one [R-ST-enc:no-value-update-*]",
		"UpdateSecret",
		{ SecretId: "db" },
		(world) => create(world, {}),
	],
];

describe.each(CALLS)("%s", (_, operation, input, prepared) => {
	const before = prepared(keyed).later(HOUR);
	const naming = (KmsKeyId: string, world = before) =>
		world.when(operation, { ...input, KmsKeyId });

	it.each<[what: string, KmsKeyId: string, arn: string]>([
		["a key id", keyId("a"), keyArn("a")],
		["a key ARN", keyArn("a"), keyArn("a")],
		["an alias [R-ST, R-CDKD]", "alias/mine", keyArn("a")],
		["an alias ARN", kmsArn("alias/mine"), keyArn("a")],
		["the id of a multi-Region key", MULTI, kmsArn(`key/${MULTI}`)],
		[
			"a key ARN of another account",
			keyArn("a", STRANGE),
			keyArn("a", STRANGE),
		],
		[
			"an alias ARN of another account",
			kmsArn("alias/theirs", STRANGE),
			keyArn("a", STRANGE),
		],
		["the default key's alias [R-CDKD]", DEFAULT, "DefaultEncryptionKey"],
		["the default key's alias ARN", kmsArn(DEFAULT), "DefaultEncryptionKey"],
	])("takes %s, and shows it verbatim", (_, KmsKeyId, arn) => {
		const world = naming(KmsKeyId).answers({});
		expect(described(world).KmsKeyId).toBe(KmsKeyId);
		expect(listed(world).KmsKeyId).toBe(KmsKeyId);
		const later = world.after("PutSecretValue", {
			SecretId: "db",
			...aValue("later"),
		});
		expect(keys(later).later).toEqual([arn]);
	});

	it('takes "" for the default key, which is not shown', () => {
		const world = naming("").answers({});
		expect(described(world)).not.toHaveProperty("KmsKeyId");
		expect(listed(world)).not.toHaveProperty("KmsKeyId");
		const later = world.after("PutSecretValue", {
			SecretId: "db",
			...aValue("later"),
		});
		expect(keys(later).later).toEqual(["DefaultEncryptionKey"]);
	});

	const IPE = "InvalidParameterException";
	const INVALID = "The operation failed because of an invalid KMS key: ";
	const notFound = (said: string) =>
		INVALID + quoted(said, "NotFoundException");
	const DISABLED =
		"The operation failed because the specified KMS key is disabled.";
	const pending =
		INVALID +
		quoted(`${keyArn("e")} is pending deletion.`, "KMSInvalidStateException");

	it.each<[what: string, KmsKeyId: string, message: string]>([
		[
			"an unknown key ARN [R-ST-enc]",
			keyArn("9"),
			notFound(`Key '${keyArn("9")}' does not exist`),
		],
		[
			"an unknown alias [R-ST-enc]",
			"alias/unknown",
			notFound(`Alias ${kmsArn("alias/unknown")} is not found.`),
		],
		[
			"garbage [R-ST-enc]",
			"no key at all",
			notFound("Invalid keyId 'no key at all'"),
		],
		[
			"a key of another region (assumed)",
			kmsArn(`key/${MULTI}`, THERE),
			notFound("Invalid arn eu-west-1"),
		],
		["a disabled key [R-ST-enc]", keyId("d"), DISABLED],
		["a key that is pending deletion (assumed)", keyId("e"), pending],
	])("refuses %s, and nothing changes", (_, KmsKeyId, message) => {
		naming(KmsKeyId).refuses(IPE, message);
	});

	it.each([
		["alias ARN", kmsArn(DEFAULT, STRANGE)],
		["ARN, once it is there", defaultKeyArn(STRANGE)],
	])("refuses the default key of another account by its %s", (_, KmsKeyId) => {
		const used = create(before.as(STRANGE), aValue("v1")).as(CONTEXT);
		naming(KmsKeyId, used).refuses(
			"AccessDeniedException",
			"Access to KMS is not allowed",
		);
	});
});

describe("An operation that names no key asks for none", () => {
	it("UpdateSecret of the description", () => {
		const dead = create(keyed, {
			KmsKeyId: keyId("a"),
			...aValue("v1"),
		}).withKey({
			keyId: keyId("a"),
			state: "Disabled",
		});
		dead
			.when("UpdateSecret", { SecretId: "db", Description: "new" })
			.answers({ Name: "db" });
	});

	it("CreateSecret that is a replay names a key in vain", () => {
		const world = create(keyed, { KmsKeyId: keyId("a"), ...aValue("v1") });
		const replay = world.when("CreateSecret", {
			Name: "db",
			...aValue("v1"),
			KmsKeyId: "garbage",
		});
		replay.answers({ VersionId: token("v1") });
		expect(replay.world.store).toBe(world.store);
	});
});

describe("Changing the key [R-ST-enc:transition-*]", () => {
	const one = create(keyed, { KmsKeyId: "alias/mine", ...aValue("v1") });

	it.each<[what: string, KmsKeyId: string, arn: string]>([
		["another key", keyId("b"), keyArn("b")],
		["a key of another account", keyArn("a", STRANGE), keyArn("a", STRANGE)],
		["the default key", "", "DefaultEncryptionKey"],
		["the default key, by its alias", DEFAULT, "DefaultEncryptionKey"],
	])(
		"to %s lets it open what is there and seals what comes",
		(_, KmsKeyId, arn) => {
			const update = { SecretId: "db", KmsKeyId };
			const world = one
				.after("UpdateSecret", update)
				.after("PutSecretValue", { SecretId: "db", ...aValue("v2") });
			expect(keys(world)).toEqual({ v1: [keyArn("a"), arn], v2: [arn] });
		},
	);
});

describe("The default key is made when it seals a value, or is named", () => {
	const HOME = defaultKeyArn(CONTEXT);

	it.each<[what: string, members: object]>([
		["by a secret with a value", aValue("v1")],
		["by one without, that names its alias", { KmsKeyId: DEFAULT }],
	])("%s", (_, members) => {
		expect(ringOf(given())).toEqual([]);
		const world = create(given(), members);
		expect(ringOf(world)).toEqual([[HOME, "Enabled", DEFAULT]]);
		const other = world.after("CreateSecret", { Name: "b", ...aValue("v1") });
		expect(other.store.keys).toBe(world.store.keys);
	});

	it("not by a secret without a value, until it has one (assumed)", () => {
		const world = create(given(), {}).after("UpdateSecret", {
			...{ SecretId: "db", KmsKeyId: "", Description: "new" },
		});
		expect(ringOf(world)).toEqual([]);
		const sealed = world.after("PutSecretValue", {
			SecretId: "db",
			...aValue("v1"),
		});
		expect(ringOf(sealed)).toEqual([[HOME, "Enabled", DEFAULT]]);
	});

	it("by one with a value that goes back to it", () => {
		const arns = (world: World) => ringOf(world).map(([arn]) => arn);
		const world = create(given().withKey({ keyId: keyId("a") }), {
			KmsKeyId: keyId("a"),
			...aValue("v1"),
		});
		expect(arns(world)).toEqual([keyArn("a")]);
		const back = world.after("UpdateSecret", { SecretId: "db", KmsKeyId: "" });
		expect(arns(back).sort()).toEqual([keyArn("a"), HOME].sort());
	});

	it("one for each account and region", () => {
		let world = given();
		for (const place of [CONTEXT, STRANGE, THERE])
			world = create(world.as(place), aValue("v1"));
		expect(ringOf(world).map(([arn]) => arn)).toEqual(
			[CONTEXT, STRANGE, THERE].map(defaultKeyArn).sort(),
		);
	});

	it("and not by what is refused, or looks", () => {
		const refused = given()
			.when("CreateSecret", {
				Name: "db",
				KmsKeyId: "garbage",
				...aValue("v1"),
			})
			.refuses("InvalidParameterException");
		expect(ringOf(refused)).toEqual([]);
		const world = refused.after("ListSecrets", {});
		expect(ringOf(world)).toEqual([]);
	});
});

describe('A store with unknownKeys: "register"', () => {
	const store = createStore({ unknownKeys: "register" });

	it.each<[what: string, KmsKeyId: string, arn: string, alias: string[]]>([
		["a key id", keyId("9"), keyArn("9"), []],
		["a key ARN", keyArn("9"), keyArn("9"), []],
		[
			"a key of another account",
			keyArn("9", STRANGE),
			keyArn("9", STRANGE),
			[],
		],
		["an alias", "alias/new", arnBehind(kmsArn("alias/new")), ["alias/new"]],
		[
			"an alias ARN",
			kmsArn("alias/new"),
			arnBehind(kmsArn("alias/new")),
			["alias/new"],
		],
	])("makes %s with the secret that names it", (_, KmsKeyId, arn, alias) => {
		const world = create(given(store), { KmsKeyId, ...aValue("v1") });
		expect(ringOf(world)).toEqual([[arn, "Enabled", ...alias]]);
		expect(keys(world)).toEqual({ v1: [arn] });
		const updated = create(given(store), aValue("v1")).after("UpdateSecret", {
			SecretId: "db",
			KmsKeyId,
		});
		expect(ringOf(updated)).toContainEqual([arn, "Enabled", ...alias]);
		expect(keys(updated)).toEqual({ v1: ["DefaultEncryptionKey", arn] });
	});

	it("refuses garbage, a key of another region, and a key that is registered and dead", () => {
		const world = given(store).withKey({
			keyId: keyId("d"),
			state: "Disabled",
		});
		for (const KmsKeyId of ["garbage", keyArn("9", THERE), keyId("d")])
			world
				.when("CreateSecret", { Name: "db", KmsKeyId, ...aValue("v1") })
				.refuses("InvalidParameterException");
	});

	it("makes no key that a refused call names", () => {
		const world = create(given(store), aValue("v1"));
		world
			.when("UpdateSecret", {
				SecretId: "db",
				KmsKeyId: keyId("9"),
				...aValue("v1"),
				SecretString: "another",
			})
			.refuses("ResourceExistsException");
	});
});
