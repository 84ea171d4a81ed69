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
import {
	type KeyRing,
	keyArnThere,
	refusalOf,
	usableKey,
} from "../kms/key-ring.js";
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
import { labelledIds } from "./stages.js";

/** What the use of keys takes from outside. */
export interface KeyContext {
	readonly keys: KeyRing;
	readonly kms: Kms;
	readonly seed: string;
	/** Whose call it is. */
	readonly account: Account;
	/** Who has to be asked before a key is used; nobody where the service acts on its own behalf. */
	readonly guard?: KeyGuard | undefined;
}

/** What KMS says to a caller who may not use a key so; `undefined` to one who may. */
export type KeyGuard = (
	action: "GenerateDataKey" | "Decrypt" | "Encrypt",
	keyArn: KeyArn,
	encryptionContext: EncryptionContext,
) => string | undefined;

/**
 * Checks that the key which a caller has named for a secret can be used, and answers with its ARN; a customer key makes
 * and opens a data key for that. Refuses with InvalidParameterException, with what the key service refuses, and first of
 * all, with AccessDeniedException, a caller who may not.
 * Assumed: KMS asks for permission before it looks at the state of a key, but not of one that is not there.
 * Observed: all of this is checked also for a secret without a value, and under this version id (2026-09).
 * Assumed: a key that is pending deletion is as invalid as an unknown one.
 */
export function requireKey(
	secret: Secret,
	context: KeyContext,
): Result<KeyArn, Failure> {
	const id = "RequestToValidateKeyAccess";
	const bound = encryptionContextOf(secret, id);
	for (const action of ["GenerateDataKey", "Decrypt"] as const)
		if (isGuarded(action, secret, bound, context)) return err(NO_ACCESS);
	const arn = usableKey(context.keys, secret.kmsKeyId, secret);
	if (!arn.ok) return err(refusalToName(arn.error, context));
	if (isAwsManaged(arn.value))
		return isCrossAccount(secret, context)
			? err(DEFAULT_KEY_CROSS_ACCOUNT)
			: arn;
	const dataKey = newDataKey(secret, id, arn.value, context);
	if (!dataKey.ok) return dataKey;
	const { bytes, wrapped } = dataKey.value;
	const opened = unwrapKey(wrapped, bound, context.kms);
	if (!opened.ok) return opened;
	if (!sameBytes(opened.value, bytes))
		throw new TypeError(
			"kms.unwrap must return the 32 bytes that were wrapped; it returned others.",
		);
	return arn;
}

/** Whether a caller may not use the key of a secret, which is there. */
function isGuarded(
	action: "GenerateDataKey" | "Decrypt",
	secret: Secret,
	bound: EncryptionContext,
	{ keys, guard }: KeyContext,
): boolean {
	const arn = guard && keyArnThere(keys, secret.kmsKeyId, secret);
	return (
		arn !== undefined && refusalToUse(action, arn, bound, guard) !== undefined
	);
}

/** What KMS says to a caller who may not use a key that is there; nobody is asked about one that AWS manages. */
const refusalToUse = (
	action: "GenerateDataKey" | "Decrypt",
	arn: KeyArn,
	bound: EncryptionContext,
	guard: KeyGuard | undefined,
): string | undefined =>
	isAwsManaged(arn) ? undefined : guard?.(action, arn, bound);

/**
 * The key that a version of a secret is sealed under. Refuses with EncryptionFailure, and with AccessDeniedException a caller
 * who may not use it.
 */
export function keyToSeal(
	secret: Secret,
	id: VersionId,
	context: KeyContext,
): Result<KeyArn, Failure> {
	const bound = encryptionContextOf(secret, id);
	if (isGuarded("GenerateDataKey", secret, bound, context))
		return err(NO_ACCESS);
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
 * default key. Refuses with DecryptionFailure, with InvalidRequestException where there is but the default key, and with
 * AccessDeniedException a caller who may use none of its keys.
 * Assumed: of the default key of another account it is said before the state of keys.
 */
export function openableEnvelope(
	envelope: Envelope,
	secret: Secret,
	id: VersionId,
	context: KeyContext,
): Result<Envelope, Failure> {
	const shared = isCrossAccount(secret, context)
		? withoutManaged(envelope)
		: envelope;
	if (shared.keys.length === 0) return err(DEFAULT_KEY_CROSS_ACCOUNT);
	const permitted = permittedEnvelope(shared, secret, id, context);
	if (permitted.keys.length === 0) return err(NO_ACCESS);
	const usable = usableEnvelope(permitted, context);
	return usable.ok
		? usable
		: err(
				decryptionFailure(
					`Secrets Manager can't decrypt the secret value: ${quoted(usable.error, context)}`,
				),
			);
}

/** An envelope with those of its keys that a caller may decrypt with. */
function permittedEnvelope(
	envelope: Envelope,
	secret: Secret,
	id: VersionId,
	{ guard }: KeyContext,
): Envelope {
	if (guard === undefined) return envelope;
	const bound = encryptionContextOf(secret, id);
	const keys = envelope.keys.filter(
		({ keyArn }) => guard("Decrypt", keyArn, bound) === undefined,
	);
	return keys.length === envelope.keys.length
		? envelope
		: { ...envelope, keys };
}

/**
 * Why a caller may not have a secret carried to a replica, in the words of KMS: none of the keys of a version with a label
 * may decrypt it, or the key of the replica may make no data key. `undefined` where it may.
 */
export function refusalToCarry(
	secret: Secret,
	replica: Pick<Secret, "region" | "kmsKeyId">,
	context: KeyContext,
): string | undefined {
	const { guard, keys } = context;
	if (guard === undefined) return undefined;
	const labelled = labelledIds(secret);
	for (const { id, payload } of secret.versions) {
		if (!labelled.has(id)) continue;
		const bound = encryptionContextOf(secret, id);
		const refusals = payload.keys.map(({ keyArn }) =>
			refusalToUse("Decrypt", keyArn, bound, guard),
		);
		if (!refusals.includes(undefined)) return told(refusals.at(-1), context);
	}
	const there = { ...secret, ...replica };
	const arn = keyArnThere(keys, replica.kmsKeyId, there);
	const [id = "RequestToValidateKeyAccess"] = labelled;
	const bound = encryptionContextOf(there, id);
	return told(
		arn && refusalToUse("GenerateDataKey", arn, bound, guard),
		context,
	);
}

const told = (
	refusal: string | undefined,
	context: KeyContext,
): string | undefined =>
	refusal === undefined
		? undefined
		: quoted({ code: "AccessDeniedException", message: refusal }, context);

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
