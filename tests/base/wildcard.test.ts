import fc from "fast-check";
import { expect, it } from "vitest";
import {
	matches,
	parsePattern,
	patternOf,
	subjectOf,
} from "../../src/base/wildcard.js";
import { assertLaw } from "../support/depth.js";

it.each<[pattern: string, text: string, matches: boolean]>([
	["", "", true],
	["", "a", false],
	["a", "", false],
	["abc", "abc", true],
	["abc", "ABC", false],
	["abc", "abcd", false],
	["*", "", true],
	["*", "a\nb", true],
	["**", "a", true],
	["a*", "a", true],
	["a*c", "abc", true],
	["a*c", "abcd", false],
	["a*b*c", "a-b-b-c", true],
	["*ab", "aab", true],
	["*a*a*", "a", false],
	["?", "", false],
	["?", "a", true],
	["?", "\u{1f4a5}", false], // two code units
	["a?c", "abc", true],
	["a?c", "ac", false],
	["?*", "", false],
	["*?", "abc", true],
	["*", "*", true],
	["a.c", "abc", false],
	["[a]", "a", false],
	["\ud800*", "\ud800\udfff", true],
])("%j on %j: %s", (pattern, text, expected) => {
	expect(matches(parsePattern(pattern), text)).toBe(expected);
});

const words = (maxLength: number, ...all: readonly string[]) =>
	fc
		.array(fc.constantFrom(...all), { maxLength, size: "max" })
		.map((chosen) => chosen.join(""));

it.each([
	["short", 10, 10],
	["long, so that a piece has its places in several numbers", 40, 150],
])("agrees with the definition, taken at its word: %s", (_, most, longest) => {
	const seen = { matches: 0, misses: 0 };
	assertLaw(
		fc.property(
			words(most, "a", "b", "*", "?", "aa", "ab", "*a"),
			words(longest, "a", "b", "*", "aa", "ab"),
			(pattern, text) => {
				const expected = defined([...pattern], text);
				seen[expected ? "matches" : "misses"]++;
				expect(matches(parsePattern(pattern), text)).toBe(expected);
			},
		),
		1000,
		seen,
	);
});

it("finds a piece wherever it stands, and its leftmost place first", () => {
	const place = fc.nat({ max: 130 });
	assertLaw(
		fc.property(place, place, place, (before, between, length) => {
			const piece = `x${"?".repeat(length)}y`;
			const stands = `x${"-".repeat(length)}y`;
			const text = `${"-".repeat(before)}${stands}${"-".repeat(between)}${stands}-`;
			const is = (pattern: string) => matches(parsePattern(pattern), text);
			expect(is(`*${piece}*`)).toBe(true);
			expect(is(`*${piece}*${piece}*`)).toBe(true);
			expect(is(`*${piece}*${piece}*y*`)).toBe(false);
			expect(is(`*${piece}?`)).toBe(true);
			expect(is(`*x${piece}*`)).toBe(false);
		}),
	);
});

it("takes what is not wild at its word", () => {
	const seen = { matches: 0, misses: 0, literal: 0 };
	assertLaw(
		fc.property(
			fc.array(
				fc.record({
					text: words(4, "a", "b", "*", "?"),
					wild: fc.boolean(),
				}),
				{ maxLength: 4 },
			),
			words(10, "a", "b", "*", "?"),
			(chunks, text) => {
				const marks = chunks.flatMap(({ text, wild }) =>
					[...text].map((mark) => (wild ? mark : `\\${mark}`)),
				);
				const expected = defined(marks, text);
				seen[expected ? "matches" : "misses"]++;
				if (expected && /[*?]/.test(text)) seen.literal++;
				expect(matches(patternOf(chunks), text)).toBe(expected);
			},
		),
		2000,
		seen,
	);
});

it("matches any text with itself, as a literal, and no other", () => {
	assertLaw(
		fc.property(fc.string({ unit: "binary" }), (text) => {
			const pattern = patternOf([{ text, wild: false }]);
			expect(matches(pattern, text)).toBe(true);
			expect(matches(pattern, `${text}*`)).toBe(false);
			const inside = patternOf([
				{ text: "*", wild: true },
				{ text, wild: false },
				{ text: "*", wild: true },
			]);
			expect(matches(inside, `<${text}>`)).toBe(true);
		}),
	);
});

it("answers of a subject as of its text, whatever was asked before", () => {
	const pattern = words(8, "a", "b", "*", "?");
	assertLaw(
		fc.property(
			fc.array(pattern),
			words(60, "a", "b", "ab"),
			(patterns, text) => {
				const subject = subjectOf(text);
				for (const each of patterns.map(parsePattern))
					expect(matches(each, subject)).toBe(matches(each, text));
			},
		),
	);
});

it("reads a pattern into plain data, which may be frozen", () => {
	const pattern = parsePattern("a?*b**c");
	expect(pattern).toEqual({
		first: { text: "a?", any: [1] },
		middle: [{ text: "b", any: [] }],
		last: { text: "c", any: [] },
		length: 4,
	});
	expect(JSON.parse(JSON.stringify(pattern))).toEqual(pattern);
	Object.freeze(pattern.first.any);
	expect(matches(Object.freeze(pattern), "ax--b--c")).toBe(true);
});

it.each([
	[`${"a*".repeat(5_000)}b`, 20_000],
	[`*${"a?".repeat(10_000)}b*`, 40_000],
	[`${"*a?".repeat(6_000)}*bb*`, 20_000],
	[`*${"a".repeat(10_000)}b*`, 40_000],
	["?*".repeat(10_000), 9_999],
])("answers a pattern that is made to be slow: %#", (pattern, length) => {
	expect(matches(parsePattern(pattern), "a".repeat(length))).toBe(false);
});

/** What the text up to each place can be, mark by mark; `\*` is the character. */
function defined(marks: readonly string[], text: string): boolean {
	let reached = new Set([0]);
	for (const mark of marks) {
		const next = new Set<number>();
		for (const at of reached) {
			if (mark === "*") {
				for (let end = at; end <= text.length; end++) next.add(end);
				break; // the places come in ascending order
			}
			const isOne = mark === "?" || mark.at(-1) === text[at];
			if (at < text.length && isOne) next.add(at + 1);
		}
		reached = next;
	}
	return reached.has(text.length);
}
