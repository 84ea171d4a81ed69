// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertLaw } from "../../support/depth.js";
import { held } from "./a-condition.js";

type Row = readonly [
	own: string,
	named: string | readonly string[],
	holding: boolean,
];

const keys = { "aws:username": ["ada*"], "aws:tagkeys": ["a", "b"] };

describe("equal texts", () => {
	it.each<Row>([
		["a", "a", true],
		["", "", true],
		["a", "A", false],
		["a", "a ", false],
		["a", ["b", "a"], true],
		["a", [], false],
		// Wildcards are characters.
		["ab", "a*", false],
		["a*", "a*", true],
		["a*", "a${*}", true],
		["ada*", "${aws:username}", true],
		["adam", "${aws:username}", false],
		["${aws:none}", "${aws:none}", false],
		["undefined", "${aws:none}", false],
		["a", "${aws:TagKeys}", false],
		["a", ["${aws:none}", "a"], true],
		["none", "${aws:none, 'none'}", true],
	])("%j and %j: %s", (own, named, holding) => {
		expect(held("StringEquals", own, named, keys)).toBe(holding);
		expect(held("StringNotEquals", own, named, keys)).toBe(!holding);
	});

	it.each<Row>([
		["a", "A", true],
		["VPC-1", "vpc-1", true],
		["É", "é", true],
		["a", "b", false],
		["ADA*", "${aws:username}", true],
		["ADAM", "${aws:username}", false],
		["undefined", "${aws:none}", false],
	])("in any case, %j and %j: %s", (own, named, holding) => {
		expect(held("StringEqualsIgnoreCase", own, named, keys)).toBe(holding);
		expect(held("StringNotEqualsIgnoreCase", own, named, keys)).toBe(!holding);
	});
});

describe("alike texts", () => {
	it.each<Row>([
		["a", "a", true],
		["abc", "a*", true],
		["abc", "A*", false],
		["abc", "a?c", true],
		["abc", ["x*", "*c"], true],
		["abc", [], false],
		["abc", "a${*}", false],
		["a*", "a${*}", true],
		["ada*", "${aws:username}", true],
		["ada", "${aws:username}", false],
		["ada*/x", "${aws:username}/*", true],
		["ada/x", "${aws:username}/*", false],
		["a", "${aws:none}*", false],
		["a", ["${aws:none}*", "*"], true],
	])("%j and %j: %s", (own, named, holding) => {
		expect(held("StringLike", own, named, keys)).toBe(holding);
		expect(held("StringNotLike", own, named, keys)).toBe(!holding);
	});
});

it("a text equals itself, is alike what it equals, and equals in any case what it equals", () => {
	const text = fc.oneof(
		fc.constantFrom("a", "A", "__proto__", "*", "\ud800"),
		fc.string(),
	);
	const seen = { equal: 0, different: 0 };
	assertLaw(
		fc.property(text, text, (a, b) => {
			const plain = b.replaceAll("$", "${$}");
			const equal = held("StringEquals", a, plain);
			seen[equal ? "equal" : "different"]++;
			expect(equal).toBe(a === b);
			if (!equal) return;
			expect(held("StringLike", a, plain)).toBe(true);
			expect(held("StringEqualsIgnoreCase", a, plain.toUpperCase())).toBe(
				a.toLowerCase() === a.toUpperCase().toLowerCase(),
			);
		}),
		500,
		seen,
	);
});
