import { invariant } from "../base/invariant.js";
import { type DomainEvent, freezeEvent } from "../values/event.js";
import type { Instant } from "../values/instant.js";
import { CURRENT, PENDING } from "../values/stage.js";
import type { VersionId } from "../values/version-id.js";
import { type Progress, type ReplicaRegion, replicasOf } from "./role.js";
import { isOpen, type RotationRun } from "./rotation/record.js";
import { arnOf, type Secret, type StageEntry } from "./secret.js";
import { holderOf } from "./stages.js";

/**
 * What a transition did to a secret, found by comparing it before and after: a rotation that started or ended, labels that
 * moved, versions that were pruned, a deletion that started, was cancelled or ended, a replication that started, arrived or
 * failed. `undefined` before it was created and after it is gone. `problem` is why a rotation failed.
 */
export function eventsBetween(
	before: Secret | undefined,
	after: Secret | undefined,
	at: Instant,
	problem?: string,
): readonly DomainEvent[] {
	const secret = after ?? before;
	if (before === after || secret === undefined) return [];
	const { account, region } = secret;
	const arn = arnOf(secret);
	return happenings(before, after, problem).map(({ name, detail }) =>
		freezeEvent({ name, at, arn, account, region, detail }),
	);
}

/** That an expired secret went: it happened when its window ended, whenever somebody looked. */
export function purgeEvents(secret: Secret): readonly DomainEvent[] {
	invariant(secret.deletion !== undefined, "what expired was to be deleted");
	return eventsBetween(secret, undefined, secret.deletion.deletionDate);
}

/** An event before it is known where and when. */
type Happening = Pick<DomainEvent, "name" | "detail">;

function happenings(
	before: Secret | undefined,
	after: Secret | undefined,
	problem: string | undefined,
): readonly Happening[] {
	if (after === undefined)
		return [{ name: "EndSecretVersionDelete", detail: {} }];
	return [
		...rotationChanges(before?.rotation?.run, after, problem),
		...labelUpdates(before?.stages ?? [], after.stages),
		...prunedVersions(before, after),
		...deletionChanges(before, after),
		...replicationChanges(before, after),
	];
}

/** Assumed: a test has no event of its own for being abandoned, so that it is RotationAbandoned, too. */
function rotationChanges(
	before: RotationRun | undefined,
	{ rotation, stages }: Pick<Secret, "rotation" | "stages">,
	problem: string | undefined,
): readonly Happening[] {
	const after = rotation?.run;
	if (after === undefined || isSameRun(before, after)) return [];
	// Whoever starts another rotation gives the one up that was not over.
	if (before !== undefined && before.token !== after.token && isOpen(before))
		return [
			abandoned(before, after.token),
			...rotationChanges(undefined, { rotation, stages }, problem),
		];
	const { kind, state, step, token } = after;
	const detail = { versionId: token };
	const test = kind === "test" ? "Test" : "";
	switch (state) {
		case "running":
			return [{ name: `${test}RotationStarted`, detail }];
		case "succeeded":
			return [{ name: `${test}RotationSucceeded`, detail }];
		case "failed": {
			const message = problem === undefined ? {} : { message: problem };
			return [
				{
					name: `${test}RotationFailed`,
					detail: { ...detail, step, ...message },
				},
			];
		}
		case "abandoned":
			return [
				abandoned(
					after,
					holderOf(stages, PENDING) ?? holderOf(stages, CURRENT),
				),
			];
		case "cancelled":
			return []; // CancelRotateSecret says so itself
	}
}

/** `byVersionId` is the version that took AWSPENDING away from it. */
const abandoned = (
	{ token }: RotationRun,
	by: VersionId | undefined,
): Happening => ({
	name: "RotationAbandoned",
	detail: {
		versionId: token,
		...(by === undefined ? {} : { byVersionId: by }),
	},
});

/** Whether nothing began or ended between two looks at the latest rotation; a further attempt follows a failure. */
const isSameRun = (
	before: RotationRun | undefined,
	after: RotationRun,
): boolean => before?.token === after.token && before.state === after.state;

function labelUpdates(
	before: readonly StageEntry[],
	after: readonly StageEntry[],
): readonly Happening[] {
	if (before === after) return [];
	const labels = new Set([...before, ...after].map(([label]) => label));
	return [...labels].flatMap((label) => {
		const from = holderOf(before, label);
		const to = holderOf(after, label);
		if (from === to) return [];
		return {
			name: "Secret Label Updated",
			detail: {
				label,
				...(from === undefined ? {} : { fromVersionId: from }),
				...(to === undefined ? {} : { toVersionId: to }),
			},
		};
	});
}

function prunedVersions(
	before: Secret | undefined,
	after: Secret,
): readonly Happening[] {
	if (before === undefined) return [];
	if (before.versions.every(({ id }, i) => after.versions[i]?.id === id))
		return []; // as a rule; it costs less than the set
	const kept = new Set(after.versions.map(({ id }) => id));
	return before.versions
		.filter(({ id }) => !kept.has(id))
		.map(({ id }) => ({
			name: "SecretVersionDeletion",
			detail: { versionId: id },
		}));
}

function deletionChanges(
	before: Secret | undefined,
	after: Secret,
): readonly Happening[] {
	if (before?.deletion === after.deletion) return [];
	return after.deletion === undefined
		? [{ name: "CancelSecretVersionDelete", detail: {} }]
		: [
				{
					name: "StartSecretVersionDelete",
					detail: { deletionDate: after.deletion.deletionDate },
				},
			];
}

function replicationChanges(
	before: Secret | undefined,
	after: Secret,
): readonly Happening[] {
	if (before?.role === after.role) return [];
	const known = before === undefined ? [] : replicasOf(before);
	return replicasOf(after).flatMap((replica) => {
		const was = known.find(({ region }) => region === replica.region);
		return was?.progress === replica.progress
			? []
			: progressed(was?.progress, replica);
	});
}

/** Assumed: what arrives at once at a replica that was in sync is no replication of its own. */
function progressed(
	before: Progress | undefined,
	{ region, progress }: ReplicaRegion,
): readonly Happening[] {
	const detail = { region };
	switch (progress.status) {
		case "InProgress":
			return before?.status === "InProgress" && before.due === progress.due
				? []
				: [{ name: "ReplicationStarted", detail }];
		case "InSync":
			return before?.status === "InSync"
				? []
				: [{ name: "ReplicationSucceeded", detail }];
		case "Failed": {
			const { message } = progress;
			return [{ name: "ReplicationFailed", detail: { ...detail, message } }];
		}
	}
}
