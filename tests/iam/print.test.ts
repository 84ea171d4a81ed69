import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printPolicy } from "../../src/iam/print.js";
import { assertLaw } from "../support/depth.js";
import { policyText } from "./a-policy.js";
import { policies } from "./arbitraries.js";

// R-ST
const RECORDED = `{
  "Version" : "2012-10-17",
  "Statement" : [ {
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::123456789012:root"
    },
    "Action" : "secretsmanager:GetSecretValue",
    "Resource" : "*"
  } ]
}`;

describe("a policy is printed", () => {
	it("as AWS was seen to print it", () => {
		const text = policyText({
			Principal: { AWS: "arn:aws:iam::123456789012:root" },
		});
		expect(printPolicy(text)).toBe(RECORDED);
	});

	it.each<[written: string, printed: string]>([
		['{"a":{},"b":[ ]}', '{\n  "a" : { },\n  "b" : [ ]\n}'],
		["{ }", "{ }"],
		['["a","b"]', '[ "a", "b" ]'],
		["[[1],[]]", "[ [ 1 ], [ ] ]"],
		['[{"a":1},{"b":2}]', '[ {\n  "a" : 1\n}, {\n  "b" : 2\n} ]'],
		['{"b":1,"1":2,"a":3}', '{\n  "b" : 1,\n  "1" : 2,\n  "a" : 3\n}'],
		['{"a":1,"a":2}', '{\n  "a" : 1,\n  "a" : 2\n}'],
		[
			"[1.0,-0,1e400,12345678901234567890]",
			"[ 1.0, -0, 1e400, 12345678901234567890 ]",
		],
		["[true,false,null]", "[ true, false, null ]"],
		['["{[,:]}"]', '[ "{[,:]}" ]'],
		['["\\u0041\\/\\"\\\\"]', '[ "A/\\"\\\\" ]'],
		['["é\\u00e9"]', '[ "éé" ]'],
		['\t{\r\n"a"\n:\n1 }\n', '{\n  "a" : 1\n}'],
	])("%j", (written, printed) => {
		expect(printPolicy(written)).toBe(printed);
	});
});

describe("whatever the policy", () => {
	const texts = fc
		.tuple(
			fc.oneof(policies, fc.jsonValue({ stringUnit: "binary" })),
			fc.constantFrom(undefined, 1, "\t"),
		)
		.map(([value, space]) => JSON.stringify(value, null, space));

	it("says the same when it is printed, and is printed the same again", () => {
		assertLaw(
			fc.property(texts, (text) => {
				const printed = printPolicy(text);
				expect(JSON.parse(printed)).toEqual(JSON.parse(text));
				expect(printPolicy(printed)).toBe(printed);
			}),
			500,
		);
	});
});
