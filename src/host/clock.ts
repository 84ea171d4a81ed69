/** Where a host reads the time. */
export interface Clock {
	/** Epoch milliseconds, a whole number. */
	now(): number;
	/** Moves the clock; a clock without it follows real time. */
	set?(to: number): void;
}

export interface ManualClock extends Clock {
	set(to: number): void;
}

/** A length of time; the members add up. */
export interface Duration {
	readonly days?: number;
	readonly hours?: number;
	readonly minutes?: number;
	readonly seconds?: number;
	readonly milliseconds?: number;
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
	const { days, hours, minutes, seconds, milliseconds } = duration;
	const total =
		(((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 +
		(seconds ?? 0) * 1000 +
		(milliseconds ?? 0);
	if (!(total >= 0 && total < Number.POSITIVE_INFINITY))
		throw new TypeError(
			"A duration must be zero or more, such as { hours: 25 } or { days: 7 }.",
		);
	return Math.round(total);
}

function instantOf(time: number | string | Date): number {
	const at = new Date(time).getTime();
	if (Number.isNaN(at))
		throw new TypeError(
			'manualClock: the time must be epoch milliseconds, a Date, or a text such as "2026-01-01T00:00:00Z".',
		);
	return at;
}
