/**
 * The operations of the naive model that make a secret and change it, and what all others stand on.
 * Imports nothing from the package.
 */
import type { Input, ModelContext } from "./admission.js";
import { mayUse } from "./key-permissions.js";
import { canOpen, type Key, Keys, keysToOpen } from "./keys.js";
import { Pages } from "./listing.js";
import { refuse } from "./refusal.js";
import { DEFAULT_ALIAS } from "./replication.js";
import { afterWrite, type Run } from "./rotation.js";
import {
	givenValue,
	isReplay,
	labelsOf,
	namesOf,
	type Output,
	type Secret,
	type Value,
	type Version,
	withTags,
	write,
} from "./secret.js";
import { arnOf, Vaults } from "./vaults.js";

export interface Options {
	readonly maxVersions?: number;
	readonly maxSecrets?: number;
	readonly unknownKeys?: "refuse" | "register";
	readonly replication?: "immediate" | { readonly afterMs: number };
}
/** A rotation began or ended. */
export interface Happening {
	readonly name: string;
	readonly secret: Secret;
	readonly run: Run;
}
/** An admitted input: members that are texts. */
export type Texts = Readonly<Record<string, string | null | undefined>>;

const IRE = "InvalidRequestException";
export const MAX_SECRETS = 500_000;
export const TOO_MANY =
	"You exceeded the maximum number of secrets allowed in an account and region.";

export class SecretModel {
	protected readonly options: Options;
	readonly keys: Keys;
	protected readonly vaults = new Vaults();
	protected readonly pages = new Pages();
	#sequence = 0;
	/** Grows with each call that changes the state. */
	changes = 0;
	/** What the latest call made of rotations. */
	happened: Happening[] = [];
	/** The secrets that ended in it, and when they did. */
	ended: { readonly arn: string; readonly at: number }[] = [];

	constructor(options: Options = {}) {
		this.options = options;
		this.keys = new Keys(options.unknownKeys);
	}

	/** The secrets that exist now. */
	secrets(context: ModelContext): readonly Secret[] {
		return this.vaults.alive(context);
	}

	/** The same in all accounts and regions, each with its place. */
	everywhere(now: number): (readonly [place: string, Secret])[] {
		return this.vaults.everywhere(now);
	}

	CreateSecret(input: Input, context: ModelContext): Output {
		const { now } = context;
		const name = String(input.Name);
		const token = String(input.ClientRequestToken);
		const { Description, KmsKeyId, Type } = input as Texts;
		const existing = this.vaults.named(name, context);
		const secrets = this.vaults.alive(context);
		if (existing?.deleted !== undefined)
			refuse(
				IRE,
				"You can't create this secret because a secret with this name is already scheduled for deletion.",
			);
		const value = givenValue(input);
		if (
			existing &&
			value !== undefined &&
			existing.primaryRegion === undefined &&
			this.isReplay(existing, token, value, context)
		)
			return { ...namesOf(existing), VersionId: token };
		if (existing)
			refuse(
				"ResourceExistsException",
				`The operation failed because the secret ${name} already exists.`,
			);
		const tags = input.Tags ? withTags([], input.Tags) : undefined;
		this.checkReplicas(input, context);
		this.keys.toName(KmsKeyId || undefined, context);
		if (secrets.length >= (this.options.maxSecrets ?? MAX_SECRETS))
			refuse("LimitExceededException", TOO_MANY);
		const secret: Secret = {
			name,
			arn: arnOf(name, context),
			description: Description || undefined,
			kmsKeyId: KmsKeyId || undefined,
			type: Type || undefined,
			sequence: this.nextSequence(),
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
			replicas: [],
			primaryRegion: undefined,
		};
		const key = secret.kmsKeyId;
		if (value !== undefined)
			this.write(secret, { id: token, value, key }, undefined, context);
		this.add(secret, context);
		if (key !== undefined) this.keys.wasUsed(key, context);
		this.changed(secret, context);
		return { ...namesOf(secret), ...(value && { VersionId: token }) };
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
		const standard = secret.primaryRegion && DEFAULT_ALIAS; // a replica names its key in any case
		const key = (KmsKeyId ?? secret.kmsKeyId) || standard;
		const added = KmsKeyId == null ? undefined : this.keys.toName(key, context);
		const rekeyed = added ? versionsWithout(added, secret, context) : [];
		const replay =
			value !== undefined && this.isReplay(secret, id, value, context);
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

	protected isReplay(
		secret: Secret,
		token: string,
		value: Value,
		context: ModelContext,
	): boolean {
		return isReplay(secret, token, value, this.keys, context);
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
		const sequence = 1 + (secret.versions.at(-1)?.sequence ?? 0);
		const keys = [this.keys.toSeal(key, context)];
		const created = context.now;
		const version = { id, sequence, value, created, keys, accessed: undefined };
		write(secret, version, stages, this.options.maxVersions);
		this.keys.wasUsed(key, context);
	}

	/** The same for a caller, which may mean something for the rotation. */
	protected writeByHand(...args: Parameters<SecretModel["write"]>): void {
		this.write(...args);
		const [secret, { id }, , context] = args;
		this.written(secret, id, context);
	}

	protected written(secret: Secret, id: string, { now }: ModelContext): void {
		const abandoned = afterWrite(secret, id, now);
		if (abandoned) this.tell(secret, abandoned, "Abandoned");
	}

	/** Assumed: a test that is abandoned has no event of its own. */
	protected tell(secret: Secret, run: Run, what: string): void {
		const isTest = run.kind === "test" && what !== "Abandoned";
		const name = `${isTest ? "Test" : ""}Rotation${what}`;
		this.happened.push({ name, secret, run });
	}

	protected nextSequence(): number {
		return ++this.#sequence;
	}

	/** One past its window that still had the name ends with that, as of the end of its window. */
	protected add(
		secret: Secret,
		place: Pick<ModelContext, "account" | "region">,
	): void {
		const { arn, deletion } = this.vaults.add(secret, place) ?? {};
		if (arn !== undefined) this.ended.push({ arn, at: Number(deletion) });
	}

	protected end(secret: Secret, at: number, ...by: readonly Secret[]): void {
		this.vaults.replace(secret, ...by);
		this.ended.push({ arn: secret.arn, at });
	}

	/** Of the regions that a secret is to be created in as well. */
	protected checkReplicas(_input: Input, _context: ModelContext): void {}

	/** Before the next call. */
	protected forget(): void {
		this.happened = [];
		this.ended = [];
	}
}

/** A given key reaches the versions that AWS's own labels are on, where another key can open them (6.3). */
const versionsWithout = (added: Key, secret: Secret, caller: ModelContext) =>
	secret.versions.filter(
		(version) =>
			isLabelledByAws(secret, version) &&
			canOpen(keysToOpen(caller, version)) &&
			mayUse("Encrypt", added, caller) &&
			!version.keys.includes(added),
	);

export const isLabelledByAws = (secret: Secret, { id }: Version) =>
	labelsOf(secret, id)?.some((label) =>
		["AWSCURRENT", "AWSPREVIOUS", "AWSPENDING"].includes(label),
	) === true;
