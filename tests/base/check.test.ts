import { describe, expect, it } from "vitest";
import {
	type Check,
	listOf,
	literal,
	optional,
	record,
	text,
	tuple,
	wholeNumber,
} from "../../src/base/check.js";

const pair = tuple(text, wholeNumber);
const person = record({ name: text, age: optional(wholeNumber) });

describe("what is as expected has no problem", () => {
	it.each<[check: string, Check, value: unknown]>([
		["text", text, ""],
		["text", text, "\ud800"],
		["wholeNumber", wholeNumber, 0],
		["wholeNumber", wholeNumber, -1],
		["wholeNumber", wholeNumber, Number.MAX_SAFE_INTEGER],
		["literal", literal("a"), "a"],
		["literal", literal(1), 1],
		["optional", optional(text), undefined],
		["optional", optional(text), "a"],
		["listOf", listOf(text), []],
		["listOf", listOf(text), ["a", "b"]],
		["tuple", pair, ["a", 1]],
		["record", person, { name: "a" }],
		["record", person, { name: "a", age: undefined }],
		["record, other members", person, { name: "a", age: 1, more: true }],
	])("%s", (_, check, value) => {
		expect(check(value, "it")).toBeUndefined();
	});
});

describe("what is not as expected is named with its place", () => {
	it.each<[problem: string, Check, value: unknown]>([
		["it must be a text", text, 1],
		["it must be a text", text, undefined],
		["it must be a text", text, null],
		["it must be a text", text, new String("a")],
		["it must be a whole number", wholeNumber, "1"],
		["it must be a whole number", wholeNumber, 0.5],
		["it must be a whole number", wholeNumber, Number.NaN],
		["it must be a whole number", wholeNumber, Number.POSITIVE_INFINITY],
		["it must be a whole number", wholeNumber, 2 ** 53],
		["it must be a whole number", wholeNumber, 1n],
		['it must be "a"', literal("a"), "b"],
		["it must be 1", literal(1), "1"],
		["it must be a text", optional(text), null],
		["it must be a list", listOf(text), "ab"],
		["it must be a list", listOf(text), { length: 0 }],
		["it[1] must be a text", listOf(text), ["a", 2, 3]],
		["it must be a list of 2", pair, ["a"]],
		["it must be a list of 2", pair, ["a", 1, 1]],
		["it must be a list of 2", pair, undefined],
		["it[1] must be a whole number", pair, ["a", "b"]],
		["it must be an object", person, null],
		["it must be an object", person, ["a"]],
		["it must be an object", person, "a"],
		["it.name must be a text", person, {}],
		["it.age must be a whole number", person, { name: "a", age: null }],
		[
			"it[1].name must be a text",
			listOf(person),
			[{ name: "a" }, { name: ["b"] }],
		],
	])("%s", (problem, check, value) => {
		expect(check(value, "it")).toBe(problem);
	});

	it("a list with a hole has no text there", () => {
		const holed = ["a"];
		holed.length = 2;
		expect(listOf(text)(holed, "it")).toBe("it[1] must be a text");
	});
});
