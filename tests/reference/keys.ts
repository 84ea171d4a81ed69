/**
 * KMS keys of the naive model (6): which there are, in which state, and what KMS answers where one cannot be used.
 * Imports nothing from the package.
 */
import { type Input, type ModelContext, partitionOf } from "./admission.js";
import { isLegal, isWellFormed, type Name, nameIn, read } from "./key-names.js";
import { mayUse, mustUse, noAccess, whyNotUse } from "./key-permissions.js";
import { refuse, UNRECORDED } from "./refusal.js";

export interface Key {
	/** Of a key that is made because its alias is used, the id is random: undefined until the test names the real one. */
	arn: string | undefined;
	state: string;
	/** The one of an account and region that AWS manages. */
	readonly isDefault: boolean;
	readonly account: string;
	policy?: string | undefined;
}
/** Where the secret of a key is, and who calls from another account. */
type Place = Pick<ModelContext, "account" | "region" | "caller" | "person">;
type Id = string | undefined;

/** Stands for the random id of the answer of KMS. */
export const REQUEST_ID = "(a random uuid)";

/** What KMS answers to the service; the service quotes it (6.5). */
class KmsError extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}

	get quoted(): string {
		return `${this.message} (Service: AWSKMS; Status Code: 400; Error Code: ${this.code}; Request ID: ${REQUEST_ID}; Proxy: null)`;
	}
}

export class Keys {
	readonly #register: boolean;
	readonly #keys = new Map<string, Key>();
	readonly #aliases = new Map<string, Key>();
	/** What use makes, by the ARN that is used: an alias makes the same key again, should it be removed meanwhile. */
	readonly #made = new Map<string, Key>();

	constructor(unknownKeys: string | undefined) {
		this.#register = unknownKeys === "register";
	}

	/** The key that a caller names for a secret (1.3). */
	toName(id: Id, place: Place): Key {
		this.#ask(["GenerateDataKey", "Decrypt"], id, place);
		const key = this.#use(id, place);
		if (!(key instanceof KmsError)) return shared(key, place);
		if (key.code === "AccessDeniedException") return noAccess();
		return refuse(
			"InvalidParameterException",
			key.code === "DisabledException"
				? "The operation failed because the specified KMS key is disabled."
				: `The operation failed because of an invalid KMS key: ${key.quoted}`,
		);
	}

	/** The key that the next value is sealed under: an alias may name another one by now. */
	toSeal(id: Id, place: Place): Key {
		this.#ask(["GenerateDataKey"], id, place);
		const key = this.#use(id, place);
		if (!(key instanceof KmsError)) return shared(key, place);
		if (key.code === "AccessDeniedException") return noAccess();
		return refuse(
			"EncryptionFailure",
			`Secrets Manager can't encrypt the secret value: ${key.quoted}`,
		);
	}

	/** Any of the keys that sealed a value, and may be used, opens it; where none can, the latest says why. */
	toOpen(keys: readonly Key[], place: Place): void {
		if (keysFor(place, { keys }).length === 0) defaultKeyAbroad();
		const permitted = keysToOpen(place, { keys });
		if (permitted.length === 0) noAccess();
		const why = this.whyClosed(permitted);
		if (why === undefined) return;
		refuse(
			"DecryptionFailure",
			`Secrets Manager can't decrypt the secret value: ${why}`,
		);
	}

	/** What KMS answers where none of the keys opens a value. */
	whyClosed(keys: readonly Key[]): string | undefined {
		const last = keys.at(-1);
		return last === undefined || canOpen(keys)
			? undefined
			: brokenBy(last)?.quoted;
	}

	/** The key that a replica is to have, or why it cannot. */
	toReplicate(id: Id, place: Place): Key | string {
		const key = this.#use(id, place);
		if (!(key instanceof KmsError)) return key;
		if (key.code !== "AccessDeniedException") return key.quoted;
		const root = `arn:${partitionOf(place.region)}:iam::${place.account}:root`;
		const action = "kms:GenerateDataKey";
		const why = `User: ${root} is not authorized to perform: ${action} on resource: ${id} because no identity-based policy allows the ${action} action`;
		return new KmsError(key.code, why).quoted;
	}

	/** What KMS says to who may not decrypt one of these values, each by one of its keys, or not use the key that a replica is to have. */
	whyNotCarried(
		values: readonly (readonly Key[])[],
		id: Id,
		place: Place,
		region: string,
	): string | undefined {
		const there = { ...place, region };
		const key = this.#there(id, there);
		const why = [
			...values.map((keys) => {
				const whys = keys.map((key) => whyNotUse("Decrypt", key, place));
				return whys.includes(undefined) ? undefined : whys.at(-1);
			}),
			key && whyNotUse("GenerateDataKey", key, there),
		].find((each) => each !== undefined);
		return why && new KmsError("AccessDeniedException", why).quoted;
	}

	/** A secret that names a key, or has a value under the default one, was stored: a key that is made on first use is there. */
	wasUsed(id: Id, place: Place): void {
		const name = read(id, place);
		const key = name && this.#find(name);
		if (!key) return;
		(name.kind === "key" ? this.#keys : this.#aliases).set(name.arn, key);
	}

	/** Set-up: makes a key, or changes what is given of it. */
	register({ keyId, aliases, state, policy }: Input, place: Place): boolean {
		const { arn } = nameIn(place, "key", String(keyId));
		const before = this.#keys.get(arn);
		const key: Key = before ?? {
			...{ arn, state: "Enabled", isDefault: false },
			account: place.account,
		};
		const changes = [
			...[!before, state != null && state !== key.state],
			policy != null && policy !== key.policy,
		];
		key.state = String(state ?? key.state);
		key.policy = policy == null ? key.policy : String(policy);
		this.#keys.set(arn, key);
		for (const alias of (aliases ?? []) as string[])
			changes.push(this.#point(alias, key, place));
		return changes.includes(true);
	}

	/** Set-up: unlike KMS, from any state to any other. */
	setState({ keyId, state }: Input, place: Place): boolean {
		const key = this.#customerKey(keyId, place);
		const changes = key.state !== state;
		key.state = String(state);
		return changes;
	}

	/** Set-up. */
	putAlias({ alias, keyId }: Input, place: Place): boolean {
		return this.#point(String(alias), this.#customerKey(keyId, place), place);
	}

	removeAlias({ alias }: Input, place: Place): boolean {
		const { arn } = nameIn(place, "alias", String(alias));
		return this.#aliases.delete(arn);
	}

	/** The key behind an alias, if there is any. */
	behind(alias: string, place: Place): Key | undefined {
		return this.#aliases.get(nameIn(place, "alias", alias).arn);
	}

	/** All there are, and their aliases. */
	all(): { key: Key; aliases: string[] }[] {
		const named = [...this.#aliases];
		const keys = new Set([...this.#keys, ...named].map(([, key]) => key));
		return [...keys].map((key) => ({
			key,
			aliases: named.flatMap(([alias, of]) => (of === key ? [alias] : [])),
		}));
	}

	/** The test names the real id. */
	learn(key: Key, arn: string): void {
		key.arn = arn;
		this.#keys.set(arn, key);
	}

	#point(alias: string, key: Key, place: Place): boolean {
		const { arn } = nameIn(place, "alias", alias);
		const changes = this.#aliases.get(arn) !== key;
		this.#aliases.set(arn, key);
		return changes;
	}

	#customerKey(keyId: unknown, place: Place): Key {
		const name = read(String(keyId), place);
		const key = this.#keys.get(name?.arn ?? "");
		const isHere = name?.arn === nameIn(place, "key", name?.id ?? "").arn;
		if (!key || !isHere || key.isDefault)
			return refuse("TypeError", UNRECORDED);
		return key;
	}

	/** Permission comes before the state of a key, but nobody is asked about a key that is not there. */
	#ask(actions: readonly string[], id: Id, place: Place): void {
		const key = this.#there(id, place);
		if (key) mustUse(actions, key, place);
	}

	#there(id: Id, place: Place): Key | undefined {
		const name = read(id, place);
		if (name === undefined || name.region !== place.region) return undefined;
		const key = this.#find(name);
		return key?.state === "Deleted" ? undefined : key;
	}

	#use(id: Id, place: Place): Key | KmsError {
		const name = read(id, place);
		if (name === undefined)
			return new KmsError("NotFoundException", `Invalid keyId '${id}'`);
		const { kind, arn, account, region } = name;
		if (region !== place.region)
			return new KmsError("NotFoundException", `Invalid arn ${region}`);
		const key = this.#find(name);
		// Assumed: the aliases of a deleted key are gone with it.
		if (key === undefined || key.state === "Deleted")
			return kind === "key"
				? noSuchKey(arn)
				: new KmsError("NotFoundException", `Alias ${arn} is not found.`);
		if (key.isDefault && account !== place.account)
			return new KmsError("AccessDeniedException", "not quoted");
		return brokenBy(key) ?? key;
	}

	/** The default key is made on first use (6.1), and where unknown keys are registered, so is any that could be one. */
	#find(name: Name): Key | undefined {
		const { kind, arn, id } = name;
		const known = kind === "key" ? this.#keys : this.#aliases;
		const isDefault = id === "alias/aws/secretsmanager" && isWellFormed(name);
		const found = known.get(arn);
		if (found || !(isDefault || (this.#register && isLegal(name))))
			return found;
		const key = this.#made.get(arn) ?? {
			arn: kind === "key" ? arn : undefined,
			...{ state: "Enabled", isDefault, account: name.account },
		};
		this.#made.set(arn, key);
		return key;
	}
}

function brokenBy({ arn = "", state }: Key): KmsError | undefined {
	if (state === "Disabled")
		return new KmsError("DisabledException", `${arn} is disabled.`);
	if (state === "PendingDeletion")
		return new KmsError(
			"KMSInvalidStateException",
			`${arn} is pending deletion.`,
		);
	return state === "Deleted" ? noSuchKey(arn) : undefined;
}

/** Those of them that it may also open with. */
export const keysToOpen = (
	place: Place,
	{ keys }: { readonly keys: readonly Key[] },
): readonly Key[] =>
	keysFor(place, { keys }).filter((key) => mayUse("Decrypt", key, place));

export const canOpen = (keys: readonly Key[]): boolean =>
	keys.some((key) => brokenBy(key) === undefined);

/** The keys that a caller may use: from another account, not the default one (6.1). */
export const keysFor = (
	{ caller }: { readonly caller?: string | undefined },
	{ keys }: { readonly keys: readonly Key[] },
): readonly Key[] =>
	caller === undefined ? keys : keys.filter(({ isDefault }) => !isDefault);

const noSuchKey = (arn: string) =>
	new KmsError("NotFoundException", `Key '${arn}' does not exist`);

/** The default key is not for callers of another account (6.1). */
const shared = (key: Key, { caller }: Place): Key =>
	key.isDefault && caller !== undefined ? defaultKeyAbroad() : key;

const defaultKeyAbroad = () =>
	refuse(
		"InvalidRequestException",
		"You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
	);
