import { listOf, matching, optional } from "../base/check.js";
import { invariant } from "../base/invariant.js";
import { requireMembers } from "../base/members.js";
import {
	emptyOrderedMap,
	entriesOf,
	isOrderedMap,
	naturalOrder,
	type OrderedMap,
	valueAt,
	withEntry,
} from "../base/ordered-map.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { isKnowable, KNOWABLE } from "../iam/known.js";
import {
	emptyKeyRing,
	isUnknownKeys,
	type KeyRing,
	UNKNOWN_KEYS,
	type UnknownKeys,
	withKeyNamed,
} from "../kms/key-ring.js";
import { isExpired } from "../model/deletion.js";
import { usesKeyAnew } from "../model/sealing.js";
import type { Secret } from "../model/secret.js";
import type { Account } from "../values/account.js";
import { type Failure, limitExceeded } from "../values/failure.js";
import { DAY, type Instant } from "../values/instant.js";
import type { Region } from "../values/region.js";
import { type DueMap, firstDueAt, nothingDue, reschedule } from "./due.js";
import {
	emptyVault,
	secretNamed,
	type Vault,
	withNewSecret,
	withoutSecret,
	withSecret,
} from "./vault.js";

/** AWS Secrets Manager as an immutable value: every secret of every account and region. */
export interface SecretStore {
	readonly limits: Limits;
	/** The KMS keys that secrets may be sealed under, and every one that seals a value. */
	readonly keys: KeyRing;
	readonly vaults: OrderedMap<VaultKey, Vault>;
	/** The vaults with something due, by the instant of the first of it. */
	readonly due: DueMap<VaultKey, VaultKey>;
	/** How long what changes in a primary is on its way to its replicas, in milliseconds; 0 for no time at all. */
	readonly replicationLag: number;
	/** Whom alone policies may name; anybody without it. */
	readonly knownPrincipals: readonly string[] | undefined;
}

/** What can be set; a limit is a whole number from 1 on. */
export interface StoreOptions {
	/** Versions of one secret above which a write is refused; without it no burst of writes is. */
	readonly maxVersions?: number | undefined;
	/** Secrets per account and region; 500,000 without it, the quota of AWS. */
	readonly maxSecrets?: number | undefined;
	/**
	 * What becomes of a KmsKeyId that names no key of the store: "refuse" without it, as AWS does; "register" makes the key,
	 * enabled, when a secret first names it. An identifier that could name no key is refused in any case.
	 */
	readonly unknownKeys?: UnknownKeys | undefined;
	/**
	 * When replicas have what changes in their primary: "immediate" without it, so that a call answers InProgress and the
	 * next look finds InSync; or after a time in milliseconds, up to a year, when `advance` takes it there.
	 */
	readonly replication?: Replication | undefined;
	/**
	 * Whom resource policies may name, as AWS refuses principals that do not exist: accounts ("123456789012"), ARNs of users,
	 * roles, sessions and identity providers, services ("rds.amazonaws.com"). The account of a secret, sessions of a known
	 * role and everybody (`*`) always are known. Anybody without it.
	 */
	readonly knownPrincipals?: readonly string[] | undefined;
}

export type Replication = "immediate" | { readonly afterMs: number };

export interface Limits {
	readonly maxVersions: number;
	readonly maxSecrets: number;
}

/** `<account>/<region>` */
export type VaultKey = string;

const MAX_SECRETS = 500_000;

/** An empty store. A limit that is no whole number from 1 on, or an option that is none, is a TypeError. */
export function createStore(options: StoreOptions = {}): SecretStore {
	requireMembers("createStore", options, [
		"maxVersions",
		"maxSecrets",
		"unknownKeys",
		"replication",
		"knownPrincipals",
	]);
	const {
		maxVersions,
		maxSecrets,
		unknownKeys = "refuse",
		replication = "immediate",
		knownPrincipals,
	} = options;
	for (const [name, limit] of Object.entries({ maxVersions, maxSecrets }))
		if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 1))
			throw new TypeError(
				`createStore: ${name} must be a whole number from 1 on; leave it out for the default.`,
			);
	if (!isUnknownKeys(unknownKeys))
		throw new TypeError(
			`createStore: unknownKeys must be one of ${UNKNOWN_KEYS.join(", ")}; leave it out for the default.`,
		);
	if (!isReplication(replication))
		throw new TypeError(
			'createStore: replication must be "immediate" or { afterMs: 5000 }, a whole number of milliseconds up to a year; leave it out for the default.',
		);
	const problem = checkKnown(knownPrincipals, "createStore: knownPrincipals");
	if (problem !== undefined) throw new TypeError(`${problem}.`);
	return {
		keys: emptyKeyRing(unknownKeys),
		limits: Object.freeze({
			maxVersions: maxVersions ?? Number.POSITIVE_INFINITY,
			maxSecrets: maxSecrets ?? MAX_SECRETS,
		}),
		vaults: emptyOrderedMap(naturalOrder),
		due: nothingDue(),
		replicationLag: replication === "immediate" ? 0 : replication.afterMs,
		knownPrincipals: knownPrincipals && Object.freeze([...knownPrincipals]),
	};
}

/** An empty store with the options of another. */
export const emptied = ({
	limits,
	keys,
	replicationLag,
	knownPrincipals,
}: SecretStore): SecretStore => ({
	...createStore({ unknownKeys: keys.unknownKeys }),
	limits,
	replicationLag,
	knownPrincipals,
});

const checkKnown = optional(listOf(matching(isKnowable, KNOWABLE)));

const LONGEST_LAG = 365 * DAY;

/** Whether it says when replicas have what changes in their primary. */
export function isReplication(value: unknown): value is Replication {
	if (value === "immediate") return true;
	const { afterMs, ...others } = Object(value);
	return isReplicationLag(afterMs) && Object.keys(others).length === 0;
}

/** Whether replication can take so many milliseconds. */
export const isReplicationLag = (value: unknown): value is number =>
	Number.isInteger(value) &&
	(value as number) >= 0 &&
	(value as number) <= LONGEST_LAG;

/** The store with a time that replication takes; what is on its way arrives when it was to. */
export const withReplicationLag = (
	store: SecretStore,
	replicationLag: number,
): SecretStore => ({ ...store, replicationLag });

/** The store with other keys; the same store where they are its own. */
export const withKeys = (store: SecretStore, keys: KeyRing): SecretStore =>
	keys === store.keys ? store : { ...store, keys };

/** The store with an answer to unknown keys; the same store where it has that. */
export const withUnknownKeys = (
	store: SecretStore,
	unknownKeys: UnknownKeys,
): SecretStore =>
	store.keys.unknownKeys === unknownKeys
		? store
		: withKeys(store, { ...store.keys, unknownKeys });

export function isStore(store: unknown): store is SecretStore {
	const { vaults, due, limits, keys } = Object(store) as Partial<SecretStore>;
	return (
		isOrderedMap(vaults) &&
		isOrderedMap(due) &&
		isOrderedMap(keys?.keys) &&
		limits !== undefined
	);
}

/** What is no store is its programmer's mistake: a TypeError with the remedy. */
export function requireStore(store: unknown): asserts store is SecretStore {
	if (!isStore(store))
		throw new TypeError(
			"store must be a SecretStore: createStore() makes one, each outcome holds the next as outcome.store, and fromSnapshot(…) opens a snapshot.",
		);
}

/** The vault of an account and region; an empty one where nothing was created yet. */
export const vaultOf = (
	store: SecretStore,
	account: Account,
	region: Region,
): Vault =>
	valueAt(store.vaults, `${account}/${region}`) ?? emptyVault(account, region);

/** Puts a vault in its place, and keeps `due` true. */
export function withVault(store: SecretStore, vault: Vault): SecretStore {
	const key = `${vault.account}/${vault.region}`;
	const before = valueAt(store.vaults, key);
	const was = before && firstDueAt(before.due);
	return {
		...store,
		vaults: withEntry(store.vaults, key, vault),
		due: reschedule(store.due, key, key, was, firstDueAt(vault.due)),
	};
}

/**
 * Adds a secret whose name is free, or held by an expired secret, which then goes (`expired`). Refuses with
 * LimitExceededException when the account has its quota of secrets in the region; those awaiting deletion count, expired
 * ones do not.
 */
export function addSecret(
	store: SecretStore,
	secret: Secret,
	now: Instant,
): Result<
	{ readonly store: SecretStore; readonly expired: Secret | undefined },
	Failure
> {
	const vault = vaultOf(store, secret.account, secret.region);
	const expired = secretNamed(vault, secret.name);
	invariant(
		expired === undefined || isExpired(expired, now),
		"the name is free",
	);
	const cleared =
		expired === undefined ? vault : withoutSecret(vault, secret.name);
	if (!hasRoom(cleared, store.limits.maxSecrets, now))
		return err(limitExceeded(TOO_MANY_SECRETS));
	const added = withVault(
		withKeyOf(store, undefined, secret),
		withNewSecret(cleared, secret),
	);
	return ok({ store: added, expired });
}

/** Assumed: the text about too many secrets is modelled on the recorded one about labels. */
const TOO_MANY_SECRETS =
	"You exceeded the maximum number of secrets allowed in an account and region.";

/** Puts a secret in the place of what it was before. */
export const putSecret = (
	store: SecretStore,
	before: Secret,
	after: Secret,
): SecretStore =>
	withVault(
		withKeyOf(store, before, after),
		withSecret(vaultOf(store, after.account, after.region), after),
	);

/** Makes the key of a secret where this use of it makes it. */
function withKeyOf(
	store: SecretStore,
	before: Secret | undefined,
	after: Secret,
): SecretStore {
	return usesKeyAnew(before, after)
		? withKeys(store, withKeyNamed(store.keys, after.kmsKeyId, after))
		: store;
}

export const removeSecret = (store: SecretStore, secret: Secret): SecretStore =>
	withVault(
		store,
		withoutSecret(vaultOf(store, secret.account, secret.region), secret.name),
	);

/** Expired secrets leave room; they are counted only in a full vault, and only until there is room for one. */
function hasRoom(vault: Vault, maxSecrets: number, now: Instant): boolean {
	let count = vault.rows.size;
	for (const [[at], name] of entriesOf(vault.due)) {
		if (count < maxSecrets || at > now) break;
		const secret = secretNamed(vault, name); // of which a rotation may be due as well
		if (secret !== undefined && isExpired(secret, now)) count--;
	}
	return count < maxSecrets;
}
