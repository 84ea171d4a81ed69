import { describe, expect, it } from "vitest";
import { localKms } from "../../../src/kms/local-kms.js";
import {
	isRotatedByOwner,
	ownersStep,
} from "../../../src/model/rotation/managed.js";
import { openPayload } from "../../../src/model/sealing.js";
import type { Secret } from "../../../src/model/secret.js";
import { addStages } from "../../../src/model/stages.js";
import { findVersion } from "../../../src/model/versions.js";
import { writeValue } from "../../../src/model/writing.js";
import type { Payload } from "../../../src/values/payload.js";
import {
	ROTATION_STEPS,
	type RotationStep,
} from "../../../src/values/rotation-step.js";
import { DAY, NOON } from "../../support/given.js";
import { HERE } from "../../support/places.js";
import { accepted, aKeyRing, aSecret, labelsOf } from "../a-secret.js";
import { aRun, rotated } from "./a-rotation.js";

const kms = localKms({ rootKey: new Uint8Array(32).fill(3) });
const context = {
	...HERE,
	now: NOON,
	seed: "seed",
	keys: aKeyRing(),
	kms,
	maxVersions: 100,
};
const text = (text: string): Payload => ({ kind: "string", text });

/** A managed secret with a value, whose rotation is under way. */
const rotating = (payload: Payload): Secret => {
	const start = rotated(
		{},
		{ functionArn: undefined, run: aRun() },
		{ owningService: "rds" },
	);
	const write = { id: "v1", payload, stages: undefined };
	const written = accepted(writeValue(start, write, context));
	return accepted(addStages(written, "r1", ["AWSPENDING"], NOON));
};
const step = (secret: Secret, step: RotationStep, seed = "seed") =>
	accepted(ownersStep(secret, aRun({ step }), { ...context, seed }));
const payloadOf = (secret: Secret, id: string): Payload => {
	const version = findVersion(secret, id);
	if (version === undefined) throw new Error(`no version ${id}`);
	return accepted(openPayload(secret, version, context));
};

it.each([
	[{ owningService: "rds" }, true],
	[{ type: "partner" }, true],
	[{}, false],
])("%j is rotated by its owner: %s", (changes, is) => {
	expect(isRotatedByOwner(aSecret({}, changes))).toBe(is);
});

describe("createSecret replaces the member password, and keeps everything else (assumed)", () => {
	it.each([
		['{"password":"a"}', /^\{"password":"[A-Za-z0-9]{32}"\}$/],
		['{"a":1,"password":5,"b":[]}', /^\{"a":1,"password":"\w{32}","b":\[\]\}$/],
		[
			'{"password":"a","__proto__":1}',
			/^\{"password":"\w{32}","__proto__":1\}$/,
		],
		['{"Password":"a"}', /^\{"Password":"a"\}$/],
		['{"password":', /^\{"password":$/],
		['["password"]', /^\["password"\]$/],
		['"password"', /^"password"$/],
		["null", /^null$/],
		["plain", /^plain$/],
	])("%s", (value, next) => {
		const after = step(rotating(text(value)), "createSecret");
		expect(payloadOf(after, "r1")).toEqual({
			kind: "string",
			text: expect.stringMatching(next),
		});
		expect(labelsOf(after)).toEqual({ v1: ["AWSCURRENT"], r1: ["AWSPENDING"] });
	});

	it("bytes", () => {
		const bytes: Payload = { kind: "binary", base64: "AQI=" };
		const after = step(rotating(bytes), "createSecret");
		expect(payloadOf(after, "r1")).toEqual(bytes);
	});
});

it("createSecret a second time is the same object, whatever the seed", () => {
	const once = step(rotating(text('{"password":"a"}')), "createSecret");
	expect(step(once, "createSecret", "other")).toBe(once);
});

it("the password is drawn from seed, secret and token", () => {
	const secret = rotating(text('{"password":"a"}'));
	const drawn = (seed: string) =>
		payloadOf(step(secret, "createSecret", seed), "r1");
	expect(drawn("a")).toEqual(drawn("a"));
	expect(drawn("a")).not.toEqual(drawn("b"));
});

it.each(["setSecret", "testSecret"] as const)("%s changes nothing", (each) => {
	const secret = rotating(text("x"));
	expect(step(secret, each)).toBe(secret);
});

it("finishSecret makes the version current, and once more changes nothing", () => {
	const stored = step(rotating(text("x")), "createSecret");
	const after = step(stored, "finishSecret");
	expect(labelsOf(after)).toEqual({
		v1: ["AWSPREVIOUS"],
		r1: ["AWSCURRENT", "AWSPENDING"],
	});
	expect(step(after, "finishSecret")).toBe(after);
});

it.each([
	["createSecret where no version is current", "createSecret"],
	["finishSecret where there is no version to make current", "finishSecret"],
] as const)("%s is refused", (_, each) => {
	const bare = rotated(
		{},
		{ functionArn: undefined },
		{ owningService: "rds" },
	);
	expect(ownersStep(bare, aRun({ step: each }), context)).toMatchObject({
		ok: false,
		error: { name: "ResourceNotFoundException" },
	});
});

it.each<[what: string, changes: Partial<Secret>, message: string]>([
	[
		"no longer belongs to anybody",
		{ owningService: undefined, type: undefined },
		"No Lambda rotation function ARN is associated with this secret.",
	],
	[
		"is marked for deletion",
		{
			owningService: "rds",
			deletion: { deletedDate: NOON, deletionDate: NOON + 7 * DAY },
		},
		"You can't perform this operation on the secret because it was marked for deletion.",
	],
])("every step is refused on a secret that %s", (_, changes, message) => {
	const secret = { ...rotating(text("x")), ...changes };
	for (const each of ROTATION_STEPS)
		expect(ownersStep(secret, aRun({ step: each }), context)).toEqual({
			ok: false,
			error: { name: "InvalidRequestException", message },
		});
});
