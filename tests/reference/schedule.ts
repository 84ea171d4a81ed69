/**
 * When a secret of the naive model is rotated (4.5): windows by days, `rate(N days)` and two cron expressions.
 * Imports nothing from the package.
 */
import { refuse, UNRECORDED } from "./refusal.js";
import { DAY } from "./secret.js";

/** As a request has them, and an answer shows them. */
export interface Rules {
	readonly AutomaticallyAfterDays?: number | undefined;
	readonly Duration?: string | undefined;
	readonly ScheduleExpression?: string | undefined;
}
/** From `opens` on until before `closes`. */
export interface Opening {
	readonly opens: number;
	readonly closes: number;
}

const HOUR = DAY / 24;
const midnight = (at: number) => at - (at % DAY);

/** The crons that commands give: at which hour they open, on which days, and how long their windows may be. */
const CRONS = [
	{ text: "cron(0 8 * * ? *)", hour: 8, isDay: () => true, longest: 16 },
	{
		text: "cron(0 0 1 * ? *)",
		hour: 0,
		isDay: (at: number) => new Date(at).getUTCDate() === 1,
		longest: 24,
	},
];

/** Rules with given ones merged in: days take the place of an expression, and it that of days; a Duration stays (decided). */
export function mergedRules(
	stored: Rules | undefined,
	given: Rules,
): Rules | undefined {
	const days = given.AutomaticallyAfterDays ?? undefined;
	const expression = given.ScheduleExpression ?? undefined;
	const duration = given.Duration ?? stored?.Duration;
	if (days !== undefined && expression !== undefined)
		refuse(
			"InvalidParameterException",
			"You cannot specify both rotation frequency and schedule expression together.",
		);
	const rules =
		days !== undefined || expression !== undefined
			? { AutomaticallyAfterDays: days, ScheduleExpression: expression }
			: { ...stored };
	if (stored === undefined && (days ?? expression ?? duration) === undefined)
		return undefined;
	const merged = { ...rules, Duration: duration };
	checkRules(merged);
	return merged;
}

/** A Duration needs a schedule, and a window ends within its UTC day; what cannot be read is no schedule. */
function checkRules(rules: Rules): void {
	const { ScheduleExpression: expression } = rules;
	const hours = hoursOf(rules);
	const longest = CRONS.find(({ text }) => text === expression)?.longest ?? 24;
	const isSchedule =
		expression === undefined
			? rules.AutomaticallyAfterDays !== undefined
			: everyDays(rules) !== undefined ||
				CRONS.some(({ text }) => text === expression);
	if (!isSchedule || (hours !== undefined && (hours < 1 || hours > longest)))
		refuse("InvalidParameterException", UNRECORDED);
}

const hoursOf = ({ Duration }: Rules) =>
	Duration === undefined ? undefined : Number(Duration.replace("h", ""));

function everyDays(rules: Rules): number | undefined {
	const { ScheduleExpression: expression } = rules;
	if (expression === undefined) return rules.AutomaticallyAfterDays;
	const days = /^rate\((\d+) days?\)$/.exec(expression)?.[1];
	return days === undefined ? undefined : Number(days);
}

/** The first window after a rotation at this moment, or after a window that opened then. */
export function openingAfter(
	rules: Rules | undefined,
	from: number,
): Opening | undefined {
	if (rules === undefined) return undefined;
	const days = everyDays(rules);
	const cron = CRONS.find(({ text }) => text === rules.ScheduleExpression);
	const hours = hoursOf(rules);
	if (days !== undefined) {
		const opens = midnight(from) + days * DAY;
		return { opens, closes: opens + (hours ? hours * HOUR : DAY) };
	}
	if (cron === undefined) return undefined;
	let opens = midnight(from) + cron.hour * HOUR;
	while (opens <= from || !cron.isDay(opens)) opens += DAY;
	const end = midnight(opens) + DAY;
	return { opens, closes: hours ? opens + hours * HOUR : end };
}

/** Beside an expression AutomaticallyAfterDays is shown as the days to the window, rounded up (4.5). */
export function shownRules(
	rules: Rules | undefined,
	opening: Opening | undefined,
	now: number,
): Rules | undefined {
	if (rules?.ScheduleExpression === undefined || opening === undefined)
		return rules;
	const days = Math.ceil((opening.opens - now) / DAY);
	return { ...rules, AutomaticallyAfterDays: days };
}
