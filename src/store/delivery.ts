import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { Cargo, ReplicationContext } from "../model/cargo.js";
import { eventsBetween, purgeEvents } from "../model/events.js";
import { isReplicaOf, newReplica, project } from "../model/replication.js";
import type { Failed, InProgress, ReplicaRegion } from "../model/role.js";
import type { Secret } from "../model/secret.js";
import type { DomainEvent } from "../values/event.js";
import type { Instant } from "../values/instant.js";
import { isReachable, partitionOf, type Region } from "../values/region.js";
import { secretAt } from "./locate.js";
import { addSecret, putSecret, type SecretStore } from "./store.js";

/** What a transition takes from outside that may reach other secrets of a replication. */
export type Carrying = Pick<ReplicationContext, "now" | "seed" | "kms">;

/** The next store, and what happened. */
export interface Carried {
	readonly store: SecretStore;
	readonly events: readonly DomainEvent[];
}

/** A store of which nothing is told. */
export const untold = (store: SecretStore): Carried => ({ store, events: [] });

/** What came of a delivery, also as the primary knows it. */
interface Delivered extends Carried {
	readonly replica: ReplicaRegion;
}

/**
 * Makes the replica of a primary in a region, or makes it what its primary is, at `context.now`; or says why not, and leaves
 * all as it is. Where it cannot change its key, it is known by the one that it has.
 */
export function deliver(
	store: SecretStore,
	primary: Secret,
	replica: ReplicaRegion,
	cargo: Cargo,
	context: ReplicationContext,
): Delivered {
	const { refusal } = inProgress(replica) ?? {};
	const delivered =
		refusal === undefined
			? tryToDeliver(store, primary, replica, cargo, context)
			: err(refusal);
	if (delivered.ok) return delivered.value;
	const own = replicaIn(store, primary, replica.region, context.now);
	const { kmsKeyId = replica.kmsKeyId } = own ?? {};
	const progress: Failed = {
		status: "Failed",
		message: `Replication failed: ${delivered.error}`,
		...(refusal !== undefined && { refused: true }),
	};
	return { ...untold(store), replica: { ...replica, kmsKeyId, progress } };
}

const inProgress = ({ progress }: ReplicaRegion): InProgress | undefined =>
	progress.status === "InProgress" ? progress : undefined;

/** The replica that a primary has in a region; not one that is to end. */
export function replicaIn(
	store: SecretStore,
	primary: Secret,
	region: Region,
	now: Instant,
): Secret | undefined {
	const { account, name } = primary;
	const there = secretAt(store, { account, region, name }, now);
	return there && isOwn(there, primary) ? there : undefined;
}

const isOwn = (there: Secret, primary: Secret): boolean =>
	isReplicaOf(there, primary) && there.deletion === undefined;

function tryToDeliver(
	store: SecretStore,
	primary: Secret,
	replica: ReplicaRegion,
	cargo: Cargo,
	context: ReplicationContext,
): Result<Delivered, string> {
	const { now } = context;
	const { account, name } = primary;
	const { region, kmsKeyId } = replica;
	if (!isReachable(region, primary.region))
		return err(noSuchRegion(region, primary.region));
	const there = secretAt(store, { account, region, name }, now);
	const why = there && obstacle(there, primary, replica);
	if (why !== undefined) return err(why);
	const own = there && isOwn(there, primary) ? there : undefined;
	const createdDate =
		there?.role.kind === "standalone" ? there.createdDate : now;
	const projected = project(
		primary,
		own ?? newReplica(primary, replica, createdDate),
		kmsKeyId,
		cargo,
		context,
	);
	if (!projected.ok) return projected;
	const after = projected.value;
	const put = putThere(store, there, after, now);
	if (!put.ok) return put;
	const ended = there === own ? [] : eventsBetween(there, undefined, now);
	return ok({
		store: put.value.store,
		events: [...ended, ...put.value.events],
		replica: inSync(replica, after),
	});
}

/**
 * Why a secret that has the name in a region does not give way to the replica of a primary; `undefined` where it is that
 * replica, or is overwritten. Observed: what is overwritten is gone, but for its CreatedDate (2026-09).
 * Assumed: a secret that awaits its deletion has its name, and may be overwritten.
 * Assumed: the replica of another primary is not overwritten, nor is a primary, nor what another service manages.
 * Assumed: a replica of this primary that is to end is gone when the next arrives.
 */
function obstacle(
	there: Secret,
	primary: Secret,
	{ region, progress }: ReplicaRegion,
): string | undefined {
	if (isReplicaOf(there, primary)) return undefined;
	const { name, role, owningService } = there;
	// Assumed: of this text only the end is known.
	if (role.kind === "replica")
		return `Secret name ${name} is currently replicated to ${region} with a different arn.`;
	const givesWay = role.kind === "standalone" && owningService === undefined;
	return givesWay && progress.status === "InProgress" && progress.overwrites
		? undefined
		: `Secret name ${name} already exists in region ${region}.`;
}

/** Assumed: a region that is not on the public list, or is of another partition, fails by status, with a text of ours. */
const noSuchRegion = (region: Region, from: Region): string =>
	`Region ${region} is not a region of partition ${partitionOf(from)}.`;

/** Puts a replica in the place of what is there, or where there is nothing. */
function putThere(
	store: SecretStore,
	there: Secret | undefined,
	replica: Secret,
	now: Instant,
): Result<Carried, string> {
	if (there !== undefined) return ok(untold(putSecret(store, there, replica)));
	const added = addSecret(store, replica, now);
	if (!added.ok) return err(added.error.message);
	const { expired } = added.value;
	return ok({
		store: added.value.store,
		events: expired === undefined ? [] : purgeEvents(expired),
	});
}

/** What a primary knows of a replica that has arrived; the same object where it knew it. */
const inSync = (
	known: ReplicaRegion,
	{ lastAccessedDate }: Secret,
): ReplicaRegion =>
	known.progress.status === "InSync" &&
	known.lastAccessedDate === lastAccessedDate
		? known
		: { ...known, lastAccessedDate, progress: IN_SYNC };

const IN_SYNC = Object.freeze({ status: "InSync" });
