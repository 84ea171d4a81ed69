import { randomUuid } from "../../base/random.js";
import type { Result } from "../../base/result.js";
import { err, ok } from "../../base/result.js";
import {
	type Failure,
	invalidParameter,
	invalidRequest,
	tokenInUse,
} from "../../values/failure.js";
import { CURRENT, PENDING } from "../../values/stage.js";
import type { VersionId } from "../../values/version-id.js";
import { openPayload } from "../sealing.js";
import { arnOf, type Secret } from "../secret.js";
import { addStages, holderOf } from "../stages.js";
import { findVersion } from "../versions.js";
import { type WriteContext, writeValue } from "../writing.js";
import type { RotationRun } from "./record.js";
import { withRotation } from "./run.js";

/**
 * Whether a RotateSecret with a token was answered before: its rotation is the latest, and was neither
 * abandoned nor cancelled since.
 * Assumed: a replay of RotateSecret succeeds and changes nothing, whatever else it says.
 */
export function isReplay({ rotation }: Secret, token: VersionId): boolean {
	const run = rotation?.run;
	return (
		rotation?.enabled === true &&
		run?.token === token &&
		run.state !== "abandoned" &&
		run.state !== "cancelled"
	);
}

/**
 * Begins a rotation: AWSPENDING goes to the id of the version to come, before it has a value. Refuses with
 * InvalidRequestException while an earlier one is not complete, and with InvalidParameterException a token that has a value.
 * Observed: AWSPENDING on the current version is no obstacle and moves; on another one it is (2026-09).
 */
export function startRotation(
	secret: Secret,
	token: VersionId,
	{ now, seed }: Pick<WriteContext, "now" | "seed">,
): Result<Secret, Failure> {
	const refusal = refusalToStart(secret, token);
	if (refusal !== undefined) return err(refusal);
	const pending = addStages(secret, token, [PENDING], now);
	if (!pending.ok) return pending;
	return ok(
		withRotation(pending.value, {
			run: newRun(secret, "rotation", token, seed),
		}),
	);
}

/**
 * Begins a test of the rotation function: on a copy of the current value, which keeps AWSPENDING for as long. Where
 * there is no value to copy there is nothing to test.
 * Assumed: RotateSecret with RotateImmediately=false on a secret without a value stores the configuration and tests nothing.
 * Assumed: where no key can open or seal the copy, RotateSecret is refused as a read or a write is, and stores nothing.
 */
export function startTest(
	secret: Secret,
	token: VersionId,
	context: WriteContext,
): Result<Secret, Failure> {
	const refusal = refusalToStart(secret, token);
	if (refusal !== undefined) return err(refusal);
	const current = findVersion(secret, holderOf(secret.stages, CURRENT));
	if (current === undefined) return ok(secret);
	const payload = openPayload(secret, current, context);
	if (!payload.ok) return payload;
	const testing = withRotation(secret, {
		run: newRun(secret, "test", token, context.seed),
	});
	const copy = { id: token, payload: payload.value, stages: [PENDING] };
	return writeValue(testing, copy, context);
}

/**
 * Assumed: a token that is the id of another version is refused as PutSecretValue refuses it, but with InvalidParameterException, which RotateSecret declares.
 */
function refusalToStart(secret: Secret, token: VersionId): Failure | undefined {
	if (!isFree(secret)) return PREVIOUS_NOT_COMPLETE;
	return findVersion(secret, token) === undefined
		? undefined
		: invalidParameter(tokenInUse(token, arnOf(secret)));
}

const PREVIOUS_NOT_COMPLETE = invalidRequest(
	"A previous rotation isn't complete. That rotation will be reattempted.",
);

/**
 * Whether AWSPENDING is on no version but the current one.
 * Assumed: nothing else counts, so that a rotation under way that lost the label is given up for another one.
 */
export function isFree({ stages }: Secret): boolean {
	const pending = holderOf(stages, PENDING);
	return pending === undefined || pending === holderOf(stages, CURRENT);
}

/** Starts a rotation that failed again, from its first step and with the same token. */
export const startAgain = (
	secret: Secret,
	run: RotationRun,
	attempt: number,
): Secret =>
	withRotation(secret, {
		run: { ...run, attempt, state: "running", step: "createSecret" },
	});

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
