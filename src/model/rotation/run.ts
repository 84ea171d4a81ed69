import type { Result } from "../../base/result.js";
import { err, ok } from "../../base/result.js";
import { type Failure, invalidParameter } from "../../values/failure.js";
import type { Instant } from "../../values/instant.js";
import type { VersionId } from "../../values/version-id.js";
import type { Secret } from "../secret.js";
import { isOpen, NO_ROTATION, type Rotation } from "./record.js";

/** How a secret is rotated; as if nothing was set where it never was. */
export const rotationOf = ({ rotation }: Secret): Rotation =>
	rotation ?? NO_ROTATION;

/** A secret with changes of its rotation. */
export const withRotation = (
	secret: Secret,
	changes: Partial<Rotation>,
): Secret => ({ ...secret, rotation: { ...rotationOf(secret), ...changes } });

/**
 * Turns rotation off; what was set, and AWSPENDING, stay. The same for a secret that was never rotated.
 * Observed: the function that is under way is not stopped, and there is no next date any more (2026-09).
 */
export function cancelRotation(secret: Secret, now: Instant): Secret {
	const { run } = rotationOf(secret);
	const cancelled = withRotation(secret, {
		enabled: false,
		window: undefined,
		due: undefined,
		run: run && isOpen(run) ? { ...run, state: "cancelled" } : run,
	});
	return { ...cancelled, lastChangedDate: now };
}

/**
 * Checks the RotationToken of a PutSecretValue: it must be that of the latest rotation, unless that was abandoned, and the
 * value must be for its version.
 * Refuses with InvalidParameterException.
 * Assumed: a RotationToken that no rotation of the secret has, or that comes with another ClientRequestToken, is refused with a text of ours.
 */
export function checkRotationToken(
	{ rotation }: Secret,
	id: VersionId,
	rotationToken: string | undefined,
): Result<void, Failure> {
	const run = rotation?.run;
	const isRight =
		run?.rotationToken === rotationToken &&
		run?.token === id &&
		run.state !== "abandoned";
	return rotationToken === undefined || isRight
		? ok(undefined)
		: err(invalidParameter(WRONG_ROTATION_TOKEN));
}

const WRONG_ROTATION_TOKEN =
	"The RotationToken is not that of the secret's latest rotation. Pass on the RotationToken and the ClientRequestToken that the rotation function was invoked with.";
