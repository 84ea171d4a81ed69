import { requireMembers } from "../base/members.js";
import { parseInstant } from "./iso-time.js";

/** Where a host reads the time. */
export interface Clock {
	/** Epoch milliseconds, a whole number. */
	now(): number;
	/** Moves the clock; a clock without it follows real time. */
	set?(to: number): void;
}

/** A clock that only moves when it is told to. */
export interface ManualClock extends Clock {
	set(to: number): void;
}

/** A length of time; the members add up. */
export interface Duration {
	readonly days?: number | undefined;
	readonly hours?: number | undefined;
	readonly minutes?: number | undefined;
	readonly seconds?: number | undefined;
	readonly milliseconds?: number | undefined;
}

/** The clock of the machine. */
export const systemClock = (): Clock => ({ now: () => Date.now() });

/** A clock that stands still until it is moved, and never goes back. A start that is no date is a TypeError. */
export function manualClock(start: number | string | Date): ManualClock {
	let at = instantOf(start);
	return {
		now: () => at,
		set(to) {
			const next = instantOf(to);
			if (next < at)
				throw new TypeError(
					`manualClock: time does not go back, from ${new Date(at).toISOString()} to ${new Date(next).toISOString()}; make a new clock instead.`,
				);
			at = next;
		},
	};
}

/** The milliseconds of a duration. One that is negative or not finite is a TypeError. */
export function millisecondsOf(duration: Duration): number {
	requireMembers("A duration", duration, Object.keys(UNITS));
	let total = 0;
	for (const [unit, length] of Object.entries(UNITS)) {
		const count = duration[unit as keyof Duration] ?? 0;
		if (!Number.isFinite(count))
			throw new TypeError(
				`The ${unit} of a duration must be a number, as in { hours: 25 }.`,
			);
		total += count * length;
	}
	if (total < 0)
		throw new TypeError(
			"A duration must be zero or more, as { hours: 25 } is: time does not go back.",
		);
	return Math.round(total);
}

/** In milliseconds. */
const UNITS = {
	days: 86_400_000,
	hours: 3_600_000,
	minutes: 60_000,
	seconds: 1000,
	milliseconds: 1,
} as const;

/** A text is read as everywhere in the package: one without a time zone would be another instant on another machine. */
function instantOf(time: number | string | Date): number {
	const read = typeof time === "string" ? parseInstant(time) : undefined;
	const at =
		typeof read === "number" ? read : new Date(time ?? Number.NaN).getTime();
	if (typeof read === "object" || Number.isNaN(at))
		throw new TypeError(
			'manualClock: the time must be epoch milliseconds, a Date, or a text such as "2026-01-01T00:00:00Z"; a time of day needs Z or an offset.',
		);
	return at;
}
