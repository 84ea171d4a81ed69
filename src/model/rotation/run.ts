import { randomUuid } from "../../base/random.js";
import type { Result } from "../../base/result.js";
import { err, ok } from "../../base/result.js";
import {
	type Failure,
	invalidParameter,
	invalidRequest,
} from "../../values/failure.js";
import type { Instant } from "../../values/instant.js";
import {
	ROTATION_STEPS,
	type RotationStep,
} from "../../values/rotation-step.js";
import { CURRENT, PENDING } from "../../values/stage.js";
import type { VersionId } from "../../values/version-id.js";
import { openPayload } from "../sealing.js";
import { arnOf, type Secret } from "../secret.js";
import { addStages, holderOf, moveStage } from "../stages.js";
import { findVersion } from "../versions.js";
import { type WriteContext, writeValue } from "../writing.js";
import { ownersStep } from "./managed.js";
import { NO_ROTATION, type Rotation, type RotationRun } from "./record.js";
import { dueAfterFailure, scheduleFrom } from "./timetable.js";

/**
 * Whether a RotateSecret with a token was answered before: its rotation is the latest, or made a version.
 * Assumed: a replay of RotateSecret succeeds and changes nothing, whatever else it says.
 */
export const isReplay = (secret: Secret, token: VersionId): boolean =>
	secret.rotation?.run?.token === token ||
	findVersion(secret, token) !== undefined;

/**
 * Begins a rotation: AWSPENDING goes to the id of the version to come, before it has a value. Refuses with
 * InvalidRequestException while an earlier one is not complete.
 * Observed: AWSPENDING on the current version is no obstacle and moves; on another one it is (2026-09).
 */
export function startRotation(
	secret: Secret,
	token: VersionId,
	{ now, seed }: Pick<WriteContext, "now" | "seed">,
): Result<Secret, Failure> {
	if (!isFree(secret)) return err(PREVIOUS_NOT_COMPLETE);
	const pending = addStages(secret, token, [PENDING], now);
	if (!pending.ok) return pending;
	return ok(withRun(pending.value, newRun(secret, "rotation", token, seed)));
}

/**
 * Begins a test of the rotation function: on a copy of the current value, which keeps AWSPENDING for as long. Where
 * there is no value to copy there is nothing to test.
 * Assumed: RotateSecret with RotateImmediately=false on a secret without a value stores the configuration and tests nothing.
 */
export function startTest(
	secret: Secret,
	token: VersionId,
	context: WriteContext,
): Result<Secret, Failure> {
	if (!isFree(secret)) return err(PREVIOUS_NOT_COMPLETE);
	const current = findVersion(secret, holderOf(secret.stages, CURRENT));
	if (current === undefined) return ok(secret);
	const payload = openPayload(secret, current, context.kms);
	if (!payload.ok) return payload;
	const testing = withRun(secret, newRun(secret, "test", token, context.seed));
	const copy = { id: token, payload: payload.value, stages: [PENDING] };
	return writeValue(testing, copy, context);
}

const PREVIOUS_NOT_COMPLETE = invalidRequest(
	"A previous rotation isn't complete. That rotation will be reattempted.",
);

/** Whether a rotation can begin: none is under way, and AWSPENDING is on no version but the current one. */
export function isFree({ rotation, stages }: Secret): boolean {
	const pending = holderOf(stages, PENDING);
	return (
		rotation?.run?.state !== "running" &&
		(pending === undefined || pending === holderOf(stages, CURRENT))
	);
}

function newRun(
	secret: Secret,
	kind: RotationRun["kind"],
	token: VersionId,
	seed: string,
): RotationRun {
	const rotationToken = randomUuid(seed, [
		"rotation token",
		arnOf(secret),
		token,
	]);
	const step = kind === "test" ? "testSecret" : "createSecret";
	return { kind, token, rotationToken, attempt: 1, state: "running", step };
}

const withRun = (secret: Secret, run: RotationRun): Secret => ({
	...secret,
	rotation: { ...rotationOf(secret), run },
});

/** How the step of a rotation went. */
export interface StepReport {
	readonly token: VersionId;
	readonly step: RotationStep;
	readonly ok: boolean;
}

/** A secret after a report, and why the rotation failed where that is not for the function to say. */
export interface Reported {
	readonly secret: Secret;
	readonly problem: string | undefined;
}

/**
 * Takes note of how a step went: the next one is under way then, or the rotation is over. A report about anything but
 * the step under way is ignored (the same object), for instance about a rotation that was cancelled meanwhile.
 */
export function reportStep(
	secret: Secret,
	report: StepReport,
	context: WriteContext,
): Reported {
	const run = underWay(secret, report);
	if (run === undefined) return reported(secret);
	if (!report.ok) return failed(secret, run, undefined, context.now);
	const done = isManaged(secret)
		? ownersStep(secret, run, context)
		: ok(secret);
	if (!done.ok) return failed(secret, run, done.error.message, context.now);
	if (run.kind === "test")
		return reported(tested(done.value, run, "succeeded", context.now));
	const step = ROTATION_STEPS[ROTATION_STEPS.indexOf(run.step) + 1];
	return step === undefined
		? finished(done.value, run, context.now)
		: reported(withRun(done.value, { ...run, step }));
}

const reported = (secret: Secret, problem?: string): Reported => ({
	secret,
	problem,
});

/** The run that a report is about, if it is about the step under way. */
function underWay(
	{ rotation }: Secret,
	{ token, step }: StepReport,
): RotationRun | undefined {
	const run = rotation?.run;
	return run?.state === "running" && run.token === token && run.step === step
		? run
		: undefined;
}

const isManaged = ({ rotation }: Secret): boolean =>
	rotation?.functionArn === undefined;

/** After the last step AWSCURRENT must be on the new version. Observed: AWSPENDING stays there, too (2026-09). */
function finished(secret: Secret, run: RotationRun, now: Instant): Reported {
	const { token } = run;
	if (holderOf(secret.stages, CURRENT) !== token)
		return failed(secret, run, problemOf(secret, token), now);
	const rotation = scheduleFrom(rotationOf(secret), now);
	return reported({
		...secret,
		rotation: {
			...rotation,
			lastRotatedDate: now,
			run: { ...run, state: "succeeded" },
		},
	});
}

/** Assumed: a function that stored a value, but did not make it current, is spoken of in a sentence of ours. */
const problemOf = (secret: Secret, token: VersionId): string =>
	findVersion(secret, token) === undefined
		? `Pending secret version ${token} for Secret ${arnOf(secret)} was not created by Lambda ${secret.rotation?.functionArn}. Remove the AWSPENDING staging label and restart rotation.`
		: `The rotation function did not move staging label AWSCURRENT to version ${token} of secret ${arnOf(secret)}.`;

/** AWSPENDING stays where it is, so that no other rotation begins before this one is tried again. */
function failed(
	secret: Secret,
	run: RotationRun,
	problem: string | undefined,
	now: Instant,
): Reported {
	if (run.kind === "test")
		return reported(tested(secret, run, "failed", now), problem);
	const rotation = rotationOf(secret);
	return reported(
		{
			...secret,
			rotation: {
				...rotation,
				due: dueAfterFailure(rotation, run, now),
				run: { ...run, state: "failed" },
			},
		},
		problem,
	);
}

/** Observed: however a test ends, its version stays, without a label (2026-09). */
function tested(
	secret: Secret,
	run: RotationRun,
	state: "succeeded" | "failed",
	now: Instant,
): Secret {
	const { token } = run;
	const over = withRun(secret, { ...run, state });
	if (holderOf(over.stages, PENDING) !== token) return over;
	const unlabelled = moveStage(over, PENDING, token, undefined, now);
	return unlabelled.ok ? unlabelled.value : over;
}

/** Starts a rotation that failed again, from its first step and with the same token. */
export const startAgain = (
	secret: Secret,
	run: RotationRun,
	attempt: number,
): Secret =>
	withRun(secret, { ...run, attempt, state: "running", step: "createSecret" });

/**
 * Turns rotation off; what was set, and AWSPENDING, stay. The same for a secret that was never rotated.
 * Observed: the function that is under way is not stopped, and there is no next date any more (2026-09).
 */
export function cancelRotation(secret: Secret, now: Instant): Secret {
	const { run, ...rotation } = rotationOf(secret);
	const isOpen = run?.state === "running" || run?.state === "failed";
	return {
		...secret,
		lastChangedDate: now,
		rotation: {
			...rotation,
			enabled: false,
			window: undefined,
			due: undefined,
			run: run && isOpen ? { ...run, state: "cancelled" } : run,
		},
	};
}

const rotationOf = ({ rotation }: Secret): Rotation => rotation ?? NO_ROTATION;

/**
 * Checks the RotationToken of a PutSecretValue: it must be that of the latest rotation, whose version the value is for.
 * Refuses with InvalidParameterException.
 * Assumed: a RotationToken that no rotation of the secret has, or that comes with another ClientRequestToken, is refused with a text of ours.
 */
export function checkRotationToken(
	{ rotation }: Secret,
	id: VersionId,
	rotationToken: string | undefined,
): Result<void, Failure> {
	const run = rotation?.run;
	return rotationToken === undefined ||
		(run?.rotationToken === rotationToken && run.token === id)
		? ok(undefined)
		: err(invalidParameter(WRONG_ROTATION_TOKEN));
}

const WRONG_ROTATION_TOKEN =
	"The RotationToken is not that of the secret's latest rotation. Pass on the RotationToken and the ClientRequestToken that the rotation function was invoked with.";
