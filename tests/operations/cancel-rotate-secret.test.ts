import { nextDue } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { given, HOUR, NOON, token, type World } from "../support/given.js";
import {
	ARN,
	complete,
	described,
	empty,
	FUNCTION,
	labels,
	namesOf,
	one,
	perform,
	report,
	rotate,
	until,
} from "../support/rotation-world.js";

const RULES = { RotationRules: { AutomaticallyAfterDays: 30 } };
const running = rotate(one, RULES).world;
const cancelled = (world: World): World =>
	world.after("CancelRotateSecret", { SecretId: "db" });

const STATES: readonly [state: string, world: World][] = [
	["that was never rotated", one],
	["without a value", empty],
	["whose rotation is under way", running],
	["whose rotation stored a value", until(running, "setSecret")],
	[
		"whose rotation failed",
		report(running, "createSecret", { ok: false }).world,
	],
	["whose rotation is finished", complete(running).world],
	[
		"whose function is tested",
		rotate(one, { ...RULES, RotateImmediately: false }).world,
	],
	["whose rotation was cancelled before", cancelled(running)],
];

describe.each(STATES)("A secret %s", (_, before) => {
	const result = before
		.later(HOUR)
		.when("CancelRotateSecret", { SecretId: "db" });

	it("the answer is ARN and Name, and never a VersionId [R-ST-rot]", () => {
		result.answersExactly({ ARN: described(before).ARN, Name: "db" });
	});

	it("RotationEnabled is false, NextRotationDate gone, LastChangedDate now; all else is kept [R-ST-rot]", () => {
		const { NextRotationDate: _, ...kept } = described(before);
		expect(described(result.world)).toEqual({
			...kept,
			RotationEnabled: false,
			LastChangedDate: NOON + HOUR,
		});
	});

	it("nothing is due any more, no step is asked for, and the call is the only event", () => {
		expect(nextDue(result.world.store)).toBeUndefined();
		expect(result.effects).toEqual([]);
		expect(namesOf(result.events)).toEqual(["CancelRotateSecret"]);
	});
});

it("RotationEnabled is absent before, and false after, where nothing was configured [R-ST-rot]", () => {
	expect(described(one)).not.toHaveProperty("RotationEnabled");
	expect(described(cancelled(one)).RotationEnabled).toBe(false);
});

describe("A rotation that is under way", () => {
	it("keeps AWSPENDING on its version, with or without a value [R-ST-rot]", () => {
		expect(labels(cancelled(running))).toEqual({
			v1: ["AWSCURRENT"],
			r1: ["AWSPENDING"],
		});
		const stored = cancelled(until(running, "setSecret"));
		expect(labels(stored)).toEqual({ v1: ["AWSCURRENT"], r1: ["AWSPENDING"] });
		stored
			.when("GetSecretValue", { SecretId: "db", VersionStage: "AWSPENDING" })
			.answers({ VersionId: token("r1") });
	});

	it("its function is not stopped: it may store its value, and the report about it is ignored", () => {
		const { world, effects } = rotate(one);
		const stored = cancelled(world).after("PutSecretValue", {
			SecretId: "db",
			ClientRequestToken: token("r1"),
			SecretString: "too late",
			VersionStages: ["AWSPENDING"],
			RotationToken: effects[0]?.event.RotationToken,
		});
		for (const ok of [true, false]) {
			const told = report(stored, "createSecret", { ok });
			expect(told.world.store).toBe(stored.store);
			expect([...told.effects, ...told.events]).toEqual([]);
		}
	});

	it("does not succeed, though its function moves AWSCURRENT", () => {
		const late = perform(
			cancelled(until(running, "finishSecret")),
			"finishSecret",
		);
		const told = report(late, "finishSecret");
		expect(told.events).toEqual([]);
		expect(labels(told.world)).toEqual({
			v1: ["AWSPREVIOUS"],
			r1: ["AWSCURRENT", "AWSPENDING"],
		});
		expect(described(told.world)).not.toHaveProperty("LastRotatedDate");
	});

	it("a default write afterwards clears AWSPENDING, and is no event of a rotation", () => {
		const { events } = cancelled(running).when("PutSecretValue", {
			SecretId: "db",
			ClientRequestToken: token("v2"),
			SecretString: "x",
		});
		expect(namesOf(events)).not.toContain("RotationAbandoned");
	});
});

it("LastRotatedDate, function and rules survive [R-ST-rot]", () => {
	const world = cancelled(complete(running).world);
	expect(described(world)).toMatchObject({
		LastRotatedDate: NOON,
		RotationLambdaARN: FUNCTION,
		...RULES,
	});
});

describe("Refused", () => {
	it("an unknown secret", () => {
		given()
			.when("CancelRotateSecret", { SecretId: "db" })
			.refuses(
				"ResourceNotFoundException",
				"Secrets Manager can't find the specified secret.",
			);
	});

	it("a secret scheduled for deletion", () => {
		running
			.after("DeleteSecret", { SecretId: "db" })
			.when("CancelRotateSecret", { SecretId: "db" })
			.refuses(
				"InvalidRequestException",
				"You can't perform this operation on the secret because it was marked for deletion.",
			);
	});
});

it("finds a secret by its complete and its partial ARN", () => {
	for (const SecretId of [ARN, ARN.slice(0, -7)])
		one.when("CancelRotateSecret", { SecretId }).answers({ ARN, Name: "db" });
});
