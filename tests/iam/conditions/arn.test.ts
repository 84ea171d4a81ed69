// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import fc from "fast-check";
import { expect, it } from "vitest";
import { assertLaw } from "../../support/depth.js";
import { held } from "./a-condition.js";

const ROLE = "arn:aws:iam::123456789012:role/team/reader";
const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:rotate:live";

const keys = {
	"aws:principalarn": [ROLE],
	"aws:principalaccount": ["123456789012"],
	"aws:principaltag/any": ["*"],
	"aws:principaltag/colons": ["123456789012:role/team"],
};

it.each<[own: string, named: string | readonly string[], holding: boolean]>([
	[ROLE, ROLE, true],
	[ROLE, "arn:aws:iam::123456789012:role/*", true],
	[ROLE, "arn:*:iam:*:*:role/team/read??", true],
	[ROLE, "arn:aws:iam::123456789012:ROLE/*", false],
	[ROLE, "arn:aws:iam::21098765432?:role/*", false],
	[ROLE, ["arn:aws:s3:::x", ROLE], true],
	[ROLE, [], false],
	// A wildcard does not go over the first five colons, but over those of the resource.
	[ROLE, "arn:aws:iam:*", false],
	[ROLE, "arn:*", false],
	[ROLE, "*", false],
	[ROLE, "*:*:*:*:*:*", true],
	["arn:aws:iam:us-east-1:1:role/x", "arn:aws:iam::*:role/x", false],
	[FUNCTION, "arn:aws:lambda:*:*:function:*", true],
	[FUNCTION, "arn:aws:lambda:*:*:function:rotate", false],
	[FUNCTION, "arn:aws:lambda:*:*:*:*:*", true],
	[FUNCTION, "arn:aws:lambda:*:*:*", true],
	[FUNCTION, "arn:aws:lambda:*:live", false],
	// Fewer than six parts are no ARN.
	["", "*:*:*:*:*:*", false],
	["a:b:c:d:e", "*:*:*:*:*:*", false],
	["a:b:c:d:e", "a:b:c:d:e", false],
	[":::::", ":::::", true],
	["a:b:c:d:e:", "a:b:c:d:e:", true],
	// Variables
	[ROLE, "${aws:PrincipalArn}", true],
	[ROLE, "arn:aws:iam::${aws:PrincipalAccount}:role/*", true],
	[ROLE, "arn:aws:iam::${aws:PrincipalTag/colons}/reader", true],
	[ROLE, "arn:aws:iam::${aws:PrincipalTag/any}:role/*", false],
	["arn:aws:iam::*:role/x", "arn:aws:iam::${*}:role/x", true],
	[ROLE, "arn:aws:iam::${*}:role/team/reader", false],
	[ROLE, "arn:aws:iam::${aws:none}:role/*", false],
	[ROLE, ["${aws:none}", ROLE], true],
])("%j and %j: %s", (own, named, holding) => {
	for (const test of ["ArnEquals", "ArnLike"])
		expect(held(test, own, named, keys)).toBe(holding);
	for (const test of ["ArnNotEquals", "ArnNotLike"])
		expect(held(test, own, named, keys)).toBe(!holding);
});

it("compares part by part, as texts are compared", () => {
	const part = fc
		.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 3 })
		.map((words) => words.join(""));
	const six = fc.array(part, { minLength: 6, maxLength: 6 });
	const mostlyAny = fc.array(
		fc.oneof(
			{ weight: 3, arbitrary: fc.constant("*") },
			{ weight: 1, arbitrary: part },
		),
		{ minLength: 6, maxLength: 6 },
	);
	const seen = { alike: 0, different: 0 };
	assertLaw(
		fc.property(six, mostlyAny, (own, named) => {
			const expected = named.every((each, i) =>
				held("StringLike", own[i], each),
			);
			seen[expected ? "alike" : "different"]++;
			expect(held("ArnLike", own.join(":"), named.join(":"))).toBe(expected);
		}),
		500,
		seen,
	);
});
