/** A moment in epoch milliseconds (UTC). */
export type Instant = number;

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The last moment that ECMAScript dates can hold; the first lies as far before the epoch. */
export const LAST_INSTANT = 8.64e15;

/**
 * A context's time that is none is its programmer's mistake: a TypeError with the remedy. A moment is a whole number that
 * ECMAScript dates can hold.
 */
export function requireInstant(now: unknown): asserts now is Instant {
	if (!(Number.isInteger(now) && Math.abs(now as number) <= LAST_INSTANT))
		throw new TypeError(
			"context.now must be a whole number of epoch milliseconds, as Date.now() gives.",
		);
}

/** 00:00:00 UTC of the day that a moment lies in: the granularity of LastAccessedDate. */
export const startOfUtcDay = (at: Instant): Instant =>
	Math.floor(at / DAY) * DAY;
