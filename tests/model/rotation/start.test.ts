import { describe, expect, it } from "vitest";
import type { RotationRun } from "../../../src/model/rotation/record.js";
import { cancelRotation } from "../../../src/model/rotation/run.js";
import {
	isFree,
	isReplay,
	startAgain,
	startRotation,
} from "../../../src/model/rotation/start.js";
import type { Secret } from "../../../src/model/secret.js";
import { NOON } from "../../support/given.js";
import { aSecret, type Labels } from "../a-secret.js";
import { aRun, rotated, weekly } from "./a-rotation.js";

const CURRENT: Labels = { v1: ["AWSCURRENT"] };

describe("A rotation can begin where AWSPENDING is on no other version than the current one, whatever the latest rotation does", () => {
	type State = RotationRun["state"] | undefined;
	it.each<[run: State, pending: string | undefined, is: boolean]>([
		[undefined, undefined, true],
		[undefined, "v1", true],
		[undefined, "v2", false],
		["running", undefined, true],
		["running", "v1", true],
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
	["r1", rotated(CURRENT, { run: aRun({ state: "failed" }) }), true],
	["r1", rotated(CURRENT, { run: aRun({ state: "succeeded" }) }), true],
	["r1", rotated(CURRENT, { run: aRun({ state: "abandoned" }) }), false],
	["r1", cancelRotation(rotated(CURRENT, { run: aRun() }), NOON), false],
	["r1", rotated(CURRENT, { run: aRun({ state: "cancelled" }) }), false],
	["v1", aSecret(CURRENT), false],
	["r2", rotated(CURRENT, { run: aRun() }), false],
	["r1", aSecret(CURRENT), false],
])("%s was answered before, or not", (id, secret, is) => {
	expect(isReplay(secret, id)).toBe(is);
});

it("a rotation that starts again keeps its tokens, and begins with its first step", () => {
	const run = aRun({ state: "failed", step: "testSecret" });
	const { rotation } = startAgain(rotated(CURRENT, { run }), run, 4);
	expect(rotation).toEqual(weekly({ run: aRun({ attempt: 4 }) }));
});

it("the id of a version that exists is refused for another", () => {
	const context = { now: NOON, seed: "s" };
	const refused = startRotation(aSecret(CURRENT), "v1", context);
	expect(refused).toEqual({
		ok: false,
		error: {
			name: "InvalidParameterException",
			message:
				"You can't use ClientRequestToken v1 because that value is already in use for a version of secret arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbC123.",
		},
	});
});
