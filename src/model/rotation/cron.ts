import { CronDate, CronPattern } from "croner";
import type { Instant } from "../../values/instant.js";

/** A cron expression that was read, and the hours of a day that it names, the earliest first. */
export interface Cron {
	readonly pattern: CronPattern;
	readonly hours: readonly number[];
}

/**
 * Reads the six fields of a cron expression, in UTC: minutes are 0, years are *, and one of the two kinds of days is ?.
 * What is none, and what croner reads but AWS does not, is undefined.
 *
 * Assumed: lists, ranges, W and a bare L among the days of the week, which is SAT, are read as in AWS's other cron expressions.
 * Assumed: ranges do not wrap round, so that FRI-MON is refused.
 */
export function parseCron(text: string): Cron | undefined {
	const [minutes, hours = "", days = "", months = "", weekdays = "", ...rest] =
		text.split(" ");
	if (minutes !== "0" || rest.join(" ") !== "*") return undefined;
	if ((days === "?") === (weekdays === "?")) return undefined;
	const dates = [hours, months, ...(days === "?" ? [] : [days])];
	const readable =
		dates.every((field) => isListOf(DATES, field)) &&
		(weekdays === "?" || isListOf(WEEKDAYS, weekdays));
	return readable
		? read(`0 0 ${hours} ${days} ${months} ${lastIsSaturday(weekdays)}`)
		: undefined;
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

/** croner throws at what it cannot read. */
function read(text: string): Cron | undefined {
	try {
		const pattern = new CronPattern(text, "UTC", {
			mode: "6-part",
			alternativeWeekdays: true,
			sloppyRanges: true,
		});
		const hours = pattern.hour.flatMap((named, hour) => (named ? [hour] : []));
		return { pattern, hours };
	} catch {
		return undefined;
	}
}
