import {
	type Check,
	listOf,
	literal,
	matching,
	oneOf,
	optional,
	pair,
	record,
	text,
	wholeNumber,
} from "../base/check.js";
import { isAttachable } from "../iam/attached.js";
import { isKnowable, KNOWABLE } from "../iam/known.js";
import { UNKNOWN_KEYS, type UnknownKeys } from "../kms/key-ring.js";
import type { Secret, Version } from "../model/secret.js";
import { isAccount } from "../values/account.js";
import { isRegion } from "../values/region.js";
import { checkKeySnapshots, type KeySnapshot } from "./snapshot-keys.js";
import { type ChecksOf, instant, type Present } from "./snapshot-members.js";
import { checkRoleSnapshot, type RoleSnapshot } from "./snapshot-role.js";
import {
	checkRotationSnapshot,
	type RotationSnapshot,
} from "./snapshot-rotation.js";
import { isReplication, type Replication } from "./store.js";
import type { Ordinal } from "./vault.js";

/** A store as a plain JSON value, without any root key; values stay sealed. */
export interface Snapshot {
	readonly format: "pure-secrets-manager";
	readonly version: 1;
	readonly options: {
		readonly maxVersions?: number;
		readonly maxSecrets: number;
		readonly unknownKeys: UnknownKeys;
		readonly replication: Replication;
		readonly knownPrincipals?: readonly string[];
	};
	/** In the order of their ARNs. */
	readonly keys: readonly KeySnapshot[];
	readonly vaults: readonly VaultSnapshot[];
}

export interface VaultSnapshot {
	readonly account: string;
	readonly region: string;
	readonly nextOrdinal: Ordinal;
	/** In the order of creation. */
	readonly secrets: readonly SecretSnapshot[];
}

/** A secret less what its vault says of it; a member without a value is left out. */
export type SecretSnapshot = Present<
	Omit<
		Secret,
		"account" | "region" | "resourcePolicy" | "versions" | "rotation" | "role"
	>
> & {
	/** Its text, as AWS prints it. */
	readonly resourcePolicy?: string | undefined;
	readonly role: RoleSnapshot;
	readonly ordinal: Ordinal;
	readonly rotation?: RotationSnapshot | undefined;
	readonly versions: readonly VersionSnapshot[];
};

export type VersionSnapshot = Present<Version>;

const limit = wholeNumber(1, Number.MAX_SAFE_INTEGER);
/** Far from where numbers stop telling one ordinal from the next. */
const ordinal = wholeNumber(0, 2 ** 52);

/** Vaults of different accounts or regions, so that none hides another. */
const distinct =
	(vault: Check): Check =>
	(value, path) => {
		const problem = listOf(vault)(value, path);
		if (problem !== undefined) return problem;
		const places = (value as readonly VaultSnapshot[]).map(
			({ account, region }) => `${account}/${region}`,
		);
		return new Set(places).size === places.length
			? undefined
			: `${path} must hold each account and region once`;
	};

/** Secrets in the order of their ordinals, so that none hides another. */
const rising =
	(secret: Check): Check =>
	(value, path) => {
		const problem = listOf(secret)(value, path);
		if (problem !== undefined) return problem;
		const secrets = value as readonly SecretSnapshot[];
		return secrets.every(
			({ ordinal }, i) =>
				i === 0 || ordinal > (secrets[i - 1] as SecretSnapshot).ordinal,
		)
			? undefined
			: `${path} must be in the order of their ordinals, each once`;
	};

const versionChecks: Readonly<ChecksOf<VersionSnapshot>> = {
	id: text,
	ordinal: ordinal,
	createdDate: instant,
	lastAccessedDate: optional(instant),
	payload: record({
		sealed: text,
		keys: listOf(record({ keyArn: text, wrapped: text })),
	}),
};

const secretChecks: Readonly<ChecksOf<SecretSnapshot>> = {
	ordinal: ordinal,
	name: text,
	suffix: text,
	description: optional(text),
	kmsKeyId: optional(text),
	type: optional(text),
	tags: optional(listOf(record({ key: text, value: text }))),
	resourcePolicy: optional(matching(isAttachable, "a resource policy")),
	createdDate: instant,
	lastChangedDate: instant,
	lastAccessedDate: optional(instant),
	versions: listOf(record(versionChecks)),
	stages: listOf(pair(text, text)),
	deletion: optional(record({ deletedDate: instant, deletionDate: instant })),
	rotation: optional(checkRotationSnapshot),
	owningService: optional(text),
	role: checkRoleSnapshot,
};

/** How replicas get what changes in their primary. */
const checkReplication: Check = (value, path) =>
	isReplication(value)
		? undefined
		: `${path} must be "immediate" or { afterMs }, a whole number of milliseconds up to a year`;

/** Checks the members of a snapshot; the laws of the store are another matter. */
export const checkSnapshot: Check = record({
	format: literal("pure-secrets-manager"),
	version: literal(1),
	options: record({
		maxVersions: optional(limit),
		maxSecrets: limit,
		unknownKeys: oneOf(...UNKNOWN_KEYS),
		replication: checkReplication,
		knownPrincipals: optional(listOf(matching(isKnowable, KNOWABLE))),
	}),
	keys: checkKeySnapshots,
	vaults: distinct(
		record({
			account: matching(isAccount, "an account id of 12 digits"),
			region: matching(isRegion, "a region name"),
			nextOrdinal: ordinal,
			secrets: rising(record(secretChecks)),
		}),
	),
});
