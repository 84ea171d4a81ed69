// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertLaw } from "../../support/depth.js";
import { held } from "./a-condition.js";

const OPERATORS = [
	["DateLessThan", (order: number) => order < 0],
	["DateLessThanEquals", (order: number) => order <= 0],
	["DateEquals", (order: number) => order === 0],
	["DateNotEquals", (order: number) => order !== 0],
	["DateGreaterThanEquals", (order: number) => order >= 0],
	["DateGreaterThan", (order: number) => order > 0],
] as const;

describe.each(OPERATORS)("%s", (test, wants) => {
	it.each<[own: string, named: string, order: number]>([
		["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", -1],
		["2026-01-02", "2026-01-02T00:00:00Z", 0],
		["2026-01-02T00:00Z", "2026-01-02", 0],
		["2026-01-02T01:00:00+02:00", "2026-01-01T23:00:00Z", 0],
		["2026-01-01T23:00:00.5Z", "2026-01-01T23:00:00Z", 1],
		["1767312000", "2026-01-02", 0],
		["1767312000.5", "2026-01-02T00:00:00.500Z", 0],
		["2026-01-02", "1767311999", 1],
		["-1", "1969-12-31T23:59:59Z", 0],
		["2026", "1970-01-01T00:33:46Z", 0], // seconds, not a year
		["2026-01-02", "2026-02-01", -1],
	])("%s and %s", (own, named, order) => {
		expect(held(test, own, named)).toBe(wants(order));
	});

	it.each([
		"",
		"tomorrow",
		"2026-01",
		"2026-1-2",
		"2026-02-30",
		"2026-01-02T00:00:00",
		"2026-01-02 00:00:00Z",
		"20260102T000000Z",
		"01/02/2026",
		"Fri, 02 Jan 2026 00:00:00 GMT",
		"1e9",
		"+1",
		" 1767312000",
		"${day}",
	])("%j is no date and matches none", (text) => {
		const isNegated = test === "DateNotEquals";
		const keys = { day: ["2026-01-02"] };
		expect(held(test, "2026-01-02", text, keys)).toBe(isNegated);
		expect(held(test, text, "2026-01-02", keys)).toBe(isNegated);
		expect(held(test, text, text, keys)).toBe(isNegated);
	});
});

it("one of several values will do", () => {
	expect(held("DateEquals", "2026-01-02", ["?", "2026-01-02"])).toBe(true);
	expect(held("DateGreaterThan", "1", ["2", "3"])).toBe(false);
	expect(held("DateNotEquals", "1", ["2", "1"])).toBe(false);
});

it("seconds and dates of the same moments compare alike", () => {
	const moment = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
	assertLaw(
		fc.property(moment, moment, (a, b) => {
			for (const [test, wants] of OPERATORS) {
				const order = Math.sign(a - b);
				const iso = new Date(b * 1000).toISOString();
				expect(held(test, String(a), iso)).toBe(wants(order));
			}
		}),
	);
});
