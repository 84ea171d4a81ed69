import { describe, expect, it } from "vitest";
import {
	effectsBetween,
	effectsUnderWayOf,
} from "../../../src/model/rotation/effects.js";
import type { RunState } from "../../../src/model/rotation/record.js";
import { arnOf, type Secret } from "../../../src/model/secret.js";
import { aSecret } from "../a-secret.js";
import { aRun, rotated } from "./a-rotation.js";

const running = rotated({}, { run: aRun({ step: "setSecret" }) });
const effect = {
	kind: "invokeRotationFunction",
	functionArn: "function",
	event: {
		SecretId: arnOf(running),
		ClientRequestToken: "r1",
		Step: "setSecret",
		RotationToken: "t1",
	},
};
const ended = (state: RunState): Secret =>
	rotated({}, { run: aRun({ state }) });

describe("What is under way", () => {
	it("is the step of a rotation that runs", () => {
		expect(effectsUnderWayOf(running)).toEqual([effect]);
	});

	it.each<[what: string, Secret]>([
		["is never rotated", aSecret()],
		["has not been rotated yet", rotated({})],
		["failed", ended("failed")],
		["succeeded", ended("succeeded")],
		["abandoned", ended("abandoned")],
		["cancelled", ended("cancelled")],
	])("is nothing where the rotation %s", (_, secret) => {
		expect(effectsUnderWayOf(secret)).toEqual([]);
	});

	it.each([
		[{ owningService: "rds" }, "rds.amazonaws.com"],
		[{ type: "partner" }, "secretsmanager.amazonaws.com"],
	])("of %j is the owner's", (changes, functionArn) => {
		const managed = rotated(
			{},
			{ functionArn: undefined, run: aRun() },
			changes,
		);
		expect(effectsUnderWayOf(managed)).toMatchObject([{ functionArn }]);
	});
});

describe("A transition asks for", () => {
	it.each<[what: string, Secret | undefined, Secret | undefined]>([
		["that nothing of it is new", running, { ...running, description: "new" }],
		["that the secret is gone", running, undefined],
		["that nothing ever was", undefined, undefined],
		["that the rotation is over", running, ended("succeeded")],
		["that nothing is rotated", undefined, aSecret()],
	])("nothing, given %s", (_, before, after) => {
		expect(effectsBetween(before, after)).toEqual([]);
	});

	it.each<[what: string, Secret | undefined]>([
		["from a secret that is not rotated", aSecret()],
		["from the step before", rotated({}, { run: aRun() })],
		["from an attempt that failed", ended("failed")],
		["from nothing", undefined],
	])("the step that came under way by it, %s", (_, before) => {
		expect(effectsBetween(before, running)).toEqual([effect]);
	});
});
