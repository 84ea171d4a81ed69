/** The operations of the naive model that delete a secret, and take that back (1.5, 1.16). Imports nothing from the package. */
import type { Input, ModelContext } from "./admission.js";
import { refuse } from "./refusal.js";
import { DAY, namesOf, type Output } from "./secret.js";
import { inventedNames } from "./vaults.js";
import { VersionModel } from "./version-model.js";

const IPE = "InvalidParameterException";

export class DeletionModel extends VersionModel {
	DeleteSecret(input: Input, context: ModelContext): Output {
		const { now } = context;
		const force = input.ForceDeleteWithoutRecovery === true;
		const days = input.RecoveryWindowInDays as number | null | undefined;
		const secret = force
			? this.vaults.find(input, context)
			: this.vaults.live(input, context);
		if (secret !== undefined && secret.replicas.length > 0)
			refuse(
				IPE,
				`You can't delete secret ${secret.arn} that still has replica regions [${secret.replicas.map(({ region }) => region).join(", ")}].`,
			);
		if (days != null && (days < 7 || days > 30))
			refuse(
				IPE,
				"The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
			);
		if (days != null && force)
			refuse(
				IPE,
				"You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
			);
		if (secret === undefined)
			return { ...inventedNames(input, context), DeletionDate: now };
		const deletion = force ? now : now + (days ?? 30) * DAY;
		secret.deleted = now;
		secret.deletion = deletion;
		this.changed(secret, context);
		if (force) this.end(secret, now);
		return { ...namesOf(secret), DeletionDate: deletion };
	}

	RestoreSecret(input: Input, context: ModelContext): Output {
		const secret = this.vaults.any(input, context);
		if (secret.deleted !== undefined) this.changed(secret, context);
		secret.deleted = undefined;
		secret.deletion = undefined;
		return namesOf(secret);
	}
}
