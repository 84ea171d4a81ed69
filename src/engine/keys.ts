import {
	type Check,
	closedRecord,
	listOf,
	matching,
	oneOf,
	optional,
	text,
} from "../base/check.js";
import { valueAt } from "../base/ordered-map.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { isAttachable } from "../iam/attached.js";
import { isPolicy, type Policy, policyText } from "../iam/policy.js";
import {
	isAliasName,
	isAwsManaged,
	isKeyId,
	KEY_STATES,
	type KeyArn,
	type KeyHome,
	type KeyState,
	nameIn,
	readKeyId,
} from "../kms/key.js";
import {
	type KeyRing,
	withAlias,
	withKey,
	withoutAlias,
} from "../kms/key-ring.js";
import { requireStore, type SecretStore, withKeys } from "../store/store.js";
import { requirePlace } from "./context.js";

/** A customer key, as `registerKey` takes it. */
export interface KeyRegistration {
	/** A UUID; for a multi-Region key `mrk-` and 32 hexadecimal digits, the same for each region that it is registered in. */
	readonly keyId: string;
	/** Such as `alias/app`. An alias that another key of the account and region has moves to this one. */
	readonly aliases?: readonly string[] | undefined;
	/** Without it, a new key is enabled, and one that is there stays as it is. */
	readonly state?: KeyState | undefined;
	/**
	 * The key policy, as JSON or as an object. Without it, who may use the key is left to identity policies, also of other
	 * accounts; and one that is there stays. https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
	 */
	readonly policy?: Policy | undefined;
}

/** A store with a key, and the ARN of that. */
export interface RegisteredKey {
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
	context: KeyHome,
): RegisteredKey {
	requireStore(store);
	requirePlace(context);
	return required("registerKey", withRegistration(store, key, context));
}

/** The same for a registration from outside: what is wrong with it is told, not thrown. */
export function withRegistration(
	store: SecretStore,
	key: unknown,
	context: KeyHome,
): Result<RegisteredKey, string> {
	const read = readAs<KeyRegistration>(registration, key, "key");
	if (!read.ok) return read;
	const { keyId, aliases = [] } = read.value;
	const { arn } = nameIn(context, "key", keyId);
	if (isAwsManaged(arn)) return err(managed(arn));
	const before = valueAt(store.keys.keys, arn);
	const state = read.value.state ?? before?.state ?? "Enabled";
	const policy =
		read.value.policy === undefined
			? before?.policy
			: policyText(read.value.policy);
	let ring = withKey(store.keys, { arn, state, ...(policy && { policy }) });
	for (const alias of aliases)
		ring = withAlias(ring, nameIn(context, "alias", alias).arn, arn);
	return ok({ store: withKeys(store, ring), arn });
}

/** A state to put a key in, which its id or its ARN names. */
export interface KeyStateChange {
	readonly keyId: string;
	readonly state: KeyState;
}

/**
 * Puts a key of the store in a state. Unlike KMS it may leave any state for any other, so that a deleted key can be brought
 * back. The same store when it is in it; an unknown key, or one that AWS manages, is a TypeError.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function setKeyState(
	store: SecretStore,
	change: KeyStateChange,
	context: KeyHome,
): { readonly store: SecretStore } {
	requireStore(store);
	requirePlace(context);
	const read = readAs<KeyStateChange>(stateChange, change, "change");
	const { keyId, state } = required("setKeyState", read);
	const arn = required("setKeyState", knownKey(store.keys, keyId, context));
	const key = { ...valueAt(store.keys.keys, arn), arn, state };
	return { store: withKeys(store, withKey(store.keys, key)) };
}

/** An alias, such as `alias/app`, to point at a key, which its id or its ARN names. */
export interface AliasChange {
	readonly alias: string;
	readonly keyId: string;
}

/**
 * Points an alias, new or not, at a key of the account and region of the context. What is sealed already stays under the
 * key that sealed it. The same store when it points there; what is no alias, an unknown key, or one that AWS manages, is a
 * TypeError.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html
 */
export function putAlias(
	store: SecretStore,
	change: AliasChange,
	context: KeyHome,
): { readonly store: SecretStore } {
	requireStore(store);
	requirePlace(context);
	const read = readAs<AliasChange>(aliasChange, change, "change");
	const { alias, keyId } = required("putAlias", read);
	const arn = required("putAlias", knownKey(store.keys, keyId, context));
	const name = nameIn(context, "alias", alias).arn;
	return { store: withKeys(store, withAlias(store.keys, name, arn)) };
}

/**
 * Takes an alias of the account and region of the context away; a secret that names it cannot store a value until it is
 * there again. The same store when there is none; what is no alias is a TypeError.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html
 */
export function removeAlias(
	store: SecretStore,
	change: Pick<AliasChange, "alias">,
	context: KeyHome,
): { readonly store: SecretStore } {
	requireStore(store);
	requirePlace(context);
	const read = readAs<typeof change>(aliasRemoval, change, "change");
	const { alias } = required("removeAlias", read);
	const name = nameIn(context, "alias", alias).arn;
	return { store: withKeys(store, withoutAlias(store.keys, name)) };
}

const keyState = oneOf(...KEY_STATES);

const aliasName = matching(
	isAliasName,
	"alias/ and letters, digits, slashes, underscores or hyphens, at most 256 characters in all, such as alias/app; alias/aws/ is reserved",
);

const keyPolicy: Check = (value, path) =>
	isPolicy(value) && isAttachable(policyText(value))
		? undefined
		: `${path} must be a key policy: its JSON text, or an object, with Principal, Action and Resource in each statement`;

/** What of a key may be given besides its id. */
export const KEY_MEMBERS = {
	aliases: optional(listOf(aliasName)),
	state: optional(keyState),
	policy: optional(keyPolicy),
} as const;

const registration = closedRecord({
	keyId: matching(
		isKeyId,
		"a UUID in lower case, or mrk- and 32 hexadecimal digits for a multi-Region key: what an ARN has behind key/",
	),
	...KEY_MEMBERS,
});
const stateChange = closedRecord({ keyId: text, state: keyState });
const aliasChange = closedRecord({ keyId: text, alias: aliasName });
const aliasRemoval = closedRecord({ alias: aliasName });

function readAs<T>(
	check: Check,
	value: unknown,
	path: string,
): Result<T, string> {
	const problem = check(value, path);
	return problem === undefined ? ok(value as T) : err(problem);
}

/** What is wrong with the words of a programmer is a TypeError. */
function required<T>(command: string, result: Result<T, string>): T {
	if (!result.ok) throw new TypeError(`${command}: ${result.error}.`);
	return result.value;
}

/** The ARN of a customer key that is in the store. */
function knownKey(
	ring: KeyRing,
	keyId: string,
	context: KeyHome,
): Result<KeyArn, string> {
	const named = readKeyId(keyId, context);
	const isHere =
		named?.kind === "key" &&
		nameIn(context, "key", named.name).arn === named.arn;
	if (!isHere)
		return err(
			`change.keyId must be the id or the ARN of a key in the account and region of the context, ${context.account} and ${context.region}; ${JSON.stringify(keyId)} is neither`,
		);
	const { arn } = named;
	if (isAwsManaged(arn)) return err(managed(arn));
	return valueAt(ring.keys, arn) === undefined
		? err(`change.keyId: there is no key ${arn}; registerKey makes it`)
		: ok(arn);
}

const managed = (arn: KeyArn): string =>
	`AWS manages the key ${arn}, which stays as it is; name a key of your own`;
