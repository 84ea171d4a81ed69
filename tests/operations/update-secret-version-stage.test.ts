import { describe, expect, it } from "vitest";
import { given, HOUR, NOON, token, type World } from "../support/given.js";

const put = (world: World, id: string, stages?: readonly string[]): World =>
	world.after("PutSecretValue", {
		SecretId: "db",
		ClientRequestToken: token(id),
		SecretString: `value of ${id}`,
		...(stages && { VersionStages: stages }),
	});
/** `–` stands for a member that is not given. */
const request = (stage: string, from: string, to: string) => ({
	SecretId: "db",
	VersionStage: stage,
	...(from !== "–" && { RemoveFromVersionId: token(from) }),
	...(to !== "–" && { MoveToVersionId: token(to) }),
});
const move = (world: World, stage: string, from: string, to: string): World =>
	world.after("UpdateSecretVersionStage", request(stage, from, to));

/** Version → labels, as sets: `{ v1: ["AWSCURRENT"] }`. */
const labels = (world: World): Record<string, readonly string[]> =>
	Object.fromEntries(
		Object.entries<string[]>(
			world.when("DescribeSecret", { SecretId: "db" }).answer
				.VersionIdsToStages ?? {},
		).map(([id, stages]) => [id.replace(/-+$/, ""), [...stages].sort()]),
	);

const empty = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("creation"),
});
/** v1 no label, v2 AWSPREVIOUS, v3 AWSCURRENT, v4 AWSPENDING and blue */
const four = put(put(put(put(empty, "v1"), "v2"), "v3"), "v4", [
	"AWSPENDING",
	"blue",
]);
const ARN: string = four.when("DescribeSecret", { SecretId: "db" }).answer.ARN;
const BEFORE = {
	v2: ["AWSPREVIOUS"],
	v3: ["AWSCURRENT"],
	v4: ["AWSPENDING", "blue"],
};

it("The answer is ARN and Name [R-LS:…return_type]", () => {
	four
		.when("UpdateSecretVersionStage", request("green", "–", "v1"))
		.answersExactly({ ARN, Name: "db" });
});

describe("Accepted, from v2 [AWSPREVIOUS], v3 [AWSCURRENT], v4 [AWSPENDING, blue]", () => {
	it.each<
		[label: string, from: string, to: string, title: string, after: object]
	>([
		["green", "–", "v1", "on nobody: attached", { ...BEFORE, v1: ["green"] }],
		[
			"green",
			"–",
			"v3",
			"on nobody: attached beside AWSCURRENT",
			{ ...BEFORE, v3: ["AWSCURRENT", "green"] },
		],
		[
			"blue",
			"v4",
			"v1",
			"on A: moved",
			{ ...BEFORE, v1: ["blue"], v4: ["AWSPENDING"] },
		],
		[
			"blue",
			"v4",
			"v3",
			"on A: moved to the current version",
			{ ...BEFORE, v3: ["AWSCURRENT", "blue"], v4: ["AWSPENDING"] },
		],
		[
			"AWSPENDING",
			"v4",
			"v3",
			"on A: moved",
			{ ...BEFORE, v3: ["AWSCURRENT", "AWSPENDING"], v4: ["blue"] },
		],
		[
			"AWSPREVIOUS",
			"v2",
			"v1",
			"on A: moved",
			{ v1: ["AWSPREVIOUS"], v3: ["AWSCURRENT"], v4: ["AWSPENDING", "blue"] },
		],
		[
			"AWSPREVIOUS",
			"v2",
			"v3",
			"on A: moved to the current version [R-U]",
			{ v3: ["AWSCURRENT", "AWSPREVIOUS"], v4: ["AWSPENDING", "blue"] },
		],
		[
			"AWSCURRENT",
			"v3",
			"v2",
			"on A: rolled back, v2 ends with AWSCURRENT only",
			{ v2: ["AWSCURRENT"], v3: ["AWSPREVIOUS"], v4: ["AWSPENDING", "blue"] },
		],
		[
			"AWSCURRENT",
			"v3",
			"v4",
			"on A: promoted, AWSPENDING stays on it [R-LS, R-MV, R-ST-rot]",
			{ v3: ["AWSPREVIOUS"], v4: ["AWSCURRENT", "AWSPENDING", "blue"] },
		],
		[
			"AWSCURRENT",
			"v3",
			"v1",
			"on A: moved to an unlabelled version, v2 goes out of sight",
			{ v1: ["AWSCURRENT"], v3: ["AWSPREVIOUS"], v4: ["AWSPENDING", "blue"] },
		],
		[
			"blue",
			"v4",
			"–",
			"on A: removed [R-LS:…custom_stages_3]",
			{ ...BEFORE, v4: ["AWSPENDING"] },
		],
		["AWSPENDING", "v4", "–", "on A: removed", { ...BEFORE, v4: ["blue"] }],
		[
			"AWSPREVIOUS",
			"v2",
			"–",
			"on A: removed",
			{ v3: ["AWSCURRENT"], v4: ["AWSPENDING", "blue"] },
		],
	])("%s, RemoveFrom %s, MoveTo %s, %s", (label, from, to, _, after) => {
		const world = move(four.later(HOUR), label, from, to);
		expect(labels(world)).toEqual(after);
		world
			.when("DescribeSecret", { SecretId: "db" })
			.answers({ LastChangedDate: NOON + HOUR });
	});

	it.each<[label: string, from: string, to: string]>([
		["blue", "–", "v4"],
		["blue", "v4", "v4"],
		["AWSCURRENT", "–", "v3"],
		["AWSCURRENT", "v3", "v3"],
		["AWSPREVIOUS", "–", "v2"],
	])(
		"%s, RemoveFrom %s, MoveTo %s, which has it: nothing changes [INF]",
		(label, from, to) => {
			const same = four
				.later(HOUR)
				.when("UpdateSecretVersionStage", request(label, from, to));
			same.answersExactly({ ARN, Name: "db" });
			expect(same.world.store).toBe(four.store);
		},
	);

	it("removes AWSPENDING from the version that also has AWSCURRENT, as the rotation functions do [lambda_rotate_secret.py]", () => {
		const promoted = move(four, "AWSCURRENT", "v3", "v4");
		expect(labels(move(promoted, "AWSPENDING", "v4", "–"))).toEqual({
			v3: ["AWSPREVIOUS"],
			v4: ["AWSCURRENT", "blue"],
		});
	});

	it("removing a custom label leaves AWSPREVIOUS and its version alone [R-LS:…custom_stages_3, localstack #10082]", () => {
		const world = move(move(four, "PENDING", "–", "v2"), "PENDING", "v2", "–");
		expect(labels(world)).toEqual(BEFORE);
	});

	it("keeps custom labels on both sides of a move of AWSCURRENT", () => {
		const world = move(move(four, "old", "–", "v3"), "AWSCURRENT", "v3", "v4");
		expect(labels(world)).toEqual({
			v3: ["AWSPREVIOUS", "old"],
			v4: ["AWSCURRENT", "AWSPENDING", "blue"],
		});
	});

	it("rolls back and forth", () => {
		const back = move(four, "AWSCURRENT", "v3", "v2");
		expect(labels(move(back, "AWSCURRENT", "v2", "v3"))).toEqual(BEFORE);
	});

	it("makes a version without its last label deprecated: readable by id, hidden from lists", () => {
		move(four, "AWSPREVIOUS", "v2", "–")
			.when("GetSecretValue", { SecretId: "db", VersionId: token("v2") })
			.answers({ SecretString: "value of v2" })
			.when("ListSecretVersionIds", { SecretId: "db" })
			.answers({
				Versions: [{ VersionId: token("v3") }, { VersionId: token("v4") }],
			});
	});

	it("reads the promoted version from then on", () => {
		move(four, "AWSCURRENT", "v3", "v4")
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretString: "value of v4" });
	});

	it("treats null as a member that is not given", () => {
		const world = four.after("UpdateSecretVersionStage", {
			...request("green", "–", "v1"),
			RemoveFromVersionId: null,
		});
		expect(labels(world).v1).toEqual(["green"]);
	});

	it("finds the secret by its ARN, too [moto #4340]", () => {
		four.after("UpdateSecretVersionStage", {
			...request("green", "–", "v1"),
			SecretId: ARN,
		});
	});
});

describe("Refused, from v2 [AWSPREVIOUS], v3 [AWSCURRENT], v4 [AWSPENDING, blue]", () => {
	const NAME_HOLDER = (label: string, holder: string) =>
		`The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${token(holder)}, so you must explicitly reference that version in RemoveFromVersionId.`;
	const NOT_HOLDER = (label: string) =>
		`When you move staging label ${label}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${label}.`;
	const CURRENT_STAYS =
		"You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.";
	const NO_VERSION = (id: string) =>
		`Secrets Manager can't find the specified secret value for VersionId: ${token(id)}`;
	const IPE = "InvalidParameterException";
	const RNF = "ResourceNotFoundException";

	it.each<
		[
			label: string,
			from: string,
			to: string,
			title: string,
			name: string,
			message: string | undefined,
		]
	>([
		[
			"AWSCURRENT",
			"–",
			"v2",
			"on A≠B [R-MV:…dont_specify_current_stage]",
			IPE,
			NAME_HOLDER("AWSCURRENT", "v3"),
		],
		["AWSPREVIOUS", "–", "v1", "on A≠B", IPE, NAME_HOLDER("AWSPREVIOUS", "v2")],
		["AWSPENDING", "–", "v3", "on A≠B", IPE, NAME_HOLDER("AWSPENDING", "v4")],
		["blue", "–", "v3", "on A≠B [DOC]", IPE, NAME_HOLDER("blue", "v4")],
		[
			"AWSCURRENT",
			"v2",
			"v4",
			"on C≠A (assumed)",
			IPE,
			NOT_HOLDER("AWSCURRENT"),
		],
		["blue", "v2", "v3", "on C≠A", IPE, NOT_HOLDER("blue")],
		[
			"blue",
			"v2",
			"v4",
			"on C≠A, even though B has it",
			IPE,
			NOT_HOLDER("blue"),
		],
		["blue", "v2", "v2", "on C≠A=B", IPE, NOT_HOLDER("blue")],
		[
			"green",
			"v2",
			"v3",
			"on nobody, but RemoveFrom given",
			IPE,
			NOT_HOLDER("green"),
		],
		[
			"AWSCURRENT",
			"v3",
			"–",
			"AWSCURRENT cannot be removed [R-TF]",
			IPE,
			CURRENT_STAYS,
		],
		[
			"AWSCURRENT",
			"v2",
			"–",
			"AWSCURRENT, not on A either",
			IPE,
			CURRENT_STAYS,
		],
		[
			"AWSCURRENT",
			"v9",
			"–",
			"AWSCURRENT from an unknown version",
			IPE,
			CURRENT_STAYS,
		],
		["blue", "v2", "–", "not on A", IPE, NOT_HOLDER("blue")],
		["green", "v2", "–", "on nobody", IPE, NOT_HOLDER("green")],
		["blue", "–", "–", "neither (assumed)", IPE, undefined],
		["AWSCURRENT", "–", "–", "neither", IPE, undefined],
		["green", "–", "–", "neither, and on nobody", IPE, undefined],
		["green", "–", "v9", "B unknown (assumed)", RNF, NO_VERSION("v9")],
		[
			"blue",
			"–",
			"v9",
			"B unknown, although the label is held",
			RNF,
			NO_VERSION("v9"),
		],
		["blue", "v4", "v9", "B unknown", RNF, NO_VERSION("v9")],
		["AWSCURRENT", "v3", "v9", "B unknown", RNF, NO_VERSION("v9")],
		["blue", "v8", "v4", "A unknown (assumed)", IPE, NOT_HOLDER("blue")],
		["blue", "v8", "–", "A unknown", IPE, NOT_HOLDER("blue")],
		["blue", "v8", "v9", "both unknown: B is named", RNF, NO_VERSION("v9")],
	])(
		"%s, RemoveFrom %s, MoveTo %s, %s",
		(label, from, to, _, name, message) => {
			four
				.when("UpdateSecretVersionStage", request(label, from, to))
				.refuses(name, message);
		},
	);

	it("any label of a secret without a version", () => {
		empty
			.when("UpdateSecretVersionStage", request("AWSCURRENT", "–", "v1"))
			.refuses(RNF, NO_VERSION("v1"));
	});

	it("an unknown secret", () => {
		given()
			.when("UpdateSecretVersionStage", request("blue", "–", "v1"))
			.refuses(RNF, "Secrets Manager can't find the specified secret.");
	});
});

describe("Twenty labels over all versions", () => {
	const TOO_MANY =
		"You exceeded the maximum number of staging labels allowed on a secret.";
	const custom = Array.from({ length: 19 }, (_, i) => `L${i}`);
	/** v1 [AWSCURRENT], v2 [19 labels] */
	const full = put(put(empty, "v1"), "v2", custom);

	it.each([
		["one more label", "more", "–", "v1"],
		[
			"a move of AWSCURRENT that makes AWSPREVIOUS the 21st",
			"AWSCURRENT",
			"v1",
			"v2",
		],
	])("refuse %s", (_, label, from, to) => {
		full
			.when("UpdateSecretVersionStage", request(label, from, to))
			.refuses("LimitExceededException", TOO_MANY);
	});

	it("may be moved and removed", () => {
		move(move(full, "L0", "v2", "v1"), "L1", "v2", "–");
	});
});

it("Events tell of the call and of each label that moved", () => {
	const { events } = four.when(
		"UpdateSecretVersionStage",
		request("AWSCURRENT", "v3", "v2"),
	);
	expect(events.map(({ name }) => name)).toEqual([
		"UpdateSecretVersionStage",
		"Secret Label Updated",
		"Secret Label Updated",
	]);
	expect(events[1]?.detail).toEqual({
		label: "AWSCURRENT",
		fromVersionId: token("v3"),
		toVersionId: token("v2"),
	});
});
