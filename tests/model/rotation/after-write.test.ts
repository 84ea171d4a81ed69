import { describe, expect, it } from "vitest";
import { afterWrite } from "../../../src/model/rotation/after-write.js";
import type { Rotation } from "../../../src/model/rotation/record.js";
import { DAY, NOON } from "../../support/given.js";
import { aSecret, type Labels } from "../a-secret.js";
import { aRun, dayAfter, rotated, rulesOf } from "./a-rotation.js";

const LATER = NOON + 2 * DAY;

describe("A version v2 that was just written", () => {
	type State = "running" | "abandoned" | "failed" | "cancelled" | "succeeded";
	it.each<[what: string, labels: Labels, before: State, after: State]>([
		["took AWSPENDING away", { v2: ["AWSCURRENT"] }, "running", "abandoned"],
		[
			"took AWSPENDING to itself",
			{ v1: ["AWSCURRENT"], r1: [], v2: ["AWSPENDING"] },
			"running",
			"abandoned",
		],
		[
			"left AWSPENDING where it waits",
			{ v1: ["AWSPREVIOUS"], r1: ["AWSPENDING"], v2: ["AWSCURRENT"] },
			"running",
			"running",
		],
		[
			"left the version of the rotation current",
			{ r1: ["AWSCURRENT"], v2: ["blue"] },
			"running",
			"running",
		],
		[
			"took it from one that failed",
			{ v2: ["AWSCURRENT"] },
			"failed",
			"abandoned",
		],
		[
			"came after a cancelled one",
			{ v2: ["AWSCURRENT"] },
			"cancelled",
			"cancelled",
		],
		[
			"came after one that succeeded",
			{ v2: ["AWSCURRENT"] },
			"succeeded",
			"succeeded",
		],
		[
			"came after an abandoned one",
			{ v2: ["AWSCURRENT"] },
			"abandoned",
			"abandoned",
		],
	])(
		"and %s: of %j a rotation that was %s is %s",
		(_, labels, before, after) => {
			const secret = rotated(labels, { run: aRun({ state: before }) });
			const { rotation } = afterWrite(secret, "v2", LATER);
			expect(rotation?.run).toEqual(aRun({ state: after }));
		},
	);

	it("is the rotation's own: nothing follows from it", () => {
		const secret = rotated({ r1: ["AWSCURRENT"] }, { run: aRun() });
		expect(afterWrite(secret, "r1", LATER)).toBe(secret);
	});

	it("means nothing to a secret that is not rotated", () => {
		const secret = aSecret({ v2: ["AWSCURRENT"] });
		expect(afterWrite(secret, "v2", LATER)).toBe(secret);
	});
});

describe("It counts as a rotation, so that days begin anew,", () => {
	const due = (rotation: Partial<Rotation>, labels: Labels): unknown =>
		afterWrite(rotated(labels, rotation), "v2", LATER).rotation?.due;
	const CURRENT: Labels = { v2: ["AWSCURRENT"] };

	it.each<[what: string, rotation: Partial<Rotation>, Labels, at: unknown]>([
		["where it is current", {}, CURRENT, dayAfter(9)],
		[
			"not where it is not",
			{},
			{ v1: ["AWSCURRENT"], v2: ["blue"] },
			dayAfter(7),
		],
		[
			"not where an expression makes the windows",
			{
				rules: rulesOf({
					automaticallyAfterDays: 7,
					scheduleExpression: "rate(7 days)",
				}),
			},
			CURRENT,
			dayAfter(7),
		],
		[
			"not where nothing is scheduled",
			{ enabled: false, window: undefined, due: undefined },
			CURRENT,
			undefined,
		],
	])("%s [DOC]", (_, rotation, labels, at) => {
		expect(due(rotation, labels)).toBe(at);
	});

	it("LastRotatedDate stays", () => {
		const secret = rotated(CURRENT, { lastRotatedDate: NOON });
		expect(afterWrite(secret, "v2", LATER).rotation?.lastRotatedDate).toBe(
			NOON,
		);
	});
});
