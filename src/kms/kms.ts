import type { Result } from "../base/result.js";
import type { Failure } from "../values/failure.js";
import type { Cipher } from "./cipher.js";

/** What a ciphertext is bound to; Secrets Manager uses `{ SecretARN, SecretVersionId }`. */
export type EncryptionContext = Readonly<Record<string, string>>;

/**
 * The port through which a host brings its own key service. Synchronous and without randomness of its own: random bytes
 * are handed in. Which keys there are, and in which state, is part of the store (`registerKey`, `setKeyState`, `putAlias`):
 * no call asks for a key that cannot be used. Only to find quotations of values in what a rotation function says of its
 * failure is a key asked for in any state. See docs/encryption.md.
 */
export interface Kms {
	/** What payloads are sealed with under their data keys; without it, the portable cipher. Both give the same bytes. */
	readonly cipher?: Cipher | undefined;
	/**
	 * Makes the data key of a new version (KMS: GenerateDataKey), from 32 random bytes if it likes, and wraps it. Without
	 * it, the random bytes are the data key, and `wrap` wraps them. What it refuses (AccessDeniedException, say) is the
	 * answer to the call; any other answer is a TypeError.
	 */
	readonly generateDataKey?:
		| ((
				keyArn: string,
				random: Uint8Array,
				encryptionContext: EncryptionContext,
		  ) => Result<GeneratedDataKey, Failure>)
		| undefined;
	/**
	 * Encrypts a data key (KMS: Encrypt) under a KMS key, which is named by its ARN also where the caller named an alias.
	 * The text is stored and later handed to `unwrap` unchanged; none, an empty one or a promise is a TypeError.
	 */
	wrap(
		keyArn: string,
		dataKey: Uint8Array,
		encryptionContext: EncryptionContext,
	): string;
	/**
	 * Whether `wrap` may give a value that is there already one more key (KMS: Encrypt), when its secret changes its key;
	 * it always may without this. Where it may not, the value silently stays under the keys that it has.
	 */
	readonly mayWrap?:
		| ((keyArn: string, encryptionContext: EncryptionContext) => boolean)
		| undefined;
	/**
	 * Decrypts (KMS: Decrypt) what `wrap` or `generateDataKey` returned. Refuses, with DecryptionFailure or
	 * AccessDeniedException, whatever was wrapped under another key or for another encryption context.
	 */
	unwrap(
		keyArn: string,
		wrapped: string,
		encryptionContext: EncryptionContext,
	): Result<Uint8Array, Failure>;
}

/** A data key of 32 bytes, and the text that is stored and later handed to `unwrap` unchanged. */
export interface GeneratedDataKey {
	readonly dataKey: Uint8Array;
	readonly wrapped: string;
}

/** A key service that is none is its programmer's mistake: a TypeError with the remedy. */
export function requireKms(kms: unknown): asserts kms is Kms {
	if (!isKms(kms))
		throw new TypeError(
			"context.kms must have the functions wrap and unwrap, as localKms({ rootKey }) has, and may have generateDataKey and mayWrap; its cipher, if any, digest, encrypt and decrypt.",
		);
}

function isKms(kms: unknown): boolean {
	const { wrap, unwrap, generateDataKey, mayWrap, cipher } = Object(kms);
	return (
		areFunctions(wrap, unwrap) &&
		[generateDataKey, mayWrap].every(
			(each) => each === undefined || areFunctions(each),
		) &&
		(cipher === undefined || isCipher(cipher))
	);
}

function isCipher(cipher: unknown): boolean {
	const { digest, encrypt, decrypt } = Object(cipher);
	return areFunctions(digest, encrypt, decrypt);
}

const areFunctions = (...values: readonly unknown[]): boolean =>
	values.every((value) => typeof value === "function");
