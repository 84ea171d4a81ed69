import { ok } from "../../base/result.js";
import type { Instant } from "../../values/instant.js";
import {
	ROTATION_STEPS,
	type RotationStep,
} from "../../values/rotation-step.js";
import { CURRENT, PENDING } from "../../values/stage.js";
import type { VersionId } from "../../values/version-id.js";
import { arnOf, type Secret } from "../secret.js";
import { holderOf, moveStage } from "../stages.js";
import { findVersion } from "../versions.js";
import type { WriteContext } from "../writing.js";
import { ownersStep } from "./managed.js";
import type { RotationRun } from "./record.js";
import { rotationOf, withRotation } from "./run.js";
import { dueAfterFailure, scheduleFrom } from "./timetable.js";

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
	const done =
		secret.rotation?.functionArn === undefined
			? ownersStep(secret, run, context)
			: ok(secret);
	if (!done.ok) return failed(secret, run, done.error.message, context.now);
	if (run.kind === "test")
		return reported(tested(done.value, run, "succeeded", context.now));
	const step = ROTATION_STEPS[ROTATION_STEPS.indexOf(run.step) + 1];
	return step === undefined
		? finished(done.value, run, context.now)
		: reported(withRotation(done.value, { run: { ...run, step } }));
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

/**
 * After the last step AWSCURRENT must be on the new version. Observed: AWSPENDING stays there, too (2026-09).
 * Assumed: that a function stored nothing is found out after its last step as well.
 */
function finished(secret: Secret, run: RotationRun, now: Instant): Reported {
	const { token } = run;
	if (holderOf(secret.stages, CURRENT) !== token)
		return failed(secret, run, problemOf(secret, token), now);
	return reported(
		withRotation(secret, {
			...scheduleFrom(rotationOf(secret), now),
			lastRotatedDate: now,
			run: { ...run, state: "succeeded" },
		}),
	);
}

/** Assumed: a function that stored a value, but did not make it current, is spoken of in a sentence of ours. */
const problemOf = (secret: Secret, token: VersionId): string =>
	findVersion(secret, token) === undefined
		? `Pending secret version ${token} for Secret ${arnOf(secret)} was not created by Lambda ${secret.rotation?.functionArn}. Remove the AWSPENDING staging label and restart rotation`
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
	const due = dueAfterFailure(rotationOf(secret), run, now);
	const waiting = withRotation(secret, {
		due,
		run: { ...run, state: "failed" },
	});
	return reported(waiting, problem);
}

/**
 * Observed: the version of a test stays, without a label (2026-09). Assumed: it does so also when the test fails.
 */
function tested(
	secret: Secret,
	run: RotationRun,
	state: "succeeded" | "failed",
	now: Instant,
): Secret {
	const { token } = run;
	const over = withRotation(secret, { run: { ...run, state } });
	const unlabelled = moveStage(over, PENDING, token, undefined, now);
	return unlabelled.ok ? unlabelled.value : over; // it lost the label meanwhile
}
