import { describe, expect, it } from "vitest";
import { parseOperator } from "../../src/iam/operator.js";

const TESTS = [
	"StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike",
	"NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals",
	"DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals",
	"Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnNotEquals ArnLike ArnNotLike",
].flatMap((family) => family.split(" "));

describe("an operator", () => {
	it.each([...TESTS, "Null"])("%s is a test of one value", (test) => {
		const read = { test, set: "one", absent: "by test" };
		expect(parseOperator(test)).toEqual(read);
	});

	it.each(TESTS)("%s may let a missing key pass, and compare sets", (test) => {
		const read = { test, set: "one", absent: "holds" };
		expect(parseOperator(`${test}IfExists`)).toEqual(read);
		for (const set of ["ForAllValues", "ForAnyValue"])
			expect(parseOperator(`${set}:${test}IfExists`)).toEqual({ ...read, set });
	});

	it.each([
		"",
		"stringEquals",
		"StringEquals ",
		"StringEqualsIfExistsIfExists",
		"IfExists",
		"NullIfExists",
		"ForAnyValue:NullIfExists",
		"ForAnyValue:",
		"ForAnyValue",
		"ForSomeValue:StringEquals",
		"ForAnyValue:ForAllValues:StringEquals",
		"one:StringEquals",
		"StringIn",
		"NotBool",
		"__proto__",
		"constructor",
	])("%j is none", (text) => {
		expect(parseOperator(text)).toBeUndefined();
	});
});
