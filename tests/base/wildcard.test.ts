import fc from "fast-check";
import { expect, it } from "vitest";
import { matchesWildcard } from "../../src/base/wildcard.js";
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
])("%j on %j: %s", (pattern, text, matches) => {
	expect(matchesWildcard(pattern, text)).toBe(matches);
});

it("agrees with the definition, taken at its word", () => {
	const of = (...words: readonly string[]) =>
		fc
			.array(fc.constantFrom(...words), { maxLength: 10 })
			.map((all) => all.join(""));
	const seen = { matches: 0, misses: 0 };
	assertLaw(
		fc.property(of("a", "b", "*", "?"), of("a", "b", "*"), (pattern, text) => {
			const matches = defined(pattern, text);
			seen[matches ? "matches" : "misses"]++;
			expect(matchesWildcard(pattern, text)).toBe(matches);
		}),
		2000,
		seen,
	);
});

it("answers a pattern that is made to be slow", () => {
	const pattern = `${"a*".repeat(5_000)}b`;
	expect(matchesWildcard(pattern, "a".repeat(20_000))).toBe(false);
});

function defined(pattern: string, text: string): boolean {
	if (pattern === "") return text === "";
	const rest = pattern.slice(1);
	if (pattern.startsWith("*"))
		return (
			defined(rest, text) || (text !== "" && defined(pattern, text.slice(1)))
		);
	return (
		text !== "" &&
		(pattern.startsWith("?") || pattern[0] === text[0]) &&
		defined(rest, text.slice(1))
	);
}
