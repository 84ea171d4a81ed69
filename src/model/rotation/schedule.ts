import type { Result } from "../../base/result.js";
import { ok } from "../../base/result.js";
import type { Failure } from "../../values/failure.js";
import {
	DAY,
	HOUR,
	type Instant,
	LAST_DATE,
	startOfUtcDay,
} from "../../values/instant.js";
import { everyDays, parseExpression, type Rhythm, refuse } from "./rhythm.js";

/**
 * When a secret is rotated, as DescribeSecret shows it. Of a schedule in days `automaticallyAfterDays`, 1 to 1000, is what
 * was asked for; beside a `scheduleExpression` it is computed by others and ignored here.
 */
export interface RotationRules {
	readonly automaticallyAfterDays: number | undefined;
	/** How long a window stays open: "3h". */
	readonly duration: string | undefined;
	/** "rate(10 days)", "cron(0 8 1 * ? *)". */
	readonly scheduleExpression: string | undefined;
}

/** From `opens` on, until before `closes`: within one UTC day. */
export interface RotationWindow {
	readonly opens: Instant;
	readonly closes: Instant;
}

/**
 * Refuses rules that make no schedule with InvalidParameterException, the expression before the duration; that there are
 * no rules is no mistake.
 * Assumed: the texts about rotation rules are ours, for those of AWS are not recorded.
 * Assumed: an expression that no date matches is refused.
 */
export function checkRules(rules: RotationRules): Result<void, Failure> {
	const rhythm = readRules({ ...rules, duration: undefined });
	if (!rhythm.ok) return rhythm;
	if (rhythm.value !== undefined && rhythm.value.first(0) === undefined)
		return refuse(
			"RotationRules.ScheduleExpression must name a day that comes: no month that it names has such a day.",
		);
	const whole = readRules(rules);
	return whole.ok ? ok(undefined) : whole;
}

/**
 * The first window after a rotation, or a write by hand, at `from`. Undefined without a schedule, for rules that are
 * refused, and where no date is so late: a cron expression ends with the year 2999.
 */
export function firstWindow(
	rules: RotationRules,
	from: Instant,
): RotationWindow | undefined {
	const rhythm = rhythmOf(rules);
	return rhythm && windowFrom(rhythm, rhythm.first(from));
}

/** A window, and the first after it that opens later than now. */
export interface Windows {
	readonly window: RotationWindow;
	readonly next: RotationWindow | undefined;
}

/**
 * Of the windows that begin with `window`: the one that is open at `now`, else the first to open after it; and the one that
 * follows. A long time costs no more than a short one. Undefined as `firstWindow`.
 */
export function windowsAt(
	rules: RotationRules,
	window: RotationWindow,
	now: Instant,
): Windows | undefined {
	const rhythm = rhythmOf(rules);
	if (rhythm === undefined) return undefined;
	const current =
		now < window.closes
			? window
			: firstThat(
					rhythm,
					rhythm.near(window.opens, now),
					(each) => each.closes > now,
				);
	if (current === undefined) return undefined;
	const opens = rhythm.next(current.opens);
	const isLater = opens === undefined || opens > now;
	const next = firstThat(
		rhythm,
		isLater ? opens : rhythm.near(current.opens, now),
		(each) => each.opens > now,
	);
	return { window: current, next };
}

/** The first of the windows from an opening on that is as wanted. */
function firstThat(
	rhythm: Rhythm,
	opens: Instant | undefined,
	isWanted: (window: RotationWindow) => boolean,
): RotationWindow | undefined {
	let window = windowFrom(rhythm, opens);
	while (window !== undefined && !isWanted(window))
		window = windowFrom(rhythm, rhythm.next(window.opens));
	return window;
}

/** The days from an instant until a window opens, rounded up: AutomaticallyAfterDays beside an expression. 0 once it is open. */
export const daysUntil = (window: RotationWindow, from: Instant): number =>
	Math.max(0, Math.ceil((window.opens - from) / DAY));

function rhythmOf(rules: RotationRules): Rhythm | undefined {
	const rhythm = readRules(rules);
	return rhythm.ok ? rhythm.value : undefined;
}

/**
 * Assumed: of AutomaticallyAfterDays, too, a Duration is the length of the window from 00:00 UTC on.
 * Assumed: a window that its default or its Duration would carry beyond the end of its UTC day ends there.
 */
function windowFrom(
	{ length }: Rhythm,
	opens: Instant | undefined,
): RotationWindow | undefined {
	if (opens === undefined) return undefined;
	const closes = Math.min(opens + length, startOfUtcDay(opens) + DAY);
	return closes <= LAST_DATE ? { opens, closes } : undefined;
}

function readRules({
	automaticallyAfterDays: days,
	duration,
	scheduleExpression: expression,
}: RotationRules): Result<Rhythm | undefined, Failure> {
	if (expression !== undefined) {
		const rhythm = parseExpression(expression);
		return rhythm.ok ? withDuration(rhythm.value, duration) : rhythm;
	}
	if (days === undefined)
		return duration === undefined
			? ok(undefined)
			: refuse(
					"RotationRules.Duration needs a schedule: give AutomaticallyAfterDays or ScheduleExpression as well.",
				);
	return Number.isInteger(days) && days >= 1 && days <= 1000
		? withDuration(everyDays(days), duration)
		: refuse(
				"RotationRules.AutomaticallyAfterDays must be between 1 and 1000.",
			);
}

function withDuration(
	rhythm: Rhythm,
	duration: string | undefined,
): Result<Rhythm, Failure> {
	if (duration === undefined) return ok(rhythm);
	const hours = /^[0-9]+h$/.test(duration)
		? Number(duration.slice(0, -1))
		: Number.NaN;
	if (!(hours >= 1 && hours <= 24))
		return refuse("RotationRules.Duration must be between 1h and 24h.");
	if (hours > rhythm.longest)
		return refuse(
			`RotationRules.Duration ${duration} must end the window within its UTC day and before the next window opens: here after ${rhythm.longest}h at the latest. One that was set earlier stays until another is given.`,
		);
	return ok({ ...rhythm, length: hours * HOUR });
}
