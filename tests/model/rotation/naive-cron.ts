/** Cron as one would match it with a calendar on the wall: every day is looked at, and no other code is asked. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(" ");
const WEEKDAYS = "SUN MON TUE WED THU FRI SAT".split(" ");

/** The first hour after `from`, within so many days, that an expression in the form of AWS names. */
export function naiveNext(
	expression: string,
	from: number,
	days: number,
): number | undefined {
	const [, hours, dates, months, weekdays] = expression
		.slice("cron(".length, -1)
		.toUpperCase()
		.split(" ") as [string, string, string, string, string, string];
	const today = Math.floor(from / DAY) * DAY;
	for (let day = today; day <= today + days * DAY; day += DAY) {
		const at = new Date(day);
		const comes =
			isNamed(months, at.getUTCMonth() + 1, 1, 12, MONTHS) &&
			dates.split(",").some((date) => isDate(date, at)) &&
			weekdays.split(",").some((weekday) => isWeekday(weekday, at));
		if (!comes) continue;
		for (let hour = 0; hour < 24; hour++)
			if (isNamed(hours, hour, 0, 23, []) && day + hour * HOUR > from)
				return day + hour * HOUR;
	}
	return undefined;
}

function isDate(date: string, at: Date): boolean {
	const last = daysOf(at);
	if (date === "?") return true;
	if (date === "L") return at.getUTCDate() === last;
	if (date === "LW") return at.getUTCDate() === nearest(last, at);
	if (date.endsWith("W")) {
		const wanted = Number(date.slice(0, -1));
		return wanted <= last && at.getUTCDate() === nearest(wanted, at);
	}
	return isNamed(date, at.getUTCDate(), 1, 31, []);
}

/** Of the days of a month, from Monday to Friday, the one least far away: no two are as far. */
function nearest(wanted: number, at: Date): number {
	let best = 99;
	for (let date = 1; date <= daysOf(at); date++) {
		const weekday = new Date(
			Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), date),
		).getUTCDay();
		const works = weekday !== 0 && weekday !== 6;
		if (works && Math.abs(date - wanted) < Math.abs(best - wanted)) best = date;
	}
	return best;
}

function isWeekday(text: string, at: Date): boolean {
	const today = at.getUTCDay() + 1;
	const date = at.getUTCDate();
	if (text === "?") return true;
	if (text === "L") return today === 7;
	if (text.endsWith("L"))
		return (
			numberOf(text.slice(0, -1), WEEKDAYS, 1) === today &&
			date + 7 > daysOf(at)
		);
	const [weekday = "", nth] = text.split("#");
	if (nth !== undefined)
		return (
			numberOf(weekday, WEEKDAYS, 1) === today &&
			Math.ceil(date / 7) === Number(nth)
		);
	return isNamed(text, today, 1, 7, WEEKDAYS);
}

/** Lists, ranges, steps, * and single values; names begin with the number `least`. */
function isNamed(
	field: string,
	value: number,
	least: number,
	most: number,
	names: readonly string[],
): boolean {
	return field.split(",").some((element) => {
		const [range = "", step] = element.split("/");
		const [low = "", high] = range.split("-");
		const from = low === "*" ? least : numberOf(low, names, least);
		const alone = step === undefined && low !== "*" ? from : most;
		const to = high === undefined ? alone : numberOf(high, names, least);
		return (
			value >= from && value <= to && (value - from) % Number(step ?? 1) === 0
		);
	});
}

const numberOf = (
	text: string,
	names: readonly string[],
	first: number,
): number =>
	names.includes(text) ? names.indexOf(text) + first : Number(text);

const daysOf = (at: Date): number =>
	new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
