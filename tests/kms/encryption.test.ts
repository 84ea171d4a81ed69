import { createDecipheriv, createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8Encode } from "../../src/base/bytes.js";
import { portableCipher } from "../../src/kms/cipher.js";
import * as encryption from "../../src/kms/encryption.js";
import type { EncryptionContext } from "../../src/kms/kms.js";
import { assertLaw } from "../support/depth.js";

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const plain = fc.uint8Array({ maxLength: 50 });
const word = fc.oneof(
	fc.constantFrom("", "a", "1:a", "__proto__", "\ud800"),
	fc.string({ maxLength: 8 }),
);
const context: fc.Arbitrary<EncryptionContext> = fc
	.array(fc.tuple(word, word), { maxLength: 3 })
	.map((entries) => Object.fromEntries(entries));

const encrypt = encryption.encrypt.bind(undefined, portableCipher);
const decrypt = encryption.decrypt.bind(undefined, portableCipher);

const KEY = new Uint8Array(32).fill(7);
const CONTEXT = { SecretARN: "arn", SecretVersionId: "v1" };
const REFUSED = { ok: false, error: "not authentic" };

/** The text with one bit of its bytes turned over. */
function withBitFlipped(text: string, bit: number): string {
	const bytes = Buffer.from(text, "base64");
	const at = bit % (8 * bytes.length);
	bytes.writeUInt8(bytes.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
	return bytes.toString("base64");
}
const nonceOf = (text: string) =>
	Buffer.from(text, "base64").subarray(0, 12).toString("hex");

it("what is encrypted can be decrypted", () => {
	assertLaw(
		fc.property(key, plain, context, (key, plain, context) => {
			const text = encrypt(key, plain, context);
			expect(decrypt(key, text, context)).toEqual({ ok: true, value: plain });
		}),
	);
});

it("the same key, bytes and context give the same text", () => {
	assertLaw(
		fc.property(key, plain, context, (key, plain, context) => {
			expect(encrypt(key.slice(), plain.slice(), { ...context })).toBe(
				encrypt(key, plain, context),
			);
		}),
	);
});

it("node:crypto opens the text: base64 of 12 bytes of a digest of key, context and plaintext, the ciphertext and 16 bytes of tag", () => {
	const framed = (text: string) => {
		const bytes = utf8Encode(text);
		return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes]);
	};
	assertLaw(
		fc.property(key, plain, context, (key, plain, context) => {
			const bytes = Buffer.from(encrypt(key, plain, context), "base64");
			const opener = createDecipheriv(
				"aes-256-gcm",
				key,
				bytes.subarray(0, 12),
			);
			opener.setAuthTag(bytes.subarray(-16));
			const names = Object.keys(context).sort();
			const bound = Buffer.concat(
				names.flatMap((name) => [name, context[name] ?? ""]).map(framed),
			);
			const digest = createHash("sha256").update(key);
			digest.update(`${bound.length}:`).update(bound).update(plain);
			expect(bytes.subarray(0, 12)).toEqual(digest.digest().subarray(0, 12));
			opener.setAAD(bound);
			const opened = Buffer.concat([
				opener.update(bytes.subarray(12, -16)),
				opener.final(),
			]);
			expect(Uint8Array.from(opened)).toEqual(plain);
		}),
	);
});

describe("decrypting is refused", () => {
	it("when any bit is another", () => {
		assertLaw(
			fc.property(plain, context, fc.nat(), (plain, context, bit) => {
				const text = withBitFlipped(encrypt(KEY, plain, context), bit);
				expect(decrypt(KEY, text, context)).toEqual(REFUSED);
			}),
		);
	});

	it("with another key", () => {
		assertLaw(
			fc.property(key, fc.nat(255), plain, (key, bit, plain) => {
				const text = encrypt(key, plain, CONTEXT);
				const other = key.slice();
				other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
				expect(decrypt(other, text, CONTEXT)).toEqual(REFUSED);
			}),
		);
	});

	it("in another context", () => {
		assertLaw(
			fc.property(plain, context, context, (plain, one, other) => {
				const sorted = (context: EncryptionContext) =>
					JSON.stringify(Object.entries(context).sort());
				fc.pre(sorted(one) !== sorted(other));
				expect(decrypt(KEY, encrypt(KEY, plain, one), other)).toEqual(REFUSED);
			}),
		);
	});

	it.each([
		["nothing", ""],
		["no base64", "not base64!"],
		["less than a nonce and a tag", Buffer.alloc(27).toString("base64")],
		["zeros", Buffer.alloc(64).toString("base64")],
	])("of %s", (_, text) => {
		expect(decrypt(KEY, text, CONTEXT)).toEqual(REFUSED);
	});

	it("of a text that is cut or goes on", () => {
		const text = encrypt(KEY, utf8Encode("secret"), CONTEXT);
		expect(decrypt(KEY, text.slice(0, -4), CONTEXT)).toEqual(REFUSED);
		expect(decrypt(KEY, `${text}AAAA`, CONTEXT)).toEqual(REFUSED);
		expect(decrypt(KEY, `${text}\n`, CONTEXT)).toEqual(REFUSED);
	});
});

it("the order of the context's members is no part of it", () => {
	const text = encrypt(KEY, utf8Encode("secret"), { a: "1", b: "2" });
	expect(text).toBe(encrypt(KEY, utf8Encode("secret"), { b: "2", a: "1" }));
});

describe("one key never meets one nonce with two plaintexts", () => {
	it("for any two plaintexts", () => {
		assertLaw(
			fc.property(plain, plain, context, (one, other, context) => {
				fc.pre(Buffer.compare(one, other) !== 0);
				expect(nonceOf(encrypt(KEY, one, context))).not.toBe(
					nonceOf(encrypt(KEY, other, context)),
				);
			}),
		);
	});

	it("for one plaintext in two contexts", () => {
		expect(nonceOf(encrypt(KEY, utf8Encode("X"), { a: "b" }))).not.toBe(
			nonceOf(encrypt(KEY, utf8Encode("X"), { a: "c" })),
		);
	});

	it("when a plaintext looks like a part of the context", () => {
		const one = encrypt(KEY, utf8Encode("1:c1:dX"), { a: "b" });
		const other = encrypt(KEY, utf8Encode("X"), { a: "b", c: "d" });
		expect(nonceOf(one)).not.toBe(nonceOf(other));
	});
});
