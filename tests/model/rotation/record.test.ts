import { describe, expect, it } from "vitest";
import {
	NO_ROTATION,
	nextRotationDate,
	type Rotation,
	rotationLaws,
} from "../../../src/model/rotation/record.js";
import { arnOf, checkSecret, type Secret } from "../../../src/model/secret.js";
import type { Labels } from "../a-secret.js";
import { aRun, dayAfter, rotated, weekly } from "./a-rotation.js";

const broken = (rotation: Rotation): readonly string[] =>
	rotationLaws(rotation).flatMap(([holds, law]) => (holds ? [] : [law]));

describe("Every law holds", () => {
	it.each<[what: string, rotation: Rotation]>([
		["of none", NO_ROTATION],
		["of one that waits for its window", weekly()],
		[
			"of one that is due later in its window",
			weekly({ due: dayAfter(7) + 1 }),
		],
		["of one that is never due", weekly({ due: undefined })],
		["of one under way", weekly({ run: aRun() })],
		[
			"of one that is off, and was cancelled",
			{ ...NO_ROTATION, run: aRun({ state: "cancelled" }) },
		],
		["of a test", weekly({ run: aRun({ kind: "test", step: "testSecret" }) })],
	])("%s", (_, rotation) => {
		expect(broken(rotation)).toEqual([]);
	});
});

describe("A law that is broken is named, and no other:", () => {
	it.each<[law: string, rotation: Rotation]>([
		[
			"only a rotation that is on, and has rules, has a window",
			weekly({ enabled: false }),
		],
		[
			"only a rotation that is on, and has rules, has a window",
			weekly({ rules: undefined }),
		],
		[
			"a window closes after it opens, within its UTC day",
			weekly({ window: { opens: dayAfter(7), closes: dayAfter(7) } }),
		],
		[
			"a window closes after it opens, within its UTC day",
			weekly({ window: { opens: dayAfter(7), closes: dayAfter(8) + 1 } }),
		],
		[
			"no rotation is due before its window opens",
			weekly({ due: dayAfter(7) - 1 }),
		],
		[
			"no rotation is due before its window opens",
			weekly({ window: undefined }),
		],
		[
			"no rotation is under way where rotation is off",
			{ ...NO_ROTATION, run: aRun() },
		],
		["a test has one step", weekly({ run: aRun({ kind: "test" }) })],
	])("%s", (law, rotation) => {
		expect(broken(rotation)).toEqual([law]);
	});
});

describe("checkSecret, of labels on an id without a version", () => {
	const LAW =
		"a label is on a version that exists, or AWSPENDING on that of a rotation";
	const CURRENT: Labels = { v1: ["AWSCURRENT"] };
	const labelled = (label: string, id: string, rotation = {}): Secret =>
		rotated(CURRENT, rotation, {
			stages: [
				["AWSCURRENT", "v1"],
				[label, id],
			],
		});

	it.each<[what: string, secret: Secret, holds: boolean]>([
		[
			"AWSPENDING, its rotation under way",
			labelled("AWSPENDING", "r1", { run: aRun() }),
			true,
		],
		[
			"AWSPENDING, its rotation cancelled",
			labelled("AWSPENDING", "r1", { run: aRun({ state: "cancelled" }) }),
			true,
		],
		[
			"AWSPENDING, of another rotation",
			labelled("AWSPENDING", "r2", { run: aRun() }),
			false,
		],
		["AWSPENDING, without a rotation", labelled("AWSPENDING", "r1"), false],
		["another label", labelled("blue", "r1", { run: aRun() }), false],
	])("%s", (_, secret, holds) => {
		expect(checkSecret(secret)).toEqual(
			holds ? [] : [`${arnOf(secret)}: ${LAW}`],
		);
	});

	it("the laws of a rotation are among those of its secret", () => {
		const secret = rotated(CURRENT, { enabled: false });
		expect(checkSecret(secret)).toEqual([
			`${arnOf(secret)}: only a rotation that is on, and has rules, has a window`,
		]);
	});
});

it("NextRotationDate is the last second of the window [R-ST-rot]", () => {
	expect(nextRotationDate(weekly())).toBe(dayAfter(8) - 1000);
	expect(nextRotationDate(NO_ROTATION)).toBeUndefined();
});
