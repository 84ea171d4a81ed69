import { produce } from "immer";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import {
	type Envelope,
	open,
	rewrap,
	seal,
	type WrappedKey,
} from "../kms/envelope.js";
import { defaultKeyArn, type KeyArn } from "../kms/key.js";
import type { Kms } from "../kms/kms.js";
import { decryptionFailure, type Failure } from "../values/failure.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import {
	type Payload,
	payloadFromBytes,
	payloadToBytes,
} from "../values/payload.js";
import { CURRENT, PENDING, PREVIOUS } from "../values/stage.js";
import type { VersionId } from "../values/version-id.js";
import {
	encryptionContextOf,
	type KeyContext,
	keyToSeal,
	newDataKey,
	openableEnvelope,
	requireKey,
} from "./key-access.js";
import type { Secret, Version } from "./secret.js";
import { holderOf } from "./stages.js";

/** Seals a value for one version of a secret. Refuses with EncryptionFailure where its key cannot be used. */
export function sealPayload(
	secret: Secret,
	id: VersionId,
	payload: Payload,
	context: KeyContext,
): Result<Envelope, Failure> {
	const keyArn = keyToSeal(secret, id, context);
	return keyArn.ok
		? sealUnder(keyArn.value, secret, id, payloadToBytes(payload), context)
		: keyArn;
}

/** Seals bytes for one version of a secret under a key. Refuses what the key service refuses. */
export function sealUnder(
	keyArn: KeyArn,
	secret: Secret,
	id: VersionId,
	bytes: Uint8Array,
	context: KeyContext,
): Result<Envelope, Failure> {
	const dataKey = newDataKey(secret, id, keyArn, context);
	if (!dataKey.ok) return dataKey;
	const bound = encryptionContextOf(secret, id);
	return ok(seal(bytes, dataKey.value, bound, context.kms));
}

/**
 * Opens the value of a version with a key that can be used; DecryptionFailure where there is none, or when the sealed value
 * is not this version's.
 */
export function openPayload(
	secret: Secret,
	version: Version,
	context: KeyContext,
): Result<Payload, Failure> {
	const usable = openableEnvelope(version.payload, secret, version.id, context);
	return usable.ok
		? openEnvelope(usable.value, secret, version.id, context.kms)
		: usable;
}

/** Opens it whatever the state of its keys: for what nobody who asks for the value is told. */
export const unsealPayload = (
	secret: Secret,
	{ id, payload }: Version,
	kms: Kms,
): Result<Payload, Failure> => openEnvelope(payload, secret, id, kms);

function openEnvelope(
	envelope: Envelope,
	secret: Secret,
	id: VersionId,
	kms: Kms,
): Result<Payload, Failure> {
	const bytes = open(envelope, encryptionContextOf(secret, id), kms);
	if (!bytes.ok) return bytes;
	const payload = payloadFromBytes(bytes.value);
	return payload === undefined
		? err(
				decryptionFailure(
					"Secrets Manager can't decrypt the secret value: the stored value is of no known kind.",
				),
			)
		: ok(payload);
}

/**
 * Changes the key that later versions are sealed under, and lets it open the versions with AWSCURRENT, AWSPREVIOUS and
 * AWSPENDING. Other versions, and any that no key can open, stay as they are. Refuses a key that cannot be used, as
 * `requireKey` tells.
 * Observed: no version is created and no value is sealed anew; without kms:Decrypt on the old key, or kms:Encrypt on the
 * new one, the call succeeds (2026-09).
 */
export function changeKey(
	before: Secret,
	kmsKeyId: KmsKeyId | undefined,
	context: KeyContext,
): Result<Secret, Failure> {
	const keyArn = requireKey({ ...before, kmsKeyId }, context);
	if (!keyArn.ok) return keyArn;
	const carried = new Set(
		[CURRENT, PREVIOUS, PENDING].map((stage) => holderOf(before.stages, stage)),
	);
	const changed = produce(before, (draft) => {
		draft.kmsKeyId = kmsKeyId;
		for (const [i, version] of before.versions.entries()) {
			if (!carried.has(version.id)) continue;
			const added = keyToAdd(keyArn.value, before, version, context);
			if (added !== undefined) draft.versions[i]?.payload.keys.push(added);
		}
	});
	return ok(changed);
}

/**
 * A version's data key under one more key; `undefined` where that one has it, or cannot be given it: because no key opens
 * the version, or none that the caller may use, or because the caller may not encrypt with the new one.
 */
function keyToAdd(
	keyArn: KeyArn,
	secret: Secret,
	{ id, payload }: Version,
	context: KeyContext,
): WrappedKey | undefined {
	if (payload.keys.some((key) => key.keyArn === keyArn)) return undefined;
	const usable = openableEnvelope(payload, secret, id, context);
	if (!usable.ok) return undefined;
	const bound = encryptionContextOf(secret, id);
	if (context.guard?.("Encrypt", keyArn, bound) !== undefined) return undefined;
	return rewrap(usable.value, keyArn, bound, context.kms);
}

/** Whether a secret names another key than before, or holds what was not sealed before. */
export function usesKeyAnew(
	before: Secret | undefined,
	after: Secret,
): boolean {
	if (after.kmsKeyId !== undefined && after.kmsKeyId !== before?.kmsKeyId)
		return true;
	const was = before?.versions ?? [];
	return (
		after.versions.length !== was.length ||
		after.versions.some(({ payload }, i) => payload !== was[i]?.payload)
	);
}

/** The keys that can open a version as ListSecretVersionIds names them. */
export const kmsKeyIdsOf = (
	secret: Secret,
	version: Version,
): readonly string[] =>
	version.payload.keys.map(({ keyArn }) =>
		keyArn === defaultKeyArn(secret) ? "DefaultEncryptionKey" : keyArn,
	);
