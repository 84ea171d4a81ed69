import {
	base64Decode,
	base64Encode,
	utf8Decode,
	utf8Encode,
} from "../base/bytes.js";
import { invariant } from "../base/invariant.js";

/** The value of a version: a text, or bytes kept as base64 because a `Uint8Array` cannot be frozen. */
export type Payload =
	| { readonly kind: "string"; readonly text: string }
	| { readonly kind: "binary"; readonly base64: string };

export function samePayload(a: Payload, b: Payload): boolean {
	if (a.kind === "string") return b.kind === "string" && a.text === b.text;
	return b.kind === "binary" && a.base64 === b.base64;
}

/** The bytes of a payload's base64; decoding has refused text that is none before it became a payload. */
export function bytesOf(base64: string): Uint8Array {
	const decoded = base64Decode(base64);
	invariant(decoded.ok, "the base64 of a payload is base64");
	return decoded.value;
}

/** The payload as bytes that also tell its kind, so that sealing protects both. */
export function payloadToBytes(payload: Payload): Uint8Array {
	const content =
		payload.kind === "string"
			? utf8Encode(payload.text)
			: bytesOf(payload.base64);
	const bytes = new Uint8Array(1 + content.length);
	bytes[0] = payload.kind === "string" ? STRING : BINARY;
	bytes.set(content, 1);
	return bytes;
}

/** Reads what `payloadToBytes` wrote; `undefined` for anything else. */
export function payloadFromBytes(bytes: Uint8Array): Payload | undefined {
	const content = bytes.subarray(1);
	if (bytes[0] === STRING) return { kind: "string", text: utf8Decode(content) };
	if (bytes[0] === BINARY)
		return { kind: "binary", base64: base64Encode(content) };
	return undefined;
}

const STRING = 0;
const BINARY = 1;
