/**
 * The operations of the naive model on one secret and its versions.
 * Imports nothing from the package.
 */
import type { Input, ModelContext } from "./admission.js";
import { canOpen, type Key, Keys } from "./keys.js";
import { Pages } from "./listing.js";
import { refuse } from "./refusal.js";
import { afterWrite, checkRotationToken, type Run } from "./rotation.js";
import {
	DAY,
	givenValue,
	isReplay,
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
import { arnOf, Vaults } from "./vaults.js";

export interface Options {
	readonly maxVersions?: number;
	readonly maxSecrets?: number;
	readonly unknownKeys?: "refuse" | "register";
}
/** A rotation began or ended. */
export interface Happening {
	readonly name: string;
	readonly secret: Secret;
	readonly run: Run;
}
/** An admitted input: members that are texts. */
type Texts = Readonly<Record<string, string | null | undefined>>;

const IRE = "InvalidRequestException";

export class SecretModel {
	readonly #options: Options;
	readonly keys: Keys;
	protected readonly vaults = new Vaults();
	protected readonly pages = new Pages();
	#sequence = 0;
	/** Grows with each call that changes the state. */
	changes = 0;
	/** What the latest call made of rotations. */
	happened: Happening[] = [];

	constructor(options: Options = {}) {
		this.#options = options;
		this.keys = new Keys(options.unknownKeys);
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
		if (
			existing &&
			value !== undefined &&
			this.isReplay(existing, token, value)
		)
			return { ...namesOf(existing), VersionId: token };
		if (existing)
			refuse(
				"ResourceExistsException",
				`The operation failed because the secret ${name} already exists.`,
			);
		const tags = input.Tags ? withTags([], input.Tags) : undefined;
		this.keys.toName(KmsKeyId || undefined, context);
		if (secrets.length >= (this.#options.maxSecrets ?? 500_000))
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
		if (key !== undefined) this.keys.wasUsed(key, context);
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
		this.keys.toOpen(version.keys);
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
		if (!this.isReplay(secret, token, value)) {
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
		const value = givenValue(input);
		const token = String(input.ClientRequestToken);
		const { Description, KmsKeyId, Type } = input as Texts;
		const isReplay = this.change(secret, input, value, context);
		if (!isReplay || (Description ?? KmsKeyId ?? Type) != null)
			this.changed(secret, context);
		return { ...namesOf(secret), ...(value && { VersionId: token }) };
	}

	/** Changes what is given, the key first; true for a value that is stored already. */
	protected change(
		secret: Secret,
		input: Input,
		value: Value | undefined,
		context: ModelContext,
	): boolean {
		const id = String(input.ClientRequestToken);
		const { Description, KmsKeyId, Type } = input as Texts;
		const key = (KmsKeyId ?? secret.kmsKeyId) || undefined;
		const added = KmsKeyId == null ? undefined : this.keys.toName(key, context);
		const rekeyed = added ? versionsWithout(added, secret) : [];
		const replay = value !== undefined && this.isReplay(secret, id, value);
		if (value !== undefined && !replay)
			this.writeByHand(secret, { id, value, key }, undefined, context);
		if (added) for (const { keys } of rekeyed) keys.push(added);
		const isNamed = key !== undefined && key !== secret.kmsKeyId;
		if (isNamed || rekeyed.length > 0) this.keys.wasUsed(key, context);
		secret.kmsKeyId = key;
		secret.description = (Description ?? secret.description) || undefined;
		secret.type = (Type ?? secret.type) || undefined;
		return replay;
	}

	protected isReplay(secret: Secret, token: string, value: Value): boolean {
		return isReplay(secret, token, value, this.keys);
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
		const keys = [this.keys.toSeal(key, context)];
		const created = context.now;
		const version = { id, sequence, value, created, keys, accessed: undefined };
		write(secret, version, stages, this.#options.maxVersions);
		this.keys.wasUsed(key, context);
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

/** A given key reaches the versions that AWS's own labels are on, where another key can open them (6.3). */
const versionsWithout = (added: Key, secret: Secret) =>
	secret.versions.filter(
		({ id, keys }) =>
			labelsOf(secret, id)?.some((label) =>
				["AWSCURRENT", "AWSPREVIOUS", "AWSPENDING"].includes(label),
			) &&
			canOpen(keys) &&
			!keys.includes(added),
	);
