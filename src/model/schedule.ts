import type { Result } from "../base/result.js";
import { ok } from "../base/result.js";
import type { Failure } from "../values/failure.js";
import { DAY, type Instant, startOfUtcDay } from "../values/instant.js";
export interface RotationRules {
	readonly automaticallyAfterDays: number | undefined;
	readonly duration: string | undefined;
	readonly scheduleExpression: string | undefined;
}
export interface RotationWindow {
	readonly opens: Instant;
	readonly closes: Instant;
}
export function checkRules(_rules: RotationRules): Result<void, Failure> {
	return ok(undefined);
}
export function firstWindow(
	rules: RotationRules,
	from: Instant,
): RotationWindow | undefined {
	if (rules.automaticallyAfterDays === undefined) return undefined;
	const opens = startOfUtcDay(from) + rules.automaticallyAfterDays * DAY;
	return { opens, closes: opens + DAY };
}
export function windowAfter(
	rules: RotationRules,
	window: RotationWindow,
): RotationWindow | undefined {
	return firstWindow(rules, window.opens);
}
export function windowAt(
	rules: RotationRules,
	window: RotationWindow,
	now: Instant,
): RotationWindow | undefined {
	let w: RotationWindow | undefined = window;
	while (w && w.closes <= now) w = windowAfter(rules, w);
	return w;
}
export const daysUntil = (window: RotationWindow, from: Instant): number =>
	Math.ceil((window.opens - from) / DAY);
