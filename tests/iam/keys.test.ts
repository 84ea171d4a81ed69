import { describe, expect, it } from "vitest";
import { inLowerCase, tagKeys, valuesOf } from "../../src/iam/keys.js";

it("a key has the values that it was given, and an absent one none", () => {
	const keys = new Map([["aws:tagkeys", ["a", "b"]]]);
	expect(valuesOf(keys, "aws:tagkeys")).toEqual(["a", "b"]);
	expect(valuesOf(keys, "aws:sourcevpc")).toEqual([]);
	expect(valuesOf(keys, "__proto__")).toEqual([]);
});

it("the letters A to Z are in lower case, and no others", () => {
	expect(inLowerCase("AWS:SourceVPC/Zz-9")).toBe("aws:sourcevpc/zz-9");
	// The sign of Kelvin, and an I with a dot, have a k and an i in lower case.
	expect(inLowerCase("\u212aMS:\u0130\u00c4")).toBe("\u212ams:\u0130\u00c4");
});

describe("the keys of tags", () => {
	const keys = (...tags: readonly (readonly [string, string])[]) =>
		Object.entries(tagKeys("aws:ResourceTag/", tags));

	it("are in lower case, each with the values of all tags of that name", () => {
		expect(keys(["Team", "a"], ["env", "x"], ["TEAM", "b"])).toEqual([
			["aws:resourcetag/team", ["a", "b"]],
			["aws:resourcetag/env", ["x"]],
		]);
	});

	it("are those of any names", () => {
		expect(keys()).toEqual([]);
		expect(Object.entries(tagKeys("", [["__proto__", "a"]]))).toEqual([
			["__proto__", ["a"]],
		]);
	});
});
