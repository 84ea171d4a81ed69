import { base64Decode, isBytes, utf8Encode } from "../base/bytes.js";
import { kept } from "../base/kept.js";
import { keyedDigest } from "../base/random.js";
import { err } from "../base/result.js";
import { decryptionFailure } from "../values/failure.js";
import { type Cipher, portableCipher } from "./cipher.js";
import { decrypt, encrypt } from "./encryption.js";
import type { Kms } from "./kms.js";

/**
 * The portable key service: each KMS key is derived from one root key, so whoever has the root key, and nobody else,
 * can read a store. Pure: the same data key is always wrapped to the same text.
 *
 * @param options.rootKey 32 bytes, or their base64. Anything else is a TypeError.
 */
export const localKms = (options: {
	readonly rootKey: Uint8Array | string;
}): Kms => kmsOf(rootKeyOf("localKms", options?.rootKey), portableCipher);

/** The same key service on a cipher of one's own; whatever the cipher, it gives the same texts. */
export function kmsOf(rootKey: Uint8Array, cipher: Cipher): Kms {
	const keyOf = kept((keyArn) => keyedDigest(rootKey, utf8Encode(keyArn), 32));
	return {
		cipher,
		wrap: (keyArn, dataKey, context) =>
			encrypt(cipher, keyOf(keyArn), dataKey, context),
		unwrap: (keyArn, wrapped, context) => {
			const dataKey = decrypt(cipher, keyOf(keyArn), wrapped, context);
			return dataKey.ok ? dataKey : err(decryptionFailure(CANNOT_UNWRAP));
		},
	};
}

/** Assumed: a data key that does not open is DecryptionFailure, with a text of ours. */
const CANNOT_UNWRAP =
	"Secrets Manager can't decrypt the secret value: the data key was not wrapped by this key for this secret version.";

/** Reads a root key: 32 bytes or their base64; anything else is a TypeError. */
export function rootKeyOf(
	reader: string,
	rootKey: Uint8Array | string | undefined,
): Uint8Array {
	const decoded =
		typeof rootKey === "string" ? base64Decode(rootKey) : undefined;
	const bytes = decoded === undefined ? rootKey : decoded.ok && decoded.value;
	if (!isBytes(bytes) || bytes.length !== 32)
		throw new TypeError(
			`${reader}: rootKey must be 32 bytes, as a Uint8Array or as base64 text of 44 characters.`,
		);
	return Uint8Array.from(bytes); // a copy: what the caller does to its array later changes nothing here
}

/** The root key of the development key service, 32 bytes: it hides values from a glance, not from a reader of this line. */
export const developmentRootKey = (): Uint8Array =>
	utf8Encode("pure-secrets-manager development");

/** The key service of a context without one; the same in every process, so that snapshots reopen. */
export const developmentKms: Kms = localKms({ rootKey: developmentRootKey() });
