import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { DEFAULT_ALIAS } from "../kms/key.js";
import { type Failure, invalidParameter } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import type { Region } from "../values/region.js";
import { type KeyContext, refusalToCarry } from "./key-access.js";
import {
	type InProgress,
	onItsWay,
	type Progress,
	type ReplicaRegion,
	replicasOf,
	roleWith,
	roleWithout,
	STANDALONE,
} from "./role.js";
import { arnOf, type Secret } from "./secret.js";

/** A region to replicate to, as a caller names it. */
export interface WantedRegion {
	readonly region: Region | undefined;
	/** `undefined` for the key that a region has which is replicated to already, and did not fail; else for the default key. */
	readonly kmsKeyId: KmsKeyId | undefined;
}

/** What decides when something arrives, and whether who asks for it may use the keys that it takes. */
export interface WantingContext extends KeyContext {
	readonly now: Instant;
	/** How long replication takes, in milliseconds. */
	readonly replicationLag: number;
}

/**
 * Has a secret carried to regions, also again to some of them. Refuses its own region with InvalidParameterException. What
 * its caller may not do with keys is told by the status of the region when it arrives.
 * Assumed: a region that is replicated to already is replicated to again, with the key that it has unless another is named; where that failed, with the default key.
 */
export function replicateTo(
	secret: Secret,
	wanted: readonly WantedRegion[],
	overwrites: boolean,
	context: WantingContext,
): Result<Secret, Failure> {
	const { now, replicationLag } = context;
	const replicas = [...replicasOf(secret)];
	for (const { region, kmsKeyId } of wanted) {
		if (!isElsewhere(region, secret)) return err(INVALID_REGION);
		const i = replicas.findIndex((each) => each.region === region);
		const known = replicas[i];
		const key = kmsKeyId || keyOf(known);
		const refusal = refusalToCarry(secret, { region, kmsKeyId: key }, context);
		if (known !== undefined && refusal !== undefined) continue;
		const asked = onItsWay(now + replicationLag, overwrites, refusal);
		const replica: ReplicaRegion = {
			region,
			kmsKeyId: key,
			progress: joined(known?.progress, asked, now),
			lastAccessedDate: known?.lastAccessedDate,
		};
		replicas.splice(i === -1 ? replicas.length : i, 1, replica);
	}
	return ok({ ...secret, role: roleWith(replicas), lastChangedDate: now });
}

/**
 * Refuses, with InvalidParameterException, regions that a secret cannot be carried to.
 * Assumed: a region that is replicated to already stays as it is when somebody who may not use its keys asks for it again.
 * Assumed: a replica region without a Region is refused as the secret's own is.
 */
export const requireElsewhere = (
	secret: Secret,
	wanted: readonly WantedRegion[],
): Result<void, Failure> =>
	wanted.every(({ region }) => isElsewhere(region, secret))
		? ok(undefined)
		: err(INVALID_REGION);

const isElsewhere = (
	region: Region | undefined,
	secret: Secret,
): region is Region => region !== undefined && region !== secret.region;

const INVALID_REGION = invalidParameter("Invalid replica region.");

const keyOf = (known: ReplicaRegion | undefined): KmsKeyId =>
	known === undefined || known.progress.status === "Failed"
		? DEFAULT_ALIAS
		: known.kmsKeyId;

/** What is asked for while something is on its way arrives with that. */
const joined = (
	before: Progress | undefined,
	asked: InProgress,
	now: Instant,
): InProgress =>
	before?.status === "InProgress" && before.due > now
		? onItsWay(before.due, before.overwrites || asked.overwrites)
		: asked;

/** Ends the replication to regions. The same object where it goes to none of them. */
export function endReplicationTo(
	secret: Secret,
	regions: readonly Region[],
	now: Instant,
): Secret {
	const role = roleWithout(secret, regions);
	return role === secret.role
		? secret
		: { ...secret, role, lastChangedDate: now };
}

/** A primary that knows of one of its replicas what is given; the same object where it knew it. */
export function withReplica(primary: Secret, replica: ReplicaRegion): Secret {
	const known = replicasOf(primary);
	return known.includes(replica)
		? primary
		: {
				...primary,
				role: roleWith(
					known.map((each) =>
						each.region === replica.region ? replica : each,
					),
				),
			};
}

/**
 * Makes a replica a secret of its own; all that it has stays. Refuses what is no replica with InvalidParameterException.
 * Assumed: a secret that is not replicated is refused as a primary is.
 */
export const promote = (
	secret: Secret,
	now: Instant,
): Result<Secret, Failure> =>
	secret.role.kind === "replica"
		? ok({ ...secret, role: STANDALONE, lastChangedDate: now })
		: err(
				invalidParameter(
					"Operation not permitted on a primary secret. Call must be made in replica secret's region.",
				),
			);

/** Why a primary is not deleted, as InvalidParameterException. Assumed: a region whose replication failed counts, too. */
export function refusalToDelete(secret: Secret): Failure | undefined {
	const regions = replicasOf(secret).map(({ region }) => region);
	return regions.length === 0
		? undefined
		: invalidParameter(
				`You can't delete secret ${arnOf(secret)} that still has replica regions [${regions.join(", ")}].`,
			);
}
