import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../src/base/result.js";
import { checkSecret, type Secret } from "../../src/model/secret.js";
import {
	addStages,
	holderOf,
	moveStage,
	selectVersion,
	stagesOf,
	stageWrite,
} from "../../src/model/stages.js";
import { withVersion } from "../../src/model/versions.js";
import type { Failure } from "../../src/values/failure.js";
import { assertLaw, sequence } from "../support/depth.js";
import { NOON } from "../support/given.js";
import {
	accepted,
	aSecret,
	closed,
	type Labels,
	labelsOf,
} from "./a-secret.js";

type Step = (secret: Secret) => Result<Secret, Failure>;

/** A new version, labelled as PutSecretValue with or without VersionStages does. */
const put =
	(id: string, stages?: readonly string[]): Step =>
	(secret) =>
		stageWrite(withVersion(secret, id, closed, NOON), id, stages, NOON);
const move =
	(stage: string, from: string | undefined, to: string | undefined): Step =>
	(secret) =>
		moveStage(secret, stage, from, to, NOON);

const sorted = (labels: Labels): Labels =>
	Object.fromEntries(
		Object.entries(labels).map(([id, stages]) => [id, [...stages].sort()]),
	);
const labelsAfter = (before: Labels, step: Step): Labels =>
	labelsOf(accepted(step(aSecret(before))));

describe("AWSCURRENT leaves AWSPREVIOUS behind", () => {
	it.each<[what: string, before: Labels, Step, after: Labels]>([
		[
			"a write makes its version current and the former one previous",
			{ v1: ["AWSCURRENT"] },
			put("v2"),
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] },
		],
		[
			"the former previous version is deprecated",
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] },
			put("v3"),
			{ v1: [], v2: ["AWSPREVIOUS"], v3: ["AWSCURRENT"] },
		],
		[
			"each version keeps its own labels",
			{ v1: ["AWSPREVIOUS", "one"], v2: ["AWSCURRENT", "two"] },
			put("v3"),
			{ v1: ["one"], v2: ["AWSPREVIOUS", "two"], v3: ["AWSCURRENT"] },
		],
		[
			"a move does the same",
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "two"], v3: ["three"] },
			move("AWSCURRENT", "v2", "v3"),
			{ v1: [], v2: ["AWSPREVIOUS", "two"], v3: ["AWSCURRENT", "three"] },
		],
		[
			"a move back leaves AWSCURRENT alone on the version it goes to",
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] },
			move("AWSCURRENT", "v2", "v1"),
			{ v1: ["AWSCURRENT"], v2: ["AWSPREVIOUS"] },
		],
		[
			"no other move touches AWSPREVIOUS",
			{ v1: ["AWSPREVIOUS", "one"], v2: ["AWSCURRENT"] },
			move("one", "v1", "v2"),
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "one"] },
		],
		[
			"AWSPREVIOUS may be put on the current version",
			{ v1: ["AWSCURRENT"] },
			move("AWSPREVIOUS", undefined, "v1"),
			{ v1: ["AWSCURRENT", "AWSPREVIOUS"] },
		],
		[
			"and stays there when AWSCURRENT leaves",
			{ v1: ["AWSCURRENT", "AWSPREVIOUS"] },
			put("v2"),
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] },
		],
		[
			"a move leaves AWSPENDING on its target",
			{ v1: ["AWSCURRENT"], v2: ["AWSPENDING"] },
			move("AWSCURRENT", "v1", "v2"),
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "AWSPENDING"] },
		],
	])("%s", (_, before, step, after) => {
		expect(labelsAfter(before, step)).toEqual(sorted(after));
	});
});

describe("AWSPENDING and default writes", () => {
	it.each<[what: string, before: Labels, Step, after: Labels]>([
		[
			"a default write takes it from the current version",
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "AWSPENDING"] },
			put("v3"),
			{ v1: [], v2: ["AWSPREVIOUS"], v3: ["AWSCURRENT"] },
		],
		[
			"a default write takes it from a version in rotation",
			{ v1: ["AWSCURRENT"], v2: ["AWSPENDING"] },
			put("v3"),
			{ v1: ["AWSPREVIOUS"], v2: [], v3: ["AWSCURRENT"] },
		],
		[
			"a write of AWSPENDING moves it",
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "AWSPENDING"] },
			put("v3", ["AWSPENDING"]),
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"], v3: ["AWSPENDING"] },
		],
		[
			"a write with other labels leaves it, even one of AWSCURRENT",
			{ v1: ["AWSCURRENT"], v2: ["AWSPENDING"] },
			put("v3", ["AWSCURRENT"]),
			{ v1: ["AWSPREVIOUS"], v2: ["AWSPENDING"], v3: ["AWSCURRENT"] },
		],
	])("%s", (_, before, step, after) => {
		expect(labelsAfter(before, step)).toEqual(sorted(after));
	});
});

describe("writes with labels: the recorded examples", () => {
	it.each<[what: string, before: Labels, Step, after: Labels]>([
		[
			"new labels",
			{ v1: ["AWSCURRENT"] },
			put("v2", ["S0", "S1"]),
			{ v1: ["AWSCURRENT"], v2: ["S0", "S1"] },
		],
		[
			"all labels of another version",
			{ v1: ["AWSCURRENT"], v2: ["S0", "S1"] },
			put("v3", ["S0", "S1"]),
			{ v1: ["AWSCURRENT"], v2: [], v3: ["S0", "S1"] },
		],
		[
			"all of them and one more",
			{ v1: ["AWSCURRENT"], v2: ["one", "two", "three"] },
			put("v3", ["one", "two", "three", "four"]),
			{ v1: ["AWSCURRENT"], v2: [], v3: ["one", "two", "three", "four"] },
		],
		[
			"some of them and one more",
			{ v1: ["AWSCURRENT"], v2: ["one", "two", "three"] },
			put("v3", ["one", "two", "four"]),
			{ v1: ["AWSCURRENT"], v2: ["three"], v3: ["one", "two", "four"] },
		],
		[
			"AWSCURRENT and another",
			{ v1: ["AWSCURRENT"] },
			put("v2", ["AWSCURRENT", "PUT0"]),
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "PUT0"] },
		],
		[
			"AWSPENDING and another",
			{ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "PUT0"] },
			put("v3", ["AWSPENDING", "PUT1"]),
			{
				v1: ["AWSPREVIOUS"],
				v2: ["AWSCURRENT", "PUT0"],
				v3: ["AWSPENDING", "PUT1"],
			},
		],
		[
			"then AWSCURRENT moves to the pending version",
			{
				v1: ["AWSPREVIOUS"],
				v2: ["AWSCURRENT", "PUT0"],
				v3: ["AWSPENDING", "PUT1"],
			},
			move("AWSCURRENT", "v2", "v3"),
			{
				v1: [],
				v2: ["AWSPREVIOUS", "PUT0"],
				v3: ["AWSCURRENT", "AWSPENDING", "PUT1"],
			},
		],
		[
			"then the next pending version",
			{
				v2: ["AWSPREVIOUS", "PUT0"],
				v3: ["AWSCURRENT", "AWSPENDING", "PUT1"],
			},
			put("v4", ["AWSPENDING", "PUT2"]),
			{
				v2: ["AWSPREVIOUS", "PUT0"],
				v3: ["AWSCURRENT", "PUT1"],
				v4: ["AWSPENDING", "PUT2"],
			},
		],
		[
			"then AWSCURRENT moves on",
			{
				v2: ["AWSPREVIOUS", "PUT0"],
				v3: ["AWSCURRENT", "PUT1"],
				v4: ["AWSPENDING", "PUT2"],
			},
			move("AWSCURRENT", "v3", "v4"),
			{
				v2: ["PUT0"],
				v3: ["AWSPREVIOUS", "PUT1"],
				v4: ["AWSCURRENT", "AWSPENDING", "PUT2"],
			},
		],
	])("%s", (_, before, step, after) => {
		expect(labelsAfter(before, step)).toEqual(sorted(after));
	});
});

describe("writes with labels: where no recording decides", () => {
	it.each<[what: string, before: Labels, Step, after: Labels]>([
		[
			"the first version is current whatever labels it was given",
			{},
			put("v1", ["one"]),
			{ v1: ["AWSCURRENT", "one"] },
		],
		[
			"the first version may have AWSPREVIOUS, too",
			{},
			put("v1", ["AWSPREVIOUS"]),
			{ v1: ["AWSCURRENT", "AWSPREVIOUS"] },
		],
		[
			"an AWSPREVIOUS asked for wins over the one left behind",
			{ v1: ["AWSCURRENT"] },
			put("v2", ["AWSPREVIOUS", "AWSCURRENT"]),
			{ v1: [], v2: ["AWSCURRENT", "AWSPREVIOUS"] },
		],
		[
			"the order of the labels does not matter",
			{ v1: ["AWSCURRENT"] },
			put("v2", ["AWSCURRENT", "AWSPREVIOUS"]),
			{ v1: [], v2: ["AWSCURRENT", "AWSPREVIOUS"] },
		],
		[
			"a label given twice counts once",
			{ v1: ["AWSCURRENT"] },
			put("v2", ["one", "one"]),
			{ v1: ["AWSCURRENT"], v2: ["one"] },
		],
		[
			"labels are told apart by case",
			{ v1: ["AWSCURRENT", "one"] },
			put("v2", ["One", "awscurrent"]),
			{ v1: ["AWSCURRENT", "one"], v2: ["One", "awscurrent"] },
		],
		[
			"a label may be any word",
			{ v1: ["AWSCURRENT"] },
			put("v2", ["__proto__", "constructor", "\ud800"]),
			{ v1: ["AWSCURRENT"], v2: ["__proto__", "constructor", "\ud800"] },
		],
	])("%s", (_, before, step, after) => {
		expect(labelsAfter(before, step)).toEqual(sorted(after));
	});
});

describe("UpdateSecretVersionStage", () => {
	const stages = {
		v1: ["AWSPREVIOUS", "one"],
		v2: ["AWSCURRENT", "PENDING", "AWSPENDING"],
		v3: [],
	};

	it.each<[what: string, Step, after: Labels]>([
		[
			"attaches a label that is on nobody",
			move("new", undefined, "v3"),
			{ ...stages, v3: ["new"] },
		],
		[
			"moves a label",
			move("one", "v1", "v3"),
			{ ...stages, v1: ["AWSPREVIOUS"], v3: ["one"] },
		],
		[
			"moves AWSCURRENT, AWSPREVIOUS with it",
			move("AWSCURRENT", "v2", "v3"),
			{
				v1: ["one"],
				v2: ["AWSPREVIOUS", "PENDING", "AWSPENDING"],
				v3: ["AWSCURRENT"],
			},
		],
		[
			"removes a label",
			move("PENDING", "v2", undefined),
			{ ...stages, v2: ["AWSCURRENT", "AWSPENDING"] },
		],
		[
			"removes AWSPENDING from the current version",
			move("AWSPENDING", "v2", undefined),
			{ ...stages, v2: ["AWSCURRENT", "PENDING"] },
		],
		[
			"removes AWSPREVIOUS",
			move("AWSPREVIOUS", "v1", undefined),
			{ ...stages, v1: ["one"] },
		],
	])("%s", (_, step, after) => {
		expect(labelsAfter(stages, step)).toEqual(sorted(after));
	});

	it("attaches AWSCURRENT when no version has it", () => {
		expect(
			labelsAfter({ v1: ["AWSPENDING"] }, move("AWSCURRENT", undefined, "v1")),
		).toEqual({ v1: ["AWSCURRENT", "AWSPENDING"] });
	});

	it.each<[what: string, Step]>([
		["by MoveTo alone", move("one", undefined, "v1")],
		["by both", move("one", "v1", "v1")],
		["AWSCURRENT, too", move("AWSCURRENT", "v2", "v2")],
	])("changes nothing when the label is there already: %s", (_, step) => {
		const secret = aSecret(stages);
		expect(accepted(step(secret))).toBe(secret);
	});

	const INVALID = "InvalidParameterException";
	const mustBeHolder = (stage: string) =>
		`When you move staging label ${stage}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${stage}.`;
	const mustNameHolder = (stage: string, holder: string) =>
		`The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`;
	const notFound = (id: string) =>
		`Secrets Manager can't find the specified secret value for VersionId: ${id}`;
	const currentStays =
		"You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.";

	it.each<[what: string, Step, name: string, message: string | undefined]>([
		[
			"neither version",
			move("one", undefined, undefined),
			INVALID,
			undefined, // not recorded
		],
		[
			"neither version for AWSCURRENT",
			move("AWSCURRENT", undefined, undefined),
			INVALID,
			undefined,
		],
		[
			"AWSCURRENT to nowhere",
			move("AWSCURRENT", "v2", undefined),
			INVALID,
			currentStays,
		],
		[
			"AWSCURRENT to nowhere, before the version is looked up",
			move("AWSCURRENT", "v9", undefined),
			INVALID,
			currentStays,
		],
		[
			"a label of another version, which is not named",
			move("one", undefined, "v2"),
			INVALID,
			mustNameHolder("one", "v1"),
		],
		[
			"AWSCURRENT of another version, which is not named",
			move("AWSCURRENT", undefined, "v3"),
			INVALID,
			mustNameHolder("AWSCURRENT", "v2"),
		],
		[
			"a label from a version that has it not",
			move("one", "v2", "v3"),
			INVALID,
			mustBeHolder("one"),
		],
		[
			"a label that is where it should be, from another version",
			move("one", "v2", "v1"),
			INVALID,
			mustBeHolder("one"),
		],
		[
			"a label of nobody from a version",
			move("new", "v2", "v3"),
			INVALID,
			mustBeHolder("new"),
		],
		[
			"a label away from a version that has it not",
			move("one", "v2", undefined),
			INVALID,
			mustBeHolder("one"),
		],
		[
			"to a version that is none",
			move("one", "v1", "v9"),
			"ResourceNotFoundException",
			notFound("v9"),
		],
		[
			"from a version that is none, to one that is none, too",
			move("one", "v8", "v9"),
			"ResourceNotFoundException",
			notFound("v9"),
		],
		[
			"from a version that is none",
			move("one", "v8", "v2"),
			INVALID,
			mustBeHolder("one"),
		],
		[
			"to a version that is none, before the holder is looked at",
			move("one", undefined, "v9"),
			"ResourceNotFoundException",
			notFound("v9"),
		],
	])("refuses to move: %s", (_, step, name, message) => {
		const result = step(aSecret(stages));
		expect(result).toMatchObject({ ok: false, error: { name } });
		if (!result.ok && message !== undefined)
			expect(result.error.message).toBe(message);
	});
});

describe("at most 20 labels on all versions together", () => {
	const many = (count: number, prefix = "l") =>
		Array.from({ length: count }, (_, i) => `${prefix}${i}`);
	const refused = {
		ok: false,
		error: {
			name: "LimitExceededException",
			message:
				"You exceeded the maximum number of staging labels allowed on a secret.",
		},
	};
	const full = { v1: ["AWSCURRENT", ...many(19)] };

	it("are accepted", () => {
		const step = put("v2", many(19));
		expect(accepted(step(aSecret({ v1: ["AWSCURRENT"] }))).stages).toHaveLength(
			20,
		);
	});

	it.each<[what: string, before: Labels, Step]>([
		["a write with one more", full, put("v2", ["new"])],
		["a default write, which adds AWSPREVIOUS", full, put("v2")],
		["a move that attaches one more", full, move("new", undefined, "v1")],
		[
			"a move of AWSCURRENT, which adds AWSPREVIOUS",
			{ ...full, v2: [] },
			move("AWSCURRENT", "v1", "v2"),
		],
		[
			"more labels on a version",
			full,
			(s) => addStages(s, "v1", ["new"], NOON),
		],
		["a first write of 20, which adds AWSCURRENT", {}, put("v1", many(20))],
	])("refuse %s", (_, before, step) => {
		expect(step(aSecret(before))).toEqual(refused);
	});

	it.each<[what: string, before: Labels, Step]>([
		["a write that only takes labels over", full, put("v2", many(19))],
		["a move of a label", { ...full, v2: [] }, move("l0", "v1", "v2")],
		["a removal", full, move("l0", "v1", undefined)],
		[
			"a default write that takes AWSPENDING away for AWSPREVIOUS",
			{ v1: ["AWSCURRENT", "AWSPENDING", ...many(18)] },
			put("v2"),
		],
	])("accept %s", (_, before, step) => {
		expect(accepted(step(aSecret(before))).stages.length).toBeLessThan(21);
	});
});

describe("adding labels to a version that exists", () => {
	const before = { v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT", "two"] };

	it("adds those that it lacks, from wherever they were", () => {
		const secret = aSecret(before);
		expect(
			labelsOf(accepted(addStages(secret, "v1", ["two", "new"], NOON))),
		).toEqual({ v1: ["AWSPREVIOUS", "new", "two"], v2: ["AWSCURRENT"] });
	});

	it("moves AWSCURRENT as any write does", () => {
		const secret = aSecret(before);
		expect(
			labelsOf(accepted(addStages(secret, "v1", ["AWSCURRENT"], NOON))),
		).toEqual({ v1: ["AWSCURRENT"], v2: ["AWSPREVIOUS", "two"] });
	});

	it.each([[[]], [["two"]], [["two", "AWSCURRENT", "two"]]])(
		"is the same object when there is nothing to add: %j",
		(stages) => {
			const secret = aSecret(before);
			expect(accepted(addStages(secret, "v2", stages, NOON))).toBe(secret);
		},
	);
});

describe("selecting a version", () => {
	const secret = aSecret({
		v1: ["AWSPREVIOUS", "__proto__"],
		v2: ["AWSCURRENT"],
		v3: [],
	});

	it.each([
		["the current one when nothing is given", undefined, undefined, "v2"],
		["by label", undefined, "AWSPREVIOUS", "v1"],
		["by a hostile label", undefined, "__proto__", "v1"],
		["by id", "v1", undefined, "v1"],
		["by id, although it has no label", "v3", undefined, "v3"],
		["by both", "v1", "AWSPREVIOUS", "v1"],
	])("%s", (_, id, stage, selected) => {
		expect(accepted(selectVersion(secret, id, stage)).id).toBe(selected);
	});

	const byStage = (stage: string) =>
		`Secrets Manager can't find the specified secret value for staging label: ${stage}`;
	const byId = (id: string) =>
		`Secrets Manager can't find the specified secret value for VersionId: ${id}`;
	const mismatch =
		"You provided a VersionStage that is not associated to the provided VersionId.";
	const missing = "ResourceNotFoundException";

	it.each([
		["a label of nobody", undefined, "none", missing, byStage("none")],
		["an inherited word", undefined, "toString", missing, byStage("toString")],
		["an id that is none", "v9", undefined, missing, byId("v9")],
		[
			"an id that is none, and a label",
			"v9",
			"AWSCURRENT",
			missing,
			byId("v9"),
		],
		[
			"an id without that label",
			"v1",
			"AWSCURRENT",
			"InvalidRequestException",
			mismatch,
		],
		[
			"an id and a label of nobody",
			"v1",
			"none",
			"InvalidRequestException",
			mismatch,
		],
	])("refuses %s", (_, id, stage, name, message) => {
		expect(selectVersion(secret, id, stage)).toEqual({
			ok: false,
			error: { name, message },
		});
	});

	it("refuses a secret without a value", () => {
		expect(selectVersion(aSecret(), undefined, undefined)).toEqual({
			ok: false,
			error: { name: missing, message: byStage("AWSCURRENT") },
		});
	});
});

describe("reading labels", () => {
	it("of a version, in the order in which AWS lists them", () => {
		const secret = aSecret({
			v1: ["AWSCURRENT", "one", "AWSPREVIOUS"],
			v2: [],
		});
		expect(stagesOf(secret, "v1").indexOf("AWSPREVIOUS")).toBeLessThan(
			stagesOf(secret, "v1").indexOf("AWSCURRENT"),
		);
		expect(stagesOf(secret, "v1")).toHaveLength(3);
		expect(stagesOf(secret, "v2")).toEqual([]);
	});

	it("tells the version of a label", () => {
		const secret = aSecret({ v1: ["AWSCURRENT"] });
		expect(holderOf(secret.stages, "AWSCURRENT")).toBe("v1");
		expect(holderOf(secret.stages, "toString")).toBeUndefined();
	});
});

describe("law 6: whatever is written and moved", () => {
	const stage = fc.constantFrom(
		...["AWSCURRENT", "AWSPREVIOUS", "AWSPENDING", "one", "two", "__proto__"],
	);
	const id = fc.constantFrom("v0", "v1", "v2", "v3");
	const many = Array.from({ length: 20 }, (_, i) => `l${i}`);
	const stages = fc.oneof(
		{ weight: 4, arbitrary: fc.array(stage, { minLength: 1, maxLength: 3 }) },
		{ weight: 1, arbitrary: fc.subarray(many, { minLength: 10 }) },
	);
	const step = fc.oneof(
		fc.record({ put: fc.option(stages, { nil: undefined }) }),
		fc.record({ add: stages, id }),
		fc.record({
			move: stage,
			from: fc.option(id, { nil: undefined }),
			to: fc.option(id, { nil: undefined }),
		}),
	);

	it("once there is a version, one is current; a label is on one version; at most 20", () => {
		assertLaw(
			fc.property(sequence(step, 20), (steps) => {
				let secret = aSecret();
				let printed = JSON.stringify(secret);
				for (const each of steps) {
					const result =
						"put" in each
							? put(`v${secret.versions.length}`, each.put)(secret)
							: "add" in each
								? secret.versions.some((version) => version.id === each.id)
									? addStages(secret, each.id, each.add, NOON)
									: { ok: true as const, value: secret }
								: moveStage(secret, each.move, each.from, each.to, NOON);
					expect(JSON.stringify(secret)).toBe(printed);
					if (!result.ok || result.value === secret) continue;
					secret = result.value;
					printed = JSON.stringify(secret);
					expect(checkSecret(secret)).toEqual([]);
				}
			}),
		);
	});
});
