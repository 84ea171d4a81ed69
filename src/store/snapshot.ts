import { entriesOf } from "../base/ordered-map.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { openedPolicy } from "../iam/attached.js";
import type { Secret, Version } from "../model/secret.js";
import { checkInvariants } from "./invariants.js";
import { toKeySnapshots, withKeySnapshots } from "./snapshot-keys.js";
import { present } from "./snapshot-members.js";
import { copyOfRole, toRoleSnapshot } from "./snapshot-role.js";
import { copyOfRotation, toRotationSnapshot } from "./snapshot-rotation.js";
import {
	checkSnapshot,
	type SecretSnapshot,
	type Snapshot,
	type VaultSnapshot,
	type VersionSnapshot,
} from "./snapshot-shape.js";
import {
	createStore,
	requireStore,
	type SecretStore,
	withKeys,
	withVault,
} from "./store.js";
import {
	emptyVault,
	type Ordinal,
	type Vault,
	withNewSecret,
} from "./vault.js";

/** Why a value is no snapshot: what is wrong, and where. */
export interface SnapshotError {
	readonly name: "SnapshotError";
	readonly message: string;
}

/** The whole store as a JSON value of its own: `JSON.stringify` and `JSON.parse` lose nothing of it. */
export function toSnapshot(store: SecretStore): Snapshot {
	requireStore(store);
	const { maxVersions, maxSecrets } = store.limits;
	const { unknownKeys } = store.keys;
	return {
		format: "pure-secrets-manager",
		version: 1,
		options: {
			...(Number.isFinite(maxVersions) && { maxVersions }),
			maxSecrets,
			unknownKeys,
			replication:
				store.replicationLag === 0
					? "immediate"
					: { afterMs: store.replicationLag },
			...(store.knownPrincipals && {
				knownPrincipals: [...store.knownPrincipals],
			}),
		},
		keys: toKeySnapshots(store.keys),
		vaults: [...entriesOf(store.vaults)].map(([, vault]) => ({
			account: vault.account,
			region: vault.region,
			nextOrdinal: vault.nextOrdinal,
			secrets: [...entriesOf(vault.rows)].map(([ordinal, secret]) =>
				toSecretSnapshot(ordinal, secret),
			),
		})),
	};
}

/** Reads a snapshot back; refuses a value that is none, or that breaks a law, and says which member and why. */
export function fromSnapshot(
	value: unknown,
): Result<SecretStore, SnapshotError> {
	const problem = checkSnapshot(value, "snapshot");
	if (problem !== undefined) return refuse(problem);
	const { options, keys, vaults } = value as Snapshot;
	const { maxVersions, maxSecrets, unknownKeys, replication, knownPrincipals } =
		options;
	const empty = createStore({
		maxVersions,
		maxSecrets,
		unknownKeys,
		replication,
		knownPrincipals,
	});
	let store = withKeys(empty, withKeySnapshots(empty.keys, keys));
	for (const vault of vaults)
		store = withVault(store, fromVaultSnapshot(vault));
	const broken = checkInvariants(store);
	return broken.length === 0 ? ok(store) : refuse(broken.join("; "));
}

const refuse = (problem: string) =>
	err<SnapshotError>({
		name: "SnapshotError",
		message: `This is no snapshot of a store: ${problem}.`,
	});

function toSecretSnapshot(ordinal: Ordinal, secret: Secret): SecretSnapshot {
	const { account, region, versions, rotation, role, ...rest } = copyOf(
		secret,
		secret.resourcePolicy,
	);
	return {
		ordinal,
		...present({ ...rest, resourcePolicy: rest.resourcePolicy?.text }),
		versions: versions.map(present),
		...(rotation !== undefined && { rotation: toRotationSnapshot(rotation) }),
		role: toRoleSnapshot(role),
	};
}

function fromVaultSnapshot(from: VaultSnapshot): Vault {
	const { account, region, nextOrdinal, secrets } = from;
	let vault = emptyVault(account, region);
	for (const { ordinal, resourcePolicy, ...secret } of secrets)
		vault = withNewSecret(
			{ ...vault, nextOrdinal: ordinal },
			copyOf(
				{ ...secret, account, region },
				resourcePolicy === undefined ? undefined : openedPolicy(resourcePolicy),
			),
		);
	return { ...vault, nextOrdinal };
}

/** A secret that shares nothing with the given one: neither a store nor a snapshot can be changed through the other. */
const copyOf = (
	secret: Pick<Secret, "account" | "region"> &
		Omit<SecretSnapshot, "ordinal" | "resourcePolicy">,
	resourcePolicy: Secret["resourcePolicy"],
): Secret => ({
	account: secret.account,
	region: secret.region,
	name: secret.name,
	suffix: secret.suffix,
	description: secret.description,
	kmsKeyId: secret.kmsKeyId,
	type: secret.type,
	tags: secret.tags?.map(({ key, value }) => ({ key, value })),
	resourcePolicy,
	createdDate: secret.createdDate,
	lastChangedDate: secret.lastChangedDate,
	lastAccessedDate: secret.lastAccessedDate,
	versions: secret.versions.map(copyOfVersion),
	stages: secret.stages.map(([stage, id]) => [stage, id] as const),
	deletion: secret.deletion && {
		deletedDate: secret.deletion.deletedDate,
		deletionDate: secret.deletion.deletionDate,
	},
	rotation: secret.rotation && copyOfRotation(secret.rotation),
	owningService: secret.owningService,
	role: copyOfRole(secret.role),
});

const copyOfVersion = (version: VersionSnapshot): Version => ({
	id: version.id,
	ordinal: version.ordinal,
	createdDate: version.createdDate,
	lastAccessedDate: version.lastAccessedDate,
	payload: {
		sealed: version.payload.sealed,
		keys: version.payload.keys.map(({ keyArn, wrapped }) => ({
			keyArn,
			wrapped,
		})),
	},
});
