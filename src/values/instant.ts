/** A moment in epoch milliseconds (UTC). */
export type Instant = number;

export const DAY = 86_400_000;
export const HOUR = DAY / 24;

/** The last moment that ECMAScript dates can hold; the first lies as far before the epoch. */
export const LAST_DATE = 8.64e15;

/** The last moment at which something can be done: from here the longest recovery window still ends at a date. */
export const LAST_INSTANT = LAST_DATE - 30 * DAY;

/** A context's time that is none is its programmer's mistake: a TypeError with the remedy. */
export function requireInstant(now: unknown): asserts now is Instant {
	if (!(Number.isInteger(now) && Math.abs(now as number) <= LAST_INSTANT))
		throw new TypeError(
			"context.now must be a whole number of epoch milliseconds, as Date.now() gives.",
		);
}

/** 00:00:00 UTC of the day that a moment lies in: the granularity of LastAccessedDate. */
export const startOfUtcDay = (at: Instant): Instant =>
	Math.floor(at / DAY) * DAY;
