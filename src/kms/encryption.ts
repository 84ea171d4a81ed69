import {
	base64Decode,
	base64Encode,
	concatBytes,
	frame,
	isBytes,
	utf8Encode,
} from "../base/bytes.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { Cipher } from "./cipher.js";
import type { EncryptionContext } from "./kms.js";

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/**
 * Encrypts bytes with AES-256-GCM, bound to the encryption context, as base64 of nonce, ciphertext and tag.
 * The nonce is a part of a digest of the key, the context and the bytes, so one key never meets one nonce with two
 * plaintexts or contexts. A cipher that does not keep its contract is a TypeError.
 */
export function encrypt(
	cipher: Cipher,
	key: Uint8Array,
	plain: Uint8Array,
	context: EncryptionContext,
): string {
	const bound = boundTo(context);
	const start = utf8Encode(`${bound.length}:`); // tells where the context ends and the plaintext begins
	const digested = concatBytes(key, start, bound, plain);
	const nonce = digest(cipher, digested).subarray(0, NONCE_LENGTH);
	const sealed = cipher.encrypt(key, nonce, bound, plain);
	requireBytes("encrypt", sealed, plain.length + TAG_LENGTH);
	return base64Encode(concatBytes(nonce, sealed));
}

/** Decrypts what `encrypt` wrote; refuses another key, another context and any changed bit. TypeErrors as `encrypt`. */
export function decrypt(
	cipher: Cipher,
	key: Uint8Array,
	text: string,
	context: EncryptionContext,
): Result<Uint8Array, "not authentic"> {
	const bytes = base64Decode(text);
	if (!bytes.ok || bytes.value.length < NONCE_LENGTH + TAG_LENGTH)
		return err("not authentic");
	const nonce = bytes.value.subarray(0, NONCE_LENGTH);
	const sealed = bytes.value.subarray(NONCE_LENGTH);
	const plain = cipher.decrypt(key, nonce, boundTo(context), sealed);
	if (plain === undefined) return err("not authentic");
	requireBytes("decrypt", plain, sealed.length - TAG_LENGTH);
	return ok(plain);
}

/** SHA-256 by a cipher, 32 bytes; an answer of another length is a TypeError. */
export function digest(cipher: Cipher, bytes: Uint8Array): Uint8Array {
	const digested = cipher.digest(bytes);
	requireBytes("digest", digested, 32);
	return digested;
}

/** A cipher that does not keep its contract would lose the value for good: a TypeError with the remedy. */
function requireBytes(
	member: keyof Cipher,
	answer: unknown,
	length: number,
): void {
	if (!isBytes(answer) || answer.length !== length)
		throw new TypeError(
			`kms.cipher.${member} must return a Uint8Array of ${length} bytes here, and not a promise.`,
		);
}

/** The encryption context as additional data: different contexts, different bytes; the order of members is no part of it. */
function boundTo(context: EncryptionContext): Uint8Array {
	const texts: string[] = [];
	for (const name of Object.keys(context).sort())
		texts.push(name, context[name] as string);
	return frame(texts);
}
