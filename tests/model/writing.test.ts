import { describe, expect, it } from "vitest";
import { err } from "../../src/base/result.js";
import { localKms } from "../../src/kms/local-kms.js";
import { openPayload } from "../../src/model/sealing.js";
import { arnOf, type Secret, type Version } from "../../src/model/secret.js";
import { type WriteContext, writeValue } from "../../src/model/writing.js";
import { accessDenied } from "../../src/values/failure.js";
import type { Payload } from "../../src/values/payload.js";
import { DAY, HOUR, NOON } from "../support/given.js";
import { keyArn } from "../support/keys.js";
import { HERE } from "../support/places.js";
import { accepted, aKeyRing, aSecret, labelsOf } from "./a-secret.js";

const CONTEXT: WriteContext = {
	account: HERE.account,
	now: NOON + HOUR,
	seed: "seed",
	keys: aKeyRing(),
	kms: localKms({ rootKey: new Uint8Array(32).fill(4) }),
	maxVersions: Number.POSITIVE_INFINITY,
};
const at = (now: number): WriteContext => ({ ...CONTEXT, now });
const text = (text: string): Payload => ({ kind: "string", text });
const writing = (
	secret: Secret,
	id: string,
	payload: Payload,
	stages?: readonly string[],
	context = CONTEXT,
) => writeValue(secret, { id, payload, stages }, context);
const written = (...args: Parameters<typeof writing>) =>
	accepted(writing(...args));
const valueAt = (secret: Secret, index: number) =>
	accepted(openPayload(secret, secret.versions[index] as Version, CONTEXT));

describe("a write under a new id", () => {
	const once = written(aSecret(), "v1", text("one"));

	it("adds a version with the value, which becomes current", () => {
		expect(once.versions).toHaveLength(1);
		expect(once.versions[0]).toMatchObject({
			id: "v1",
			ordinal: 0,
			createdDate: NOON + HOUR,
			lastAccessedDate: undefined,
		});
		expect(valueAt(once, 0)).toEqual(text("one"));
		expect(labelsOf(once)).toEqual({ v1: ["AWSCURRENT"] });
		expect(once.lastChangedDate).toBe(NOON + HOUR);
	});

	it("moves the labels, with or without VersionStages", () => {
		expect(labelsOf(written(once, "v2", text("two")))).toEqual({
			v1: ["AWSPREVIOUS"],
			v2: ["AWSCURRENT"],
		});
		expect(labelsOf(written(once, "v2", text("two"), ["one"]))).toEqual({
			v1: ["AWSCURRENT"],
			v2: ["one"],
		});
	});

	it("with a value that is there already is a version of its own", () => {
		const twice = written(once, "v2", text("one"));
		expect(twice.versions).toHaveLength(2);
		expect(twice.versions[0]?.payload.sealed).not.toBe(
			twice.versions[1]?.payload.sealed,
		);
	});

	it("prunes what is too old", () => {
		let secret = aSecret();
		for (let i = 0; i < 100; i++)
			secret = written(secret, `v${i}`, text("x"), undefined, at(NOON + i));
		const next = written(secret, "new", text("x"), undefined, at(NOON + DAY));
		expect(next.versions.map(({ id }) => id)).toEqual([
			...secret.versions.map(({ id }) => id).slice(1),
			"new",
		]);
	});

	it("is refused under a key that cannot be used", () => {
		const keyed = aSecret({}, { kmsKeyId: keyArn("a") });
		const keys = aKeyRing({ [keyArn("a")]: "Disabled" });
		expect(
			writing(keyed, "v1", text("one"), undefined, { ...CONTEXT, keys }),
		).toMatchObject({ ok: false, error: { name: "EncryptionFailure" } });
	});

	it("is refused as the key service refuses a data key", () => {
		const denied = err(accessDenied("Access to KMS is not allowed"));
		const kms = { ...CONTEXT.kms, generateDataKey: () => denied };
		expect(
			writing(once, "v2", text("two"), undefined, { ...CONTEXT, kms }),
		).toEqual(denied);
	});

	it("is refused at the ceiling of versions", () => {
		expect(
			writing(once, "v2", text("two"), undefined, {
				...CONTEXT,
				maxVersions: 1,
			}),
		).toMatchObject({ ok: false, error: { name: "LimitExceededException" } });
	});

	it("is refused at the limit of labels", () => {
		const labels = Array.from({ length: 20 }, (_, i) => `l${i}`);
		expect(writing(once, "v2", text("two"), labels)).toMatchObject({
			ok: false,
			error: { name: "LimitExceededException" },
		});
	});
});

describe("a replay", () => {
	const once = written(aSecret(), "v1", text("one"));
	const twice = written(once, "v2", text("two"));
	const later = at(NOON + 2 * HOUR);

	it("of the same value changes nothing, whatever became of its labels", () => {
		expect(written(twice, "v2", text("two"), undefined, later)).toBe(twice);
		expect(written(twice, "v1", text("one"), undefined, later)).toBe(twice);
	});

	it("adds the labels asked for, and is a change then", () => {
		const replayed = written(twice, "v2", text("two"), ["REPLAY"], later);
		expect(replayed).toEqual({
			...twice,
			stages: [...twice.stages, ["REPLAY", "v2"]],
			lastChangedDate: NOON + 2 * HOUR,
		});
	});

	it("may move AWSCURRENT back", () => {
		const replayed = written(twice, "v1", text("one"), ["AWSCURRENT"], later);
		expect(labelsOf(replayed)).toEqual({
			v1: ["AWSCURRENT"],
			v2: ["AWSPREVIOUS"],
		});
	});

	it("asking for labels that are there changes nothing", () => {
		expect(written(twice, "v2", text("two"), ["AWSCURRENT"], later)).toBe(
			twice,
		);
	});

	it("never prunes", () => {
		let secret = aSecret();
		for (let i = 0; i < 101; i++)
			secret = written(secret, `v${i}`, text("x"), undefined, at(NOON + i));
		const muchLater = at(NOON + 9 * DAY);
		expect(written(secret, "v0", text("x"), undefined, muchLater)).toBe(secret);
		const labelled = written(secret, "v0", text("x"), ["one"], muchLater);
		expect(labelled.versions).toBe(secret.versions);
	});

	it.each<[what: string, id: string, Payload]>([
		["another value", "v1", text("two")],
		[
			"another kind of the same bytes",
			"v1",
			{ kind: "binary", base64: "b25l" },
		],
		["another value than the current", "v2", text("one")],
	])("of %s is refused", (_, id, payload) => {
		expect(writing(twice, id, payload, ["REPLAY"])).toEqual({
			ok: false,
			error: {
				name: "ResourceExistsException",
				message: `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${arnOf(twice)}.`,
			},
		});
	});

	it("is refused under a key that cannot be used, whatever the value", () => {
		const key = keyArn("a");
		const enabled = { ...CONTEXT, keys: aKeyRing({ [key]: "Enabled" }) };
		const disabled = { ...CONTEXT, keys: aKeyRing({ [key]: "Disabled" }) };
		const keyed = aSecret({}, { kmsKeyId: key });
		const once = written(keyed, "v1", text("one"), undefined, enabled);
		for (const payload of [text("one"), text("two")])
			expect(writing(once, "v1", payload, undefined, disabled)).toMatchObject({
				ok: false,
				error: { name: "DecryptionFailure" },
			});
	});

	it("is refused when the value that is there cannot be read", () => {
		const kms = localKms({ rootKey: new Uint8Array(32).fill(5) });
		expect(
			writing(twice, "v2", text("two"), undefined, { ...CONTEXT, kms }),
		).toMatchObject({ ok: false, error: { name: "DecryptionFailure" } });
	});
});

it("a write shares the versions that were there and leaves the older secret alone", () => {
	const once = written(aSecret(), "v1", text("one"));
	const before = JSON.stringify(once);
	const twice = written(once, "v2", text("two"));
	expect(twice.versions[0]).toBe(once.versions[0]);
	expect(JSON.stringify(once)).toBe(before);
});
