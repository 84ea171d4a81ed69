import { describe, expect, it } from "vitest";
import type { RotationRun } from "../../../src/model/rotation/record.js";
import {
	cancelRotation,
	checkRotationToken,
} from "../../../src/model/rotation/run.js";
import { DAY, NOON } from "../../support/given.js";
import type { Labels } from "../a-secret.js";
import { aRun, rotated, weekly } from "./a-rotation.js";

const CURRENT: Labels = { v1: ["AWSCURRENT"] };

it.each<[token: string | undefined, id: string, ok: boolean]>([
	[undefined, "r1", true],
	[undefined, "v2", true],
	["t1", "r1", true],
	["t1", "v2", false],
	["t2", "r1", false],
	["", "r1", false],
])("RotationToken %s for %s: %s", (token, id, ok) => {
	const secret = rotated(CURRENT, { run: aRun() });
	expect(checkRotationToken(secret, id, token).ok).toBe(ok);
});

it.each<[state: RotationRun["state"], ok: boolean]>([
	["running", true],
	["failed", true],
	["succeeded", true],
	["cancelled", true], // its function is not stopped
	["abandoned", false],
])("the RotationToken of a rotation that is %s is good: %s", (state, ok) => {
	const secret = rotated(CURRENT, { run: aRun({ state }) });
	expect(checkRotationToken(secret, "r1", "t1").ok).toBe(ok);
});

describe("Cancelling", () => {
	it.each<[before: RotationRun["state"], after: RotationRun["state"]]>([
		["running", "cancelled"],
		["failed", "cancelled"],
		["succeeded", "succeeded"],
		["abandoned", "abandoned"],
		["cancelled", "cancelled"],
	])("a rotation that is %s: it is %s", (before, after) => {
		const secret = rotated(CURRENT, {
			run: aRun({ state: before }),
			lastRotatedDate: NOON,
		});
		const cancelled = cancelRotation(secret, NOON + DAY);
		expect(cancelled).toEqual({
			...secret,
			lastChangedDate: NOON + DAY,
			rotation: {
				...weekly({ lastRotatedDate: NOON }),
				enabled: false,
				window: undefined,
				due: undefined,
				run: aRun({ state: after }),
			},
		});
	});
});
