import { createHash } from "node:crypto";
import fc from "fast-check";
import { nodeKms } from "pure-secrets-manager/node";
import { describe, expect, it } from "vitest";
import { err } from "../../src/base/result.js";
import {
	type DataKey,
	type Envelope,
	makeDataKey,
	open,
	rewrap,
	seal,
	unwrapKey,
	type WrappedKey,
} from "../../src/kms/envelope.js";
import type { EncryptionContext, Kms } from "../../src/kms/kms.js";
import { localKms } from "../../src/kms/local-kms.js";
import { accessDenied } from "../../src/values/failure.js";
import { assertLaw } from "../support/depth.js";

const kms = localKms({ rootKey: new Uint8Array(32).fill(1) });
const OLD = "arn:aws:kms:us-east-1:123456789012:key/old";
const NEW = "arn:aws:kms:us-east-1:123456789012:key/new";
const DATA_KEY = new Uint8Array(32).fill(9);
const SECRET = new TextEncoder().encode("correct horse");
const contextOf = (version: string): EncryptionContext => ({
	SecretARN: "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbC123",
	SecretVersionId: version,
});
const V1 = contextOf("v1");

/** A data key of these bytes, wrapped under a KMS key. */
const wrappedUnder = (
	keyArn: string,
	bytes: Uint8Array,
	context = V1,
): DataKey => ({
	bytes,
	wrapped: { keyArn, wrapped: kms.wrap(keyArn, bytes, context) },
});

const sealed = seal(SECRET, wrappedUnder(OLD, DATA_KEY), V1, kms);
const opened = { ok: true, value: SECRET };
const notOpened = { ok: false, error: { name: "DecryptionFailure" } };

function rewrapped(envelope: Envelope, keyArn: string): Envelope {
	const added = rewrap(envelope, keyArn, V1, kms);
	if (added === undefined) throw new Error("The envelope was not rewrapped.");
	return { ...envelope, keys: [...envelope.keys, added] };
}

/** The envelope when each of the keys but these is away. */
const withOnlyKeys = (envelope: Envelope, ...arns: string[]): Envelope => ({
	...envelope,
	keys: envelope.keys.filter(({ keyArn }) => arns.includes(keyArn)),
});

const withBitFlipped = (text: string, bit: number): string => {
	const bytes = Buffer.from(text, "base64");
	const at = bit % (8 * bytes.length);
	bytes.writeUInt8(bytes.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
	return bytes.toString("base64");
};
const withKey = (envelope: Envelope, changes: Partial<WrappedKey>) => ({
	...envelope,
	keys: envelope.keys.map((key) => ({ ...key, ...changes })),
});

/** Leaves nothing of a data key in memory, as a careful one does. */
const wiping: Kms = {
	...kms,
	wrap(keyArn, dataKey, context) {
		const wrapped = kms.wrap(keyArn, dataKey, context);
		dataKey.fill(0);
		return wrapped;
	},
};

describe("a data key", () => {
	const place = ["data key", "arn", "v1"];
	const made = (kms: Kms) => makeDataKey("seed", place, OLD, V1, kms);
	const drawn = createHash("sha256").update(
		"4:seed8:data key3:arn2:v11:0", // framed, with the counter of the first block
	);
	const expected = Uint8Array.from(drawn.digest());

	it("is 32 bytes of seed and place, whatever the cipher", () => {
		for (const each of [kms, nodeKms(), { wrap: kms.wrap, unwrap: kms.unwrap }])
			expect(made(each)).toMatchObject({
				ok: true,
				value: { bytes: expected },
			});
	});

	it("is wrapped under the KMS key, which opens it again", () => {
		const key = made(kms);
		if (!key.ok) throw new Error(key.error.message);
		const { bytes, wrapped } = key.value;
		expect(wrapped.keyArn).toBe(OLD);
		expect(unwrapKey(wrapped, V1, kms)).toEqual({ ok: true, value: bytes });
		expect(unwrapKey(wrapped, contextOf("v2"), kms)).toMatchObject(notOpened);
		expect(unwrapKey({ ...wrapped, keyArn: NEW }, V1, kms)).toMatchObject(
			notOpened,
		);
	});

	it("is not lost where the key service wipes what it is handed", () => {
		expect(made(wiping)).toEqual(made(kms));
	});

	describe("of a key service that makes its own", () => {
		const generated = (answer: unknown): Kms => ({
			...kms,
			wrap: () => {
				throw new Error("wrap is not asked");
			},
			generateDataKey: () => answer as never,
		});

		it("is that one, made of the key, the random bytes and the context", () => {
			const asked: unknown[] = [];
			const answer = { dataKey: DATA_KEY, wrapped: "its own" };
			const service: Kms = {
				...generated(undefined),
				generateDataKey: (...members) => {
					asked.push(members);
					return { ok: true, value: answer };
				},
			};
			expect(made(service)).toEqual({
				ok: true,
				value: {
					bytes: DATA_KEY,
					wrapped: { keyArn: OLD, wrapped: "its own" },
				},
			});
			expect(asked).toEqual([[OLD, expected, V1]]);
		});

		it("is refused as the service refuses it", () => {
			const error = accessDenied("Access to KMS is not allowed");
			expect(made(generated(err(error)))).toEqual(err(error));
		});

		it.each<[what: string, answer: unknown]>([
			["nothing", undefined],
			["null", null],
			["bytes alone", DATA_KEY],
			["no value", { ok: true }],
			["no data key", { ok: true, value: { wrapped: "x" } }],
			[
				"a data key of 16 bytes",
				{ ok: true, value: { dataKey: new Uint8Array(16), wrapped: "x" } },
			],
			[
				"a data key that is a list",
				{ ok: true, value: { dataKey: [...DATA_KEY], wrapped: "x" } },
			],
			["nothing wrapped", { ok: true, value: { dataKey: DATA_KEY } }],
			[
				"an empty text wrapped",
				{ ok: true, value: { dataKey: DATA_KEY, wrapped: "" } },
			],
			[
				"bytes wrapped",
				{ ok: true, value: { dataKey: DATA_KEY, wrapped: DATA_KEY } },
			],
			["a refusal without an error", { ok: false }],
			["a refusal without a message", { ok: false, error: { name: "x" } }],
			[
				"a promise",
				Promise.resolve({
					ok: true,
					value: { dataKey: DATA_KEY, wrapped: "x" },
				}),
			],
		])("is a TypeError where it answers %s", (_, answer) => {
			expect(() => made(generated(answer))).toThrow(
				new TypeError(
					"kms.generateDataKey must return { ok: true, value: { dataKey, wrapped } } with 32 bytes and a text that is not empty, or { ok: false, error: { name, message } }, and not a promise.",
				),
			);
		});
	});
});

describe("an envelope", () => {
	const bytes = fc.uint8Array({ maxLength: 60 });
	const dataKey = fc.uint8Array({ minLength: 32, maxLength: 32 });

	it("is opened in the context it was sealed in", () => {
		assertLaw(
			fc.property(bytes, dataKey, fc.string(), (plain, dataKey, version) => {
				const context = contextOf(version);
				const key = wrappedUnder(OLD, dataKey, context);
				const envelope = seal(plain, key, context, kms);
				expect(open(envelope, context, kms)).toEqual({
					ok: true,
					value: plain,
				});
			}),
		);
	});

	it("is the same for the same bytes, keys and context", () => {
		const key = wrappedUnder(OLD, DATA_KEY.slice());
		expect(seal(SECRET.slice(), key, { ...V1 }, kms)).toEqual(sealed);
	});

	it("survives JSON", () => {
		expect(open(JSON.parse(JSON.stringify(sealed)), V1, kms)).toEqual(opened);
	});

	it("never gives a value when it was altered or moved", () => {
		const altered = fc.oneof(
			fc.record({ part: fc.constant("sealed"), bit: fc.nat() }),
			fc.record({ part: fc.constant("wrapped"), bit: fc.nat() }),
		);
		assertLaw(
			fc.property(altered, ({ part, bit }) => {
				const key = sealed.keys[0] as WrappedKey;
				const envelope =
					part === "sealed"
						? { ...sealed, sealed: withBitFlipped(sealed.sealed, bit) }
						: withKey(sealed, { wrapped: withBitFlipped(key.wrapped, bit) });
				expect(open(envelope, V1, kms)).toMatchObject(notOpened);
			}),
		);
	});

	it.each<[when: string, Envelope, EncryptionContext, Kms]>([
		["in the context of another version", sealed, contextOf("v2"), kms],
		["in the context of another secret", sealed, { ...V1, SecretARN: "" }, kms],
		["in no context", sealed, {}, kms],
		["with another KMS key", withKey(sealed, { keyArn: NEW }), V1, kms],
		[
			"with another root key",
			sealed,
			V1,
			localKms({ rootKey: new Uint8Array(32).fill(2) }),
		],
		["without a key", { ...sealed, keys: [] }, V1, kms],
		[
			"with the data key of another envelope",
			{
				...sealed,
				keys: [wrappedUnder(OLD, new Uint8Array(32).fill(8)).wrapped],
			},
			V1,
			kms,
		],
	])("is not opened %s", (_, envelope, context, kms) => {
		expect(open(envelope, context, kms)).toMatchObject(notOpened);
		expect(open(envelope, context, kms)).not.toHaveProperty("value");
	});

	it("is opened with the first of its keys that unwraps", () => {
		const both = rewrapped(sealed, NEW);
		const withoutOld: Kms = {
			...kms,
			unwrap: (keyArn, wrapped, context) =>
				keyArn === OLD
					? err(accessDenied("Access to KMS is not allowed"))
					: kms.unwrap(keyArn, wrapped, context),
		};
		expect(open(both, V1, withoutOld)).toEqual(opened);
		expect(open(sealed, V1, withoutOld)).toEqual({
			ok: false,
			error: accessDenied("Access to KMS is not allowed"),
		});
	});
});

describe("rewrapping", () => {
	it("lets one more key open the sealed bytes", () => {
		const both = rewrapped(sealed, NEW);
		expect(both.keys.map(({ keyArn }) => keyArn)).toEqual([OLD, NEW]);
		expect(open(withOnlyKeys(both, OLD), V1, kms)).toEqual(opened);
		expect(open(withOnlyKeys(both, NEW), V1, kms)).toEqual(opened);
	});

	it("leaves the envelope that it was handed alone", () => {
		const before = JSON.stringify(sealed);
		rewrapped(sealed, NEW);
		expect(JSON.stringify(sealed)).toBe(before);
	});

	it("gives no key when none unwraps", () => {
		expect(rewrap(sealed, NEW, contextOf("v2"), kms)).toBeUndefined();
	});

	it("gives a key that may be wrapped for, and is asked for it and the context", () => {
		const asked: unknown[] = [];
		const answering = (answer: boolean): Kms => ({
			...kms,
			mayWrap: (...members) => {
				asked.push(members);
				return answer;
			},
		});
		expect(rewrap(sealed, NEW, V1, answering(true))?.keyArn).toBe(NEW);
		expect(rewrap(sealed, NEW, V1, answering(false))).toBeUndefined();
		expect(asked).toEqual(Array(2).fill([NEW, V1]));
	});

	it("is done as before where a key service wipes what it is handed", () => {
		expect(rewrap(sealed, NEW, V1, wiping)).toEqual(
			rewrap(sealed, NEW, V1, kms),
		);
	});

	it.each<[what: string, answer: unknown]>([
		["nothing", undefined],
		["null", null],
		["a number", 1],
		["a text", "yes"],
		["a result", { ok: true }],
		["a promise", Promise.resolve(true)],
	])("is a TypeError where mayWrap answers %s", (_, answer) => {
		const broken: Kms = { ...kms, mayWrap: () => answer as boolean };
		expect(() => rewrap(sealed, NEW, V1, broken)).toThrow(
			new TypeError(
				"kms.mayWrap must return true or false, and not a promise.",
			),
		);
	});
});
