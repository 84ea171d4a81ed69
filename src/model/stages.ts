import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import {
	type Failure,
	invalidParameter,
	invalidRequest,
	limitExceeded,
	resourceNotFound,
} from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import {
	CURRENT,
	inListingOrder,
	PENDING,
	PREVIOUS,
	type Stage,
} from "../values/stage.js";
import type { VersionId } from "../values/version-id.js";
import {
	MAX_STAGES,
	type Secret,
	type StageEntry,
	type Version,
} from "./secret.js";
import { findVersion, versionById } from "./versions.js";

/** The labels of a version, in the order in which AWS lists them. */
export const stagesOf = (secret: Secret, id: VersionId): readonly Stage[] =>
	inListingOrder(
		secret.stages.filter(([, holder]) => holder === id).map(([stage]) => stage),
	);

/** The versions that carry a label; the others are deprecated. */
export const labelledIds = ({ stages }: Secret): ReadonlySet<VersionId> =>
	new Set(stages.map(([, id]) => id));

/**
 * The versions in the order of their creation, the deprecated ones only when they are wanted.
 * Observed: of a replica none are listed, though they can be read (2026-09).
 */
export function listedVersions(
	secret: Secret,
	deprecated: boolean,
): readonly Version[] {
	if (secret.role.kind === "replica") return [];
	if (deprecated) return secret.versions;
	const labelled = labelledIds(secret);
	return secret.versions.filter(({ id }) => labelled.has(id));
}

/** Labels by version, for the versions that have any. Observed: the ids come in ascending order (2026-09). */
export const stagesByVersion = (
	secret: Secret,
): readonly (readonly [VersionId, readonly Stage[]])[] =>
	[...labelledIds(secret)].sort().map((id) => [id, stagesOf(secret, id)]);

/** The version that carries a label. */
export const holderOf = (
	stages: readonly StageEntry[],
	stage: Stage,
): VersionId | undefined => stages.find(([each]) => each === stage)?.[1];

/**
 * Labels a version that was just written. Without `stages` it becomes the current one and AWSPENDING leaves whichever
 * version had it; with `stages` it gets these. Either way it becomes current when no version is.
 * Refuses with LimitExceededException when the secret would have more than 20 labels.
 */
export function stageWrite(
	secret: Secret,
	id: VersionId,
	stages: readonly Stage[] | undefined,
	now: Instant,
): Result<Secret, Failure> {
	const written =
		stages === undefined
			? without(moveCurrent(secret.stages, id), PENDING)
			: attachAll(secret.stages, stages, id);
	// Assumed: the first version gets AWSCURRENT besides the labels it was given, as the documentation says.
	const current = holderOf(written, CURRENT) ?? id;
	return withStages(secret, moveCurrent(written, current), now);
}

/** Attaches more labels to a version that exists. The same object when it has them already. */
export const addStages = (
	secret: Secret,
	id: VersionId,
	stages: readonly Stage[],
	now: Instant,
): Result<Secret, Failure> =>
	withStages(secret, attachAll(secret.stages, stages, id), now);

/**
 * The version that an id, a label, or both name; AWSCURRENT's when neither is given. Refuses with
 * ResourceNotFoundException, or with InvalidRequestException when the two name different versions.
 */
export function selectVersion(
	secret: Secret,
	id: VersionId | undefined,
	stage: Stage | undefined,
): Result<Version, Failure> {
	if (id === undefined) return versionByStage(secret, stage ?? CURRENT);
	const version = versionById(secret, id);
	return version.ok &&
		stage !== undefined &&
		holderOf(secret.stages, stage) !== id
		? err(
				invalidRequest(
					"You provided a VersionStage that is not associated to the provided VersionId.",
				),
			)
		: version;
}

function versionByStage(
	secret: Secret,
	stage: Stage,
): Result<Version, Failure> {
	const version = findVersion(secret, holderOf(secret.stages, stage));
	return version === undefined
		? err(
				resourceNotFound(
					`Secrets Manager can't find the specified secret value for staging label: ${stage}`,
				),
			)
		: ok(version);
}

/**
 * Moves, attaches or removes one label: from the version that it must be on (`from`) to another (`to`).
 * The same object when the label is already where it should be. Refuses with InvalidParameterException,
 * ResourceNotFoundException (a `to` that is no version) or LimitExceededException.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export function moveStage(
	secret: Secret,
	stage: Stage,
	from: VersionId | undefined,
	to: VersionId | undefined,
	now: Instant,
): Result<Secret, Failure> {
	if (from === undefined && to === undefined)
		return err(invalidParameter(NEITHER_VERSION));
	if (to === undefined && stage === CURRENT)
		return err(invalidParameter(CURRENT_STAYS));
	const target = to === undefined ? ok(to) : versionById(secret, to);
	if (!target.ok) return target;
	const holder = holderOf(secret.stages, stage);
	if (from === undefined && holder !== undefined && holder !== to)
		return err(invalidParameter(mustNameHolder(stage, holder)));
	if (from !== undefined && holder !== from)
		return err(invalidParameter(mustBeHolder(stage)));
	return withStages(
		secret,
		to === undefined
			? without(secret.stages, stage)
			: attach(secret.stages, stage, to),
		now,
	);
}

/** Assumed: UpdateSecretVersionStage with neither id is InvalidParameterException, with a text of ours. */
const NEITHER_VERSION =
	"You must provide RemoveFromVersionId, MoveToVersionId, or both.";

const CURRENT_STAYS =
	"You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.";

const mustNameHolder = (stage: Stage, holder: VersionId) =>
	`The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`;

/**
 * Assumed: the text about a wrong RemoveFromVersionId is as another emulator quotes it, apparently from AWS.
 * Assumed: UpdateSecretVersionStage says it as well of a RemoveFromVersionId that is no version, and of a label on none.
 */
const mustBeHolder = (stage: Stage) =>
	`When you move staging label ${stage}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${stage}.`;

type Stages = readonly StageEntry[];

function withStages(
	secret: Secret,
	stages: Stages,
	now: Instant,
): Result<Secret, Failure> {
	// Assumed: a label that is where it should be is left alone, LastChangedDate included.
	if (stages === secret.stages) return ok(secret);
	// Assumed: a write that would need a twenty-first label is refused, also when that is AWSPREVIOUS.
	return stages.length > MAX_STAGES
		? err(
				limitExceeded(
					"You exceeded the maximum number of staging labels allowed on a secret.",
				),
			)
		: ok({ ...secret, stages, lastChangedDate: now });
}

/** AWSCURRENT goes first, so that an AWSPREVIOUS asked for in the same call wins over the one it leaves behind. */
function attachAll(
	stages: Stages,
	wanted: readonly Stage[],
	id: VersionId,
): Stages {
	const others = wanted.filter((stage) => stage !== CURRENT);
	const inOrder = others.length < wanted.length ? [CURRENT, ...others] : others;
	return inOrder.reduce((all, stage) => attach(all, stage, id), stages);
}

const attach = (stages: Stages, stage: Stage, id: VersionId): Stages =>
	stage === CURRENT ? moveCurrent(stages, id) : place(stages, stage, id);

/** Whenever AWSCURRENT leaves a version, AWSPREVIOUS comes to it, from wherever it was. */
function moveCurrent(stages: Stages, id: VersionId): Stages {
	const former = holderOf(stages, CURRENT);
	const moved = place(stages, CURRENT, id);
	return former === undefined || former === id
		? moved
		: place(moved, PREVIOUS, former);
}

const place = (stages: Stages, stage: Stage, id: VersionId): Stages =>
	holderOf(stages, stage) === id
		? stages
		: without(stages, stage).concat([[stage, id]]);

const without = (stages: Stages, stage: Stage): Stages =>
	stages.some(([each]) => each === stage)
		? stages.filter(([each]) => each !== stage)
		: stages;
