import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, invalidParameter } from "../values/failure.js";
import { DAY, type Instant } from "../values/instant.js";
import type { Deletion, Secret } from "./secret.js";

/** How DeleteSecret goes about it: at once, or after a number of days. */
export type RecoveryWindow = "none" | { readonly days: number };

/**
 * Reads the two ways to ask for a window; 30 days when neither is given. Refuses days outside 7 to 30, and days given
 * together with force, with InvalidParameterException, in this order.
 */
export function recoveryWindow(
	days: number | undefined,
	force: boolean | undefined,
): Result<RecoveryWindow, Failure> {
	if (days !== undefined && (days < 7 || days > 30))
		return err(
			invalidParameter(
				"The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
			),
		);
	if (days !== undefined && force === true)
		return err(
			invalidParameter(
				"You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
			),
		);
	return ok(force === true ? "none" : { days: days ?? 30 });
}

/** Schedules the end of a secret; everything else about it stays. */
export function scheduleDeletion(
	secret: Secret,
	days: number,
	now: Instant,
): Secret & { readonly deletion: Deletion } {
	const deletion = { deletedDate: now, deletionDate: now + days * DAY };
	return { ...secret, lastChangedDate: now, deletion };
}

/** Takes a scheduled deletion back. Assumed: RestoreSecret on a secret that is not scheduled succeeds and changes nothing. */
export const restore = (secret: Secret, now: Instant): Secret =>
	secret.deletion === undefined
		? secret
		: { ...secret, lastChangedDate: now, deletion: undefined };

/** Whether the recovery window has passed; such a secret is absent, purged or not. */
export const isExpired = (
	{ deletion }: Pick<Secret, "deletion">,
	now: Instant,
): boolean => deletion !== undefined && now >= deletion.deletionDate;
