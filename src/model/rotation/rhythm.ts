import type { Result } from "../../base/result.js";
import { err, ok } from "../../base/result.js";
import { type Failure, invalidParameter } from "../../values/failure.js";
import {
	DAY,
	HOUR,
	type Instant,
	startOfUtcDay,
} from "../../values/instant.js";
import { nextAfter, parseCron } from "./cron.js";

/** When the windows of a schedule open, and how long they may stay open. */
export interface Rhythm {
	/** How long a window stays open, in milliseconds, where no duration is given. */
	readonly length: number;
	/** The longest duration that can be given, in hours. */
	readonly longest: number;
	/** The opening that a rotation leads to. */
	first(from: Instant): Instant | undefined;
	/** The opening that follows another. */
	next(opens: Instant): Instant | undefined;
	/** For a window that has closed by `now`: a later opening, from which a few steps lead to the window of `now`. */
	near(opens: Instant, now: Instant): Instant | undefined;
}

/** Windows that open at 00:00 UTC of every so many days. */
export const everyDays = (days: number): Rhythm => every(days, DAY);

/** Reads a schedule expression; refuses with InvalidParameterException what is none. */
export function parseExpression(text: string): Result<Rhythm, Failure> {
	const [, count, unit, plural] =
		/^rate\(([1-9][0-9]*) (hour|day)(s?)\)$/.exec(text) ?? [];
	if (count !== undefined && (count === "1") === (plural === ""))
		return readRate(Number(count), unit === "day" ? DAY : HOUR);
	const [, fields] = /^cron\((.*)\)$/.exec(text) ?? [];
	if (fields !== undefined) return readCron(fields);
	return refuse(
		"RotationRules.ScheduleExpression must be a rate, such as rate(4 hours), rate(1 day) or rate(10 days), or a cron expression, such as cron(0 8 1 * ? *).",
	);
}

function readRate(count: number, unit: number): Result<Rhythm, Failure> {
	const period = count * unit;
	return period >= 4 * HOUR && period <= 999 * DAY
		? ok(every(count, unit))
		: refuse(
				"RotationRules.ScheduleExpression must be a rate between 4 hours and 999 days.",
			);
}

/**
 * Windows that open when every so many days or hours begin: a `unit` of them is so many milliseconds.
 *
 * Assumed: the windows of a rate in hours open on the hour, counted from the hour in which the secret was rotated.
 */
function every(count: number, unit: number): Rhythm {
	const period = count * unit;
	return {
		length: unit,
		longest: Math.min(24, period / HOUR),
		first: (from) => Math.floor(from / unit) * unit + period,
		next: (opens) => opens + period,
		near: (opens, now) =>
			opens + Math.max(1, Math.floor((now - opens) / period)) * period,
	};
}

/**
 * Assumed: the quota of 4 hours holds between the hours of one day, not from the last of them to the first of the next day.
 */
function readCron(fields: string): Result<Rhythm, Failure> {
	const read = parseCron(fields);
	if (!read.ok)
		return refuse(`RotationRules.ScheduleExpression ${read.error}.`);
	const cron = read.value;
	const { hours } = cron;
	if (hours.some((hour, i) => hour - (hours[i - 1] ?? -4) < 4))
		return refuse(
			"RotationRules.ScheduleExpression must name hours that are at least 4 hours apart.",
		);
	return ok({
		length: hours.length > 1 ? HOUR : DAY,
		longest: Math.min(...hours.map((hour, i) => (hours[i + 1] ?? 24) - hour)),
		first: (from) => nextAfter(cron, from),
		next: (opens) => nextAfter(cron, opens),
		near: (opens, now) =>
			nextAfter(cron, Math.max(opens, startOfUtcDay(now) - 1)),
	});
}

/** Refuses rules that make no schedule. */
export const refuse = (message: string) => err(invalidParameter(message));
