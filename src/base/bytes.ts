import type { Result } from "./result.js";
import { err, ok } from "./result.js";

/**
 * UTF-8 of a text, extended so that nothing is lost: a lone surrogate takes the three bytes its code point would take
 * (WTF-8). For well-formed text this is plain UTF-8.
 */
export function utf8Encode(text: string): Uint8Array {
	const bytes = new Uint8Array(utf8Length(text));
	let at = 0;
	for (let i = 0; i < text.length; i++) {
		const point = text.codePointAt(i) as number;
		if (point < 0x80) {
			bytes[at++] = point;
		} else if (point < 0x800) {
			bytes[at++] = 0xc0 | (point >> 6);
			bytes[at++] = 0x80 | (point & 0x3f);
		} else if (point < 0x10000) {
			bytes[at++] = 0xe0 | (point >> 12);
			bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
			bytes[at++] = 0x80 | (point & 0x3f);
		} else {
			i++; // the second half of the pair is part of this code point
			bytes[at++] = 0xf0 | (point >> 18);
			bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
			bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
			bytes[at++] = 0x80 | (point & 0x3f);
		}
	}
	return bytes;
}

/** The number of bytes that `utf8Encode` writes. */
export function utf8Length(text: string): number {
	let length = 0;
	for (let i = 0; i < text.length; i++) {
		const point = text.codePointAt(i) as number;
		if (point > 0xffff) i++;
		length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	}
	return length;
}

/** Reads what `utf8Encode` wrote; each byte that fits no sequence becomes U+FFFD. */
export function utf8Decode(bytes: Uint8Array): string {
	const units = new Uint16Array(bytes.length); // no sequence of bytes has more code units than bytes
	let length = 0;
	for (let at = 0; at < bytes.length; ) {
		const lead = bytes[at] as number;
		if (lead < 0x80) {
			units[length++] = lead;
			at++;
			continue;
		}
		const { point, length: taken } = pointAt(bytes, at, lead);
		at += taken;
		if (point > 0xffff) {
			units[length++] = 0xd7c0 + (point >> 10);
			units[length++] = 0xdc00 | (point & 0x3ff);
		} else units[length++] = point;
	}
	return textOf(units.subarray(0, length));
}

/** A text of UTF-16 code units. It lies in memory in one piece, as one put together by `+` does not. */
function textOf(units: Uint8Array | Uint16Array): string {
	const chunks: string[] = [];
	for (let at = 0; at < units.length; at += CHUNK)
		chunks.push(
			Reflect.apply(
				String.fromCharCode,
				undefined,
				units.subarray(at, at + CHUNK),
			),
		);
	return chunks.join("");
}

/** `String.fromCharCode` takes its units as arguments, of which engines allow a limited number. */
const CHUNK = 4096;

const REPLACEMENT = { point: 0xfffd, length: 1 } as const;

function pointAt(
	bytes: Uint8Array,
	at: number,
	lead: number,
): { readonly point: number; readonly length: number } {
	const length =
		lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
	if (length === 0) return REPLACEMENT;
	let point = lead & (0xff >> (length + 1));
	for (let i = 1; i < length; i++) {
		const next = bytes[at + i];
		if (next === undefined || (next & 0xc0) !== 0x80) return REPLACEMENT;
		point = (point << 6) | (next & 0x3f);
	}
	const shortest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
	return point < shortest || point > 0x10ffff ? REPLACEMENT : { point, length };
}

const ALPHABET =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 of RFC 4648 section 4, with padding. */
export function base64Encode(bytes: Uint8Array): string {
	const units = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(PADDING);
	let at = 0;
	for (let i = 0; i < bytes.length; i += 3) {
		const left = bytes.length - i;
		const group =
			((bytes[i] as number) << 16) |
			((bytes[i + 1] ?? 0) << 8) |
			(bytes[i + 2] ?? 0);
		units[at] = ALPHABET.charCodeAt(group >> 18);
		units[at + 1] = ALPHABET.charCodeAt((group >> 12) & 63);
		if (left > 1) units[at + 2] = ALPHABET.charCodeAt((group >> 6) & 63);
		if (left > 2) units[at + 3] = ALPHABET.charCodeAt(group & 63);
		at += 4;
	}
	return textOf(units);
}

const PADDING = 61; // =

/** Reads padded base64 and nothing else: no white space, no URL alphabet, no stray bits after the last byte. */
export function base64Decode(text: string): Result<Uint8Array, "not base64"> {
	const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
	const end = text.length - padding;
	const firstPad = text.indexOf("=");
	if (text.length % 4 !== 0 || (firstPad >= 0 && firstPad !== end))
		return err("not base64");
	const bytes = new Uint8Array((text.length / 4) * 3 - padding);
	let legal = 0; // below zero as soon as one digit is
	let at = 0;
	for (let i = 0; i < text.length; i += 4) {
		const a = digitAt(text, i);
		const b = digitAt(text, i + 1);
		const c = digitAt(text, i + 2);
		const d = digitAt(text, i + 3);
		legal |= a | b | c | d;
		const group = (a << 18) | (b << 12) | (c << 6) | d;
		bytes[at] = group >> 16;
		bytes[at + 1] = group >> 8; // past the end, where there is padding, nothing is written
		bytes[at + 2] = group;
		at += 3;
	}
	const unused = padding === 2 ? 15 : padding === 1 ? 3 : 0; // bits of the last digit that belong to no byte
	return legal >= 0 && (digitAt(text, end - 1) & unused) === 0
		? ok(bytes)
		: err("not base64");
}

const digitAt = (text: string, i: number): number =>
	DIGITS[text.charCodeAt(i)] ?? ILLEGAL;

const ILLEGAL = -1;

/** What a character counts, by its code; padding counts nothing. Looked up, since no branch on random digits can be foreseen. */
const DIGITS: readonly number[] = Array.from({ length: 128 }, (_, code) => {
	const character = String.fromCharCode(code);
	return character === "=" ? 0 : ALPHABET.indexOf(character);
});

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(
		parts.reduce((length, part) => length + part.length, 0),
	);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
	a.length === b.length && a.every((byte, i) => byte === b[i]);

/** Several texts as one run of bytes from which they could be told apart again: different lists, different bytes. */
export function frame(texts: readonly string[]): Uint8Array {
	let framed = "";
	for (const text of texts) framed += `${utf8Length(text)}:${text}`;
	return utf8Encode(framed); // between two texts stands a digit, so that no two surrogates become one pair
}

export function hexEncode(bytes: Uint8Array): string {
	const units = new Uint8Array(2 * bytes.length);
	for (let i = 0; i < bytes.length; i++) {
		const byte = bytes[i] as number;
		units[2 * i] = HEX.charCodeAt(byte >> 4);
		units[2 * i + 1] = HEX.charCodeAt(byte & 15);
	}
	return textOf(units);
}

const HEX = "0123456789abcdef";

/** Whether a value is a `Uint8Array` (a `Buffer` is one), also one of another realm. */
export const isBytes = (value: unknown): value is Uint8Array =>
	Object.prototype.toString.call(value) === "[object Uint8Array]";
