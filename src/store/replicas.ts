import { cargoOf } from "../model/cargo.js";
import { eventsBetween } from "../model/events.js";
import { withReplica } from "../model/replica-regions.js";
import { changesReplicas, isReplicaOf } from "../model/replication.js";
import {
	onItsWay,
	type Replica,
	type ReplicaRegion,
	replicasOf,
	roleWith,
	roleWithout,
} from "../model/role.js";
import type { Secret } from "../model/secret.js";
import type { Instant } from "../values/instant.js";
import {
	type Carried,
	type Carrying,
	deliver,
	replicaIn,
	untold,
} from "./delivery.js";
import { putSecret, removeSecret, type SecretStore, vaultOf } from "./store.js";
import { secretNamed } from "./vault.js";

/**
 * Carries what a transition did to one secret, which is in the store, on to the others of its replication: from a primary
 * to its replicas what was due there, then what the transition asks for or changes; from a replica to its primary what that
 * tells of it. The same store where there is nothing to carry. What cannot be carried is told by the status of a replica.
 */
export function carryOn(
	store: SecretStore,
	before: Secret | undefined,
	after: Secret,
	context: Carrying,
): Carried {
	if (before?.role.kind === "replica")
		return tellPrimary(store, before, after, before.role);
	if (!isPrimary(before) && !isPrimary(after)) return untold(store);
	let told: Told = { store, primary: after, events: [] };
	if (before !== undefined) {
		told = arriveOverdue(told, before, context);
		told = endReplicas(told, before, context.now);
	}
	const changed = before !== undefined && changesReplicas(before, after);
	const isLagging = store.replicationLag > 0;
	if (changed && isLagging) told = sendChange(told, context.now);
	told = deliverTo(told, context, changed && !isLagging);
	const { primary, events } = told;
	return primary === after
		? { store: told.store, events }
		: { store: putSecret(told.store, after, primary), events };
}

const isPrimary = (secret: Secret | undefined): boolean =>
	secret?.role.kind === "primary";

/**
 * A primary tells of its replicas which keys they have and when they were last read; of one that was promoted, nothing
 * more. Observed: promotion does not count as a change of the primary (2026-09).
 * Assumed: neither does that a replica was read, or has another key.
 */
function tellPrimary(
	store: SecretStore,
	before: Secret,
	after: Secret,
	{ primaryRegion }: Replica,
): Carried {
	const { account, region, name } = before;
	const primary = secretNamed(vaultOf(store, account, primaryRegion), name);
	if (primary === undefined || !isReplicaOf(before, primary))
		return untold(store);
	const told =
		after.role.kind === "replica"
			? withNews(primary, before, after)
			: { ...primary, role: roleWithout(primary, [region]) };
	return untold(told === primary ? store : putSecret(store, primary, told));
}

/** A primary with what has changed in one of its replicas; the same object where nothing of it has. */
function withNews(primary: Secret, before: Secret, after: Secret): Secret {
	const { region, kmsKeyId, lastAccessedDate } = after;
	const known = replicasOf(primary).find((each) => each.region === region);
	const isRekeyed = kmsKeyId !== undefined && kmsKeyId !== before.kmsKeyId;
	const isRead = lastAccessedDate !== before.lastAccessedDate;
	if (known === undefined || !(isRekeyed || isRead)) return primary;
	return withReplica(primary, {
		...known,
		lastAccessedDate,
		...(isRekeyed && { kmsKeyId }),
	});
}

/** What was carried, and the primary as it tells of its replicas by then, which the store does not have yet. */
interface Told extends Carried {
	readonly primary: Secret;
}

/** What was on its way before a transition, and was due by then, arrives as it was. */
function arriveOverdue(told: Told, before: Secret, context: Carrying): Told {
	const { store, events } = told;
	const was = { store, primary: before, events };
	const arrived = deliverTo(was, context, false);
	if (arrived.primary === before) return told;
	const known = replicasOf(before);
	const news = replicasOf(arrived.primary);
	let { primary } = told;
	for (const replica of replicasOf(primary)) {
		const fresh = news[known.indexOf(replica)]; // none where it is asked for again
		if (fresh !== undefined) primary = withReplica(primary, fresh);
	}
	return { ...arrived, primary };
}

/** What leaves a primary's list of regions ends there: at once, or after the time that replication takes. */
function endReplicas(told: Told, before: Secret, now: Instant): Told {
	const { store, primary, events } = told;
	const staying = replicasOf(primary).map(({ region }) => region);
	const happened = [...events];
	let next = store;
	for (const { region } of replicasOf(before)) {
		if (staying.includes(region)) continue;
		const replica = replicaIn(next, primary, region, now);
		if (replica === undefined) continue; // it failed, or never arrived
		const gone = ending(replica, store.replicationLag, now);
		next =
			gone === undefined
				? removeSecret(next, replica)
				: putSecret(next, replica, gone);
		happened.push(...eventsBetween(replica, gone, now));
	}
	return { ...told, store: next, events: happened };
}

/** Observed: a removed replica can be described for seconds, with DeletedDate (2026-09). */
const ending = (
	replica: Secret,
	lag: number,
	now: Instant,
): Secret | undefined =>
	lag === 0
		? undefined
		: {
				...replica,
				lastChangedDate: now,
				deletion: { deletedDate: now, deletionDate: now + lag },
			};

/**
 * Sends a primary that has changed to the regions to which nothing is on its way.
 * Assumed: what changes while something is on its way arrives with that.
 * Assumed: a replication that failed is tried again when its primary changes, but then overwrites nothing; one that failed for want of a permission is not.
 */
function sendChange(told: Told, now: Instant): Told {
	const { store, primary, events } = told;
	const progress = onItsWay(now + store.replicationLag, false);
	const replicas = replicasOf(primary).map((replica) =>
		replica.progress.status === "InProgress" || isRefused(replica)
			? replica
			: { ...replica, progress },
	);
	const sent = { ...primary, role: roleWith(replicas) };
	const started = eventsBetween(primary, sent, now);
	return { store, primary: sent, events: [...events, ...started] };
}

/** Delivers a primary to the regions where it has arrived by now, or, now, to all to which nothing is on its way. */
function deliverTo(
	{ store, primary, events }: Told,
	context: Carrying,
	everywhere: boolean,
): Told {
	const { account } = primary; // which does it on its own behalf, whoever called
	const own = { ...context, keys: store.keys, account };
	const cargo = cargoOf(primary, own);
	const happened = [...events];
	let next = store;
	let told = primary;
	for (const known of replicasOf(primary)) {
		const now = arrivalAt(known, context.now, everywhere);
		if (now === undefined) continue;
		const delivered = deliver(next, primary, known, cargo, { ...own, now });
		const after = withReplica(told, delivered.replica);
		happened.push(...delivered.events, ...eventsBetween(told, after, now));
		next = delivered.store;
		told = after;
	}
	return { store: next, primary: told, events: happened };
}

function arrivalAt(
	known: ReplicaRegion,
	now: Instant,
	everywhere: boolean,
): Instant | undefined {
	const { progress } = known;
	if (progress.status !== "InProgress")
		return everywhere && !isRefused(known) ? now : undefined;
	return progress.due <= now ? progress.due : undefined;
}

/** Whether it failed for want of a permission, which no later change gives to who asked for it. */
const isRefused = ({ progress }: ReplicaRegion): boolean =>
	progress.status === "Failed" && progress.refused === true;
