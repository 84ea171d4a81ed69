import { DAY, HOUR, type Instant, LAST_DATE } from "./instant.js";

/**
 * Reads a date or a date with a time of ISO 8601 as epoch milliseconds, or answers `undefined`. A date alone is its first
 * moment in UTC, a time needs `Z` or an offset, and what is finer than a millisecond is cut off. It does not depend on what
 * else an engine takes for a date.
 */
export function parseIsoInstant(text: string): Instant | undefined {
	const [found, year, month, day, hour, minute, second, fraction, , ...offset] =
		ISO.exec(text) ?? [];
	if (found === undefined || year === "-000000") return undefined;
	const [sign, offsetHour, offsetMinute] = offset;
	const date = epochDay(Number(year), Number(month), Number(day));
	const time = timeOf(hour, minute, second);
	const ahead = timeOf(offsetHour, offsetMinute);
	if (date === undefined || time === undefined || ahead === undefined)
		return undefined;
	const milliseconds = Number((fraction ?? "").slice(0, 3).padEnd(3, "0"));
	const local = date * DAY + time + milliseconds;
	const at = sign === "-" ? local + ahead : local - ahead;
	return Math.abs(at) <= LAST_DATE ? at : undefined;
}

const ISO =
	/^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|([+-])(\d\d):(\d\d)))?$/;

/** The days from the epoch to a date, or `undefined` where the calendar has no such date. */
function epochDay(
	year: number,
	month: number,
	day: number,
): number | undefined {
	// Date.UTC takes a year below 100 for one of the 20th century, and the calendar repeats itself after 400 years.
	const cycles = Math.floor(year / 400);
	const date = new Date(Date.UTC(2000 + year - cycles * 400, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
		? date.getTime() / DAY + (cycles - 5) * DAYS_OF_400_YEARS
		: undefined;
}

const DAYS_OF_400_YEARS = 146_097;

/** Of a day, in milliseconds. */
function timeOf(hour = "0", minute = "0", second = "0"): number | undefined {
	const [h, m, s] = [Number(hour), Number(minute), Number(second)];
	return h < 24 && m < 60 && s < 60
		? h * HOUR + m * 60_000 + s * 1000
		: undefined;
}
