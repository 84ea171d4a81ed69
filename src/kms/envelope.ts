import { isBytes } from "../base/bytes.js";
import { randomBytes } from "../base/random.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { Failure } from "../values/failure.js";
import { decryptionFailure } from "../values/failure.js";
import { type Cipher, portableCipher } from "./cipher.js";
import { decrypt, digest, encrypt } from "./encryption.js";
import type { EncryptionContext, Kms } from "./kms.js";

/** Bytes sealed under a data key of their own, which each of the named KMS keys can unwrap. */
export interface Envelope {
	readonly sealed: string;
	/** At least one; the oldest first. */
	readonly keys: readonly WrappedKey[];
}

export interface WrappedKey {
	readonly keyArn: string;
	readonly wrapped: string;
}

/** Draws a data key: 32 bytes that seed and place decide, as `randomBytes` tells. */
export const drawDataKey = (
	seed: string,
	place: readonly string[],
	kms: Kms,
): Uint8Array =>
	randomBytes(seed, place, 32, (bytes) => digest(cipherOf(kms), bytes));

/** Seals bytes under a fresh data key (32 bytes) and wraps that key. */
export function seal(
	plain: Uint8Array,
	dataKey: Uint8Array,
	keyArn: string,
	context: EncryptionContext,
	kms: Kms,
): Envelope {
	return {
		sealed: encrypt(cipherOf(kms), dataKey, plain, context),
		keys: [wrapKey(dataKey, keyArn, context, kms)],
	};
}

/** Opens an envelope with the first of its keys that unwraps; DecryptionFailure for a moved or altered one. */
export function open(
	envelope: Envelope,
	context: EncryptionContext,
	kms: Kms,
): Result<Uint8Array, Failure> {
	const dataKey = unwrapAny(envelope, context, kms);
	if (!dataKey.ok) return dataKey;
	const { sealed } = envelope;
	const plain = decrypt(cipherOf(kms), dataKey.value, sealed, context);
	return plain.ok ? plain : err(decryptionFailure(CANNOT_OPEN));
}

/** Lets one more KMS key unwrap the data key; the sealed bytes stay. The same object when the key already can. */
export function rewrap(
	envelope: Envelope,
	keyArn: string,
	context: EncryptionContext,
	kms: Kms,
): Result<Envelope, Failure> {
	if (envelope.keys.some((key) => key.keyArn === keyArn)) return ok(envelope);
	const dataKey = unwrapAny(envelope, context, kms);
	if (!dataKey.ok) return dataKey;
	const added = wrapKey(dataKey.value, keyArn, context, kms);
	return ok({ ...envelope, keys: [...envelope.keys, added] });
}

const cipherOf = ({ cipher }: Kms): Cipher => cipher ?? portableCipher;

/** A `wrap` that does not keep its contract would lose the value for good: a TypeError with the remedy. */
function wrapKey(
	dataKey: Uint8Array,
	keyArn: string,
	context: EncryptionContext,
	kms: Kms,
): WrappedKey {
	const wrapped: unknown = kms.wrap(keyArn, dataKey, context);
	if (typeof wrapped !== "string" || wrapped === "")
		throw new TypeError(
			"kms.wrap must return a text that is not empty, and not a promise.",
		);
	return { keyArn, wrapped };
}

/** Unwraps with the first key that can; an `unwrap` that does not keep its contract is a TypeError with the remedy. */
function unwrapAny(
	envelope: Envelope,
	context: EncryptionContext,
	kms: Kms,
): Result<Uint8Array, Failure> {
	let last: Result<Uint8Array, Failure> = err(decryptionFailure(CANNOT_OPEN));
	for (const { keyArn, wrapped } of envelope.keys) {
		last = kms.unwrap(keyArn, wrapped, context);
		if (!isUnwrapped(last))
			throw new TypeError(
				"kms.unwrap must return { ok: true, value } with the 32 bytes that wrap was given, or { ok: false, error: { name, message } }, and not a promise.",
			);
		if (last.ok) return last;
	}
	return last;
}

function isUnwrapped(answer: unknown): boolean {
	const { ok, value, error } = Object(answer);
	if (ok === true) return isBytes(value) && value.length === 32;
	const { name, message } = Object(error);
	return (
		ok === false && typeof name === "string" && typeof message === "string"
	);
}

/** Assumed: a damaged value is DecryptionFailure, with a text of ours. */
const CANNOT_OPEN =
	"Secrets Manager can't decrypt the secret value: the stored value was altered or belongs to another secret version.";
