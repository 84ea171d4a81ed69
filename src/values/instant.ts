/** A moment in epoch milliseconds (UTC). */
export type Instant = number;

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Whether a number is a moment that ECMAScript dates can hold: whole, at most 8.64e15 either side of the epoch. */
export const isInstant = (value: unknown): value is Instant =>
	Number.isInteger(value) && Math.abs(value as number) <= 8.64e15;

/** 00:00:00 UTC of the day that a moment lies in: the granularity of LastAccessedDate. */
export const startOfUtcDay = (at: Instant): Instant =>
	Math.floor(at / DAY) * DAY;
