import {
	type RotationRules,
	type RotationWindow,
	windowsAt,
} from "../../../src/model/rotation/schedule.js";
import type { Instant } from "../../../src/values/instant.js";

/** The window that is open, or the next to open. */
export const windowAt = (
	rules: RotationRules,
	window: RotationWindow,
	now: Instant,
): RotationWindow | undefined => windowsAt(rules, window, now)?.window;

/** The window that follows another. */
export const windowAfter = (
	rules: RotationRules,
	window: RotationWindow,
): RotationWindow | undefined =>
	windowsAt(rules, { ...window, closes: window.opens + 1 }, window.opens)?.next;

/** Rules in days, or as an expression. */
export const rulesOf = (
	schedule: number | string | undefined,
	duration?: string,
): RotationRules => ({
	automaticallyAfterDays: typeof schedule === "number" ? schedule : undefined,
	duration,
	scheduleExpression: typeof schedule === "string" ? schedule : undefined,
});

/** A schedule, in days or as an expression; a duration or none; and three times. */
type Row = readonly [
	schedule: number | string,
	duration: string | undefined,
	...times: readonly [string, string, string],
];

/** Reads one row a line: `-` is no duration, and `#` begins a remark. */
function rowsOf(table: string): readonly Row[] {
	const lines = table.split("\n").map((line) => line.trim());
	return lines
		.filter((line) => line !== "" && !line.startsWith("#"))
		.map((line) => {
			const cells = line.split("|").map((cell) => cell.trim());
			const [schedule = "", duration = "", a = "", b = "", c = ""] = cells;
			return [
				/^\d+$/.test(schedule) ? Number(schedule) : schedule,
				duration === "-" ? undefined : duration,
				...([a, b, c] as const),
			];
		});
}

/** Schedule, duration, from; then when its first window opens and closes, worked out with a calendar: 24 September 2026 is a Thursday. */
export const FIRST_WINDOWS = rowsOf(`
	# Days: observed is 30 days from 24 September, shown as 2026-10-24T23:59:59Z.
	30                      | -   | 2026-09-24T06:11Z        | 2026-10-24T00:00Z    | 2026-10-25T00:00Z
	30                      | 3h  | 2026-09-24T06:11Z        | 2026-10-24T00:00Z    | 2026-10-24T03:00Z
	30                      | 24h | 2026-09-24T06:11Z        | 2026-10-24T00:00Z    | 2026-10-25T00:00Z
	30                      | 03h | 2026-09-24T06:11Z        | 2026-10-24T00:00Z    | 2026-10-24T03:00Z
	1                       | -   | 2026-09-24T00:00Z        | 2026-09-25T00:00Z    | 2026-09-26T00:00Z
	1                       | 1h  | 2026-09-24T23:59:59.999Z | 2026-09-25T00:00Z    | 2026-09-25T01:00Z
	1                       | -   | 2026-09-30T12:00Z        | 2026-10-01T00:00Z    | 2026-10-02T00:00Z
	1                       | -   | 2026-12-31T12:00Z        | 2027-01-01T00:00Z    | 2027-01-02T00:00Z
	1                       | -   | 2028-02-28T12:00Z        | 2028-02-29T00:00Z    | 2028-03-01T00:00Z
	1                       | -   | 2100-02-28T12:00Z        | 2100-03-01T00:00Z    | 2100-03-02T00:00Z
	365                     | -   | 2027-03-01T00:00Z        | 2028-02-29T00:00Z    | 2028-03-01T00:00Z
	1000                    | -   | 2026-01-01T00:00Z        | 2028-09-27T00:00Z    | 2028-09-28T00:00Z
	1                       | -   | 1969-12-31T23:59Z        | 1970-01-01T00:00Z    | 1970-01-02T00:00Z
	2                       | -   | 1969-12-29T01:00Z        | 1969-12-31T00:00Z    | 1970-01-01T00:00Z
	1                       | -   | 9999-12-31T12:00Z        | +010000-01-01T00:00Z | +010000-01-02T00:00Z
	1                       | -   | +275760-08-14T00:00Z     | +275760-08-15T00:00Z | +275760-08-16T00:00Z
	# Rates in days.
	rate(1 day)             | -   | 2026-09-24T06:11Z        | 2026-09-25T00:00Z    | 2026-09-26T00:00Z
	rate(10 days)           | -   | 2026-09-24T06:11Z        | 2026-10-04T00:00Z    | 2026-10-05T00:00Z
	rate(10 days)           | 6h  | 2026-09-24T06:11Z        | 2026-10-04T00:00Z    | 2026-10-04T06:00Z
	rate(10 days)           | 24h | 2026-09-24T06:11Z        | 2026-10-04T00:00Z    | 2026-10-05T00:00Z
	rate(2 days)            | 1h  | 2028-02-28T23:00Z        | 2028-03-01T00:00Z    | 2028-03-01T01:00Z
	rate(999 days)          | -   | 2026-01-01T00:00Z        | 2028-09-26T00:00Z    | 2028-09-27T00:00Z
	rate(365 days)          | -   | 2028-02-29T00:00Z        | 2029-02-28T00:00Z    | 2029-03-01T00:00Z
	# Rates in hours: on the hour, one hour long, and never beyond midnight.
	rate(4 hours)           | -   | 2026-09-24T06:11Z        | 2026-09-24T10:00Z    | 2026-09-24T11:00Z
	rate(4 hours)           | 4h  | 2026-09-24T06:11Z        | 2026-09-24T10:00Z    | 2026-09-24T14:00Z
	rate(4 hours)           | -   | 2026-09-24T06:00Z        | 2026-09-24T10:00Z    | 2026-09-24T11:00Z
	rate(4 hours)           | -   | 2026-09-24T05:59:59.999Z | 2026-09-24T09:00Z    | 2026-09-24T10:00Z
	rate(6 hours)           | -   | 2026-09-24T18:30Z        | 2026-09-25T00:00Z    | 2026-09-25T01:00Z
	rate(6 hours)           | -   | 2026-09-24T17:30Z        | 2026-09-24T23:00Z    | 2026-09-25T00:00Z
	rate(6 hours)           | 6h  | 2026-09-24T17:30Z        | 2026-09-24T23:00Z    | 2026-09-25T00:00Z
	rate(6 hours)           | 6h  | 2026-09-24T12:00Z        | 2026-09-24T18:00Z    | 2026-09-25T00:00Z
	rate(10 hours)          | 3h  | 2026-12-31T12:45Z        | 2026-12-31T22:00Z    | 2027-01-01T00:00Z
	rate(10 hours)          | 3h  | 2026-12-31T14:45Z        | 2027-01-01T00:00Z    | 2027-01-01T03:00Z
	rate(36 hours)          | 24h | 2026-09-24T12:00Z        | 2026-09-26T00:00Z    | 2026-09-27T00:00Z
	rate(100 hours)         | -   | 2026-09-24T06:11Z        | 2026-09-28T10:00Z    | 2026-09-28T11:00Z
	rate(23976 hours)       | -   | 2026-01-01T00:00Z        | 2028-09-26T00:00Z    | 2028-09-26T01:00Z
	rate(4 hours)           | -   | 1969-12-31T23:59Z        | 1970-01-01T03:00Z    | 1970-01-01T04:00Z
	# A day of each month; observed is the first, shown as 2026-10-01T00:59:59Z.
	cron(0 0 1 * ? *)       | 1h  | 2026-09-24T06:11Z        | 2026-10-01T00:00Z    | 2026-10-01T01:00Z
	cron(0 8 1 * ? *)       | -   | 2026-09-24T06:11Z        | 2026-10-01T08:00Z    | 2026-10-02T00:00Z
	cron(0 8 1 * ? *)       | -   | 2026-10-01T07:59:59.999Z | 2026-10-01T08:00Z    | 2026-10-02T00:00Z
	cron(0 8 1 * ? *)       | -   | 2026-10-01T08:00Z        | 2026-11-01T08:00Z    | 2026-11-02T00:00Z
	cron(0 8 1 * ? *)       | -   | 2026-10-01T08:00:00.001Z | 2026-11-01T08:00Z    | 2026-11-02T00:00Z
	cron(0 8 1 * ? *)       | 16h | 2026-12-01T09:00Z        | 2027-01-01T08:00Z    | 2027-01-02T00:00Z
	cron(0 08 01 01 ? *)    | 1h  | 2026-09-24T06:11Z        | 2027-01-01T08:00Z    | 2027-01-01T09:00Z
	cron(0 23 31 12 ? *)    | -   | 2026-09-24T06:11Z        | 2026-12-31T23:00Z    | 2027-01-01T00:00Z
	cron(0 23 31 DEC ? *)   | 1h  | 2026-12-31T23:00Z        | 2027-12-31T23:00Z    | 2028-01-01T00:00Z
	cron(0 0 31 * ? *)      | -   | 2026-09-24T06:11Z        | 2026-10-31T00:00Z    | 2026-11-01T00:00Z
	cron(0 0 31 * ? *)      | -   | 2026-10-31T00:00Z        | 2026-12-31T00:00Z    | 2027-01-01T00:00Z
	cron(0 0 31 * ? *)      | -   | 2027-01-31T12:00Z        | 2027-03-31T00:00Z    | 2027-04-01T00:00Z
	cron(0 0 30 * ? *)      | -   | 2027-01-30T12:00Z        | 2027-03-30T00:00Z    | 2027-03-31T00:00Z
	cron(0 0 1,15 * ? *)    | -   | 2026-09-24T06:11Z        | 2026-10-01T00:00Z    | 2026-10-02T00:00Z
	cron(0 0 1,15 * ? *)    | -   | 2026-10-01T06:11Z        | 2026-10-15T00:00Z    | 2026-10-16T00:00Z
	cron(0 0 10-12 * ? *)   | -   | 2026-09-11T06:11Z        | 2026-09-12T00:00Z    | 2026-09-13T00:00Z
	cron(0 0 10-12 * ? *)   | -   | 2026-09-12T06:11Z        | 2026-10-10T00:00Z    | 2026-10-11T00:00Z
	cron(0 0 5/10 * ? *)    | -   | 2026-09-24T06:11Z        | 2026-09-25T00:00Z    | 2026-09-26T00:00Z
	cron(0 0 5/10 * ? *)    | -   | 2026-09-25T06:11Z        | 2026-10-05T00:00Z    | 2026-10-06T00:00Z
	cron(0 0 */10 * ? *)    | -   | 2026-09-24T06:11Z        | 2026-10-01T00:00Z    | 2026-10-02T00:00Z
	cron(0 12 * * ? *)      | -   | 2026-09-24T12:00Z        | 2026-09-25T12:00Z    | 2026-09-26T00:00Z
	cron(0 12 ? * * *)      | 2h  | 2026-09-24T06:11Z        | 2026-09-24T12:00Z    | 2026-09-24T14:00Z
	# Months.
	cron(0 0 1 JAN,JUL ? *) | -   | 2026-09-24T06:11Z        | 2027-01-01T00:00Z    | 2027-01-02T00:00Z
	cron(0 0 1 jan,jul ? *) | -   | 2027-01-01T06:11Z        | 2027-07-01T00:00Z    | 2027-07-02T00:00Z
	cron(0 0 1 11-12 ? *)   | -   | 2026-09-24T06:11Z        | 2026-11-01T00:00Z    | 2026-11-02T00:00Z
	cron(0 0 1 Nov-Dec ? *) | -   | 2026-12-24T06:11Z        | 2027-11-01T00:00Z    | 2027-11-02T00:00Z
	cron(0 0 1 2/3 ? *)     | -   | 2026-09-24T06:11Z        | 2026-11-01T00:00Z    | 2026-11-02T00:00Z
	cron(0 0 1 2/3 ? *)     | -   | 2026-11-24T06:11Z        | 2027-02-01T00:00Z    | 2027-02-02T00:00Z
	# 29 February.
	cron(0 8 29 2 ? *)      | -   | 2026-09-24T06:11Z        | 2028-02-29T08:00Z    | 2028-03-01T00:00Z
	cron(0 8 29 FEB ? *)    | 1h  | 2028-02-29T08:00Z        | 2032-02-29T08:00Z    | 2032-02-29T09:00Z
	cron(0 8 29 2 ? *)      | -   | 2096-02-29T08:00Z        | 2104-02-29T08:00Z    | 2104-03-01T00:00Z
	cron(0 8 29 2 ? *)      | -   | 1896-02-29T08:00Z        | 1904-02-29T08:00Z    | 1904-03-01T00:00Z
	cron(0 8 29 2 ? *)      | -   | 1999-03-01T00:00Z        | 2000-02-29T08:00Z    | 2000-03-01T00:00Z
	# L: the last day of a month.
	cron(0 0 L * ? *)       | -   | 2026-09-24T06:11Z        | 2026-09-30T00:00Z    | 2026-10-01T00:00Z
	cron(0 0 L * ? *)       | -   | 2026-09-30T00:00Z        | 2026-10-31T00:00Z    | 2026-11-01T00:00Z
	cron(0 0 L 2 ? *)       | -   | 2026-09-24T06:11Z        | 2027-02-28T00:00Z    | 2027-03-01T00:00Z
	cron(0 0 L 2 ? *)       | -   | 2027-03-01T00:00Z        | 2028-02-29T00:00Z    | 2028-03-01T00:00Z
	cron(0 0 L 2 ? *)       | -   | 2099-03-01T00:00Z        | 2100-02-28T00:00Z    | 2100-03-01T00:00Z
	cron(0 0 1,L * ? *)     | -   | 2026-09-24T06:11Z        | 2026-09-30T00:00Z    | 2026-10-01T00:00Z
	cron(0 0 1,L * ? *)     | -   | 2026-09-30T06:11Z        | 2026-10-01T00:00Z    | 2026-10-02T00:00Z
	# W: the weekday nearest to a date, within its month.
	cron(0 0 15W * ? *)     | -   | 2026-10-01T00:00Z        | 2026-10-15T00:00Z    | 2026-10-16T00:00Z
	cron(0 0 15W * ? *)     | -   | 2026-11-01T00:00Z        | 2026-11-16T00:00Z    | 2026-11-17T00:00Z
	cron(0 0 15W * ? *)     | -   | 2027-05-01T00:00Z        | 2027-05-14T00:00Z    | 2027-05-15T00:00Z
	cron(0 0 1W * ? *)      | -   | 2027-04-30T00:00Z        | 2027-05-03T00:00Z    | 2027-05-04T00:00Z
	cron(0 0 1W * ? *)      | -   | 2026-10-24T00:00Z        | 2026-11-02T00:00Z    | 2026-11-03T00:00Z
	cron(0 0 31W * ? *)     | -   | 2027-01-01T00:00Z        | 2027-01-29T00:00Z    | 2027-01-30T00:00Z
	cron(0 0 31W * ? *)     | -   | 2027-01-29T00:00Z        | 2027-03-31T00:00Z    | 2027-04-01T00:00Z
	cron(0 0 LW * ? *)      | -   | 2026-09-24T06:11Z        | 2026-09-30T00:00Z    | 2026-10-01T00:00Z
	cron(0 0 LW * ? *)      | -   | 2026-10-01T06:11Z        | 2026-10-30T00:00Z    | 2026-10-31T00:00Z
	cron(0 0 LW 2 ? *)      | -   | 2026-09-24T06:11Z        | 2027-02-26T00:00Z    | 2027-02-27T00:00Z
	# Days of the week: 1 is SUN.
	cron(0 8 ? * MON *)     | -   | 2026-09-24T06:11Z        | 2026-09-28T08:00Z    | 2026-09-29T00:00Z
	cron(0 8 ? * 2 *)       | -   | 2026-09-24T06:11Z        | 2026-09-28T08:00Z    | 2026-09-29T00:00Z
	cron(0 8 ? * mon *)     | 4h  | 2026-09-28T08:00Z        | 2026-10-05T08:00Z    | 2026-10-05T12:00Z
	cron(0 8 ? * 1 *)       | -   | 2026-09-24T06:11Z        | 2026-09-27T08:00Z    | 2026-09-28T00:00Z
	cron(0 8 ? * 7 *)       | -   | 2026-09-24T06:11Z        | 2026-09-26T08:00Z    | 2026-09-27T00:00Z
	cron(0 8 ? * L *)       | -   | 2026-09-24T06:11Z        | 2026-09-26T08:00Z    | 2026-09-27T00:00Z
	cron(0 8 ? * l,TUE *)   | -   | 2026-09-27T06:11Z        | 2026-09-29T08:00Z    | 2026-09-30T00:00Z
	cron(0 8 ? * SUN,WED *) | -   | 2026-09-27T09:00Z        | 2026-09-30T08:00Z    | 2026-10-01T00:00Z
	cron(0 8 ? * MON-FRI *) | -   | 2026-09-25T09:00Z        | 2026-09-28T08:00Z    | 2026-09-29T00:00Z
	cron(0 8 ? * 2-6 *)     | -   | 2026-09-24T09:00Z        | 2026-09-25T08:00Z    | 2026-09-26T00:00Z
	cron(0 8 ? * 2/2 *)     | -   | 2026-09-25T09:00Z        | 2026-09-28T08:00Z    | 2026-09-29T00:00Z
	cron(0 8 ? 11 FRI *)    | -   | 2026-09-24T06:11Z        | 2026-11-06T08:00Z    | 2026-11-07T00:00Z
	# L and # after a day of the week: the last, or a certain one, of a month.
	cron(0 8 ? * SATL *)    | -   | 2026-09-24T06:11Z        | 2026-09-26T08:00Z    | 2026-09-27T00:00Z
	cron(0 8 ? * 7L *)      | -   | 2026-09-26T08:00Z        | 2026-10-31T08:00Z    | 2026-11-01T00:00Z
	cron(0 8 ? * 6L *)      | -   | 2026-10-01T00:00Z        | 2026-10-30T08:00Z    | 2026-10-31T00:00Z
	cron(0 8 ? * TUE#3 *)   | -   | 2026-09-24T06:11Z        | 2026-10-20T08:00Z    | 2026-10-21T00:00Z
	cron(0 8 ? * 3#3 *)     | -   | 2026-10-20T08:00Z        | 2026-11-17T08:00Z    | 2026-11-18T00:00Z
	cron(0 8 ? * MON#1 *)   | -   | 2026-12-08T00:00Z        | 2027-01-04T08:00Z    | 2027-01-05T00:00Z
	cron(0 8 ? * 5#5 *)     | -   | 2026-09-24T06:11Z        | 2026-10-29T08:00Z    | 2026-10-30T00:00Z
	cron(0 8 ? * 5#5 *)     | -   | 2026-10-29T08:00Z        | 2026-12-31T08:00Z    | 2027-01-01T00:00Z
	cron(0 8 ? 2 TUE#5 *)   | -   | 2026-09-24T06:11Z        | 2028-02-29T08:00Z    | 2028-03-01T00:00Z
	cron(0 8 ? * 2#1,2#3 *) | -   | 2026-10-05T09:00Z        | 2026-10-19T08:00Z    | 2026-10-20T00:00Z
	# Several hours of a day; steps begin anew each day.
	cron(0 0/10 * * ? *)    | -   | 2026-09-24T06:11Z        | 2026-09-24T10:00Z    | 2026-09-24T11:00Z
	cron(0 0/10 * * ? *)    | -   | 2026-09-24T10:00Z        | 2026-09-24T20:00Z    | 2026-09-24T21:00Z
	cron(0 0/10 * * ? *)    | 4h  | 2026-09-24T20:00Z        | 2026-09-25T00:00Z    | 2026-09-25T04:00Z
	cron(0 2/10 * * ? *)    | 2h  | 2026-09-24T13:00Z        | 2026-09-24T22:00Z    | 2026-09-25T00:00Z
	cron(0 */6 1 * ? *)     | 6h  | 2026-09-24T06:11Z        | 2026-10-01T00:00Z    | 2026-10-01T06:00Z
	cron(0 */6 1 * ? *)     | 6h  | 2026-10-01T17:00Z        | 2026-10-01T18:00Z    | 2026-10-02T00:00Z
	cron(0 8,16 ? * MON *)  | -   | 2026-09-28T08:00Z        | 2026-09-28T16:00Z    | 2026-09-28T17:00Z
	cron(0 8,16 ? * MON *)  | 8h  | 2026-09-28T16:00Z        | 2026-10-05T08:00Z    | 2026-10-05T16:00Z
	cron(0 4-20/8 L * ? *)  | -   | 2026-09-30T05:00Z        | 2026-09-30T12:00Z    | 2026-09-30T13:00Z
	cron(0 /8 * * ? *)      | -   | 2026-09-30T05:00Z        | 2026-09-30T08:00Z    | 2026-09-30T09:00Z
	cron(0 /8 * * ? *)      | 8h  | 2026-09-30T16:00Z        | 2026-10-01T00:00Z    | 2026-10-01T08:00Z
	cron(0 20/10 * * ? *)   | -   | 2026-09-24T06:11Z        | 2026-09-24T20:00Z    | 2026-09-25T00:00Z
	cron(0 8-8 * * ? *)     | -   | 2026-09-24T06:11Z        | 2026-09-24T08:00Z    | 2026-09-25T00:00Z
	# Far away.
	cron(0 8 1 * ? *)       | -   | 1969-12-31T23:59Z        | 1970-01-01T08:00Z    | 1970-01-02T00:00Z
	cron(0 0 1 1 ? *)       | -   | 0000-06-01T00:00Z        | 0001-01-01T00:00Z    | 0001-01-02T00:00Z
	cron(0 0 1 1 ? *)       | -   | -000002-06-01T00:00Z     | -000001-01-01T00:00Z | -000001-01-02T00:00Z
	cron(0 0 31 12 ? *)     | -   | 2999-12-30T00:00Z        | 2999-12-31T00:00Z    | 3000-01-01T00:00Z
`);

/** Schedule, duration, opening of a window; then when the next one opens and closes. */
export const LATER_WINDOWS = rowsOf(`
	30                    | -   | 2026-10-24T00:00Z | 2026-11-23T00:00Z | 2026-11-24T00:00Z
	1                     | 3h  | 2028-02-28T00:00Z | 2028-02-29T00:00Z | 2028-02-29T03:00Z
	rate(1 day)           | -   | 2026-12-31T00:00Z | 2027-01-01T00:00Z | 2027-01-02T00:00Z
	rate(10 days)         | 24h | 2026-10-04T00:00Z | 2026-10-14T00:00Z | 2026-10-15T00:00Z
	rate(10 hours)        | 3h  | 2026-12-31T12:00Z | 2026-12-31T22:00Z | 2027-01-01T00:00Z
	rate(10 hours)        | 3h  | 2026-12-31T22:00Z | 2027-01-01T08:00Z | 2027-01-01T11:00Z
	cron(0 0/10 * * ? *)  | -   | 2026-09-24T20:00Z | 2026-09-25T00:00Z | 2026-09-25T01:00Z
	cron(0 */6 L * ? *)   | 6h  | 2026-09-30T18:00Z | 2026-10-31T00:00Z | 2026-10-31T06:00Z
	cron(0 8 31 * ? *)    | -   | 2026-10-31T08:00Z | 2026-12-31T08:00Z | 2027-01-01T00:00Z
	cron(0 8 29 2 ? *)    | -   | 2096-02-29T08:00Z | 2104-02-29T08:00Z | 2104-03-01T00:00Z
	cron(0 8 ? * MON#1 *) | -   | 2026-12-07T08:00Z | 2027-01-04T08:00Z | 2027-01-05T00:00Z
`);

/** Schedule, duration, from, a time; then when the window of that time opens. */
export const WINDOWS_OF_A_TIME = rowsOf(`
	# Before, within and after the first.
	30                   | -  | 2026-09-24T06:11Z    | 2026-10-01T00:00Z        | 2026-10-24T00:00Z
	30                   | -  | 2026-09-24T06:11Z    | 2026-10-24T23:59:59.999Z | 2026-10-24T00:00Z
	30                   | -  | 2026-09-24T06:11Z    | 2026-10-25T00:00Z        | 2026-11-23T00:00Z
	30                   | -  | 2026-09-24T06:11Z    | 2026-11-23T00:00Z        | 2026-11-23T00:00Z
	30                   | 3h | 2026-09-24T06:11Z    | 2026-10-24T02:59:59.999Z | 2026-10-24T00:00Z
	30                   | 3h | 2026-09-24T06:11Z    | 2026-10-24T03:00Z        | 2026-11-23T00:00Z
	rate(4 hours)        | 4h | 2026-09-24T06:11Z    | 2026-09-24T14:00Z        | 2026-09-24T14:00Z
	rate(4 hours)        | -  | 2026-09-24T06:11Z    | 2026-09-24T11:00Z        | 2026-09-24T14:00Z
	cron(0 0/10 * * ? *) | -  | 2026-09-24T06:11Z    | 2026-09-24T10:59Z        | 2026-09-24T10:00Z
	cron(0 0/10 * * ? *) | -  | 2026-09-24T06:11Z    | 2026-09-24T11:00Z        | 2026-09-24T20:00Z
	cron(0 0/10 * * ? *) | -  | 2026-09-24T06:11Z    | 2026-09-25T00:00Z        | 2026-09-25T00:00Z
	cron(0 0/10 * * ? *) | -  | 2026-09-24T06:11Z    | 2026-09-25T21:00Z        | 2026-09-26T00:00Z
	cron(0 8 ? * MON *)  | -  | 2026-09-24T06:11Z    | 2026-09-28T23:59Z        | 2026-09-28T08:00Z
	cron(0 8 ? * MON *)  | -  | 2026-09-24T06:11Z    | 2026-09-29T00:00Z        | 2026-10-05T08:00Z
	# After 1,000 weeks, and 2,000 times 30 days.
	cron(0 8 ? * MON *)  | -  | 2026-09-24T06:11Z    | 2045-11-27T08:00Z        | 2045-11-27T08:00Z
	30                   | -  | 2026-09-24T06:11Z    | 2191-02-01T00:00Z        | 2191-02-01T00:00Z
	30                   | -  | 2026-09-24T06:11Z    | 2191-02-02T00:00Z        | 2191-03-03T00:00Z
	# Long after: 29 February skips 2100.
	cron(0 8 29 2 ? *)   | -  | 2026-09-24T06:11Z    | 2099-12-31T00:00Z        | 2104-02-29T08:00Z
	cron(0 8 L * ? *)    | 1h | 2026-09-24T06:11Z    | 2900-02-28T08:30Z        | 2900-02-28T08:00Z
	rate(1 day)          | 1h | 1900-01-01T00:00Z    | +275760-08-14T00:30Z     | +275760-08-14T00:00Z
	rate(1 day)          | 1h | 1900-01-01T00:00Z    | +275760-08-14T01:00Z     | +275760-08-15T00:00Z
	rate(4 hours)        | -  | 1900-01-01T00:00Z    | 9999-12-31T23:30Z        | +010000-01-01T00:00Z
	cron(0 8 1 1 ? *)    | -  | -001000-01-01T00:00Z | -000500-01-01T12:00Z     | -000500-01-01T08:00Z
`);

/** Expressions that make no schedule, by what is said of them; `{1}` is the second field of a cron expression. */
export const REFUSED_EXPRESSIONS = {
	"RotationRules.ScheduleExpression must be a rate, such as rate(4 hours), rate(1 day) or rate(10 days), or a cron expression, such as cron(0 8 1 * ? *).":
		[
			...[
				"",
				"10 days",
				"every day",
				"at(2026-10-01T00:00:00)",
				"RATE(10 days)",
			],
			...["rate()", "rate(10)", "rate(days)", "rate(10 days", "rate 10 days"],
			...["rate(1 days)", "rate(10 day)", "rate(4 hour)", "rate(1 hours)"],
			...["rate(0 days)", "rate(010 days)", "rate(+10 days)", "rate(-10 days)"],
			...["rate(1.5 days)", "rate(1e1 days)", "rate(0x9 days)", "rate(٣ days)"],
			...[
				"rate(10 Days)",
				"rate(300 minutes)",
				"rate(2 weeks)",
				"rate(10  days)",
			],
			...[
				"rate( 10 days)",
				"rate(10 days )",
				" rate(10 days)",
				"rate(10 days)\n",
			],
			...[
				"rate(10days)",
				"CRON(0 8 1 * ? *)",
				"cron 0 8 1 * ? *",
				"0 8 1 * ? *",
			],
			...["cron(0 8 1 * ? *) ", "cron(0 8 1 * ?\n*)"],
		],
	"RotationRules.ScheduleExpression must be a rate between 4 hours and 999 days.":
		[
			...["rate(1 hour)", "rate(3 hours)", "rate(23977 hours)"],
			...["rate(1000 days)", `rate(${"9".repeat(400)} days)`],
		],
	"RotationRules.ScheduleExpression must have six cron fields with one blank between them: cron(0 hours day-of-month month day-of-week *).":
		[
			...["cron()", "cron(0 8 1 *)", "cron(0 8 1 * ?)"],
			...["cron(0 0 8 1 * ? *)", "cron(0 8 1 * ? * *)", "cron(0 8 1 *  ? *)"],
			...["cron( 0 8 1 * ? *)", "cron(@daily)", "cron(0 8 1 * ? * )"],
		],
	"RotationRules.ScheduleExpression must have 0 for the minutes, not {0}.": [
		...["cron(30 8 1 * ? *)", "cron(00 8 1 * ? *)", "cron(* 8 1 * ? *)"],
		...["cron(0/60 8 1 * ? *)"],
	],
	"RotationRules.ScheduleExpression must have * for the year, not {5}.": [
		...["cron(0 8 1 * ? 2027)", "cron(0 8 1 * ? *))", "cron(0 8 1 * ? ?)"],
	],
	"RotationRules.ScheduleExpression must have ? for exactly one of day-of-month and day-of-week.":
		[
			...["cron(0 8 ? * ? *)", "cron(0 8 1 * MON *)", "cron(0 8 * * * *)"],
			...["cron(0 8 ?,? * MON *)"],
		],
	"RotationRules.ScheduleExpression must have hours from 0 to 23, not {1}.": [
		...["cron(0 ? 1 * ? *)", "cron(0 24 1 * ? *)", "cron(0 008 1 * ? *)"],
		...[
			"cron(0 8/0 1 * ? *)",
			"cron(0 8/25 1 * ? *)",
			"cron(0 20-4/8 1 * ? *)",
		],
		...["cron(0 8- 1 * ? *)", "cron(0 -8 1 * ? *)", "cron(0 /100 1 * ? *)"],
		...["cron(0 8/ 1 * ? *)", "cron(0 1/2/3 1 * ? *)", "cron(0 1-2-3 1 * ? *)"],
		...["cron(0 8, 1 * ? *)", "cron(0 ,8 1 * ? *)", "cron(0 8,,16 1 * ? *)"],
		...["cron(0 JAN 1 * ? *)", "cron(0 L 1 * ? *)", "cron(0 8W 1 * ? *)"],
	],
	"RotationRules.ScheduleExpression must have a month from 1 to 12, or JAN to DEC, not {3}.":
		[
			...["cron(0 8 1 ? ? *)", "cron(0 8 1 13 ? *)", "cron(0 8 1 MON ? *)"],
			...["cron(0 8 1 L ? *)", "cron(0 8 1 0 ? *)"],
		],
	"RotationRules.ScheduleExpression must have a day-of-month from 1 to 31, or L, not {2}.":
		[
			...["cron(0 8 1,? * ? *)", "cron(0 8 32 * ? *)", "cron(0 8 0W * ? *)"],
			...["cron(0 8 MON * ? *)", "cron(0 8 W * ? *)", "cron(0 8 L-3 * ? *)"],
			...[
				"cron(0 8 15L * ? *)",
				"cron(0 8 1-15W * ? *)",
				"cron(0 8 1,LW * ? *)",
			],
			...["cron(0 8 LLL * ? *)", "cron(0 8 WWW * ? *)", "cron(0 8 1#1 * ? *)"],
			...["cron(0 8 H * ? *)", "cron(0 8 0 * ? *)"],
		],
	"RotationRules.ScheduleExpression must have a day-of-week from 1 to 7, or SUN to SAT, with L or #1 to #5, not {4}.":
		[
			...["cron(0 8 ? * ?,MON *)", "cron(0 8 ? * 1-8 *)", "cron(0 8 ? * 8L *)"],
			...[
				"cron(0 8 ? * 8#1 *)",
				"cron(0 8 ? * MON/8 *)",
				"cron(0 8 ? * MON#0 *)",
			],
			...[
				"cron(0 8 ? * MON#6 *)",
				"cron(0 8 ? * FRI-MON *)",
				"cron(0 8 ? * */2# *)",
			],
			...[
				"cron(0 8 ? * JAN *)",
				"cron(0 8 ? * MONDAY *)",
				"cron(0 8 ? * XYZ *)",
			],
			...["cron(0 8 ? * 2W *)", "cron(0 8 ? * LW *)", "cron(0 8 ? * LLL *)"],
			...[
				"cron(0 8 ? * #1 *)",
				"cron(0 8 ? * MON#L *)",
				"cron(0 8 ? * MON-WED#2 *)",
			],
			...[
				"cron(0 8 ? * +MON *)",
				"cron(0 8 ? * MON-WEDL *)",
				"cron(0 8 ? * MON#1L *)",
			],
			...["cron(0 8 ? * *L *)", "cron(0 8 ? * MON#1#2 *)", "cron(0 8 ? * 0 *)"],
			...["cron(0 8 ? * 8 *)"],
		],
	"RotationRules.ScheduleExpression must name hours that are at least 4 hours apart.":
		[
			...["cron(0 * 1 * ? *)", "cron(0 0/3 * * ? *)", "cron(0 8-10 * * ? *)"],
			...[
				"cron(0 8,11 * * ? *)",
				"cron(0 23,20 1 * ? *)",
				"cron(0 0,4,7 ? * MON *)",
			],
			...["cron(0 * 30 2 ? *)"],
		],
	"RotationRules.ScheduleExpression must name a day that comes: no month that it names has such a day.":
		[
			...[
				"cron(0 8 30 2 ? *)",
				"cron(0 8 31 2,4,6,9,11 ? *)",
				"cron(0 8 30W 2 ? *)",
			],
		],
} as const;

const DAYS = "RotationRules.AutomaticallyAfterDays must be between 1 and 1000.";
const RANGE = "RotationRules.Duration must be between 1h and 24h.";
const fits = (hours: number) =>
	`RotationRules.Duration {duration} must end the window within its UTC day and before the next window opens: here after ${hours}h at the latest. One that was set earlier stays until another is given.`;

/** Days that are too few or too many, and durations that a schedule does not have. */
export const REFUSED_DURATIONS: readonly (readonly [
	schedule: number | string | undefined,
	duration: string,
	message: string,
])[] = [
	[
		undefined,
		"3h",
		"RotationRules.Duration needs a schedule: give AutomaticallyAfterDays or ScheduleExpression as well.",
	],
	[0, "3h", DAYS],
	[-1, "3h", DAYS],
	[1001, "3h", DAYS],
	[1.5, "3h", DAYS],
	[Number.NaN, "3h", DAYS],
	[30, "0h", RANGE],
	[30, "25h", RANGE],
	[30, "99h", RANGE],
	[30, "", RANGE],
	[30, "h", RANGE],
	[30, "3", RANGE],
	[30, "3H", RANGE],
	[30, "-3h", RANGE],
	[30, "1.5h", RANGE],
	[30, "3h ", RANGE],
	[30, "3d", RANGE],
	["rate(10 days)", "00h", RANGE],
	["cron(0 8 1 * ? *)", "25h", RANGE],
	["rate(4 hours)", "5h", fits(4)],
	["rate(23 hours)", "24h", fits(23)],
	["cron(0 8 1 * ? *)", "17h", fits(16)],
	["cron(0 23 1 * ? *)", "2h", fits(1)],
	["cron(0 0/10 * * ? *)", "5h", fits(4)],
	["cron(0 4,10 * * ? *)", "7h", fits(6)],
	["cron(0 0,8,12 * * ? *)", "5h", fits(4)],
];
