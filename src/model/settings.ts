import type { Kms } from "../kms/kms.js";
import type { Instant } from "../values/instant.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import { changeKey } from "./sealing.js";
import type { Secret } from "./secret.js";

/** What of a secret can be changed besides its value; a member left out stays, `""` takes away what is there. */
export interface Settings {
	readonly description?: string | undefined;
	readonly kmsKeyId?: KmsKeyId | undefined;
	readonly type?: string | undefined;
}

/** Changes what is given. The same object when nothing is; what is given counts as a change even if it is equal. */
export function withSettings(
	secret: Secret,
	{ description, kmsKeyId, type }: Settings,
	now: Instant,
	kms: Kms,
): Secret {
	if (description === undefined && kmsKeyId === undefined && type === undefined)
		return secret;
	const rekeyed =
		kmsKeyId === undefined
			? secret
			: changeKey(secret, kmsKeyId || undefined, kms);
	return {
		...rekeyed,
		description:
			description === undefined ? secret.description : description || undefined,
		type: type === undefined ? secret.type : type || undefined,
		lastChangedDate: now,
	};
}
