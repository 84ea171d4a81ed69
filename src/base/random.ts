import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, frame, hexEncode } from "./bytes.js";

/**
 * Bytes that only `seed` and `place` decide. A place says where the bytes are used, such as
 * `["suffix", account, region, ordinal]`: two places never share bytes, so even a constant seed repeats nothing.
 * Whoever does not know the seed cannot tell them from chance: blocks of SHA-256 over seed, place and a counter, each
 * framed, so that nothing can be appended. `digest` is one's own implementation of SHA-256.
 */
export function randomBytes(
	seed: string,
	place: readonly string[],
	length: number,
	digest: (bytes: Uint8Array) => Uint8Array = sha256,
): Uint8Array {
	const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, counter) =>
		digest(frame([seed, ...place, String(counter)])),
	);
	return concatBytes(...blocks).subarray(0, length);
}

/** A text of `length` characters, each drawn with the same chance from 1 to 256 characters. */
export function randomText(
	seed: string,
	place: readonly string[],
	alphabet: string,
	length: number,
): string {
	const fair = 256 - (256 % alphabet.length); // bytes from here on would favour the first characters
	let text = "";
	for (let round = 0; text.length < length; round++) {
		for (const byte of randomBytes(seed, [...place, String(round)], 2 * length))
			if (byte < fair && text.length < length)
				text += alphabet[byte % alphabet.length];
	}
	return text;
}

/** A UUID of version 4. */
export const randomUuid = (seed: string, place: readonly string[]): string =>
	uuidOf(hexEncode(randomBytes(seed, place, 16)));

/** 32 hexadecimal digits as a UUID; version (4) and variant take the place of six of their bits. */
export function uuidOf(hex: string): string {
	const variant = "89ab"[Number.parseInt(hex.charAt(16), 16) & 3];
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A tag of `length` (at most 32) bytes that only holders of `key` can compute for these bytes: HMAC-SHA-256. */
export function keyedDigest(
	key: Uint8Array,
	bytes: Uint8Array,
	length: number,
): Uint8Array {
	return hmac(sha256, key, bytes).subarray(0, length);
}

/** A context's seed that is none is its programmer's mistake: a TypeError with the remedy. */
export function requireSeed(seed: unknown): asserts seed is string {
	if (typeof seed !== "string")
		throw new TypeError("context.seed must be a text; any text will do.");
}
