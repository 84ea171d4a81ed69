import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, frame, hexEncode } from "./bytes.js";

/**
 * Bytes that only `seed` and `place` decide. A place says where the bytes are used, such as
 * `["suffix", account, region, ordinal]`: two places never share bytes, so even a constant seed repeats nothing.
 * Whoever does not know the seed cannot tell them from chance (HMAC-SHA-256 in counter mode).
 */
export function randomBytes(
	seed: string,
	place: readonly string[],
	length: number,
): Uint8Array {
	const key = frame([seed]); // framed, because HMAC takes keys that differ in zeros at their end for one
	const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, counter) =>
		hmac(sha256, key, frame([...place, String(counter)])),
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
export function randomUuid(seed: string, place: readonly string[]): string {
	const bytes = randomBytes(seed, place, 16);
	bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
	return hexEncode(bytes).replace(
		/^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
		"$1-$2-$3-$4-$5",
	);
}

/** A tag of `length` (at most 32) bytes that only holders of `key` can compute for these bytes. */
export function keyedDigest(
	key: Uint8Array,
	bytes: Uint8Array,
	length: number,
): Uint8Array {
	return hmac(sha256, key, bytes).subarray(0, length);
}
