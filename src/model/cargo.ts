import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Envelope, open } from "../kms/envelope.js";
import type { KeyArn } from "../kms/key.js";
import { usableKey } from "../kms/key-ring.js";
import type { Failure } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import { rootPrincipal } from "../values/principal.js";
import type { VersionId } from "../values/version-id.js";
import {
	encryptionContextOf,
	type KeyContext,
	quoted,
	usableEnvelope,
} from "./key-access.js";
import { changeKey, sealUnder } from "./sealing.js";
import type { Secret, Version } from "./secret.js";

/** What replication takes from outside. */
export interface ReplicationContext extends KeyContext {
	readonly now: Instant;
}

/** The value of a version of a primary on its way to replicas, or why no key opens it. */
export type Cargo = (version: Version) => Result<Uint8Array, string>;

/** Opens values of a primary, each once for however many replicas. */
export function cargoOf(primary: Secret, context: KeyContext): Cargo {
	const opened = new Map<VersionId, Result<Uint8Array, string>>();
	return (version) => {
		const before = opened.get(version.id);
		if (before !== undefined) return before;
		const bytes = openToCarry(primary, version, context);
		opened.set(version.id, bytes);
		return bytes;
	};
}

function openToCarry(
	primary: Secret,
	{ id, payload }: Version,
	context: KeyContext,
): Result<Uint8Array, string> {
	const usable = usableEnvelope(payload, context);
	if (!usable.ok) return err(quoted(usable.error, context));
	const bound = encryptionContextOf(primary, id);
	const bytes = open(usable.value, bound, context.kms);
	if (bytes.ok) return bytes;
	const keyArn = usable.value.keys.at(-1)?.keyArn ?? "";
	return err(toldOf(bytes.error, "kms:Decrypt", keyArn, primary, context));
}

/** Seals what was carried under the replica's own ARN, and its key. */
export function sealCarried(
	keyArn: KeyArn,
	replica: Secret,
	id: VersionId,
	bytes: Uint8Array,
	context: KeyContext,
): Result<Envelope, string> {
	const sealed = sealUnder(keyArn, replica, id, bytes, context);
	return sealed.ok
		? sealed
		: err(toldOf(sealed.error, GENERATE, keyArn, replica, context));
}

/** A replica and the key that it has. */
interface Keyed {
	readonly replica: Secret;
	readonly keyArn: KeyArn;
}

/**
 * A replica under the key that it is to have; refuses with a sentence one that cannot be used, needed or not.
 * Assumed: the key of a replica without a value is not tried, as that of a new secret is.
 */
export function keyForReplica(
	replica: Secret,
	kmsKeyId: KmsKeyId,
	context: KeyContext,
): Result<Keyed, string> {
	const usable = keyToUse(kmsKeyId, replica, context);
	if (!usable.ok) return usable;
	const keyArn = usable.value;
	if (replica.kmsKeyId === kmsKeyId) return ok({ replica, keyArn });
	const changed = changeKey(replica, kmsKeyId, context);
	return changed.ok
		? ok({ replica: changed.value, keyArn })
		: err(toldOf(changed.error, GENERATE, keyArn, replica, context));
}

const GENERATE = "kms:GenerateDataKey";

function keyToUse(
	kmsKeyId: KmsKeyId,
	replica: Secret,
	context: KeyContext,
): Result<KeyArn, string> {
	const arn = usableKey(context.keys, kmsKeyId, replica);
	if (arn.ok) return arn;
	const { code: name, message } = arn.error;
	return err(
		name === "AccessDeniedException"
			? toldOf({ name, message }, GENERATE, kmsKeyId, replica, context)
			: quoted(arn.error, context),
	);
}

/**
 * Why a key service did not do something for a secret, as the status of a replica tells it. Observed: of a missing
 * permission it tells what KMS says, not what Secrets Manager says to a caller (2026-09).
 * Assumed: a key service that does not say whose permission is missing means that of the root of the account.
 */
function toldOf(
	{ name, message }: Failure,
	action: string,
	keyArn: string,
	{ account, region }: Secret,
	context: KeyContext,
): string {
	if (name !== "AccessDeniedException") return message;
	const denied = message.startsWith("User: ")
		? message
		: `User: ${rootPrincipal(account, region)} is not authorized to perform: ${action} on resource: ${keyArn} because no identity-based policy allows the ${action} action`;
	return quoted({ code: name, message: denied }, context);
}
