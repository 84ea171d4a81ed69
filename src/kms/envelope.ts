import { isBytes } from "../base/bytes.js";
import { randomBytes } from "../base/random.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { Failure } from "../values/failure.js";
import { decryptionFailure } from "../values/failure.js";
import { type Cipher, portableCipher } from "./cipher.js";
import { decrypt, digest, encrypt } from "./encryption.js";
import type { EncryptionContext, GeneratedDataKey, Kms } from "./kms.js";

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

/** What bytes are sealed with, 32 bytes, and the same as a KMS key has wrapped it for storing. */
export interface DataKey {
	readonly bytes: Uint8Array;
	readonly wrapped: WrappedKey;
}

/**
 * Makes a data key under a KMS key: the bytes that seed and place decide, as `randomBytes` tells, or what a key service
 * with `generateDataKey` makes of them. Refuses what that refuses.
 */
export function makeDataKey(
	seed: string,
	place: readonly string[],
	keyArn: string,
	context: EncryptionContext,
	kms: Kms,
): Result<DataKey, Failure> {
	const cipher = cipherOf(kms);
	const random = randomBytes(seed, place, 32, (bytes) => digest(cipher, bytes));
	const made = generateDataKey(keyArn, random, context, kms);
	if (!made.ok) return made;
	const { dataKey, wrapped } = made.value;
	return ok({ bytes: dataKey, wrapped: { keyArn, wrapped } });
}

/** Has a key service make a data key of random bytes; without a `generateDataKey` they are the data key. */
function generateDataKey(
	keyArn: string,
	random: Uint8Array,
	context: EncryptionContext,
	kms: Kms,
): Result<GeneratedDataKey, Failure> {
	if (kms.generateDataKey === undefined) {
		const { wrapped } = wrapKey(random, keyArn, context, kms);
		return ok({ dataKey: random, wrapped });
	}
	const made = kms.generateDataKey(keyArn, random, context);
	if (!isAnswer(made, isDataKey))
		throw new TypeError(
			"kms.generateDataKey must return { ok: true, value: { dataKey, wrapped } } with 32 bytes and a text that is not empty, or { ok: false, error: { name, message } }, and not a promise.",
		);
	return made;
}

/** Seals bytes under a fresh data key. */
export const seal = (
	plain: Uint8Array,
	{ bytes, wrapped }: DataKey,
	context: EncryptionContext,
	kms: Kms,
): Envelope => ({
	sealed: encrypt(cipherOf(kms), bytes, plain, context),
	keys: [wrapped],
});

/** Opens an envelope with the first of its keys that unwraps; DecryptionFailure for a moved or altered one, or without keys. */
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

/**
 * Wraps the data key of an envelope under one more KMS key; the sealed bytes stay. `undefined` where none of its keys
 * unwraps, or the key service may not wrap for this one.
 */
export function rewrap(
	envelope: Envelope,
	keyArn: string,
	context: EncryptionContext,
	kms: Kms,
): WrappedKey | undefined {
	const dataKey = unwrapAny(envelope, context, kms);
	return dataKey.ok && mayWrap(keyArn, context, kms)
		? wrapKey(dataKey.value, keyArn, context, kms)
		: undefined;
}

/** Unwraps a data key; an `unwrap` that does not keep its contract is a TypeError with the remedy. */
export function unwrapKey(
	{ keyArn, wrapped }: WrappedKey,
	context: EncryptionContext,
	kms: Kms,
): Result<Uint8Array, Failure> {
	const answer = kms.unwrap(keyArn, wrapped, context);
	if (!isAnswer(answer, isKey))
		throw new TypeError(
			"kms.unwrap must return { ok: true, value } with the 32 bytes that wrap was given, or { ok: false, error: { name, message } }, and not a promise.",
		);
	return answer;
}

const cipherOf = ({ cipher }: Kms): Cipher => cipher ?? portableCipher;

/** A `wrap` that does not keep its contract would lose the value for good: a TypeError with the remedy. */
function wrapKey(
	dataKey: Uint8Array,
	keyArn: string,
	context: EncryptionContext,
	kms: Kms,
): WrappedKey {
	const own = Uint8Array.from(dataKey); // which a careful key service wipes when it is done
	const wrapped: unknown = kms.wrap(keyArn, own, context);
	if (!isWrapped(wrapped))
		throw new TypeError(
			"kms.wrap must return a text that is not empty, and not a promise; what is to be refused, generateDataKey and mayWrap refuse.",
		);
	return { keyArn, wrapped };
}

/** A `mayWrap` that does not keep its contract is a TypeError with the remedy. */
function mayWrap(
	keyArn: string,
	context: EncryptionContext,
	kms: Kms,
): boolean {
	if (kms.mayWrap === undefined) return true;
	const answer: unknown = kms.mayWrap(keyArn, context);
	if (typeof answer !== "boolean")
		throw new TypeError(
			"kms.mayWrap must return true or false, and not a promise.",
		);
	return answer;
}

/** Unwraps with the first key that can. */
function unwrapAny(
	envelope: Envelope,
	context: EncryptionContext,
	kms: Kms,
): Result<Uint8Array, Failure> {
	let last: Result<Uint8Array, Failure> = err(decryptionFailure(CANNOT_OPEN));
	for (const key of envelope.keys) {
		last = unwrapKey(key, context, kms);
		if (last.ok) return last;
	}
	return last;
}

function isAnswer(
	answer: unknown,
	isValue: (value: unknown) => boolean,
): boolean {
	const { ok, value, error } = Object(answer);
	if (ok === true) return isValue(value);
	const { name, message } = Object(error);
	return (
		ok === false && typeof name === "string" && typeof message === "string"
	);
}

const isKey = (value: unknown): boolean =>
	isBytes(value) && value.length === 32;

function isDataKey(value: unknown): boolean {
	const { dataKey, wrapped } = Object(value);
	return isKey(dataKey) && isWrapped(wrapped);
}

const isWrapped = (text: unknown): text is string =>
	typeof text === "string" && text !== "";

/** Assumed: a damaged value is DecryptionFailure, with a text of ours. */
const CANNOT_OPEN =
	"Secrets Manager can't decrypt the secret value: the stored value was altered or belongs to another secret version.";
