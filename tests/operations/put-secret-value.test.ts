import { createStore, type Kms, localKms } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";

const request = (id: string, stages?: readonly string[]) => ({
	SecretId: "db",
	ClientRequestToken: token(id),
	SecretString: `value of ${id}`,
	...(stages && { VersionStages: stages }),
});
const put = (world: World, id: string, stages?: readonly string[]): World =>
	world.after("PutSecretValue", request(id, stages));
const move = (world: World, stage: string, from: string, to: string): World =>
	world.after("UpdateSecretVersionStage", {
		SecretId: "db",
		VersionStage: stage,
		RemoveFromVersionId: token(from),
		MoveToVersionId: token(to),
	});

/** Version → labels, as sets: `{ v1: ["AWSCURRENT"] }`. */
const labels = (world: World): Record<string, readonly string[]> =>
	Object.fromEntries(
		Object.entries<string[]>(
			world.when("DescribeSecret", { SecretId: "db" }).answer
				.VersionIdsToStages ?? {},
		).map(([id, stages]) => [id.replace(/-+$/, ""), [...stages].sort()]),
	);
/** All versions, labelled or not, in the order of their creation. */
function versions(world: World, NextToken?: string): readonly string[] {
	const { answer } = world.when("ListSecretVersionIds", {
		SecretId: "db",
		IncludeDeprecated: true,
		MaxResults: 100,
		NextToken,
	});
	const ids: string[] = answer.Versions.map((version: { VersionId: string }) =>
		version.VersionId.replace(/-+$/, ""),
	);
	return answer.NextToken
		? [...ids, ...versions(world, answer.NextToken)]
		: ids;
}

const empty = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("creation"),
});
/** v1 [AWSCURRENT] */
const one = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("v1"),
	SecretString: "value of v1",
});
const ARN: string = one.when("DescribeSecret", { SecretId: "db" }).answer.ARN;

describe("The answer", () => {
	it("names ARN, Name, VersionId, which is the token, and the labels of the version", () => {
		one.when("PutSecretValue", request("v2")).answersExactly({
			ARN,
			Name: "db",
			VersionId: token("v2"),
			VersionStages: ["AWSCURRENT"],
		});
	});

	it.each([
		["the labels asked for", ["one", "two"], ["one", "two"]],
		["each label once", ["one", "one"], ["one"]],
		["AWSPENDING alone", ["AWSPENDING"], ["AWSPENDING"]],
	])("has in VersionStages %s", (_, stages, shown) => {
		const { answer } = one.when("PutSecretValue", request("v2", stages));
		expect([...answer.VersionStages].sort()).toEqual(shown);
	});

	it.each([
		[["AWSPREVIOUS", "AWSCURRENT"], "R-U"],
		[["REPLAY", "AWSCURRENT"], "R-ST"],
		[["AWSPREVIOUS", "REPLAY"], "R-ST"],
		[["BLUE", "AWSCURRENT"], "R-ST"],
		[["AWSPREVIOUS", "BLUE"], "R-ST"],
		[["AWSPREVIOUS", "CUSTOM"], "R-ST"],
		[["AWSCURRENT", "AWSPENDING"], "R-ST"],
	])("lists labels in the captured order %s [%s]", (captured) => {
		for (const asked of [captured, [...captured].reverse()])
			one
				.when("PutSecretValue", request("v2", asked))
				.answers({ VersionStages: captured });
	});

	it.each([
		["12 labels, 16 buckets: P is in the first", "PABCDEFGHIJK"],
		["13 labels, 32 buckets: P is in the seventeenth", "ABCDEFGHIJKLP"],
	])(
		"lists many labels as a growing Java HashSet would: %s [INF]",
		(_, order) => {
			one
				.when("PutSecretValue", request("v2", [...order].reverse()))
				.answers({ VersionStages: [...order] });
		},
	);
});

describe("A write without VersionStages", () => {
	it.each<[title: string, before: World, after: object]>([
		[
			"makes the first version current [R-LS:test_create_secret_version_from_empty_secret]",
			empty,
			{ v9: ["AWSCURRENT"] },
		],
		[
			"moves AWSCURRENT, and AWSPREVIOUS after it",
			one,
			{ v1: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
		[
			"takes AWSPREVIOUS from its holder, which goes out of sight",
			put(one, "v2"),
			{ v2: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
		[
			"drops AWSPENDING from the old current version [R-LS:test_update_secret_version_stages_current_pending]",
			move(put(one, "v2", ["AWSPENDING"]), "AWSCURRENT", "v1", "v2"),
			{ v2: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
		[
			"drops AWSPENDING from another version, a rotation given up [R-TF]",
			put(one, "v2", ["AWSPENDING"]),
			{ v1: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
		[
			"leaves custom labels where they are [R-LS:…custom_stages_1/2]",
			put(put(one, "v2", ["AWSCURRENT", "blue"]), "v3", [
				"green",
				"AWSPENDING",
			]),
			{ v2: ["AWSPREVIOUS", "blue"], v3: ["green"], v9: ["AWSCURRENT"] },
		],
		[
			"treats a label of AWS's prefix as custom [R-LS:…custom_stages_1]",
			put(one, "v2", ["AWSCURRENT", "AWSSOMETHING"]),
			{ v2: ["AWSPREVIOUS", "AWSSOMETHING"], v9: ["AWSCURRENT"] },
		],
		[
			"leaves AWSPREVIOUS on a version that held both [R-U, terraform-provider-aws #25168]",
			one.after("UpdateSecretVersionStage", {
				SecretId: "db",
				VersionStage: "AWSPREVIOUS",
				MoveToVersionId: token("v1"),
			}),
			{ v1: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
		[
			"takes AWSPREVIOUS from a version that keeps custom labels",
			put(put(one, "v2", ["AWSCURRENT", "blue"]), "v3"),
			{ v2: ["blue"], v3: ["AWSPREVIOUS"], v9: ["AWSCURRENT"] },
		],
	])("%s", (_, before, after) => {
		expect(labels(put(before, "v9"))).toEqual(after);
	});

	it("makes a new version of the same value under a new token", () => {
		const world = one.after("PutSecretValue", {
			...request("v2"),
			SecretString: "value of v1",
		});
		expect(versions(world)).toEqual(["v1", "v2"]);
	});
});

describe("A write with VersionStages", () => {
	const S = ["S0", "S1"];
	const oneTwoThree = put(one, "v2", ["one", "two", "three"]);
	const put0 = put(one, "v2", ["AWSCURRENT", "PUT0"]);
	const put1 = put(put0, "v3", ["AWSPENDING", "PUT1"]);
	const staged1 = move(put1, "AWSCURRENT", "v2", "v3");
	const put2 = put(staged1, "v4", ["AWSPENDING", "PUT2"]);
	const staged2 = move(put2, "AWSCURRENT", "v3", "v4");

	it.each<[title: string, world: World, after: object]>([
		[
			"v1 [AWSCURRENT]; put v2 [S0,S1] [R-LS:test_put_secret_value_with_version_stages]",
			put(one, "v2", S),
			{ v1: ["AWSCURRENT"], v2: S },
		],
		[
			"… put v3 [S0,S1]",
			put(put(one, "v2", S), "v3", S),
			{ v1: ["AWSCURRENT"], v3: S },
		],
		[
			"v2 [one,two,three]; put v3 [one,two,three,four] [R-LS:test_non_versioning_version_stages_replacement]",
			put(oneTwoThree, "v3", ["one", "two", "three", "four"]),
			{ v1: ["AWSCURRENT"], v3: ["four", "one", "three", "two"] },
		],
		[
			"v2 [one,two,three]; put v3 [one,two,four] [R-LS:…no_replacement]",
			put(oneTwoThree, "v3", ["one", "two", "four"]),
			{ v1: ["AWSCURRENT"], v2: ["three"], v3: ["four", "one", "two"] },
		],
		[
			"v1 [AWSCURRENT]; put v2 [AWSCURRENT,PUT0]",
			put0,
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "PUT0"] },
		],
		[
			"… put v3 [AWSPENDING,PUT1]",
			put1,
			{
				v1: ["AWSPREVIOUS"],
				v2: ["AWSCURRENT", "PUT0"],
				v3: ["AWSPENDING", "PUT1"],
			},
		],
		[
			"… AWSCURRENT v2→v3",
			staged1,
			{ v2: ["AWSPREVIOUS", "PUT0"], v3: ["AWSCURRENT", "AWSPENDING", "PUT1"] },
		],
		[
			"… put v4 [AWSPENDING,PUT2]",
			put2,
			{
				v2: ["AWSPREVIOUS", "PUT0"],
				v3: ["AWSCURRENT", "PUT1"],
				v4: ["AWSPENDING", "PUT2"],
			},
		],
		[
			"… AWSCURRENT v3→v4 [R-LS:…custom_stages_2]",
			staged2,
			{
				v2: ["PUT0"],
				v3: ["AWSPREVIOUS", "PUT1"],
				v4: ["AWSCURRENT", "AWSPENDING", "PUT2"],
			},
		],
		[
			"v2 [AWSCURRENT,AWSPENDING]; put v3 [AWSPENDING] [R-LS:…pending_cycle]",
			put(
				move(put(one, "v2", ["AWSPENDING"]), "AWSCURRENT", "v1", "v2"),
				"v3",
				["AWSPENDING"],
			),
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"], v3: ["AWSPENDING"] },
		],
		[
			"AWSPENDING stays when it is not named (assumed)",
			put(put(one, "v2", ["AWSPENDING"]), "v3", ["blue"]),
			{ v1: ["AWSCURRENT"], v2: ["AWSPENDING"], v3: ["blue"] },
		],
		[
			"AWSPENDING stays even when AWSCURRENT is named",
			put(put(one, "v2", ["AWSPENDING"]), "v3", ["AWSCURRENT"]),
			{ v1: ["AWSPREVIOUS"], v2: ["AWSPENDING"], v3: ["AWSCURRENT"] },
		],
		[
			"AWSPENDING moves along when it is named with AWSCURRENT",
			put(put(one, "v2", ["AWSPENDING"]), "v3", ["AWSCURRENT", "AWSPENDING"]),
			{ v1: ["AWSPREVIOUS"], v3: ["AWSCURRENT", "AWSPENDING"] },
		],
		[
			"AWSPREVIOUS named alone moves",
			put(put(one, "v2"), "v3", ["AWSPREVIOUS"]),
			{ v2: ["AWSCURRENT"], v3: ["AWSPREVIOUS"] },
		],
		[
			"AWSPREVIOUS named with AWSCURRENT comes to the new version: AWSCURRENT goes first",
			put(one, "v2", ["AWSPREVIOUS", "AWSCURRENT"]),
			{ v2: ["AWSCURRENT", "AWSPREVIOUS"] },
		],
		[
			"the first version gets AWSCURRENT besides its own labels (assumed)",
			put(empty, "v1", ["blue"]),
			{ v1: ["AWSCURRENT", "blue"] },
		],
		[
			"… besides AWSPENDING, too",
			put(empty, "v1", ["AWSPENDING"]),
			{ v1: ["AWSCURRENT", "AWSPENDING"] },
		],
		[
			"the second version no longer gets it",
			put(put(empty, "v1", ["blue"]), "v2", ["green"]),
			{ v1: ["AWSCURRENT", "blue"], v2: ["green"] },
		],
		[
			"labels are case-sensitive",
			put(put(one, "v2", ["blue"]), "v3", ["Blue", "awscurrent"]),
			{ v1: ["AWSCURRENT"], v2: ["blue"], v3: ["Blue", "awscurrent"] },
		],
		[
			"labels may be any text",
			put(one, "v2", ["__proto__", "constructor", " ", "\ud800", "🔑"]),
			{
				v1: ["AWSCURRENT"],
				v2: [" ", "__proto__", "constructor", "\ud800", "🔑"].sort(),
			},
		],
	])("%s", (_, world, after) => {
		expect(labels(world)).toEqual(after);
	});

	it("leaves the default read alone [R-LS:test_put_secret_value_with_version_stages]", () => {
		put(one, "v2", S)
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretString: "value of v1" });
	});

	it("null for VersionStages is a default write", () => {
		const world = one.after("PutSecretValue", {
			...request("v2"),
			VersionStages: null,
		});
		expect(labels(world)).toEqual({ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] });
	});
});

describe("A token that is a version's already", () => {
	/** v1 no label, v2 AWSPREVIOUS, v3 AWSCURRENT */
	const three = put(put(one, "v2"), "v3");
	const CONFLICT = (id: string) =>
		`You can't use ClientRequestToken ${token(id)} because that value is already in use for a version of secret ${ARN}.`;

	it.each([
		["v3", ["AWSCURRENT"]],
		["v2", ["AWSPREVIOUS"]],
		["v1", []],
	])(
		"same value, no VersionStages: %s answers its labels %j and nothing changes [R-MV:test_put_same_secret_value_with_same_token]",
		(id, stages) => {
			const replay = three.later(HOUR).when("PutSecretValue", request(id));
			expect(replay.answer).toMatchObject({
				ARN,
				Name: "db",
				VersionId: token(id),
			});
			expect(replay.answer.VersionStages ?? []).toEqual(stages);
			expect(replay.world.store).toBe(three.store);
		},
	);

	it("a replay without VersionStages leaves AWSPENDING alone", () => {
		const pending = put(three, "v4", ["AWSPENDING"]);
		expect(put(pending, "v3").store).toBe(pending.store);
	});

	it("same value, VersionStages [REPLAY]: the label is added, contrary to the documentation [R-ST-life]", () => {
		const replay = three
			.later(HOUR)
			.when("PutSecretValue", request("v3", ["REPLAY"]));
		replay.answers({ VersionStages: ["REPLAY", "AWSCURRENT"] });
		expect(labels(replay.world)).toEqual({
			v2: ["AWSPREVIOUS"],
			v3: ["AWSCURRENT", "REPLAY"],
		});
		expect(versions(replay.world)).toEqual(["v1", "v2", "v3"]);
		replay.world
			.when("DescribeSecret", { SecretId: "db" })
			.answers({ LastChangedDate: NOON + HOUR })
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ CreatedDate: NOON });
	});

	it.each<[title: string, stages: string[], id: string, after: object]>([
		[
			"a label moves",
			["AWSPREVIOUS"],
			"v1",
			{ v1: ["AWSPREVIOUS"], v3: ["AWSCURRENT"] },
		],
		[
			"AWSCURRENT rolls back",
			["AWSCURRENT"],
			"v2",
			{ v2: ["AWSCURRENT"], v3: ["AWSPREVIOUS"] },
		],
		[
			"AWSCURRENT comes to an unlabelled version",
			["AWSCURRENT", "blue"],
			"v1",
			{ v1: ["AWSCURRENT", "blue"], v3: ["AWSPREVIOUS"] },
		],
	])("same value, VersionStages: %s", (_, stages, id, after) => {
		expect(labels(put(three, id, stages))).toEqual(after);
	});

	it("same value, VersionStages that it has already: nothing changes", () => {
		const replay = three
			.later(HOUR)
			.when("PutSecretValue", request("v3", ["AWSCURRENT"]));
		replay.answers({ VersionStages: ["AWSCURRENT"] });
		expect(replay.world.store).toBe(three.store);
	});

	it.each([
		["another text", "v3", { SecretString: "another" }],
		[
			"another text under an unlabelled version's token",
			"v1",
			{ SecretString: "another" },
		],
		[
			"another text with VersionStages",
			"v3",
			{ SecretString: "another", VersionStages: ["blue"] },
		],
		[
			"the same bytes as binary",
			"v3",
			{
				SecretString: undefined,
				SecretBinary: new TextEncoder().encode("value of v3"),
			},
		],
	])(
		"refused: %s [R-MV:test_put_different_secret_value_with_same_token]",
		(_, id, changes) => {
			three
				.when("PutSecretValue", { ...request(id), ...changes })
				.refuses("ResourceExistsException", CONFLICT(id));
		},
	);

	it("binary values are compared by their bytes", () => {
		const binary = { SecretId: "db", ClientRequestToken: token("b") };
		const world = one.after("PutSecretValue", {
			...binary,
			SecretBinary: "AQI=",
		});
		expect(
			world.after("PutSecretValue", {
				...binary,
				SecretBinary: new Uint8Array([1, 2]),
			}).store,
		).toBe(world.store);
		world
			.when("PutSecretValue", {
				...binary,
				SecretBinary: new Uint8Array([1, 3]),
			})
			.refuses("ResourceExistsException", CONFLICT("b"));
	});

	it("in another case is another token", () => {
		expect(versions(put(put(one, "a"), "A"))).toEqual(["v1", "a", "A"]);
	});

	it("of another secret is free", () => {
		given(one.store)
			.after("CreateSecret", {
				Name: "other",
				ClientRequestToken: token("v1"),
				SecretString: "x",
			})
			.when("GetSecretValue", { SecretId: "other", VersionId: token("v1") })
			.answers({ SecretString: "x" });
	});
});

describe("Twenty labels over all versions of a secret [DOC quotas]", () => {
	const TOO_MANY =
		"You exceeded the maximum number of staging labels allowed on a secret.";
	const custom = (count: number, start = 0) =>
		Array.from({ length: count }, (_, i) => `L${start + i}`);
	/** v1 [AWSCURRENT], v2 [19 labels] */
	const full = put(one, "v2", custom(19));

	it("are allowed, on one version as on many", () => {
		expect(labels(full).v2).toHaveLength(19);
		expect(
			labels(put(empty, "v1", ["AWSCURRENT", ...custom(19)])).v1,
		).toHaveLength(20);
	});

	it.each<
		[title: string, world: World, id: string, stages: string[] | undefined]
	>([
		["a write of 20 beside AWSCURRENT [R-U]", one, "v2", custom(20)],
		["a write of one more", full, "v3", ["more"]],
		[
			"the first version with 20, to which AWSCURRENT is added",
			empty,
			"v1",
			custom(20),
		],
		["a default write that makes AWSPREVIOUS the 21st", full, "v3", undefined],
		[
			"a write with AWSCURRENT that makes AWSPREVIOUS the 21st",
			full,
			"v3",
			["AWSCURRENT"],
		],
		["a replay that adds one more", full, "v2", ["more"]],
	])("refused: %s", (_, world, id, stages) => {
		world
			.when("PutSecretValue", request(id, stages))
			.refuses("LimitExceededException", TOO_MANY);
	});

	it.each<
		[title: string, world: World, id: string, stages: string[] | undefined]
	>([
		["a write that only moves labels", full, "v3", custom(19)],
		["a replay whose labels are there", full, "v2", custom(19)],
		[
			"a default write when AWSPREVIOUS is among them",
			put(put(one, "v2"), "v3", custom(18)),
			"v4",
			undefined,
		],
		[
			"a default write when AWSPENDING, which it drops, is among them",
			put(one, "v2", [...custom(18), "AWSPENDING"]),
			"v3",
			undefined,
		],
	])("accepted: %s", (_, world, id, stages) => {
		put(world, id, stages);
	});
});

describe("Refusals", () => {
	it.each([
		[
			"no value [R-ST-val]",
			{},
			"InvalidRequestException",
			"You must provide either SecretString or SecretBinary.",
		],
		[
			"no value but VersionStages",
			{ VersionStages: ["blue"] },
			"InvalidRequestException",
			"You must provide either SecretString or SecretBinary.",
		],
		[
			"null for both values",
			{ SecretString: null, SecretBinary: null },
			"InvalidRequestException",
			"You must provide either SecretString or SecretBinary.",
		],
		[
			"both values",
			{ SecretString: "x", SecretBinary: "AAAA" },
			"InvalidParameterException",
			"You can't specify both a binary secret value and a string secret value in the same secret.",
		],
		[
			"no token [R-LS:test_no_client_request_token]",
			{ SecretString: "x", ClientRequestToken: undefined },
			"InvalidRequestException",
			"You must provide a ClientRequestToken value. We recommend a UUID-type value.",
		],
		[
			"an empty value [R-ST-val]",
			{ SecretString: "" },
			"ValidationException",
			"1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length greater than or equal to 1",
		],
		[
			"VersionStages [] [R-ST-val]",
			{ SecretString: "x", VersionStages: [] },
			"ValidationException",
			"1 validation error detected: Value '[]' at 'versionStages' failed to satisfy constraint: Member must have length greater than or equal to 1",
		],
		[
			'VersionStages [""] [R-ST-val]',
			{ SecretString: "x", VersionStages: [""] },
			"ValidationException",
			"1 validation error detected: Value '[]' at 'versionStages' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 1]",
		],
		[
			"a short token [R-ST-val]",
			{ SecretString: "x", ClientRequestToken: "short" },
			"ValidationException",
			"1 validation error detected: Value 'short' at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 32",
		],
		[
			"an object for a text [R-ST-val]",
			{ SecretString: { user: "admin" } },
			"SerializationException",
			"Start of structure or map found where not expected.",
		],
		[
			"an unknown secret",
			{ SecretId: "other", SecretString: "x" },
			"ResourceNotFoundException",
			"Secrets Manager can't find the specified secret.",
		],
	])("%s", (_, members, name, message) => {
		one
			.when("PutSecretValue", {
				SecretId: "db",
				ClientRequestToken: token("v2"),
				...members,
			})
			.refuses(name, message);
	});
});

describe("Pruning", () => {
	/** Versions `n0` … of one moment, the last one current. */
	const burst = (world: World, count: number, start = 0): World => {
		let next = world;
		for (let i = start; i < start + count; i++) next = put(next, `n${i}`);
		return next;
	};
	const names = (count: number, start = 0) =>
		Array.from({ length: count }, (_, i) => `n${start + i}`);
	const hundred = burst(empty, 100);
	const hundredAndFifty = burst(empty, 150);

	it("loses nothing of a burst", () => {
		expect(versions(hundredAndFifty)).toEqual(names(150));
	});

	it("leaves 100 versions alone, however old", () => {
		expect(versions(hundred.later(400 * DAY))).toHaveLength(100);
		expect(
			versions(put(burst(empty, 99).later(400 * DAY), "last")),
		).toHaveLength(100);
	});

	it("takes the oldest when there are more than 100", () => {
		expect(versions(put(hundred.later(DAY), "last"))).toEqual([
			...names(99, 1),
			"last",
		]);
	});

	it.each([
		["goes at 24 hours", DAY, false],
		["stays a millisecond before", DAY - 1, true],
	])("the oldest %s", (_, age, stays) => {
		expect(versions(put(hundred.later(age), "last")).includes("n0")).toBe(
			stays,
		);
	});

	it("brings a burst down to 100 a day later", () => {
		expect(versions(put(hundredAndFifty.later(25 * HOUR), "last"))).toEqual([
			...names(99, 51),
			"last",
		]);
	});

	it("never takes a labelled version", () => {
		const kept = one.after("UpdateSecretVersionStage", {
			SecretId: "db",
			VersionStage: "keep",
			MoveToVersionId: token("v1"),
		});
		const world = put(burst(kept, 149).later(DAY), "last");
		expect(versions(world)).toEqual(["v1", ...names(98, 51), "last"]);
		expect(labels(world)).toEqual({
			v1: ["keep"],
			n148: ["AWSPREVIOUS"],
			last: ["AWSCURRENT"],
		});
	});

	it("never takes a young version, so that more than 100 may remain", () => {
		const mixed = burst(burst(empty, 30).later(23 * HOUR), 100, 30);
		expect(versions(put(mixed.later(HOUR), "last"))).toEqual([
			...names(100, 30),
			"last",
		]);
	});

	it("takes no more than needed", () => {
		const mixed = burst(burst(empty, 60).later(23 * HOUR), 60, 60);
		expect(versions(put(mixed.later(HOUR), "last"))).toEqual([
			...names(99, 21),
			"last",
		]);
	});

	it("happens in UpdateSecret with a value, too", () => {
		const world = hundredAndFifty.later(DAY).after("UpdateSecret", {
			SecretId: "db",
			ClientRequestToken: token("last"),
			SecretString: "x",
		});
		expect(versions(world)).toHaveLength(100);
	});

	it.each([
		["a replay", "PutSecretValue", request("n149")],
		["a replay that adds a label", "PutSecretValue", request("n149", ["blue"])],
		[
			"a refused write",
			"PutSecretValue",
			{ ...request("n149"), SecretString: "another" },
		],
		[
			"UpdateSecret without a value",
			"UpdateSecret",
			{ SecretId: "db", Description: "new" },
		],
		[
			"a label move",
			"UpdateSecretVersionStage",
			{ SecretId: "db", VersionStage: "blue", MoveToVersionId: token("n3") },
		],
		["a read", "GetSecretValue", { SecretId: "db" }],
		["a listing", "ListSecretVersionIds", { SecretId: "db" }],
	])("does not happen in %s", (_, operation, input) => {
		const { world } = hundredAndFifty.later(2 * DAY).when(operation, input);
		expect(versions(world)).toHaveLength(150);
	});

	it("frees the id: unknown to readers, new to writers [INF]", () => {
		const pruned = put(hundred.later(DAY), "last");
		pruned
			.when("GetSecretValue", { SecretId: "db", VersionId: token("n0") })
			.refuses(
				"ResourceNotFoundException",
				`Secrets Manager can't find the specified secret value for VersionId: ${token("n0")}`,
			);
		pruned
			.when("PutSecretValue", { ...request("n0"), SecretString: "another" })
			.answers({ VersionId: token("n0") });
	});

	it("is told of in an event for each version", () => {
		const { events } = hundredAndFifty
			.later(DAY)
			.when("PutSecretValue", request("last"));
		const pruned = events.filter(
			({ name }) => name === "SecretVersionDeletion",
		);
		expect(pruned.map(({ detail }) => detail.versionId)).toEqual(
			names(51).map(token),
		);
	});

	describe("with maxVersions", () => {
		const TOO_MANY =
			"You exceeded the maximum number of versions allowed on a secret.";
		const limited = (maxVersions: number) =>
			given(createStore({ maxVersions })).after("CreateSecret", {
				Name: "db",
				ClientRequestToken: token("n0"),
				SecretString: "value of n0",
			});
		const three = burst(limited(3), 2, 1);

		it("refuses the write of a burst that is one too many", () => {
			three
				.when("PutSecretValue", request("n3"))
				.refuses("LimitExceededException", TOO_MANY);
			three
				.later(DAY - 1)
				.when("PutSecretValue", request("n3"))
				.refuses("LimitExceededException", TOO_MANY);
		});

		it("accepts it again as soon as the oldest is 24 hours old", () => {
			expect(versions(put(three.later(DAY), "n3"))).toEqual(names(3, 1));
		});

		it("may take the version that loses its last label by the write itself", () => {
			const two = put(limited(2), "n1").later(DAY);
			expect(versions(put(two, "n2"))).toEqual(["n1", "n2"]);
		});

		it("refuses for ever when all versions have labels", () => {
			put(limited(2), "n1", ["blue"])
				.later(400 * DAY)
				.when("PutSecretValue", request("n2", ["green"]))
				.refuses("LimitExceededException", TOO_MANY);
		});

		it("does not stand in the way of a replay", () => {
			put(three, "n2");
			put(three, "n2", ["blue"]);
		});

		it("refuses UpdateSecret with a value alike", () => {
			three
				.when("UpdateSecret", {
					SecretId: "db",
					ClientRequestToken: token("n3"),
					SecretString: "x",
				})
				.refuses("LimitExceededException", TOO_MANY);
		});

		it("above 100 limits bursts only: pruning still aims at 100", () => {
			const full = burst(limited(120), 119, 1);
			full
				.when("PutSecretValue", request("last"))
				.refuses("LimitExceededException", TOO_MANY);
			expect(versions(put(full.later(DAY), "last"))).toEqual([
				...names(99, 21),
				"last",
			]);
		});
	});
});

describe("A key that may not be used for decryption [R-ST-enc]", () => {
	const keys = localKms({
		rootKey: new TextEncoder().encode("pure-secrets-manager development"),
	});
	const kms: Kms = {
		...keys,
		unwrap: () => ({
			ok: false,
			error: {
				name: "AccessDeniedException",
				message: "Access to KMS is not allowed",
			},
		}),
	};

	it("suffices for a first write", () => {
		put(one.as({ kms }), "v2");
	});

	it.each([
		["with the same value", {}],
		["with another value", { SecretString: "another" }],
		["that adds a label", { VersionStages: ["REPLAY"] }],
	])(
		"does not suffice for a replay %s, which compares [R-ST-enc:new-version-replay-deny-new-decrypt]",
		(_, members) => {
			one
				.as({ kms })
				.when("PutSecretValue", { ...request("v1"), ...members })
				.refuses("AccessDeniedException", "Access to KMS is not allowed");
		},
	);

	it("is asked for last", () => {
		one
			.as({ kms })
			.when("PutSecretValue", { ...request("v1"), SecretBinary: "AAAA" })
			.refuses("InvalidParameterException");
	});
});

describe("Events", () => {
	it("tell of the call and of each label that moved", () => {
		const { events } = put(one, "v2").when("PutSecretValue", request("v3"));
		expect(events[0]).toMatchObject({
			name: "PutSecretValue",
			at: NOON,
			arn: ARN,
		});
		const moves = events.filter(({ name }) => name === "Secret Label Updated");
		expect(moves).toHaveLength(2);
		expect(events).toHaveLength(3);
	});

	it("of a replay tell of the call alone", () => {
		const { events } = one.when("PutSecretValue", request("v1"));
		expect(events.map(({ name }) => name)).toEqual(["PutSecretValue"]);
	});
});
