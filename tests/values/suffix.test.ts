import fc from "fast-check";
import { expect, it } from "vitest";
import { drawSuffix, isSuffix } from "../../src/values/suffix.js";
import { assertLaw } from "../support/depth.js";

it("a suffix drawn is a suffix, and belongs to seed and place", () => {
	assertLaw(
		fc.property(fc.string(), fc.array(fc.string()), (seed, place) => {
			const suffix = drawSuffix(seed, place);
			expect(isSuffix(suffix)).toBe(true);
			expect(drawSuffix(seed, [...place])).toBe(suffix);
		}),
	);
});

it("a constant seed draws another suffix at another place", () => {
	const place = ["123456789012", "us-east-1"];
	const drawn = Array.from({ length: 500 }, (_, ordinal) =>
		drawSuffix("seed", [...place, String(ordinal)]),
	);
	expect(new Set(drawn).size).toBe(500);
});

it.each([
	// Captured from AWS.
	...["ooplL1", "uPv1HV", "bSQQPx", "K28ZSb", "2QEauY", "0O0jDI", "mwmvda"].map(
		(suffix) => [suffix, true] as const,
	),
	["abcde", false],
	["abcdefg", false],
	["abc_ef", false],
	["abcdé1", false],
	["abcde\n", false],
	["", false],
] as const)("%j: a suffix is %j", (text, answer) => {
	expect(isSuffix(text)).toBe(answer);
});
