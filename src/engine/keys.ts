import { listOf, matching, oneOf, optional, record } from "../base/check.js";
import { requireMembers } from "../base/members.js";
import { valueAt } from "../base/ordered-map.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import {
	isAliasName,
	isAwsManaged,
	isKeyId,
	KEY_STATES,
	type KeyArn,
	type KeyState,
	nameIn,
	readKeyId,
} from "../kms/key.js";
import { type KeyRing, withAlias, withKey } from "../kms/key-ring.js";
import { requireStore, type SecretStore } from "../store/store.js";
import { type Context, requirePlace } from "./context.js";

/** Where a key lives: all that counts of a context here. */
export type KeyPlace = Pick<Context, "account" | "region">;

/** A customer key, as `registerKey` takes it. */
export interface KeyRegistration {
	/** A UUID; for a multi-Region key `mrk-` and 32 hexadecimal digits, the same for each region that it is registered in. */
	readonly keyId: string;
	/** Such as `alias/app`. An alias that another key of the account and region has moves to this one. */
	readonly aliases?: readonly string[] | undefined;
	/** Without it, a new key is enabled, and one that is there stays as it is. */
	readonly state?: KeyState | undefined;
}

/** A store with a key, and the ARN of that. */
export interface Registered {
	readonly store: SecretStore;
	readonly arn: string;
}

/**
 * Sets a store up with a symmetric customer key, in the account and region of the context, or changes what is given of it.
 * Answers with its ARN. The same store when nothing changes; what is no key id, alias or state is a TypeError.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function registerKey(
	store: SecretStore,
	key: KeyRegistration,
	context: KeyPlace,
): Registered {
	requireStore(store);
	requirePlace(context);
	requireMembers("registerKey", key, ["keyId", "aliases", "state"]);
	return required("registerKey", withRegistration(store, key, context));
}

/** The same for a registration from outside: what is wrong with it is told, not thrown. */
export function withRegistration(
	store: SecretStore,
	key: unknown,
	context: KeyPlace,
): Result<Registered, string> {
	const problem = registration(key, "key");
	if (problem !== undefined) return err(problem);
	const { keyId, aliases = [], state } = key as KeyRegistration;
	const { arn } = nameIn(context, "key", keyId);
	if (isAwsManaged(arn)) return err(managed(arn));
	const known = valueAt(store.keys.keys, arn);
	let ring = inState(store.keys, arn, state ?? known?.state ?? "Enabled");
	for (const alias of aliases) ring = pointing(ring, alias, arn, context);
	return ok({ store: withRing(store, ring), arn });
}

/**
 * Puts a key of the store, named by its id or its ARN, in a state. Unlike KMS it may leave any state for any other, so that
 * a deleted key can be brought back. The same store when it is in it; an unknown key, or one that AWS manages, is a TypeError.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function setKeyState(
	store: SecretStore,
	change: { readonly keyId: string; readonly state: KeyState },
	context: KeyPlace,
): { readonly store: SecretStore } {
	requireStore(store);
	requirePlace(context);
	requireMembers("setKeyState", change, ["keyId", "state"]);
	const { keyId, state } = change;
	const problem = keyState(state, "state");
	if (problem !== undefined) throw new TypeError(`setKeyState: ${problem}.`);
	const arn = required("setKeyState", knownKey(store.keys, keyId, context));
	return { store: withRing(store, inState(store.keys, arn, state)) };
}

/**
 * Points an alias, new or not, at a key of the account and region of the context, which is named by its id or its ARN. What
 * is sealed already stays under the key that sealed it. The same store when it points there; what is no alias, an unknown
 * key, or one that AWS manages, is a TypeError.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html
 */
export function putAlias(
	store: SecretStore,
	change: { readonly alias: string; readonly keyId: string },
	context: KeyPlace,
): { readonly store: SecretStore } {
	requireStore(store);
	requirePlace(context);
	requireMembers("putAlias", change, ["alias", "keyId"]);
	const { alias, keyId } = change;
	const problem = aliasName(alias, "alias");
	if (problem !== undefined) throw new TypeError(`putAlias: ${problem}.`);
	const arn = required("putAlias", knownKey(store.keys, keyId, context));
	return { store: withRing(store, pointing(store.keys, alias, arn, context)) };
}

const keyState = oneOf(...KEY_STATES);

const aliasName = matching(
	isAliasName,
	"alias/ and letters, digits, slashes, underscores or hyphens, at most 256 characters in all, such as alias/app; alias/aws/ is reserved",
);

const registration = record({
	keyId: matching(
		isKeyId,
		"a UUID, or mrk- and 32 hexadecimal digits for a multi-Region key",
	),
	aliases: optional(listOf(aliasName)),
	state: optional(keyState),
});

/** What is wrong with the words of a programmer is a TypeError. */
function required<T>(command: string, result: Result<T, string>): T {
	if (!result.ok) throw new TypeError(`${command}: ${result.error}.`);
	return result.value;
}

const withRing = (store: SecretStore, keys: KeyRing): SecretStore =>
	keys === store.keys ? store : { ...store, keys };

const inState = (ring: KeyRing, arn: KeyArn, state: KeyState): KeyRing =>
	valueAt(ring.keys, arn)?.state === state
		? ring
		: withKey(ring, { arn, state });

function pointing(
	ring: KeyRing,
	alias: string,
	arn: KeyArn,
	context: KeyPlace,
): KeyRing {
	const name = nameIn(context, "alias", alias).arn;
	return valueAt(ring.aliases, name) === arn
		? ring
		: withAlias(ring, name, arn);
}

/** The ARN of a customer key that is in the store. */
function knownKey(
	ring: KeyRing,
	keyId: unknown,
	context: KeyPlace,
): Result<KeyArn, string> {
	const named =
		typeof keyId === "string" ? readKeyId(keyId, context) : undefined;
	const isHere =
		named?.kind === "key" &&
		nameIn(context, "key", named.name).arn === named.arn;
	if (!isHere)
		return err(
			"keyId must be the id or the ARN of a key in the account and region of the context",
		);
	const { arn } = named;
	if (isAwsManaged(arn)) return err(managed(arn));
	return valueAt(ring.keys, arn) === undefined
		? err(`keyId: there is no key ${arn}; registerKey makes it`)
		: ok(arn);
}

const managed = (arn: KeyArn): string =>
	`keyId: AWS manages the key ${arn}, which stays as it is`;
