import { describe, expect, it } from "vitest";
import {
	checkRules,
	daysUntil,
	firstWindow,
	type RotationWindow,
} from "../../../src/model/rotation/schedule.js";
import { LAST_DATE, LAST_INSTANT } from "../../../src/values/instant.js";
import { DAY, HOUR, NOON } from "../../support/given.js";
import {
	FIRST_WINDOWS,
	LATER_WINDOWS,
	REFUSED_DURATIONS,
	REFUSED_EXPRESSIONS,
	rulesOf,
	WINDOWS_OF_A_TIME,
	windowAfter,
	windowAt,
} from "./schedules.js";

const windowOf = (opens: string, closes: string): RotationWindow => ({
	opens: Date.parse(opens),
	closes: Date.parse(closes),
});

const refusal = (message: string) => ({
	ok: false,
	error: { name: "InvalidParameterException", message },
});

/** A sentence with the field of a cron expression that it is about. */
const naming = (message: string, expression: string): string =>
	message.replace(
		/\{(\d)\}/,
		(_, place) => expression.slice(5, -1).split(" ")[Number(place)] ?? "",
	);

describe("the first window", () => {
	it("is worked out by hand for many schedules", () => {
		expect(FIRST_WINDOWS.length).toBeGreaterThan(80);
	});

	it.each(FIRST_WINDOWS)(
		"of %s with %s after %s opens at %s and closes at %s",
		(schedule, duration, from, opens, closes) => {
			const rules = rulesOf(schedule, duration);
			expect(checkRules(rules)).toEqual({ ok: true, value: undefined });
			expect(firstWindow(rules, Date.parse(from))).toEqual(
				windowOf(opens, closes),
			);
		},
	);

	it("follows the expression where days are given as well", () => {
		const rules = {
			...rulesOf("cron(0 8 1 * ? *)"),
			automaticallyAfterDays: 7,
		};
		expect(firstWindow(rules, Date.parse("2026-09-24T06:11Z"))).toEqual(
			windowOf("2026-10-01T08:00Z", "2026-10-02T00:00Z"),
		);
	});

	it("is none without a schedule, which is no mistake", () => {
		expect(checkRules(rulesOf(undefined))).toEqual({ ok: true });
		expect(firstWindow(rulesOf(undefined), NOON)).toBeUndefined();
	});

	it.each([
		[
			"a cron expression after the year 2999",
			"cron(0 8 1 * ? *)",
			"2999-12-01T08:00Z",
		],
		[
			"a cron expression in far years",
			"cron(0 8 1 * ? *)",
			"9999-12-01T08:00Z",
		],
	])("is none of %s", (_, schedule, from) => {
		expect(firstWindow(rulesOf(schedule), Date.parse(from))).toBeUndefined();
	});

	it("is none where it would close after the last date", () => {
		const days = (LAST_DATE - LAST_INSTANT) / DAY;
		expect(firstWindow(rulesOf(days - 1), LAST_INSTANT)).toEqual({
			opens: LAST_DATE - DAY,
			closes: LAST_DATE,
		});
		expect(firstWindow(rulesOf(days), LAST_INSTANT)).toBeUndefined();
	});
});

describe("rules", () => {
	const expressions = Object.entries(REFUSED_EXPRESSIONS).flatMap(
		([message, texts]) =>
			texts.map((text) => [text, naming(message, text)] as const),
	);

	it.each(expressions)("are refused with %j: %s", (text, message) => {
		for (const duration of [undefined, "1h", "25h"]) {
			const rules = rulesOf(text, duration);
			expect(checkRules(rules)).toEqual(refusal(message));
			expect(firstWindow(rules, NOON)).toBeUndefined();
		}
	});

	it.each(REFUSED_DURATIONS)(
		"are refused with %s for %s: %s",
		(schedule, duration, message) => {
			const rules = rulesOf(schedule, duration);
			const window = { opens: NOON, closes: NOON + HOUR };
			const said = message.replace("{duration}", duration);
			expect(checkRules(rules)).toEqual(refusal(said));
			expect(firstWindow(rules, NOON)).toBeUndefined();
			expect(windowAfter(rules, window)).toBeUndefined();
			expect(windowAt(rules, window, NOON)).toBeUndefined();
		},
	);
});

describe("the window that follows another", () => {
	it.each(LATER_WINDOWS)(
		"of %s with %s, which opened at %s, opens at %s and closes at %s",
		(schedule, duration, before, opens, closes) => {
			const rules = rulesOf(schedule, duration);
			const window = windowOf(before, before);
			expect(windowAfter(rules, window)).toEqual(windowOf(opens, closes));
		},
	);

	it("is none after the last", () => {
		const last = windowOf("2999-12-31T08:00Z", "3000-01-01T00:00Z");
		expect(windowAfter(rulesOf("cron(0 8 * * ? *)"), last)).toBeUndefined();
		const end = { opens: LAST_DATE - DAY, closes: LAST_DATE };
		expect(windowAfter(rulesOf(1), end)).toBeUndefined();
		expect(windowAfter(rulesOf(undefined), last)).toBeUndefined();
	});
});

describe("the window of a time", () => {
	it.each(WINDOWS_OF_A_TIME)(
		"of %s with %s since %s, at %s, is the one that opens at %s",
		(schedule, duration, since, now, opens) => {
			const rules = rulesOf(schedule, duration);
			const window = firstWindow(rules, Date.parse(since));
			if (window === undefined) throw new Error("There is no first window.");
			expect(windowAt(rules, window, Date.parse(now))?.opens).toBe(
				Date.parse(opens),
			);
		},
	);

	it("is none once there are no more", () => {
		const last = windowOf("2999-12-31T08:00Z", "3000-01-01T00:00Z");
		const rules = rulesOf("cron(0 8 * * ? *)");
		expect(windowAt(rules, last, last.closes - 1)).toBe(last);
		expect(windowAt(rules, last, last.closes)).toBeUndefined();
		expect(windowAt(rules, last, LAST_INSTANT)).toBeUndefined();
	});

	it("is never the window that has closed, though the rules now let it last", () => {
		const window = windowOf("2026-10-24T00:00Z", "2026-10-24T03:00Z");
		expect(windowAt(rulesOf(30), window, window.closes)?.opens).toBe(
			Date.parse("2026-11-23T00:00Z"),
		);
		expect(
			windowAt(rulesOf("cron(0 0 * * ? *)"), window, window.closes)?.opens,
		).toBe(Date.parse("2026-10-25T00:00Z"));
	});
});

describe("the days until a window", () => {
	it.each([
		["2026-09-24T06:11Z", 7],
		["2026-09-24T00:00Z", 7],
		["2026-09-23T23:59:59.999Z", 8],
		["2026-09-30T23:59:59.999Z", 1],
		["2026-10-01T00:00Z", 0],
		["2026-10-01T00:30Z", 0],
		["2026-12-01T00:00Z", 0],
	])("from %s are %i", (from, days) => {
		const window = windowOf("2026-10-01T00:00Z", "2026-10-01T01:00Z");
		expect(daysUntil(window, Date.parse(from))).toBe(days);
	});
});
