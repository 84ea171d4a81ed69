import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EncryptionContext } from "../../src/kms/kms.js";
import { developmentKms, localKms } from "../../src/kms/local-kms.js";
import { assertLaw } from "../support/depth.js";

const rootKey = fc.uint8Array({ minLength: 32, maxLength: 32 });
const dataKey = rootKey;
const keyArn = fc.oneof(fc.constantFrom("key/a", "key/b", ""), fc.string());
const context: fc.Arbitrary<EncryptionContext> = fc.record({
	SecretARN: fc.string(),
	SecretVersionId: fc.string(),
});

const ROOT_KEY = Uint8Array.from({ length: 32 }, (_, i) => i);
const DATA_KEY = Uint8Array.from({ length: 32 }, (_, i) => 255 - i);
const CONTEXT = { SecretARN: "arn", SecretVersionId: "v1" };
const kms = localKms({ rootKey: ROOT_KEY });

describe("a wrapped data key", () => {
	it("is unwrapped by the same KMS key in the same context", () => {
		assertLaw(
			fc.property(
				rootKey,
				keyArn,
				dataKey,
				context,
				(rootKey, keyArn, dataKey, context) => {
					const { wrap, unwrap } = localKms({ rootKey });
					const wrapped = wrap(keyArn, dataKey, context);
					expect(unwrap(keyArn, wrapped, context)).toEqual({
						ok: true,
						value: dataKey,
					});
				},
			),
		);
	});

	it("is the same text for the same key and context, in any process", () => {
		const wrapped = kms.wrap("key/a", DATA_KEY, CONTEXT);
		const again = localKms({ rootKey: ROOT_KEY.slice() });
		expect(again.wrap("key/a", DATA_KEY.slice(), { ...CONTEXT })).toBe(wrapped);
	});

	it("never shows the data key, nor its base64 or hex", () => {
		assertLaw(
			fc.property(dataKey, keyArn, context, (dataKey, keyArn, context) => {
				const wrapped = kms.wrap(keyArn, dataKey, context);
				const bytes = Buffer.from(dataKey);
				expect(Buffer.from(wrapped, "base64").includes(bytes)).toBe(false);
				expect(wrapped).not.toContain(bytes.toString("base64").slice(0, 42));
				expect(wrapped).not.toContain(bytes.toString("hex"));
			}),
		);
	});

	const refused = { ok: false, error: { name: "DecryptionFailure" } };
	const wrapped = kms.wrap("key/a", DATA_KEY, CONTEXT);

	it("is refused with any bit altered", () => {
		assertLaw(
			fc.property(fc.nat(), (bit) => {
				const bytes = Buffer.from(wrapped, "base64");
				const at = bit % (8 * bytes.length);
				bytes.writeUInt8(bytes.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
				const altered = bytes.toString("base64");
				expect(kms.unwrap("key/a", altered, CONTEXT)).toMatchObject(refused);
			}),
		);
	});

	it("is refused to another KMS key, context and root key", () => {
		const other = localKms({ rootKey: DATA_KEY });
		expect(kms.unwrap("key/b", wrapped, CONTEXT)).toMatchObject(refused);
		expect(
			kms.unwrap("key/a", wrapped, { ...CONTEXT, SecretVersionId: "v2" }),
		).toMatchObject(refused);
		expect(other.unwrap("key/a", wrapped, CONTEXT)).toMatchObject(refused);
		expect(kms.unwrap("key/a", "", CONTEXT)).toMatchObject(refused);
	});
});

describe("the root key", () => {
	const wrapped = kms.wrap("key/a", DATA_KEY, CONTEXT);

	it.each<[how: string, rootKey: Uint8Array | string]>([
		["as its base64", Buffer.from(ROOT_KEY).toString("base64")],
		["as a Buffer", Buffer.from(ROOT_KEY)],
		[
			"from another realm",
			runInNewContext("Uint8Array.from({ length: 32 }, (_, i) => i)"),
		],
	])("may be given %s", (_, rootKey) => {
		expect(localKms({ rootKey }).wrap("key/a", DATA_KEY, CONTEXT)).toBe(
			wrapped,
		);
	});

	it("is copied: what its owner does to the array later changes nothing", () => {
		const mine = ROOT_KEY.slice();
		const kms = localKms({ rootKey: mine });
		mine.fill(0);
		expect(kms.wrap("key/a", DATA_KEY, CONTEXT)).toBe(wrapped);
	});

	it.each<[what: string, rootKey: unknown]>([
		["missing", undefined],
		["null", null],
		["too short", new Uint8Array(31)],
		["too long", new Uint8Array(33)],
		["a short base64", Buffer.alloc(31).toString("base64")],
		["no base64", "a text of thirty-two characters!"],
		["hex", Buffer.from(ROOT_KEY).toString("hex")],
		["base64 without its padding", Buffer.alloc(32).toString("base64url")],
		["a list", [...ROOT_KEY]],
		["a number", 32],
	])("that is %s is a TypeError with the remedy", (_, rootKey) => {
		const misuse = () => localKms({ rootKey: rootKey as Uint8Array });
		expect(misuse).toThrow(TypeError);
		expect(misuse).toThrow(/rootKey must be 32 bytes.*Uint8Array.*base64/);
	});
});

it("the development key service is the documented one", () => {
	const rootKey = new TextEncoder().encode("pure-secrets-manager development");
	expect(developmentKms.wrap("key/a", DATA_KEY, CONTEXT)).toBe(
		localKms({ rootKey }).wrap("key/a", DATA_KEY, CONTEXT),
	);
});
