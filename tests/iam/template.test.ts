// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matches } from "../../src/base/wildcard.js";
import {
	parseTemplate,
	resolveChunks,
	resolvePattern,
	resolveText,
} from "../../src/iam/template.js";
import { assertLaw } from "../support/depth.js";

const KEYS = new Map([
	["aws:username", ["ada"]],
	["aws:principaltag/team", ["a*"]],
	["aws:principaltag/cost center", ["7"]],
	["aws:tagkeys", ["one", "two"]],
	["aws:sourcevpc", []],
	["aws:userid", [""]],
	["aws:principaltag/nested", ["${aws:username}"]],
]);

const NEW = "2012-10-17";
const OLD = "2008-10-17";

describe("the text of a template", () => {
	it.each<[template: string, text: string | undefined]>([
		["", ""],
		["plain*?", "plain*?"],
		["${aws:username}", "ada"],
		["${AWS:UserName}", "ada"],
		["home/${aws:username}/*", "home/ada/*"],
		["${aws:username}${aws:username}", "adaada"],
		["${aws:PrincipalTag/cost center}", "7"],
		["${aws:userid}", ""],
		["${*}${?}${$}{x}", "*?${x}"],
		["${aws:PrincipalTag/nested}", "${aws:username}"],
		["$aws:username}", "$aws:username}"],
		["{aws:username}", "{aws:username}"],
		// Nothing closes it.
		["${aws:username", "${aws:username"],
		["a}${", "a}${"],
		["${aws:username}${aws:username", "ada${aws:username"],
		// No value, or several.
		["${aws:none}", undefined],
		["a ${aws:none} b", undefined],
		["${aws:SourceVpc}", undefined],
		["${aws:TagKeys}", undefined],
		["${}", undefined],
		["${__proto__}", undefined],
		["${ aws:username }", undefined],
		["${${aws:username}}", undefined],
		// Defaults
		["${aws:none, 'all'}", "all"],
		["${aws:none,'all'}", "all"],
		["${aws:none, ''}", ""],
		["${aws:none, 'a, b'}", "a, b"],
		["${aws:none, '${'}", "${"],
		["${aws:SourceVpc, 'all'}", "all"],
		["${aws:username, 'all'}", "ada"],
		["${aws:userid, 'all'}", ""],
		["${aws:TagKeys, 'all'}", undefined],
		["${aws:none, all}", undefined],
		["${aws:none, 'all' }", undefined],
		["${aws:none, 'it's'}", undefined],
		["${aws:username, all}", undefined],
	])("%j is %j", (template, text) => {
		expect(resolveText(parseTemplate(template, NEW), KEYS)).toBe(text);
		// The older version knows no variables.
		expect(resolveText(parseTemplate(template, OLD), KEYS)).toBe(template);
	});
});

describe("the pattern of a template", () => {
	it.each<[template: string, text: string, matching: boolean]>([
		["a*", "abc", true],
		["a?", "ab", true],
		["${aws:username}*", "ada-1", true],
		["${aws:username}*", "bob-1", false],
		["*${aws:username}", "x-ada", true],
		// What a variable or a default stands for is no wildcard.
		["${aws:PrincipalTag/team}", "a*", true],
		["${aws:PrincipalTag/team}", "abc", false],
		["${aws:PrincipalTag/team}?", "a*c", true],
		["${aws:none, '*'}", "abc", false],
		["${aws:none, '*'}", "*", true],
		["a${*}", "a*", true],
		["a${*}", "abc", false],
		["a${?}*", "a?b", true],
		["a${?}*", "abb", false],
		["a${$}{*}", "a${bc}", true],
	])("%j on %j: %s", (template, text, matching) => {
		const pattern = resolvePattern(parseTemplate(template, NEW), KEYS);
		expect(pattern && matches(pattern, text)).toBe(matching);
	});

	it("is none where a variable has no value", () => {
		const template = parseTemplate("*${aws:none}*", NEW);
		expect(resolvePattern(template, KEYS)).toBeUndefined();
		expect(resolveChunks(template, KEYS)).toBeUndefined();
	});

	it.each(["", "a*", "a${*}b", "${open"])(
		"is read once where no variable counts: %j",
		(text) => {
			const template = parseTemplate(text, NEW);
			expect(template.pattern).toBeDefined();
			expect(resolvePattern(template, KEYS)).toBe(template.pattern);
		},
	);

	it.each(["${a}", "x${a, 'b'}"])(
		"depends on the request where a variable counts: %j",
		(text) => {
			expect(parseTemplate(text, NEW).pattern).toBeUndefined();
			expect(parseTemplate(text, OLD).pattern).toBeDefined();
		},
	);
});

it("tells which parts of a pattern are wild", () => {
	const template = parseTemplate("arn:*:${aws:username}${*}?", NEW);
	expect(resolveChunks(template, KEYS)).toEqual([
		{ text: "arn:*:", wild: true },
		{ text: "ada", wild: false },
		{ text: "*", wild: false },
		{ text: "?", wild: true },
	]);
});

const texts = fc
	.array(
		fc.oneof(
			fc.constantFrom("${", "}", "$", "*", "?", ",", "'", " ", "aws:username"),
			fc.string({ maxLength: 3 }),
		),
	)
	.map((words) => words.join(""));

it("any text is a template, and plain data", () => {
	const seen = { variables: 0, none: 0 };
	assertLaw(
		fc.property(texts, fc.constantFrom(NEW, OLD), (text, version) => {
			const template = parseTemplate(text, version);
			seen[template.pattern === undefined ? "variables" : "none"]++;
			expect(template.text).toBe(text);
			expect(structuredClone(template)).toEqual(template);
			if (version === OLD) expect(resolveText(template, KEYS)).toBe(text);
		}),
		500,
		seen,
	);
});

it("a variable's value, and an escaped character, match themselves and nothing else", () => {
	assertLaw(
		fc.property(
			fc.array(fc.constantFrom("*", "?", "$", "{", "}", "a")),
			(characters) => {
				const text = characters.join("");
				const keys = new Map([["k", [text]]]);
				const escaped = characters
					.map((each) => ("*?$".includes(each) ? `\${${each}}` : each))
					.join("");
				for (const written of ["${k}", escaped, `\${none, '${text}'}`]) {
					if (written.startsWith("${none") && text.includes("}")) continue;
					const template = parseTemplate(written, NEW);
					expect(resolveText(template, keys)).toBe(text);
					const pattern = resolvePattern(template, keys);
					expect(pattern && matches(pattern, text)).toBe(true);
					expect(pattern && matches(pattern, `${text}a`)).toBe(false);
				}
			},
		),
	);
});

it.each(["${", "${a, '", "}${a}", "${a, 'b'}?"])(
	"reads a long text of %j",
	(part) => {
		const text = part.repeat(50_000);
		const template = parseTemplate(text, NEW);
		expect(template.text).toBe(text);
		expect(resolveText(template, KEYS)?.length).not.toBe(0);
	},
);
