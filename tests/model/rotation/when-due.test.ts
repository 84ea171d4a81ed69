import { describe, expect, it } from "vitest";
import type { Rotation } from "../../../src/model/rotation/record.js";
import { rotateWhenDue } from "../../../src/model/rotation/when-due.js";
import type { Secret } from "../../../src/model/secret.js";
import { HOUR } from "../../support/given.js";
import { aSecret, type Labels, labelsOf } from "../a-secret.js";
import { aRun, dayAfter, rotated, weekly } from "./a-rotation.js";

const CURRENT: Labels = { v1: ["AWSCURRENT"] };
/** AWSPENDING waits on an id without a value. */
const PENDING: Partial<Secret> = {
	stages: [
		["AWSCURRENT", "v1"],
		["AWSPENDING", "r1"],
	],
};
const IN_WINDOW = dayAfter(7) + HOUR;
const at = (secret: Secret, now: number, seed = "seed") =>
	rotateWhenDue(secret, now, seed);

describe("Nothing is scheduled", () => {
	it.each<[what: string, secret: Secret]>([
		["for a secret that is not rotated", aSecret(CURRENT)],
		["for one without a window", rotated(CURRENT, { window: undefined })],
		["for one without rules", rotated(CURRENT, { rules: undefined })],
	])("%s: it is the same object", (_, secret) => {
		expect(at(secret, IN_WINDOW)).toBe(secret);
	});
});

describe("When something is due, of a rotation that", () => {
	type Then = "starts" | "starts again" | "waits";
	it.each<
		[
			what: string,
			labels: Labels,
			rotation: Partial<Rotation>,
			changes: Partial<Secret>,
			then: Then,
		]
	>([
		["never ran", CURRENT, {}, {}, "starts"],
		[
			"succeeded, AWSPENDING on its version",
			{ v1: [], r1: ["AWSCURRENT", "AWSPENDING"] },
			{ run: aRun({ state: "succeeded" }) },
			{},
			"starts",
		],
		[
			"was abandoned",
			CURRENT,
			{ run: aRun({ state: "abandoned" }) },
			{},
			"starts",
		],
		[
			"was cancelled, AWSPENDING taken off",
			CURRENT,
			{ run: aRun({ state: "cancelled" }) },
			{},
			"starts",
		],
		[
			"was cancelled, AWSPENDING where it was",
			CURRENT,
			{ run: aRun({ state: "cancelled" }) },
			PENDING,
			"waits",
		],
		["is under way", CURRENT, { run: aRun() }, PENDING, "waits"],
		[
			"is under way, AWSPENDING taken off",
			CURRENT,
			{ run: aRun() },
			{},
			"waits",
		],
		[
			"failed, without a value",
			CURRENT,
			{ run: aRun({ state: "failed" }) },
			PENDING,
			"starts again",
		],
		[
			"failed, with a value",
			{ v1: ["AWSCURRENT"], r1: ["AWSPENDING"] },
			{ run: aRun({ state: "failed", step: "testSecret" }) },
			{},
			"starts again",
		],
		[
			"failed, its version current",
			{ v1: [], r1: ["AWSCURRENT", "AWSPENDING"] },
			{ run: aRun({ state: "failed", step: "finishSecret" }) },
			{},
			"starts again",
		],
		[
			"failed, AWSPENDING taken off",
			CURRENT,
			{ run: aRun({ state: "failed" }) },
			{},
			"starts",
		],
		[
			"failed, AWSPENDING on a version of somebody else",
			{ v1: ["AWSCURRENT"], v2: ["AWSPENDING"] },
			{ run: aRun({ state: "failed" }) },
			{},
			"waits",
		],
		[
			"was a test that failed",
			{ v1: ["AWSCURRENT"], r1: [] },
			{ run: aRun({ kind: "test", state: "failed", step: "testSecret" }) },
			{},
			"starts",
		],
	])("%s: it %s", (_, labels, rotation, changes, then) => {
		const before = rotated(labels, rotation, changes);
		const after = at(before, IN_WINDOW);
		const run = after.rotation?.run;
		expect(after.rotation).toMatchObject({
			window: { opens: dayAfter(7) },
			due: dayAfter(14),
		});
		if (then === "waits") {
			expect(run).toBe(before.rotation?.run);
			expect(after.stages).toBe(before.stages);
		} else {
			const isNew = then === "starts";
			expect(run).toMatchObject({
				kind: "rotation",
				state: "running",
				step: "createSecret",
				attempt: 1, // its first since the window opened
			});
			expect(run?.token === "r1").toBe(!isNew);
			expect(after.stages).toContainEqual(["AWSPENDING", run?.token]);
		}
	});
});

it("a window that has not opened is waited for, and one that has closed is passed over", () => {
	const secret = rotated(CURRENT);
	expect(at(secret, dayAfter(3)).rotation).toEqual(weekly());
	const later = at(secret, dayAfter(9)).rotation;
	expect(later).toEqual(
		weekly({
			window: { opens: dayAfter(14), closes: dayAfter(15) },
			due: dayAfter(14),
		}),
	);
});

it("the token is drawn from seed, moment and secret, and is not the one drawn before", () => {
	const token = (secret: Secret, now = IN_WINDOW, seed = "seed") =>
		at(secret, now, seed).rotation?.run?.token;
	const secret = rotated(CURRENT);
	expect(token(secret)).toBe(token(secret));
	const others = [
		token(secret),
		token(secret, IN_WINDOW + 1),
		token(secret, IN_WINDOW, "other"),
		token({ ...secret, name: "other" }),
		token(rotated({ v1: [], v2: ["AWSCURRENT"] })),
	];
	expect(new Set(others).size).toBe(5);
});

it("labels and dates: AWSPENDING moves from the current version, and the secret has changed", () => {
	const secret = rotated({ v1: ["AWSCURRENT", "AWSPENDING"] });
	const after = at(secret, IN_WINDOW);
	expect(labelsOf(after)).toEqual({ v1: ["AWSCURRENT"] });
	expect(after.lastChangedDate).toBe(IN_WINDOW);
});
