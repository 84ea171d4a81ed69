import type { Result } from "../base/result.js";
import { ok } from "../base/result.js";
import { DEFAULT_ALIAS } from "../kms/key.js";
import type { Failure } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import type { KeyContext } from "./key-access.js";
import { changeKey } from "./sealing.js";
import type { Secret } from "./secret.js";

/** What of a secret can be changed besides its value; a member left out stays, `""` takes away what is there. */
export interface Settings {
	readonly description?: string | undefined;
	readonly kmsKeyId?: KmsKeyId | undefined;
	readonly type?: string | undefined;
}

/**
 * Changes what is given. The same object when nothing is; what is given counts as a change even if it is equal. Refuses a
 * key that cannot be used, as `requireKey` tells.
 */
export function withSettings(
	secret: Secret,
	{ description, kmsKeyId, type }: Settings,
	context: KeyContext & { readonly now: Instant },
): Result<Secret, Failure> {
	if (description === undefined && kmsKeyId === undefined && type === undefined)
		return ok(secret);
	const rekeyed =
		kmsKeyId === undefined
			? ok(secret)
			: changeKey(secret, kmsKeyId || defaultKeyIdOf(secret), context);
	if (!rekeyed.ok) return rekeyed;
	return ok({
		...rekeyed.value,
		description:
			description === undefined ? secret.description : description || undefined,
		type: type === undefined ? secret.type : type || undefined,
		lastChangedDate: context.now,
	});
}

/** Observed: a replica names its key also where that is the default key (2026-09). */
const defaultKeyIdOf = ({ role }: Secret): KmsKeyId | undefined =>
	role.kind === "replica" ? DEFAULT_ALIAS : undefined;
