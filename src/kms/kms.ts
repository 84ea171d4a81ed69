import type { Result } from "../base/result.js";
import type { Failure } from "../values/failure.js";
import type { Cipher } from "./cipher.js";

/** What a ciphertext is bound to; Secrets Manager uses `{ SecretARN, SecretVersionId }`. */
export type EncryptionContext = Readonly<Record<string, string>>;

/**
 * The port through which a host brings its own key service. Synchronous and without randomness of its own: the data
 * keys (32 bytes) are handed in.
 */
export interface Kms {
	/** What payloads are sealed with under their data keys; without it, the portable cipher. Both give the same bytes. */
	readonly cipher?: Cipher | undefined;
	/**
	 * Encrypts a data key under a KMS key, which is named by its ARN also where the caller named an alias. The text is
	 * stored and later handed to `unwrap` unchanged; none, an empty one or a promise is a TypeError.
	 */
	wrap(
		keyArn: string,
		dataKey: Uint8Array,
		encryptionContext: EncryptionContext,
	): string;
	/**
	 * Decrypts what `wrap` returned. Refuses, with DecryptionFailure or AccessDeniedException, whatever was wrapped under
	 * another key or for another encryption context.
	 */
	unwrap(
		keyArn: string,
		wrapped: string,
		encryptionContext: EncryptionContext,
	): Result<Uint8Array, Failure>;
}
