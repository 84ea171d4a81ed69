// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertLaw } from "../../support/depth.js";
import { held } from "./a-condition.js";

const OPERATORS = [
	["NumericLessThan", (order: number) => order < 0],
	["NumericLessThanEquals", (order: number) => order <= 0],
	["NumericEquals", (order: number) => order === 0],
	["NumericNotEquals", (order: number) => order !== 0],
	["NumericGreaterThanEquals", (order: number) => order >= 0],
	["NumericGreaterThan", (order: number) => order > 0],
] as const;

describe.each(OPERATORS)("%s", (test, wants) => {
	it.each<[own: string, named: string, order: number]>([
		["7", "30", -1],
		["30", "7", 1],
		["7", "7", 0],
		["7", "7.0", 0],
		["7", "007", 0],
		["7", "+7", 0],
		["-7", "7", -1],
		["-0", "0", 0],
		["0.5", ".5", 0],
		["5.", "5", 0],
		["1e3", "1000", 0],
		["1E-7", "0.0000001", 0],
		["0.25", "0.3", -1],
		["100", "99", 1],
	])("%s and %s", (own, named, order) => {
		expect(held(test, own, named)).toBe(wants(order));
	});

	it.each([
		"",
		" 7",
		"7 ",
		"seven",
		"0x7",
		"1_000",
		"1,000",
		"--7",
		"1.2.3",
		".",
		"e5",
		"Infinity",
		"1e999",
		"NaN",
		"7\n",
		"٧",
		"${seven}",
	])("%j is no number and matches none", (text) => {
		const isNegated = test === "NumericNotEquals";
		const keys = { seven: ["7"] };
		expect(held(test, "7", text, keys)).toBe(isNegated);
		expect(held(test, text, "7", keys)).toBe(isNegated);
		expect(held(test, text, text, keys)).toBe(isNegated);
	});
});

it("one of several values will do", () => {
	expect(held("NumericEquals", "7", ["x", "6", "7"])).toBe(true);
	expect(held("NumericLessThan", "7", ["6", "8"])).toBe(true);
	expect(held("NumericGreaterThan", "7", ["7", "8"])).toBe(false);
	expect(held("NumericNotEquals", "7", ["6", "7"])).toBe(false);
});

it("reads whatever number JSON can hold", () => {
	const number = fc.double({ noNaN: true, noDefaultInfinity: true });
	assertLaw(
		fc.property(number, number, (a, b) => {
			for (const [test, wants] of OPERATORS)
				expect(held(test, String(a), String(b))).toBe(
					wants(a < b ? -1 : a > b ? 1 : 0),
				);
			expect(held("NumericEquals", String(a), String(a))).toBe(true);
		}),
	);
});
