/**
 * The operations of the naive model on one secret and its versions.
 * Imports nothing from the package.
 */
import type { Input, ModelContext } from "./admission.js";
import { Pages } from "./listing.js";
import { refuse } from "./refusal.js";
import { afterWrite, checkRotationToken, type Run } from "./rotation.js";
import {
	DAY,
	givenValue,
	isReplay,
	keyName,
	labelsAfterMove,
	labelsAfterWrite,
	labelsOf,
	listEntry,
	namesOf,
	type Output,
	relabel,
	type Secret,
	type Value,
	withTags,
	write,
} from "./secret.js";
import { arnOf, inventedNames, Vaults } from "./vaults.js";

export interface Limits {
	readonly maxVersions?: number;
	readonly maxSecrets?: number;
}
/** A rotation began or ended. */
export interface Happening {
	readonly name: string;
	readonly secret: Secret;
	readonly run: Run;
}
/** An admitted input: members that are texts. */
type Texts = Readonly<Record<string, string | null | undefined>>;

const IPE = "InvalidParameterException";
const IRE = "InvalidRequestException";

export class SecretModel {
	readonly #limits: Limits;
	protected readonly vaults = new Vaults();
	protected readonly pages = new Pages();
	#sequence = 0;
	/** Grows with each call that changes the state. */
	changes = 0;
	/** What the latest call made of rotations. */
	happened: Happening[] = [];

	constructor(limits: Limits = {}) {
		this.#limits = limits;
	}

	/** The secrets that exist now. */
	secrets(context: ModelContext): readonly Secret[] {
		return this.vaults.alive(context);
	}

	CreateSecret(input: Input, context: ModelContext): Output {
		const { now } = context;
		const name = String(input.Name);
		const token = String(input.ClientRequestToken);
		const { Description, KmsKeyId, Type } = input as Texts;
		const secrets = this.vaults.alive(context);
		const existing = secrets.find((secret) => secret.name === name);
		if (existing?.deleted !== undefined)
			refuse(
				IRE,
				"You can't create this secret because a secret with this name is already scheduled for deletion.",
			);
		const value = givenValue(input);
		if (existing && value !== undefined && isReplay(existing, token, value))
			return { ...namesOf(existing), VersionId: token };
		if (existing)
			refuse(
				"ResourceExistsException",
				`The operation failed because the secret ${name} already exists.`,
			);
		const tags = input.Tags ? withTags([], input.Tags) : undefined;
		if (secrets.length >= (this.#limits.maxSecrets ?? 500_000))
			refuse(
				"LimitExceededException",
				"You exceeded the maximum number of secrets allowed in an account and region.",
			);
		const secret: Secret = {
			name,
			arn: arnOf(name, context),
			description: Description || undefined,
			kmsKeyId: KmsKeyId || undefined,
			type: Type || undefined,
			sequence: ++this.#sequence,
			tags,
			policy: undefined,
			created: now,
			changed: now,
			accessed: undefined,
			deleted: undefined,
			deletion: undefined,
			versions: [],
			labels: new Map(),
			rotation: undefined,
			owner: undefined,
		};
		const key = secret.kmsKeyId;
		if (value !== undefined)
			this.write(secret, { id: token, value, key }, undefined, context);
		secrets.push(secret);
		this.changed(secret, context);
		return { ...namesOf(secret), ...(value && { VersionId: token }) };
	}

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
		if (!isReplay(secret, token, value)) {
			const key = secret.kmsKeyId;
			this.writeByHand(secret, { id: token, value, key }, stages, context);
			this.changed(secret, context);
		} else if (stages !== undefined) {
			const labels = labelsAfterWrite(secret.labels, token, stages);
			if (relabel(secret, labels)) {
				this.changed(secret, context);
				this.#written(secret, token, context);
			}
		}
		const VersionStages = labelsOf(secret, token);
		return { ...namesOf(secret), VersionId: token, VersionStages };
	}

	UpdateSecret(input: Input, context: ModelContext): Output {
		const secret = this.vaults.live(input, context);
		const token = String(input.ClientRequestToken);
		const { Description, KmsKeyId, Type } = input as Texts;
		const value = givenValue(input);
		const replay = value !== undefined && isReplay(secret, token, value);
		// A given key reaches the versions that AWS's own labels are on (6.3).
		const rekeyed = secret.versions.filter(({ id }) =>
			labelsOf(secret, id)?.some((label) =>
				["AWSCURRENT", "AWSPREVIOUS", "AWSPENDING"].includes(label),
			),
		);
		const key = (KmsKeyId ?? secret.kmsKeyId) || undefined;
		if (value !== undefined && !replay)
			this.writeByHand(secret, { id: token, value, key }, undefined, context);
		if (KmsKeyId != null)
			for (const { keys } of rekeyed)
				if (!keys.includes(keyName(key, context)))
					keys.push(keyName(key, context));
		secret.kmsKeyId = key;
		secret.description = (Description ?? secret.description) || undefined;
		secret.type = (Type ?? secret.type) || undefined;
		if (!replay || (Description ?? KmsKeyId ?? Type) != null)
			this.changed(secret, context);
		return { ...namesOf(secret), ...(value && { VersionId: token }) };
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
				.filter(({ id }) => input.IncludeDeprecated || labelsOf(secret, id))
				.map((version) => ({ entry: version, place: [version.sequence] })),
			input,
		);
		const Versions = entries.map((version) => listEntry(secret, version));
		return { ...namesOf(secret), Versions, NextToken };
	}

	DeleteSecret(input: Input, context: ModelContext): Output {
		const { now } = context;
		const force = input.ForceDeleteWithoutRecovery === true;
		const days = input.RecoveryWindowInDays as number | null | undefined;
		const secret = force
			? this.vaults.find(input, context)
			: this.vaults.live(input, context);
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
		secret.deletion = deletion; // for a forced one: absent from now on
		this.changed(secret, context);
		return { ...namesOf(secret), DeletionDate: deletion };
	}

	RestoreSecret(input: Input, context: ModelContext): Output {
		const secret = this.vaults.any(input, context);
		if (secret.deleted !== undefined) this.changed(secret, context);
		secret.deleted = undefined;
		secret.deletion = undefined;
		return namesOf(secret);
	}

	protected changed(secret: Secret, { now }: ModelContext): void {
		secret.changed = now;
		this.changes++;
	}

	/** Adds a version; a refusal leaves all as it was. */
	protected write(
		secret: Secret,
		{ id, value, key }: { id: string; value: Value; key: string | undefined },
		stages: readonly string[] | undefined,
		context: ModelContext,
	): void {
		const sequence = ++this.#sequence;
		const keys = [keyName(key, context)];
		const created = context.now;
		const version = { id, sequence, value, created, keys, accessed: undefined };
		write(secret, version, stages, this.#limits.maxVersions);
	}

	/** The same for a caller, which may mean something for the rotation. */
	protected writeByHand(...args: Parameters<SecretModel["write"]>): void {
		this.write(...args);
		const [secret, { id }, , context] = args;
		this.#written(secret, id, context);
	}

	#written(secret: Secret, id: string, { now }: ModelContext): void {
		const abandoned = afterWrite(secret, id, now);
		if (abandoned) this.tell(secret, abandoned, "Abandoned");
	}

	/** Assumed: a test that is abandoned has no event of its own. */
	protected tell(secret: Secret, run: Run, what: string): void {
		const isTest = run.kind === "test" && what !== "Abandoned";
		const name = `${isTest ? "Test" : ""}Rotation${what}`;
		this.happened.push({ name, secret, run });
	}

	/** Before the next call. */
	protected forget(): void {
		this.happened = [];
	}
}
