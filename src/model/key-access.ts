import { sameBytes } from "../base/bytes.js";
import { randomUuid } from "../base/random.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import {
	type Envelope,
	makeDataKey,
	unwrapKey,
	type WrappedKey,
} from "../kms/envelope.js";
import { isAwsManaged, type KeyArn } from "../kms/key.js";
import { type KeyRing, refusalOf, usableKey } from "../kms/key-ring.js";
import type { EncryptionContext, Kms } from "../kms/kms.js";
import type { KmsError } from "../kms/kms-error.js";
import type { Account } from "../values/account.js";
import {
	accessDenied,
	decryptionFailure,
	encryptionFailure,
	type Failure,
	invalidParameter,
	invalidRequest,
} from "../values/failure.js";
import type { VersionId } from "../values/version-id.js";
import { arnOf, type Secret } from "./secret.js";

/** What the use of keys takes from outside. */
export interface KeyContext {
	readonly keys: KeyRing;
	readonly kms: Kms;
	readonly seed: string;
	/** Whose call it is. */
	readonly account: Account;
}

/**
 * Checks that the key which a caller has named for a secret can be used, and answers with its ARN; a customer key makes
 * and opens a data key for that. Refuses with InvalidParameterException, and with what the key service refuses.
 * Observed: all of this is checked also for a secret without a value, and under this version id (2026-09).
 * Assumed: a key that is pending deletion is as invalid as an unknown one.
 */
export function requireKey(
	secret: Secret,
	context: KeyContext,
): Result<KeyArn, Failure> {
	const arn = usableKey(context.keys, secret.kmsKeyId, secret);
	if (!arn.ok) return err(refusalToName(arn.error, context));
	if (isAwsManaged(arn.value))
		return isCrossAccount(secret, context)
			? err(DEFAULT_KEY_CROSS_ACCOUNT)
			: arn;
	const id = "RequestToValidateKeyAccess";
	const dataKey = newDataKey(secret, id, arn.value, context);
	if (!dataKey.ok) return dataKey;
	const { bytes, wrapped } = dataKey.value;
	const bound = encryptionContextOf(secret, id);
	const opened = unwrapKey(wrapped, bound, context.kms);
	if (!opened.ok) return opened;
	if (!sameBytes(opened.value, bytes))
		throw new TypeError(
			"kms.unwrap must return the 32 bytes that were wrapped; it returned others.",
		);
	return arn;
}

/** The key that the next value of a secret is sealed under. Refuses with EncryptionFailure. */
export function keyToSeal(
	secret: Secret,
	context: KeyContext,
): Result<KeyArn, Failure> {
	const arn = usableKey(context.keys, secret.kmsKeyId, secret);
	if (!arn.ok) return err(refusalToSeal(arn.error, context));
	// The account first: as a rule it is the secret's, and nothing has to be read from the ARN of the key.
	return isCrossAccount(secret, context) && isAwsManaged(arn.value)
		? err(DEFAULT_KEY_CROSS_ACCOUNT)
		: arn;
}

/**
 * An envelope with those of its keys that can be used. Refuses with what KMS says of the latest where none can.
 * Assumed: a version opens with any of its keys, and where none can be used the latest is spoken of.
 */
export function usableEnvelope(
	envelope: Envelope,
	{ keys: ring }: Pick<KeyContext, "keys">,
): Result<Envelope, KmsError> {
	const keys: WrappedKey[] = [];
	let refusal: KmsError | undefined;
	for (const key of envelope.keys) {
		const why = refusalOf(ring, key.keyArn);
		if (why === undefined) keys.push(key);
		else refusal = why;
	}
	if (refusal === undefined) return ok(envelope);
	return keys.length > 0 ? ok({ ...envelope, keys }) : err(refusal);
}

/**
 * What of an envelope a caller may open: those of its keys that can be used, for another account only those that are no
 * default key. Refuses with DecryptionFailure, and with InvalidRequestException where there is but the default key.
 * Assumed: of the default key of another account it is said before the state of keys.
 */
export function openableEnvelope(
	envelope: Envelope,
	secret: Secret,
	context: KeyContext,
): Result<Envelope, Failure> {
	const shared = isCrossAccount(secret, context)
		? withoutManaged(envelope)
		: envelope;
	if (shared.keys.length === 0) return err(DEFAULT_KEY_CROSS_ACCOUNT);
	const usable = usableEnvelope(shared, context);
	return usable.ok
		? usable
		: err(
				decryptionFailure(
					`Secrets Manager can't decrypt the secret value: ${quoted(usable.error, context)}`,
				),
			);
}

const withoutManaged = (envelope: Envelope): Envelope => ({
	...envelope,
	keys: envelope.keys.filter(({ keyArn }) => !isAwsManaged(keyArn)),
});

const isCrossAccount = (secret: Secret, { account }: KeyContext): boolean =>
	account !== secret.account;

/** Observed: recorded of reads (2026-09). Assumed: of writes, and of naming the default key, the same is said. */
const DEFAULT_KEY_CROSS_ACCOUNT = invalidRequest(
	"You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
);

/** Makes the data key of a version; seed, ARN and version id alone decide it, unless the key service does. */
export const newDataKey = (
	secret: Secret,
	id: VersionId,
	keyArn: KeyArn,
	{ seed, kms }: KeyContext,
) =>
	makeDataKey(
		seed,
		["data key", arnOf(secret), id],
		keyArn,
		encryptionContextOf(secret, id),
		kms,
	);

/** What a value, and the data key that it is sealed with, are bound to. */
export const encryptionContextOf = (
	secret: Secret,
	id: VersionId,
): EncryptionContext => ({
	SecretARN: arnOf(secret),
	SecretVersionId: id,
});

function refusalToName(error: KmsError, context: KeyContext): Failure {
	switch (error.code) {
		case "AccessDeniedException":
			return NO_ACCESS;
		case "DisabledException":
			return invalidParameter(
				"The operation failed because the specified KMS key is disabled.",
			);
		default:
			return invalidParameter(
				`The operation failed because of an invalid KMS key: ${quoted(error, context)}`,
			);
	}
}

const refusalToSeal = (error: KmsError, context: KeyContext): Failure =>
	error.code === "AccessDeniedException"
		? NO_ACCESS
		: encryptionFailure(
				`Secrets Manager can't encrypt the secret value: ${quoted(error, context)}`,
			);

const NO_ACCESS = accessDenied("Access to KMS is not allowed");

/** What KMS answered, as Secrets Manager quotes it; the id of that answer is drawn from the seed. */
export function quoted(
	{ code, message }: KmsError,
	{ seed }: KeyContext,
): string {
	const requestId = randomUuid(seed, ["KMS request", message]);
	return `${message} (Service: AWSKMS; Status Code: 400; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`;
}
