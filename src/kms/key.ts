import { kept } from "../base/kept.js";
import { randomUuid } from "../base/random.js";
import { type Account, isAccount } from "../values/account.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import { isRegion, partitionOf, type Region } from "../values/region.js";

/** A symmetric KMS key. What it encrypts with is the key service's, not part of the store. */
export interface Key {
	readonly arn: KeyArn;
	readonly state: KeyState;
	/** Its key policy, as JSON; without one nobody is kept out by it. */
	readonly policy?: string | undefined;
}

/** `arn:aws:kms:us-east-1:123456789012:key/<id>`; related multi-Region keys have one id, and each an ARN of its own. */
export type KeyArn = string;

/** `arn:aws:kms:us-east-1:123456789012:alias/<name>` */
export type AliasArn = string;

/** What a key may be; one that is deleted is remembered, so that what it sealed says why it stays shut. */
export const KEY_STATES = [
	"Enabled",
	"Disabled",
	"PendingDeletion",
	"Deleted",
] as const;

export type KeyState = (typeof KEY_STATES)[number];

/** Where a key is looked for when its identifier does not say. */
export interface KeyHome {
	readonly account: Account;
	readonly region: Region;
}

/** What an identifier names: a key, or an alias of one. */
export interface KeyName extends KeyHome {
	readonly kind: "key" | "alias";
	readonly arn: KeyArn | AliasArn;
	/** The id of the key, or the alias with its `alias/`. */
	readonly name: string;
}

/**
 * A UUID, or the id of a multi-Region key.
 * Assumed: the ids of keys are in lower case, and a text in capitals is none.
 */
export const isKeyId = (text: string): boolean =>
	/^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(text);

/** The name of an alias that a customer may make. */
export const isAliasName = (text: string): boolean =>
	text.length <= 256 &&
	/^alias\/[a-zA-Z0-9/_-]+$/.test(text) &&
	!text.startsWith("alias/aws/");

/**
 * Reads an identifier: key id, key ARN, alias name or alias ARN. `undefined` and `""` name the default key. Answers
 * `undefined` for what is none of them.
 * Assumed: only a text of no such form is an invalid key id; an ARN or alias that no key could have is unknown.
 */
export function readKeyId(
	keyId: KmsKeyId | undefined,
	home: KeyHome,
): KeyName | undefined {
	if (keyId === undefined || keyId === "") return defaultAlias(home);
	if (keyId.startsWith("alias/")) return nameIn(home, "alias", keyId);
	return isKeyId(keyId) ? nameIn(home, "key", keyId) : parseKmsArn(keyId);
}

/** Reads the ARN of a key or of an alias. */
export function parseKmsArn(arn: string): KeyName | undefined {
	const [, region = "", account = "", resource] = ARN.exec(arn) ?? [];
	if (resource === undefined) return undefined;
	const kind = resource.startsWith("key/") ? "key" : "alias";
	const name = kind === "key" ? resource.slice("key/".length) : resource;
	return { kind, arn, account, region, name };
}

const ARN = /^arn:[^:]+:kms:([^:]*):([^:]*):((?:key|alias)\/.+)$/s;

/** Whether there can be a key or an alias of this name at all. */
export const canExist = (named: KeyName): boolean =>
	isAccount(named.account) &&
	isRegion(named.region) &&
	(named.kind === "key" ? isKeyId : isAliasName)(named.name) &&
	nameIn(named, named.kind, named.name).arn === named.arn;

/** The key or alias of a name in an account and region. */
export const nameIn = (
	{ account, region }: KeyHome,
	kind: KeyName["kind"],
	name: string,
): KeyName => ({
	kind,
	arn: `arn:${partitionOf(region)}:kms:${region}:${account}:${kind === "key" ? "key/" : ""}${name}`,
	account,
	region,
	name,
});

/** The alias of the key that secrets without a key of their own use. AWS makes and manages that key. */
export const DEFAULT_ALIAS = "alias/aws/secretsmanager";

const defaultAlias = (home: KeyHome): KeyName =>
	nameIn(home, "alias", DEFAULT_ALIAS);

export const isDefaultAlias = (named: KeyName): boolean =>
	named.arn === defaultAlias(named).arn;

/** The ARN of the default key of an account and region. */
export const defaultKeyArn = (home: KeyHome): KeyArn =>
	arnBehind(defaultAlias(home).arn);

/** The ARN of a key that is made because its alias is used, and of which nothing else is known. */
export const arnBehind: (alias: AliasArn) => KeyArn = kept((alias) => {
	const owner = alias.slice(0, alias.indexOf(":alias/"));
	return `${owner}:key/${randomUuid("alias", [alias])}`;
});

/** Whether AWS manages a key for an account, as its default key for secrets. */
export function isAwsManaged(arn: KeyArn): boolean {
	const home = parseKmsArn(arn);
	return home !== undefined && defaultKeyArn(home) === arn;
}
