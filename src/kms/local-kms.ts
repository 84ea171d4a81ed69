import { base64Decode, isBytes, utf8Encode } from "../base/bytes.js";
import { keyedDigest } from "../base/random.js";
import { err } from "../base/result.js";
import { decryptionFailure } from "../values/failure.js";
import { decrypt, encrypt } from "./cipher.js";
import type { Kms } from "./kms.js";

/**
 * The portable key service: each KMS key is derived from one root key, so whoever has the root key, and nobody else,
 * can read a store. Pure: the same data key is always wrapped to the same text.
 *
 * @param options.rootKey 32 bytes, or their base64. Anything else is a TypeError.
 */
export function localKms(options: {
	readonly rootKey: Uint8Array | string;
}): Kms {
	const rootKey = rootKeyOf(options?.rootKey);
	const keyOf = (keyArn: string) =>
		keyedDigest(rootKey, utf8Encode(keyArn), 32);
	return {
		wrap: (keyArn, dataKey, context) =>
			encrypt(keyOf(keyArn), dataKey, context),
		unwrap: (keyArn, wrapped, context) => {
			const dataKey = decrypt(keyOf(keyArn), wrapped, context);
			return dataKey.ok ? dataKey : err(decryptionFailure(CANNOT_UNWRAP));
		},
	};
}

/** Assumed: a data key that does not open is DecryptionFailure, with a text of ours. */
const CANNOT_UNWRAP =
	"Secrets Manager can't decrypt the secret value: the data key was not wrapped by this key for this secret version.";

function rootKeyOf(rootKey: Uint8Array | string | undefined): Uint8Array {
	const decoded =
		typeof rootKey === "string" ? base64Decode(rootKey) : undefined;
	const bytes = decoded === undefined ? rootKey : decoded.ok && decoded.value;
	if (!isBytes(bytes) || bytes.length !== 32)
		throw new TypeError(
			"localKms: rootKey must be 32 bytes, as a Uint8Array or as base64 text of 44 characters.",
		);
	return Uint8Array.from(bytes); // a copy: what the caller does to its array later changes nothing here
}

/**
 * The key service of a context without one: its root key is the text "pure-secrets-manager development", the same in
 * every process, so that snapshots reopen. It hides values from a glance, not from a reader of this line.
 */
export const developmentKms: Kms = localKms({
	rootKey: utf8Encode("pure-secrets-manager development"),
});
