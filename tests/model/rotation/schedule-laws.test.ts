import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	checkRules,
	daysUntil,
	firstWindow,
	type RotationWindow,
	windowsAt,
} from "../../../src/model/rotation/schedule.js";
import { LAST_DATE, LAST_INSTANT } from "../../../src/values/instant.js";
import { assertLaw } from "../../support/depth.js";
import { DAY, HOUR, NOON } from "../../support/given.js";
import { naiveNext } from "./naive-cron.js";
import { rulesOf, windowAfter, windowAt } from "./schedules.js";

describe("laws of schedules", () => {
	const year = 365 * DAY;
	const from = fc.oneof(
		fc.integer({ min: -100 * year, max: 400 * year }),
		fc.integer({ min: -2000, max: 12_000 }).map((hours) => NOON + hours * HOUR),
	);
	const anyInstant = fc.oneof(
		from,
		fc.maxSafeInteger().map((n) => n % (LAST_INSTANT + 1)),
		fc.constantFrom(-LAST_INSTANT, -1, 0, 1, LAST_INSTANT),
	);

	const number = (min: number, max: number) =>
		fc.integer({ min, max }).map(String);
	/** A value, a range, or steps, of a field of numbers. */
	const element = (min: number, max: number, word = number(min, max)) =>
		fc.oneof(
			word,
			fc.constant("*"),
			fc
				.tuple(number(min, max), number(min, max))
				.map((ends) => ends.sort((a, b) => Number(a) - Number(b)).join("-")),
			fc.tuple(word, number(1, max)).map((parts) => parts.join("/")),
			number(1, max).map((step) => `*/${step}`),
		);
	const list = (one: fc.Arbitrary<string>) =>
		fc.array(one, { minLength: 1, maxLength: 3 }).map((all) => all.join(","));
	const hours = fc.oneof(
		number(0, 23),
		number(4, 24).map((step) => `*/${step}`),
		fc.tuple(number(0, 23), number(4, 24)).map((parts) => parts.join("/")),
		fc.constantFrom("0,4,12", "3,23", "08", "1-23/5", "20,8"),
	);
	const months = list(
		element(
			1,
			12,
			fc.oneof(number(1, 12), fc.constantFrom("FEB", "feb", "Nov", "DEC")),
		),
	);
	const dates = fc.oneof(
		fc.constant("LW"),
		list(
			fc.oneof(
				element(1, 31),
				fc.constantFrom("L", "l", "29", "30", "31"),
				number(1, 31).map((date) => `${date}W`),
			),
		),
	);
	const weekday = fc.oneof(
		number(1, 7),
		fc.constantFrom("SUN", "mon", "Tue", "WED", "THU", "FRI", "SAT"),
	);
	const weekdays = list(
		fc.oneof(
			element(1, 7, weekday),
			fc.constantFrom("L", "l", "MON-FRI"),
			weekday.map((day) => `${day}L`),
			fc.tuple(weekday, number(1, 5)).map((parts) => parts.join("#")),
		),
	);
	const cron = fc
		.tuple(
			hours,
			months,
			fc.oneof(
				dates.map((text) => [text, "?"] as const),
				weekdays.map((text) => ["?", text] as const),
			),
		)
		.map(
			([hours, months, [dates, weekdays]]) =>
				`cron(0 ${hours} ${dates} ${months} ${weekdays} *)`,
		);
	const rare = fc.constantFrom(
		"cron(0 8 29 2 ? *)",
		"cron(0 8 30 2 ? *)",
		"cron(0 8 29W 2 ? *)",
	);
	const schedule = fc.oneof(
		fc.integer({ min: 1, max: 1000 }),
		fc.integer({ min: 2, max: 999 }).map((days) => `rate(${days} days)`),
		fc.integer({ min: 4, max: 200 }).map((hours) => `rate(${hours} hours)`),
		cron,
		cron,
		rare,
	);
	const duration = fc.option(
		fc.integer({ min: 1, max: 24 }).map((hours) => `${hours}h`),
		{ nil: undefined },
	);
	const rules = fc.tuple(schedule, duration).map((made) => rulesOf(...made));

	it("a window opens after what it follows, and closes later on the same day", () => {
		const seen = { windows: 0 };
		assertLaw(
			fc.property(rules, from, (rules, from) => {
				const first = firstWindow(rules, from);
				if (first === undefined) return;
				seen.windows++;
				const second = windowAfter(rules, first);
				expect(first.opens).toBeGreaterThan(from);
				expect(second?.opens).toBeGreaterThanOrEqual(first.closes);
				for (const { opens, closes } of [first, second ?? first]) {
					expect(Math.abs(opens % HOUR)).toBe(0);
					expect(closes).toBeGreaterThan(opens);
					expect(Math.floor((closes - 1) / DAY)).toBe(Math.floor(opens / DAY));
				}
			}),
			500,
			seen,
		);
	});

	it("a window lasts as long as is asked for, but not beyond its day", () => {
		const seen = { windows: 0 };
		assertLaw(
			fc.property(rules, from, (rules, from) => {
				const window = firstWindow(rules, from);
				if (window === undefined || rules.duration === undefined) return;
				seen.windows++;
				const { opens, closes } = window;
				const hours = Number.parseInt(rules.duration, 10);
				const left = DAY - (((opens % DAY) + DAY) % DAY);
				expect(closes - opens).toBe(Math.min(hours * HOUR, left));
			}),
			500,
			seen,
		);
	});

	it("rules are refused, or have a window before the year 2600", () => {
		assertLaw(
			fc.property(rules, from, (rules, from) => {
				const { ok } = checkRules(rules);
				expect(firstWindow(rules, from) !== undefined).toBe(ok);
			}),
			500,
		);
	});

	it("the window of a time is the one that stepping comes to", () => {
		const seen = { far: 0 };
		assertLaw(
			fc.property(
				rules,
				from,
				fc.integer({ min: 0, max: 60 }),
				fc.integer({ min: -30, max: 30 * 24 }),
				(rules, from, steps, hours) => {
					const first = firstWindow(rules, from);
					if (first === undefined) return;
					let window: RotationWindow | undefined = first;
					for (let i = 0; i < steps && window; i++)
						window = windowAfter(rules, window);
					if (window === undefined) return;
					const now = window.opens + hours * HOUR;
					let stepped: RotationWindow | undefined = first;
					while (stepped && stepped.closes <= now)
						stepped = windowAfter(rules, stepped);
					if (steps > 50) seen.far++;
					expect(windowAt(rules, first, now)).toEqual(stepped);
					for (const at of [window.opens, window.closes - 1])
						expect(windowAt(rules, first, at)).toEqual(window);
				},
			),
			300,
			seen,
		);
	});

	it("what follows a window opens later than now, whatever window it is", () => {
		const seen = { next: 0 };
		assertLaw(
			fc.property(
				rules,
				from,
				fc.integer({ min: 1, max: 10 * DAY }),
				fc.integer({ min: 0, max: 20 * DAY }),
				(rules, opens, length, later) => {
					const foreign = { opens, closes: opens + length };
					const windows = windowsAt(rules, foreign, opens + later);
					if (windows?.next === undefined) return;
					seen.next++;
					expect(windows.next.opens).toBeGreaterThan(opens + later);
					expect(windows.next.opens).toBeGreaterThan(windows.window.opens);
				},
			),
			300,
			seen,
		);
	});

	it("a cron expression opens when a naive reader of it says so", () => {
		const seen = { windows: 0, none: 0 };
		const expression = fc.oneof({ weight: 9, arbitrary: cron }, rare);
		assertLaw(
			fc.property(expression, from, (expression, from) => {
				const rules = rulesOf(expression);
				const naive = naiveNext(expression, from, 5 * 365);
				const { ok } = checkRules(rules);
				const opens = firstWindow(rules, from)?.opens;
				if (naive === undefined) {
					seen.none++;
					// Refused, or 29 February: it may come after the years that were looked at.
					expect(opens ?? Infinity).toBeGreaterThan(from + 5 * 365 * DAY);
				} else if (ok) {
					seen.windows++;
					expect(opens).toBe(naive);
				} else expect(opens).toBeUndefined();
			}),
			500,
			seen,
		);
	});

	it("the days until a window are the fewest whole ones that reach it", () => {
		assertLaw(
			fc.property(rules, from, (rules, from) => {
				const window = firstWindow(rules, from);
				if (window === undefined) return;
				const days = daysUntil(window, from);
				expect(from + days * DAY).toBeGreaterThanOrEqual(window.opens);
				expect(from + (days - 1) * DAY).toBeLessThan(window.opens);
			}),
		);
	});

	it("whatever the rules and the time, there is an answer", () => {
		const seen = { windows: 0, refused: 0 };
		const letters = fc.constantFrom(
			..."0123456789 *?/-,#LWlwSUNMONJAN+()@x\n\0😀",
		);
		const noise = fc
			.array(letters, { maxLength: 12 })
			.map((all) => all.join(""));
		const text = fc.oneof(
			fc.string(),
			noise,
			noise.map((inside) => `cron(${inside})`),
			noise.map((inside) => `rate(${inside})`),
			fc.tuple(noise, noise).map(([a, b]) => `cron(0 8 ${a} * ${b} *)`),
			noise.map((days) => `cron(0 8 ? * ${days} *)`),
			cron,
		);
		assertLaw(
			fc.property(
				fc.record({
					automaticallyAfterDays: fc.option(
						fc.oneof(fc.integer(), fc.double()),
						{ nil: undefined },
					),
					duration: fc.option(fc.oneof(fc.string(), fc.constant("2h")), {
						nil: undefined,
						freq: 1,
					}),
					scheduleExpression: fc.option(text, { nil: undefined, freq: 9 }),
				}),
				anyInstant,
				anyInstant,
				(rules, from, now) => {
					const checked = checkRules(rules);
					const window = firstWindow(rules, from);
					if (!checked.ok) {
						seen.refused++;
						expect(checked.error.name).toBe("InvalidParameterException");
						expect(checked.error.message).toMatch(/^RotationRules\.\w+ .*\.$/);
						expect(window).toBeUndefined();
					}
					if (window === undefined) return;
					seen.windows++;
					expect(Math.abs(window.closes)).toBeLessThanOrEqual(LAST_DATE);
					windowAfter(rules, window);
					windowAt(rules, window, now);
				},
			),
			1000,
			seen,
		);
	});
});
