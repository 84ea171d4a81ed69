import type { Result } from "../base/result.js";
import { ok } from "../base/result.js";
import type { KeyArn } from "../kms/key.js";
import type { Instant } from "../values/instant.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import {
	type Cargo,
	keyForReplica,
	type ReplicationContext,
	sealCarried,
} from "./cargo.js";
import { usableEnvelope } from "./key-access.js";
import { brokenOf } from "./law.js";
import type { Replica, ReplicaRegion } from "./role.js";
import { NO_ROTATION } from "./rotation/record.js";
import {
	arnOf,
	newSecret,
	type Secret,
	type StageEntry,
	type Version,
} from "./secret.js";
import { labelledIds } from "./stages.js";

/** Whether a transition changed anything that replicas have of their primary. */
export const changesReplicas = (before: Secret, after: Secret): boolean =>
	before.description !== after.description ||
	before.type !== after.type ||
	before.tags !== after.tags ||
	before.resourcePolicy?.text !== after.resourcePolicy?.text ||
	!sameStages(before, after) ||
	before.rotation?.lastRotatedDate !== after.rotation?.lastRotatedDate ||
	before.versions.length !== after.versions.length ||
	before.versions.some(
		({ ordinal }, i) => ordinal !== after.versions[i]?.ordinal,
	);

const sameStages = (before: Secret, after: Secret): boolean =>
	before.stages === after.stages ||
	JSON.stringify(stagesWithValue(before)) ===
		JSON.stringify(stagesWithValue(after));

/** The labels of versions that have a value. */
function stagesWithValue({ stages, versions }: Secret): readonly StageEntry[] {
	const ids = new Set(versions.map(({ id }) => id));
	return stages.every(([, id]) => ids.has(id))
		? stages
		: stages.filter(([, id]) => ids.has(id));
}

/** A replica of a primary before anything was carried to it. */
export const newReplica = (
	{ account, region: primaryRegion, name, suffix }: Secret,
	{ region, kmsKeyId }: ReplicaRegion,
	createdDate: Instant,
): Secret => {
	const bare = {
		account,
		region,
		name,
		suffix,
		description: undefined,
		kmsKeyId,
		type: undefined,
		tags: undefined,
		owningService: undefined,
	};
	const role: Replica = { kind: "replica", primaryRegion };
	return { ...newSecret(bare, createdDate), role };
};

/** Whether a secret is the replica of a primary. */
export const isReplicaOf = (secret: Secret, primary: Secret): boolean =>
	secret.role.kind === "replica" &&
	secret.role.primaryRegion === primary.region &&
	secret.suffix === primary.suffix;

/**
 * The replica of a primary as it follows from that: the same values, labels, tags, description, type, policy and date of
 * the last rotation; key and dates are its own. Refuses with a sentence, and as a whole, where a key cannot be used.
 * Assumed: the type is replicated as the description is.
 * Assumed: LastChangedDate of a replica is when something was last replicated to it.
 * Assumed: a replica tells of a rotation of its primary only when that last ended, not how and when it rotates.
 * Assumed: AWSPENDING is replicated once its version has a value.
 */
export function project(
	primary: Secret,
	replica: Secret,
	kmsKeyId: KmsKeyId,
	cargo: Cargo,
	context: ReplicationContext,
): Result<Secret, string> {
	const keyed = keyForReplica(replica, kmsKeyId, context);
	if (!keyed.ok) return keyed;
	const { replica: own, keyArn } = keyed.value;
	const versions = carryVersions(primary, own, keyArn, cargo, context);
	if (!versions.ok) return versions;
	return ok({
		...own,
		...projectedMembers(primary),
		versions: versions.value,
		lastChangedDate: context.now,
	});
}

/** What a replica has of its primary as it is. */
function projectedMembers(primary: Secret) {
	const { description, type, tags, resourcePolicy } = primary;
	const lastRotatedDate = primary.rotation?.lastRotatedDate;
	return {
		description,
		type,
		tags,
		resourcePolicy,
		stages: stagesWithValue(primary),
		rotation:
			lastRotatedDate === undefined
				? undefined
				: { ...NO_ROTATION, lastRotatedDate },
	};
}

/**
 * The versions of a primary for a replica: those that are there already, and can be opened, stay; the others are sealed
 * for it.
 * Assumed: deprecated versions are replicated, too; one that no key opens is left as it is, there or not.
 */
function carryVersions(
	primary: Secret,
	replica: Secret,
	keyArn: KeyArn,
	cargo: Cargo,
	context: ReplicationContext,
): Result<readonly Version[], string> {
	const labelled = labelledIds(primary);
	const there = new Map(replica.versions.map((each) => [each.ordinal, each]));
	const versions: Version[] = [];
	for (const version of primary.versions) {
		const { id, ordinal } = version;
		const known = there.get(ordinal);
		if (known?.id === id && usableEnvelope(known.payload, context).ok) {
			versions.push(known);
			continue;
		}
		const carried = cargo(version);
		const payload = carried.ok
			? sealCarried(keyArn, replica, id, carried.value, context)
			: carried;
		if (payload.ok)
			versions.push({
				id,
				ordinal,
				createdDate: context.now,
				lastAccessedDate: undefined,
				payload: payload.value,
			});
		else if (labelled.has(id) || carried.ok) return payload;
		else if (known?.id === id) versions.push(known); // its key may come back
	}
	return ok(versions);
}

/** Every law between a primary and a replica that is in sync with it, in words. */
export function checkProjection(
	primary: Secret,
	replica: Secret,
	known: ReplicaRegion,
): readonly string[] {
	const labelled = labelledIds(primary);
	const ids = new Set(replica.versions.map(({ id }) => id));
	const versions = new Map(
		primary.versions.map((each) => [each.ordinal, each.id]),
	);
	return brokenOf(arnOf(replica), [
		[
			JSON.stringify(projectedMembers(primary)) ===
				JSON.stringify(projectedMembers(replica)),
			"labels, tags, description, type, policy and last rotation are its primary's",
		],
		[
			replica.versions.every(({ ordinal, id }) => versions.get(ordinal) === id),
			"its versions are its primary's",
		],
		[
			primary.versions.every(({ id }) => !labelled.has(id) || ids.has(id)),
			"it has every version of its primary that has a label",
		],
		[
			replica.kmsKeyId === known.kmsKeyId &&
				replica.lastAccessedDate === known.lastAccessedDate,
			"its primary knows its key and when it was read",
		],
	]);
}
