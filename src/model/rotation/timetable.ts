import type { Instant } from "../../values/instant.js";
import type { Rotation, RotationRun } from "./record.js";
import { daysUntil, firstWindow } from "./schedule.js";

/**
 * Schedules the first window after a moment: that of a RotateSecret, of the end of a rotation, or of a manual write.
 * Observed: beside an expression AutomaticallyAfterDays is the days until the window, rounded up (2026-09).
 */
export function scheduleFrom(rotation: Rotation, from: Instant): Rotation {
	const { enabled, rules } = rotation;
	const window = enabled && rules ? firstWindow(rules, from) : undefined;
	const counted =
		window === undefined || rules?.scheduleExpression === undefined
			? rules
			: { ...rules, automaticallyAfterDays: daysUntil(window, from) };
	return { ...rotation, window, due: window?.opens, rules: counted };
}

/**
 * When a rotation that fails is due again: while its window is open after ten minutes, four times at most, else when the
 * next window opens.
 * Assumed: a failed rotation is started again ten minutes later, and no more than five times within one window.
 */
export function dueAfterFailure(
	{ window, due }: Rotation,
	{ attempt }: RotationRun,
	now: Instant,
): Instant | undefined {
	const again = now + MINUTES_BETWEEN_ATTEMPTS * 60_000;
	return window !== undefined &&
		now >= window.opens &&
		again < window.closes &&
		attempt < MAX_ATTEMPTS
		? again
		: due;
}

const MINUTES_BETWEEN_ATTEMPTS = 10;
const MAX_ATTEMPTS = 5;
