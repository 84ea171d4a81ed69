import {
	type Check,
	listOf,
	literal,
	optional,
	record,
	text,
	tuple,
	wholeNumber,
} from "../base/check.js";
import { entriesOf } from "../base/ordered-map.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { Secret, Version } from "../model/secret.js";
import { isAccount } from "../values/account.js";
import { isRegion } from "../values/region.js";
import { checkInvariants } from "./check.js";
import { createStore, type SecretStore, withVault } from "./store.js";
import {
	emptyVault,
	type Ordinal,
	type Vault,
	withNewSecret,
} from "./vault.js";

/** A store as a plain JSON value, without any root key; values stay sealed. */
export interface Snapshot {
	readonly format: "pure-secrets-manager";
	readonly version: 1;
	readonly options: {
		readonly maxVersions?: number;
		readonly maxSecrets: number;
	};
	readonly vaults: readonly VaultSnapshot[];
}

export interface VaultSnapshot {
	readonly account: string;
	readonly region: string;
	readonly nextOrdinal: Ordinal;
	/** In the order of creation; absent members are left out. */
	readonly secrets: readonly SecretSnapshot[];
}

export type SecretSnapshot = { readonly ordinal: Ordinal } & Omit<
	Partial<Secret>,
	"account" | "region"
>;

/** Why a value is no snapshot: what is wrong, and where. */
export interface SnapshotError {
	readonly name: "SnapshotError";
	readonly message: string;
}

/** The whole store as a JSON value: `JSON.stringify` and `JSON.parse` lose nothing of it. */
export function toSnapshot(store: SecretStore): Snapshot {
	const { maxVersions, maxSecrets } = store.limits;
	return {
		format: "pure-secrets-manager",
		version: 1,
		options: Number.isFinite(maxVersions)
			? { maxVersions, maxSecrets }
			: { maxSecrets },
		vaults: [...entriesOf(store.vaults)].map(([, vault]) => ({
			account: vault.account,
			region: vault.region,
			nextOrdinal: vault.nextOrdinal,
			secrets: [...entriesOf(vault.rows)].map(([ordinal, secret]) =>
				secretSnapshot(ordinal, secret),
			),
		})),
	};
}

/** Reads a snapshot back; refuses a value that is none, or that breaks a law, and says which member and why. */
export function fromSnapshot(
	value: unknown,
): Result<SecretStore, SnapshotError> {
	const problem = snapshot(value, "snapshot");
	if (problem !== undefined) return refuse(problem);
	const { options, vaults } = value as Snapshot;
	let store = createStore(options);
	for (const vault of vaults) store = withVault(store, vaultFrom(vault));
	const broken = checkInvariants(store);
	return broken.length === 0 ? ok(store) : refuse(broken.join("; "));
}

const refuse = (problem: string) =>
	err<SnapshotError>({
		name: "SnapshotError",
		message: `This is no snapshot of a store: ${problem}.`,
	});

/** A copy that shares nothing with the store. A JSON object has no `undefined`: such members are left out. */
function secretSnapshot(ordinal: Ordinal, secret: Secret): SecretSnapshot {
	const { account, region, ...copy } = secretFrom(
		secret,
		secret.account,
		secret.region,
	);
	const versions = copy.versions.map((version) => present({ ...version }));
	return present({ ordinal, ...copy, versions }) as unknown as SecretSnapshot;
}

const present = (members: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(members).filter(([, value]) => value !== undefined),
	);

function vaultFrom({
	account,
	region,
	nextOrdinal,
	secrets,
}: VaultSnapshot): Vault {
	let vault = emptyVault(account, region);
	for (const each of secrets as readonly (Secret & { ordinal: Ordinal })[]) {
		const secret = secretFrom(each, account, region);
		vault = withNewSecret({ ...vault, nextOrdinal: each.ordinal }, secret);
	}
	return { ...vault, nextOrdinal };
}

const secretFrom = (from: Secret, account: string, region: string): Secret => ({
	account,
	region,
	name: from.name,
	suffix: from.suffix,
	description: from.description,
	kmsKeyId: from.kmsKeyId,
	type: from.type,
	tags: from.tags?.map(({ key, value }) => ({ key, value })),
	createdDate: from.createdDate,
	lastChangedDate: from.lastChangedDate,
	lastAccessedDate: from.lastAccessedDate,
	versions: from.versions.map(versionFrom),
	stages: from.stages.map(([stage, id]) => [stage, id] as const),
	deletion: from.deletion && {
		deletedDate: from.deletion.deletedDate,
		deletionDate: from.deletion.deletionDate,
	},
});

const versionFrom = (from: Version): Version => ({
	id: from.id,
	ordinal: from.ordinal,
	createdDate: from.createdDate,
	lastAccessedDate: from.lastAccessedDate,
	payload: {
		sealed: from.payload.sealed,
		keys: from.payload.keys.map(({ keyArn, wrapped }) => ({ keyArn, wrapped })),
	},
});

const matching =
	(isLegal: (value: string) => boolean, what: string): Check =>
	(value, path) =>
		typeof value === "string" && isLegal(value)
			? undefined
			: `${path} must be ${what}`;

const countFromOne: Check = (value, path) =>
	Number.isSafeInteger(value) && (value as number) >= 1
		? undefined
		: `${path} must be a whole number from 1 on`;

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

const version = record({
	id: text,
	ordinal: wholeNumber,
	createdDate: wholeNumber,
	lastAccessedDate: optional(wholeNumber),
	payload: record({
		sealed: text,
		keys: listOf(record({ keyArn: text, wrapped: text })),
	}),
});

const secret = record({
	ordinal: wholeNumber,
	name: text,
	suffix: text,
	description: optional(text),
	kmsKeyId: optional(text),
	type: optional(text),
	tags: optional(listOf(record({ key: text, value: text }))),
	createdDate: wholeNumber,
	lastChangedDate: wholeNumber,
	lastAccessedDate: optional(wholeNumber),
	versions: listOf(version),
	stages: listOf(tuple(text, text)),
	deletion: optional(
		record({ deletedDate: wholeNumber, deletionDate: wholeNumber }),
	),
});

const snapshot = record({
	format: literal("pure-secrets-manager"),
	version: literal(1),
	options: record({
		maxVersions: optional(countFromOne),
		maxSecrets: countFromOne,
	}),
	vaults: distinct(
		record({
			account: matching(isAccount, "an account id of 12 digits"),
			region: matching(isRegion, "a region name"),
			nextOrdinal: wholeNumber,
			secrets: rising(secret),
		}),
	),
});
