/**
 * The operations of the naive model on the versions of a secret: to read one, to store one, to move labels, to list them.
 * Imports nothing from the package.
 */
import type { Input, ModelContext } from "./admission.js";
import { refuse } from "./refusal.js";
import { checkRotationToken } from "./rotation.js";
import {
	DAY,
	givenValue,
	labelsAfterMove,
	labelsAfterWrite,
	labelsOf,
	listEntry,
	namesOf,
	type Output,
	relabel,
} from "./secret.js";
import { SecretModel, type Texts } from "./secret-model.js";

const IRE = "InvalidRequestException";

export class VersionModel extends SecretModel {
	GetSecretValue(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const { VersionId, VersionStage } = input as Texts;
		const stage = VersionStage ?? (VersionId ? undefined : "AWSCURRENT");
		const id = VersionId ?? secret.labels.get(stage ?? "");
		const version = secret.versions.find((version) => version.id === id);
		if (version === undefined)
			return refuse(
				"ResourceNotFoundException",
				`Secrets Manager can't find the specified secret value for ${VersionId ? `VersionId: ${VersionId}` : `staging label: ${stage}`}`,
			);
		if (stage !== undefined && secret.labels.get(stage) !== id)
			refuse(
				IRE,
				"You provided a VersionStage that is not associated to the provided VersionId.",
			);
		this.keys.toOpen(version.keys, context);
		const today = context.now - (context.now % DAY);
		if (secret.accessed !== today || version.accessed !== today) this.changes++;
		secret.accessed = today;
		version.accessed = today;
		const isText = typeof version.value === "string";
		return {
			...namesOf(secret),
			VersionId: id,
			[isText ? "SecretString" : "SecretBinary"]: version.value,
			VersionStages: labelsOf(secret, version.id),
			CreatedDate: version.created,
		};
	}

	PutSecretValue(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const token = String(input.ClientRequestToken);
		const stages = (input.VersionStages ?? undefined) as string[] | undefined;
		const value =
			givenValue(input) ??
			refuse(IRE, "You must provide either SecretString or SecretBinary.");
		checkRotationToken(secret, token, input.RotationToken);
		if (!this.isReplay(secret, token, value, context)) {
			const key = secret.kmsKeyId;
			this.writeByHand(secret, { id: token, value, key }, stages, context);
			this.changed(secret, context);
		} else if (stages !== undefined) {
			const labels = labelsAfterWrite(secret.labels, token, stages);
			if (relabel(secret, labels)) {
				this.changed(secret, context);
				this.written(secret, token, context);
			}
		}
		const VersionStages = labelsOf(secret, token);
		return { ...namesOf(secret), VersionId: token, VersionStages };
	}

	UpdateSecretVersionStage(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const { RemoveFromVersionId, MoveToVersionId } = input as Texts;
		const labels = labelsAfterMove(
			secret,
			String(input.VersionStage),
			RemoveFromVersionId ?? undefined,
			MoveToVersionId ?? undefined,
		);
		if (relabel(secret, labels)) this.changed(secret, context);
		return namesOf(secret);
	}

	ListSecretVersionIds(input: Input, context: ModelContext): Output {
		const secret = this.vaults.any(input, context);
		const { entries, NextToken } = this.pages.cut(
			`${secret.arn} ${input.IncludeDeprecated === true}`,
			secret.versions
				.filter(() => secret.primaryRegion === undefined) // of a replica it lists none (5.5)
				.filter(({ id }) => input.IncludeDeprecated || labelsOf(secret, id))
				.map((version) => ({ entry: version, place: [version.sequence] })),
			input,
		);
		const Versions = entries.map((version) => listEntry(secret, version));
		return { ...namesOf(secret), Versions, NextToken };
	}
}
