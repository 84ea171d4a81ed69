import {
	emptyOrderedMap,
	entriesOf,
	naturalOrder,
	type OrderedMap,
	valueAt,
	withEntry,
	withoutKey,
} from "../base/ordered-map.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import {
	type AliasArn,
	arnBehind,
	canExist,
	isAwsManaged,
	isDefaultAlias,
	type Key,
	type KeyArn,
	type KeyHome,
	type KeyName,
	parseKmsArn,
	readKeyId,
} from "./key.js";
import {
	disabled,
	invalidKeyId,
	type KmsError,
	NOT_ALLOWED,
	noSuchAlias,
	noSuchKey,
	ofAnotherRegion,
	pendingDeletion,
} from "./kms-error.js";

/** The KMS keys of all accounts and regions, and their aliases. */
export interface KeyRing {
	/** What becomes of a key that is named and not here. */
	readonly unknownKeys: UnknownKeys;
	readonly keys: OrderedMap<KeyArn, Key>;
	/** Each names a key of its own account and region. */
	readonly aliases: OrderedMap<AliasArn, KeyArn>;
	/** Whether a key has, or had, a policy of its own: else it is no key that keeps anybody out. */
	readonly hasPolicies: boolean;
}

/** `refuse`, as AWS does, or `register`: it is made, enabled, when it is first used. */
export const UNKNOWN_KEYS = ["refuse", "register"] as const;

export type UnknownKeys = (typeof UNKNOWN_KEYS)[number];

export const isUnknownKeys = (value: unknown): value is UnknownKeys =>
	UNKNOWN_KEYS.some((each) => each === value);

export const emptyKeyRing = (unknownKeys: UnknownKeys): KeyRing => ({
	unknownKeys,
	keys: emptyOrderedMap(naturalOrder),
	aliases: emptyOrderedMap(naturalOrder),
	hasPolicies: false,
});

/**
 * The key that an identifier names for a secret of an account and region, or what KMS answers where there is none, or none
 * that can be used. One that is made on first use is answered as it will be.
 * Assumed: the aliases of a deleted key are gone with it.
 * Assumed: the AWS-managed key of another account is refused as one without permission.
 */
export function usableKey(
	ring: KeyRing,
	keyId: KmsKeyId | undefined,
	home: KeyHome,
): Result<KeyArn, KmsError> {
	const named = readKeyId(keyId, home);
	if (named === undefined) return err(invalidKeyId(keyId ?? ""));
	const { kind, arn, account, region } = named;
	if (region !== home.region) return err(ofAnotherRegion(region));
	const key = keyFor(ring, named);
	if (key === undefined || key.state === "Deleted")
		return err(kind === "key" ? noSuchKey(arn) : noSuchAlias(arn));
	if (account !== home.account && isAwsManaged(key.arn))
		return err(NOT_ALLOWED);
	const refusal = refusalBy(key);
	return refusal === undefined ? ok(key.arn) : err(refusal);
}

/** The ARN of the key that an identifier names, whatever its state; `undefined` where it names none. */
export function keyArnNamed(
	ring: KeyRing,
	keyId: KmsKeyId | undefined,
	home: KeyHome,
): KeyArn | undefined {
	const named = readKeyId(keyId, home);
	if (named === undefined) return undefined;
	if (named.kind === "key") return named.arn;
	return keyFor(ring, named)?.arn;
}

/**
 * The ARN of the key that an identifier names and that is there, or is made on first use, in whatever state; `undefined` where
 * KMS answers that there is none.
 */
export function keyArnThere(
	ring: KeyRing,
	keyId: KmsKeyId | undefined,
	home: KeyHome,
): KeyArn | undefined {
	const named = readKeyId(keyId, home);
	if (named === undefined || named.region !== home.region) return undefined;
	const key = keyFor(ring, named);
	return key?.state === "Deleted" ? undefined : key?.arn;
}

/** Makes sure that the key is here that an identifier names and that is made on first use. The same ring where it is. */
export function withKeyNamed(
	ring: KeyRing,
	keyId: KmsKeyId | undefined,
	home: KeyHome,
): KeyRing {
	const named = readKeyId(keyId, home);
	if (named === undefined || keyNamed(ring, named) !== undefined) return ring;
	const key = madeOnUse(ring, named);
	if (key === undefined) return ring;
	const grown = withKey(ring, key);
	return named.kind === "alias" ? withAlias(grown, named.arn, key.arn) : grown;
}

/** What KMS answers to the use of a key; `undefined` where it can be used. */
export function refusalOf(ring: KeyRing, arn: KeyArn): KmsError | undefined {
	const key = valueAt(ring.keys, arn);
	return key === undefined ? noSuchKey(arn) : refusalBy(key);
}

/** Assumed: of a deleted key that seals a value KMS says what it says of an unknown one. */
function refusalBy({ arn, state }: Key): KmsError | undefined {
	switch (state) {
		case "Enabled":
			return undefined;
		case "Disabled":
			return disabled(arn);
		case "PendingDeletion":
			return pendingDeletion(arn);
		case "Deleted":
			return noSuchKey(arn);
	}
}

/** Puts a key in the place of the one with its ARN, if there is one. The same ring where it is as it should be. */
export const withKey = (ring: KeyRing, key: Key): KeyRing =>
	isSameKey(valueAt(ring.keys, key.arn), key)
		? ring
		: {
				...ring,
				keys: withEntry(ring.keys, key.arn, key),
				hasPolicies: ring.hasPolicies || key.policy !== undefined,
			};

const isSameKey = (before: Key | undefined, { state, policy }: Key): boolean =>
	before?.state === state && before.policy === policy;

/** Points an alias at a key of its account and region, away from another. The same ring where it points there. */
export const withAlias = (
	ring: KeyRing,
	alias: AliasArn,
	arn: KeyArn,
): KeyRing =>
	valueAt(ring.aliases, alias) === arn
		? ring
		: { ...ring, aliases: withEntry(ring.aliases, alias, arn) };

/** The same ring where there is no such alias. */
export function withoutAlias(ring: KeyRing, alias: AliasArn): KeyRing {
	const aliases = withoutKey(ring.aliases, alias);
	return aliases === ring.aliases ? ring : { ...ring, aliases };
}

/** The key of a name as it is there, or as its first use makes it. */
const keyFor = (ring: KeyRing, named: KeyName): Key | undefined =>
	keyNamed(ring, named) ?? madeOnUse(ring, named);

/** The key of a name, whatever its state. */
function keyNamed(ring: KeyRing, { kind, arn }: KeyName): Key | undefined {
	const of = kind === "key" ? arn : valueAt(ring.aliases, arn);
	return of === undefined ? undefined : valueAt(ring.keys, of);
}

/** The default key is made when it is first used, any other only on a ring that registers unknown keys. */
function madeOnUse(
	{ unknownKeys, keys }: KeyRing,
	named: KeyName,
): Key | undefined {
	const isMade =
		isDefaultAlias(named) || (unknownKeys === "register" && canExist(named));
	if (!isMade) return undefined;
	const arn = named.kind === "key" ? named.arn : arnBehind(named.arn);
	return valueAt(keys, arn) ?? { arn, state: "Enabled" }; // it may be there without its alias
}

/** Every law about keys that does not hold, in words. */
export function checkKeyRing({ keys, aliases }: KeyRing): readonly string[] {
	const broken: string[] = [];
	for (const [arn, key] of entriesOf(keys)) {
		if (key.arn !== arn) broken.push(`${arn}: another key lies here`);
		if (!isLegalArn(arn, "key")) broken.push(`${arn}: is the ARN of no key`);
		if (isAwsManaged(arn) && key.state !== "Enabled")
			broken.push(`${arn}: a key that AWS manages is enabled`);
	}
	for (const [alias, arn] of entriesOf(aliases)) {
		if (!isLegalArn(alias, "alias"))
			broken.push(`${alias}: is the ARN of no alias`);
		if (valueAt(keys, arn) === undefined || ownerOf(alias) !== ownerOf(arn))
			broken.push(`${alias}: names no key of its account and region`);
		if (isAwsManaged(arn) !== isAwsAlias(alias))
			broken.push(`${alias}: only AWS's alias names the key that AWS manages`);
	}
	return broken;
}

function isLegalArn(arn: string, kind: KeyName["kind"]): boolean {
	const named = parseKmsArn(arn);
	return named?.kind === kind && (canExist(named) || isDefaultAlias(named));
}

function isAwsAlias(alias: AliasArn): boolean {
	const named = parseKmsArn(alias);
	return named !== undefined && isDefaultAlias(named);
}

/** All of an ARN before what is owned. */
const ownerOf = (arn: KeyArn | AliasArn): string =>
	arn.split(":").slice(0, 5).join(":");
