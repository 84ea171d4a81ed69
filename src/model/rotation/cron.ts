import { CronDate, CronPattern } from "croner";
import { err, ok, type Result } from "../../base/result.js";
import type { Instant } from "../../values/instant.js";

/** A cron expression that was read, and the hours of a day that it names, the earliest first. */
export interface Cron {
	readonly pattern: CronPattern;
	readonly hours: readonly number[];
}

/**
 * Reads the six fields of a cron expression, in UTC: minutes are 0, years are *, and one of the two kinds of days is ?.
 * What is none, and what croner reads but AWS does not, is refused with a sentence that names the field.
 *
 * Assumed: lists, ranges, W and a bare L among the days of the week, which is SAT, are read as in AWS's other cron expressions.
 * Assumed: ranges do not wrap round, so that FRI-MON is refused.
 */
export function parseCron(text: string): Result<Cron, string> {
	const [minutes, hours, days, months, weekdays, years, ...more] =
		text.split(" ");
	if (
		hours === undefined ||
		days === undefined ||
		months === undefined ||
		weekdays === undefined ||
		years === undefined ||
		more.length > 0
	)
		return err(
			"must have six cron fields with one blank between them: cron(0 hours day-of-month month day-of-week *)",
		);
	if (minutes !== "0")
		return err(`must have 0 for the minutes, not ${minutes}`);
	if (years !== "*") return err(`must have * for the year, not ${years}`);
	if ((days === "?") === (weekdays === "?"))
		return err("must have ? for exactly one of day-of-month and day-of-week");
	const fields = { hours, days, months, weekdays };
	const cron = read(fields);
	return cron === undefined ? err(problemIn(fields)) : ok(cron);
}

/** The fields that say something; one of the two kinds of days is ?. */
interface Fields {
	readonly hours: string;
	readonly days: string;
	readonly months: string;
	readonly weekdays: string;
}

/** The first moment after another that an expression names; undefined where there is none before the year 3000. */
export function nextAfter(
	{ pattern }: Cron,
	after: Instant,
): Instant | undefined {
	return new CronDate(new Date(after), 0)
		.increment(pattern, {}, false)
		?.getTime();
}

/** Names the field that cannot be read by itself. */
function problemIn(fields: Fields): string {
	const any: Fields = { hours: "0", days: "?", months: "*", weekdays: "*" };
	const wrong = KINDS.find(
		([kind]) => read({ ...any, [kind]: fields[kind] }) === undefined,
	);
	const [kind, what] = wrong ?? KINDS[0];
	return `must have ${what}, not ${fields[kind]}`;
}

const KINDS = [
	["hours", "hours from 0 to 23"],
	["days", "a day-of-month from 1 to 31, or L"],
	["months", "a month from 1 to 12, or JAN to DEC"],
	["weekdays", "a day-of-week from 1 to 7, or SUN to SAT, with L or #1 to #5"],
] as const;

/** croner throws at what it cannot read; what it alone can read AWS does not write. */
function read({ hours, days, months, weekdays }: Fields): Cron | undefined {
	const isWritten =
		isListOf(DATES, hours) &&
		isListOf(DATES, months) &&
		(days === "?" || isListOf(DATES, days)) &&
		(weekdays === "?" || isListOf(WEEKDAYS, weekdays));
	if (!isWritten) return undefined;
	const text = `0 0 ${hours} ${days} ${months} ${lastIsSaturday(weekdays)}`;
	try {
		const pattern = new CronPattern(text, "UTC", {
			mode: "6-part",
			alternativeWeekdays: true,
			sloppyRanges: true,
		});
		const named = pattern.hour.flatMap((isNamed, hour) =>
			isNamed ? [hour] : [],
		);
		return { pattern, hours: named };
	} catch {
		return undefined;
	}
}

const isListOf = (element: RegExp, field: string): boolean =>
	field.split(",").every((text) => element.test(text));

/** A number, a name or *, a range, a step, also from the first value on (/8), and L, LW and 15W; which of them a field may hold croner knows. */
const DATES =
	/^(?=.)((\*|(\d\d?|[a-z]{3})(-(\d\d?|[a-z]{3}))?)?(\/\d\d?)?|LW?|\d\d?W)$/i;

/** The same of days of the week, with L, 6L and 6#3: croner would take 8 for Sunday, and L and # after a range. */
const WEEKDAYS =
	/^((\*|([1-7]|[a-z]{3})(-([1-7]|[a-z]{3}))?)(\/\d)?|L|([1-7]|[a-z]{3})(L|#[1-5]))$/i;

const lastIsSaturday = (weekdays: string): string =>
	weekdays
		.split(",")
		.map((day) => (/^L$/i.test(day) ? "7" : day))
		.join(",");
