import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { portableCipher } from "../../src/kms/cipher.js";
import { nodeCipher } from "../../src/node/cipher.js";
import { assertLaw } from "../support/depth.js";

const ciphers = { portable: portableCipher, node: nodeCipher };

const bytes = (minLength: number, maxLength: number) =>
	fc.uint8Array({ minLength, maxLength, size: "max" });
const sealing = fc.record({
	key: bytes(32, 32),
	nonce: bytes(12, 12),
	bound: bytes(0, 200),
	plain: fc.oneof(bytes(0, 100), bytes(0, 3000)),
});

describe("the cipher of Node and the portable one", () => {
	it("give the same bytes", () => {
		assertLaw(
			fc.property(sealing, ({ key, nonce, bound, plain }) => {
				const [one, other] = Object.values(ciphers).map((cipher) => [
					cipher.digest(plain),
					cipher.encrypt(key, nonce, bound, plain),
				]);
				expect(other).toStrictEqual(one);
			}),
		);
	});

	it("give the same bytes for the largest payload", () => {
		const plain = new Uint8Array(65_537).map((_, i) => i * 31);
		const [one, other] = Object.values(ciphers).map((cipher) =>
			cipher.encrypt(
				new Uint8Array(32),
				new Uint8Array(12),
				Uint8Array.of(1),
				plain,
			),
		);
		expect(other).toStrictEqual(one);
	});
});

describe.each([
	["portable", "node"],
	["node", "portable"],
	["node", "node"],
] as const)("what the %s cipher encrypts, the %s one", (sealer, opener) => {
	const { encrypt } = ciphers[sealer];
	const { decrypt } = ciphers[opener];

	it("decrypts", () => {
		assertLaw(
			fc.property(sealing, ({ key, nonce, bound, plain }) => {
				const sealed = encrypt(key, nonce, bound, plain);
				expect(decrypt(key, nonce, bound, sealed)).toStrictEqual(plain);
			}),
		);
	});

	it("does not decrypt with any bit altered: of the key, the nonce, what it is bound to, or itself", () => {
		const part = fc.constantFrom("key", "nonce", "bound", "sealed");
		assertLaw(
			fc.property(sealing, part, fc.nat(), (from, part, bit) => {
				const { key, nonce, bound, plain } = from;
				const sealed = encrypt(key, nonce, bound, plain);
				const parts = { key, nonce, bound, sealed };
				fc.pre(parts[part].length > 0);
				const altered = { ...parts, [part]: withBitFlipped(parts[part], bit) };
				expect(
					decrypt(altered.key, altered.nonce, altered.bound, altered.sealed),
				).toBeUndefined();
			}),
		);
	});

	it("does not decrypt when it is cut short", () => {
		const key = new Uint8Array(32);
		const nonce = new Uint8Array(12);
		const sealed = encrypt(key, nonce, key, key);
		for (const length of [0, 15, 16, sealed.length - 1])
			expect(
				decrypt(key, nonce, key, sealed.subarray(0, length)),
			).toBeUndefined();
	});
});

function withBitFlipped(bytes: Uint8Array, bit: number): Uint8Array {
	const flipped = bytes.slice();
	const at = bit % (8 * bytes.length);
	flipped[at >> 3] = (flipped[at >> 3] as number) ^ (1 << (at & 7));
	return flipped;
}
