// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holds } from "../../../src/iam/conditions/holds.js";
import {
	type Operator,
	parseOperator,
	type Test,
} from "../../../src/iam/operator.js";
import { parseTemplate } from "../../../src/iam/template.js";
import { assertLaw } from "../../support/depth.js";
import { held } from "./a-condition.js";

describe("one value, or several without a set", () => {
	it.each<
		[own: readonly string[] | undefined, equals: boolean, differs: boolean]
	>([
		[undefined, false, true],
		[[], false, true],
		[["a"], true, false],
		[["x"], false, true],
		[["x", "a"], true, false],
		[["x", "y"], false, true],
	])("%j among a and b: %s; none of them: %s", (own, equals, differs) => {
		expect(held("StringEquals", own, ["a", "b"])).toBe(equals);
		expect(held("StringNotEquals", own, ["a", "b"])).toBe(differs);
	});
});

describe("a set of values", () => {
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
	it.each<
		[
			own: readonly string[] | undefined,
			all: boolean,
			any: boolean,
			noneOfAll: boolean,
			notAll: boolean,
		]
	>([
		[undefined, true, false, true, false],
		[[], true, false, true, false],
		[["a"], true, true, false, false],
		[["a", "b"], true, true, false, false],
		[["a", "x"], false, true, false, true],
		[["x", "y"], false, false, true, true],
	])(
		"%j, all among a and b: %s; any: %s; all others: %s; any other: %s",
		(own, all, any, noneOfAll, notAll) => {
			const named = ["a", "b"];
			expect(held("ForAllValues:StringEquals", own, named)).toBe(all);
			expect(held("ForAnyValue:StringEquals", own, named)).toBe(any);
			expect(held("ForAllValues:StringNotEquals", own, named)).toBe(noneOfAll);
			expect(held("ForAnyValue:StringNotEquals", own, named)).toBe(notAll);
		},
	);

	it("is read by every test", () => {
		expect(held("ForAllValues:StringLike", ["ab", "ac"], "a*")).toBe(true);
		expect(held("ForAllValues:NumericLessThan", ["1", "9"], "5")).toBe(false);
		expect(held("ForAnyValue:NumericLessThan", ["1", "9"], "5")).toBe(true);
		expect(held("ForAnyValue:Bool", ["x", "true"], "true")).toBe(true);
	});
});

describe("a key that need not exist", () => {
	it.each([
		"StringEqualsIfExists",
		"StringNotEqualsIfExists",
		"ForAnyValue:StringEqualsIfExists",
		"ForAllValues:StringEqualsIfExists",
		"NumericLessThanIfExists",
		"IpAddressIfExists",
	])("%s holds without it", (name) => {
		expect(held(name, undefined, "a")).toBe(true);
		expect(held(name, [], "a")).toBe(true);
	});

	it("counts when it does", () => {
		expect(held("StringEqualsIfExists", "x", "a")).toBe(false);
		expect(held("StringEqualsIfExists", "a", "a")).toBe(true);
		expect(held("ForAnyValue:StringEqualsIfExists", ["x"], "a")).toBe(false);
	});
});

describe("Null", () => {
	it.each<[named: string | readonly string[], absent: boolean, there: boolean]>(
		[
			["true", true, false],
			["false", false, true],
			["TRUE", true, false],
			["False", false, true],
			[["true", "false"], true, true],
			[[], false, false],
			["", false, false],
			["null", false, false],
			["${yes}", false, false],
		],
	)("%j, absent: %s, present: %s", (named, absent, there) => {
		for (const name of ["Null", "ForAllValues:Null", "ForAnyValue:Null"]) {
			expect(held(name, undefined, named, { yes: ["true"] })).toBe(absent);
			expect(held(name, [], named)).toBe(absent);
			expect(held(name, "", named)).toBe(there);
			expect(held(name, ["a", "b"], named)).toBe(there);
		}
	});
});

it("a variable without a value matches nothing", () => {
	expect(held("StringEquals", "a", "${none}")).toBe(false);
	expect(held("StringNotEquals", "a", "${none}")).toBe(true);
	expect(held("StringLike", "a", ["${none}", "?"])).toBe(true);
});

const TESTS: readonly (readonly [positive: Test, negative: Test])[] = [
	["StringEquals", "StringNotEquals"],
	["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
	["StringLike", "StringNotLike"],
	["NumericEquals", "NumericNotEquals"],
	["DateEquals", "DateNotEquals"],
	["IpAddress", "NotIpAddress"],
	["ArnEquals", "ArnNotEquals"],
	["ArnLike", "ArnNotLike"],
];

const ALL: readonly Test[] = [
	...TESTS.flat(),
	"NumericLessThan",
	"NumericLessThanEquals",
	"NumericGreaterThan",
	"NumericGreaterThanEquals",
	"DateLessThan",
	"DateLessThanEquals",
	"DateGreaterThan",
	"DateGreaterThanEquals",
	"Bool",
	"BinaryEquals",
	"Null",
];

const operators: fc.Arbitrary<Operator> = fc.record({
	test: fc.constantFrom(...ALL),
	set: fc.constantFrom("one", "ForAllValues", "ForAnyValue"),
	absent: fc.constantFrom("by test", "holds"),
});

/** Values that some test reads, from a small pool, so that they often match; and hostile ones. */
const texts = fc.oneof(
	{
		weight: 8,
		arbitrary: fc.constantFrom(
			"a",
			"A",
			"ab",
			"a*",
			"7",
			"7.0",
			"8",
			"2026-01-02",
			"1767312000",
			"true",
			"False",
			"QmluYXJ5",
			"10.0.0.1",
			"10.0.0.0/8",
			"::1",
			"::ffff:10.0.0.1",
			"arn:aws:iam::1:role/a",
			"arn:*:iam::1:role/?",
			"${k}",
			"${none, 'a'}",
			"${none}",
			"${*}",
		),
	},
	{
		weight: 2,
		arbitrary: fc.oneof(
			fc.constantFrom("", "__proto__", "constructor", "${", "\ud800", "1e999"),
			fc.string(),
			fc.string({ unit: "binary" }),
		),
	},
);

const templates = fc
	.tuple(texts, fc.constantFrom("2012-10-17", "2008-10-17"))
	.map(([text, version]) => parseTemplate(text, version));

const names = fc.constantFrom("k", "__proto__", "constructor", "");

const conditions = fc.record({
	operator: operators,
	key: names,
	values: fc.array(templates, { maxLength: 4 }),
});

const requests = fc
	.array(fc.tuple(names, fc.array(texts, { maxLength: 3 })), { maxLength: 3 })
	.map((entries) => new Map(entries));

describe("whatever the operator, the values and the request", () => {
	it("a condition holds or does not", () => {
		const seen = { holds: 0, fails: 0 };
		assertLaw(
			fc.property(conditions, requests, (condition, keys) => {
				const answer = holds(condition, keys);
				expect([true, false]).toContain(answer);
				seen[answer ? "holds" : "fails"]++;
			}),
			2000,
			seen,
		);
	});

	it("no order of values counts, and none said twice", () => {
		const shuffled = <T>(all: readonly T[]) =>
			fc.shuffledSubarray([...all, ...all], {
				minLength: 2 * all.length,
				maxLength: 2 * all.length,
			});
		const seen = { holds: 0, fails: 0 };
		assertLaw(
			fc.property(
				conditions.chain((condition) =>
					fc.tuple(fc.constant(condition), shuffled(condition.values)),
				),
				fc
					.array(texts, { maxLength: 3 })
					.chain((own) => fc.tuple(fc.constant(own), shuffled(own))),
				([condition, values], [own, others]) => {
					// A variable wants one value: said twice, it would have two.
					const keysOf = (all: readonly string[]) =>
						new Map([
							[`own ${condition.key}`, all],
							["k", ["a"]],
						]);
					const key = `own ${condition.key}`;
					const answer = holds({ ...condition, key }, keysOf(own));
					seen[answer ? "holds" : "fails"]++;
					expect(holds({ ...condition, key, values }, keysOf(others))).toBe(
						answer,
					);
				},
			),
			1000,
			seen,
		);
	});

	it("of one value, a test or its negation holds, and not both", () => {
		const seen = { matches: 0, misses: 0 };
		assertLaw(
			fc.property(
				fc.constantFrom(...TESTS),
				operators,
				texts,
				fc.array(templates, { maxLength: 4 }),
				([positive, negative], operator, own, values) => {
					const keys = new Map([["k", [own]]]);
					const is = (test: Test) =>
						holds({ operator: { ...operator, test }, key: "k", values }, keys);
					seen[is(positive) ? "matches" : "misses"]++;
					expect(is(negative)).toBe(!is(positive));
				},
			),
			1000,
			seen,
		);
	});

	it("a value more in the policy opens a positive test, and closes a negated one", () => {
		const seen = { opened: 0, closed: 0 };
		assertLaw(
			fc.property(conditions, templates, requests, (condition, more, keys) => {
				const before = holds(condition, keys);
				const values = [...condition.values, more];
				const after = holds({ ...condition, values }, keys);
				if (after === before) return;
				const isNegated = TESTS.some(
					([, negative]) => negative === condition.operator.test,
				);
				expect(after).toBe(!isNegated);
				seen[after ? "opened" : "closed"]++;
			}),
			3000,
			seen,
		);
	});

	it("IfExists lets absent keys pass, and changes nothing else", () => {
		const seen = { absent: 0, present: 0, opened: 0 };
		assertLaw(
			fc.property(conditions, requests, (condition, keys) => {
				const { operator, key } = condition;
				if (operator.test === "Null") return;
				const is = (absent: Operator["absent"]) =>
					holds({ ...condition, operator: { ...operator, absent } }, keys);
				const isAbsent = (keys.get(key) ?? []).length === 0;
				seen[isAbsent ? "absent" : "present"]++;
				if (isAbsent && !is("by test")) seen.opened++;
				expect(is("holds")).toBe(isAbsent || is("by test"));
			}),
			1000,
			seen,
		);
	});

	it("ForAllValues and ForAnyValue are what their names say", () => {
		const seen = { differs: 0 };
		assertLaw(
			fc.property(
				operators,
				fc.array(texts, { minLength: 1, maxLength: 3 }),
				fc.array(templates, { maxLength: 4 }),
				(operator, own, values) => {
					const is = (set: Operator["set"], ...all: readonly string[]) =>
						holds(
							{ operator: { ...operator, set }, key: "own", values },
							new Map([
								["own", all],
								["k", ["a"]],
							]),
						);
					const each = own.map((one) => is("one", one));
					expect(is("ForAllValues", ...own)).toBe(!each.includes(false));
					expect(is("ForAnyValue", ...own)).toBe(each.includes(true));
					if (new Set(each).size === 2) seen.differs++;
				},
			),
			1000,
			seen,
		);
	});
});

it("every operator that a policy may name has a meaning", () => {
	for (const test of ALL) {
		expect(parseOperator(test)?.test).toBe(test);
		expect(held(test, "a", [])).toBe(test.includes("Not"));
	}
});
