import { gcm } from "@noble/ciphers/aes.js";
import {
	base64Decode,
	base64Encode,
	concatBytes,
	frame,
	utf8Encode,
} from "../base/bytes.js";
import { keyedDigest } from "../base/random.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { EncryptionContext } from "./kms.js";

const NONCE_LENGTH = 12;

/**
 * Encrypts bytes with AES-256-GCM, bound to the encryption context, as base64 of nonce, ciphertext and tag.
 * The nonce is a keyed digest of the bytes, so one key never meets one nonce with two plaintexts.
 */
export function encrypt(
	key: Uint8Array,
	plain: Uint8Array,
	context: EncryptionContext,
): string {
	const bound = boundTo(context);
	const start = utf8Encode(`${bound.length}:`); // tells where the context ends and the plaintext begins
	const digested = concatBytes(start, bound, plain);
	const nonce = keyedDigest(key, digested, NONCE_LENGTH);
	const sealed = gcm(key, nonce, bound).encrypt(plain);
	return base64Encode(concatBytes(nonce, sealed));
}

/** Decrypts what `encrypt` wrote; refuses another key, another context and any changed bit. */
export function decrypt(
	key: Uint8Array,
	text: string,
	context: EncryptionContext,
): Result<Uint8Array, "not authentic"> {
	const bytes = base64Decode(text);
	if (!bytes.ok || bytes.value.length < NONCE_LENGTH + TAG_LENGTH)
		return err("not authentic");
	const nonce = bytes.value.subarray(0, NONCE_LENGTH);
	const sealed = bytes.value.subarray(NONCE_LENGTH);
	try {
		return ok(gcm(key, nonce, boundTo(context)).decrypt(sealed));
	} catch {
		return err("not authentic"); // the cipher's only way to say that the tag does not fit
	}
}

const TAG_LENGTH = 16;

/** The encryption context as additional data: different contexts, different bytes; the order of members is no part of it. */
function boundTo(context: EncryptionContext): Uint8Array {
	return frame(
		Object.keys(context)
			.sort()
			.flatMap((name) => [name, context[name] as string]),
	);
}
