import { castDraft, produce } from "immer";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import {
	drawDataKey,
	type Envelope,
	open,
	rewrap,
	seal,
} from "../kms/envelope.js";
import { defaultKeyArn, keyArnOf } from "../kms/key.js";
import type { EncryptionContext, Kms } from "../kms/kms.js";
import { decryptionFailure, type Failure } from "../values/failure.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import {
	type Payload,
	payloadFromBytes,
	payloadToBytes,
} from "../values/payload.js";
import { CURRENT, PENDING, PREVIOUS } from "../values/stage.js";
import type { VersionId } from "../values/version-id.js";
import { arnOf, type Secret, type Version } from "./secret.js";
import { holderOf } from "./stages.js";

/** Seals a value for one version of a secret, under a data key that only seed, ARN and version id decide. */
export function sealPayload(
	secret: Secret,
	id: VersionId,
	payload: Payload,
	seed: string,
	kms: Kms,
): Envelope {
	return seal(
		payloadToBytes(payload),
		drawDataKey(seed, ["data key", arnOf(secret), id], kms),
		keyArnOf(secret.kmsKeyId, secret),
		contextOf(secret, id),
		kms,
	);
}

/** Opens the value of a version; DecryptionFailure when no key can, or when the sealed value is not this version's. */
export function openPayload(
	secret: Secret,
	version: Version,
	kms: Kms,
): Result<Payload, Failure> {
	const bytes = open(version.payload, contextOf(secret, version.id), kms);
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
 * AWSPENDING. Other versions, and any that the old key cannot open, stay as they are. The same object when nothing changes.
 * Observed: no version is created and no value is sealed anew (2026-09).
 */
export function changeKey(
	secret: Secret,
	kmsKeyId: KmsKeyId | undefined,
	kms: Kms,
): Secret {
	const keyArn = keyArnOf(kmsKeyId, secret);
	const carried = new Set(
		[CURRENT, PREVIOUS, PENDING].map((stage) => holderOf(secret.stages, stage)),
	);
	return produce(secret, (draft) => {
		draft.kmsKeyId = kmsKeyId;
		for (const version of draft.versions) {
			const { id, payload } = version;
			if (!carried.has(id)) continue;
			const opened = rewrap(payload, keyArn, contextOf(secret, id), kms);
			if (opened.ok) version.payload = castDraft(opened.value);
		}
	});
}

/** The keys that can open a version as ListSecretVersionIds names them. */
export const kmsKeyIdsOf = (
	secret: Secret,
	version: Version,
): readonly string[] =>
	version.payload.keys.map(({ keyArn }) =>
		keyArn === defaultKeyArn(secret) ? "DefaultEncryptionKey" : keyArn,
	);

const contextOf = (secret: Secret, id: VersionId): EncryptionContext => ({
	SecretARN: arnOf(secret),
	SecretVersionId: id,
});
