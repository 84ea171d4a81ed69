import { describe, expect, it } from "vitest";
import type { RotationRun } from "../../../src/model/rotation/record.js";
import {
	cancelRotation,
	checkRotationToken,
	isFree,
	isReplay,
	startAgain,
} from "../../../src/model/rotation/run.js";
import type { Secret } from "../../../src/model/secret.js";
import { DAY, NOON } from "../../support/given.js";
import { aSecret, type Labels } from "../a-secret.js";
import { aRun, rotated, weekly } from "./a-rotation.js";

const CURRENT: Labels = { v1: ["AWSCURRENT"] };

describe("A rotation can begin where none is under way, and AWSPENDING is on no other version than the current one", () => {
	type State = RotationRun["state"] | undefined;
	it.each<[run: State, pending: string | undefined, is: boolean]>([
		[undefined, undefined, true],
		[undefined, "v1", true],
		[undefined, "v2", false],
		["running", undefined, false],
		["running", "v1", false],
		["running", "r1", false],
		["failed", undefined, true],
		["failed", "v1", true],
		["failed", "r1", false],
		["succeeded", "v1", true],
		["succeeded", "v2", false],
		["abandoned", undefined, true],
		["cancelled", undefined, true],
		["cancelled", "r1", false],
	])("run %s, AWSPENDING on %s: %s", (state, pending, is) => {
		const secret: Secret = {
			...rotated({ v1: [], v2: [] }, { run: state && aRun({ state }) }),
			stages: [
				["AWSCURRENT", "v1"],
				...(pending === undefined ? [] : [["AWSPENDING", pending] as const]),
			],
		};
		expect(isFree(secret)).toBe(is);
	});

	it("where no version is current, AWSPENDING is an obstacle wherever it is", () => {
		expect(isFree(aSecret())).toBe(true);
		expect(isFree({ ...aSecret(), stages: [["AWSPENDING", "r1"]] })).toBe(
			false,
		);
	});
});

it.each<[id: string, secret: Secret, is: boolean]>([
	["r1", rotated(CURRENT, { run: aRun() }), true],
	["r1", rotated(CURRENT, { run: aRun({ state: "cancelled" }) }), true],
	["v1", aSecret(CURRENT), true],
	["r2", rotated(CURRENT, { run: aRun() }), false],
	["r1", aSecret(CURRENT), false],
])("%s was answered before, or not", (id, secret, is) => {
	expect(isReplay(secret, id)).toBe(is);
});

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

it("a rotation that starts again keeps its tokens, and begins with its first step", () => {
	const run = aRun({ state: "failed", step: "testSecret" });
	const { rotation } = startAgain(rotated(CURRENT, { run }), run, 4);
	expect(rotation).toEqual(weekly({ run: aRun({ attempt: 4 }) }));
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
