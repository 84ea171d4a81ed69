import { describe, expect, it } from "vitest";
import {
	type Check,
	closedRecord,
	dictionaryOf,
	flag,
	listOf,
	literal,
	oneOf,
	optional,
	pair,
	record,
	text,
	wholeNumber,
} from "../../src/base/check.js";

const small = wholeNumber(-1, 9);
const entry = pair(text, small);
const ages = dictionaryOf(small);
const person = record({ name: text, age: optional(small) });

describe("what is as expected has no problem", () => {
	it.each<[check: string, Check, value: unknown]>([
		["text", text, ""],
		["text", text, "\ud800"],
		["wholeNumber", small, 0],
		["wholeNumber", small, -1],
		["wholeNumber", small, 9],
		["literal", literal("a"), "a"],
		["literal", literal(1), 1],
		["flag", flag, true],
		["flag", flag, false],
		["oneOf", oneOf("a", "b"), "a"],
		["oneOf", oneOf("a", "b"), "b"],
		["optional", optional(text), undefined],
		["optional", optional(text), "a"],
		["listOf", listOf(text), []],
		["listOf", listOf(text), ["a", "b"]],
		["pair", entry, ["a", 1]],
		["dictionaryOf", ages, {}],
		["dictionaryOf", ages, JSON.parse('{"a":1,"__proto__":2,"":3}')],
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
		["it must be a whole number from -1 to 9", small, "1"],
		["it must be a whole number from -1 to 9", small, 0.5],
		["it must be a whole number from -1 to 9", small, Number.NaN],
		["it must be a whole number from -1 to 9", small, Number.POSITIVE_INFINITY],
		["it must be a whole number from -1 to 9", small, 10],
		["it must be a whole number from -1 to 9", small, -2],
		["it must be a whole number from -1 to 9", small, 1n],
		["it must be an object, no list and no Map", ages, [1]],
		["it must be an object, no list and no Map", ages, new Map()],
		["it must be an object, no list and no Map", ages, null],
		["it must be an object, no list and no Map", ages, "a"],
		[
			'it["a\\"b"] must be a whole number from -1 to 9',
			ages,
			{ a: 1, 'a"b': 10 },
		],
		[
			'it["__proto__"] must be a whole number from -1 to 9',
			ages,
			JSON.parse('{"__proto__":"x"}'),
		],
		['it["a"] must be a whole number from -1 to 9', ages, { a: undefined }],
		['it must be "a"', literal("a"), "b"],
		["it must be 1", literal(1), "1"],
		["it must be true or false", flag, "true"],
		["it must be true or false", flag, 0],
		["it must be true or false", flag, undefined],
		["it must be one of a, b", oneOf("a", "b"), "c"],
		["it must be one of a, b", oneOf("a", "b"), "A"],
		["it must be one of a, b", oneOf("a", "b"), undefined],
		["it must be one of a, b", oneOf("a", "b"), ["a"]],
		["it must be a text", optional(text), null],
		["it must be a list", listOf(text), "ab"],
		["it must be a list", listOf(text), { length: 0 }],
		["it[1] must be a text", listOf(text), ["a", 2, 3]],
		["it must be a list of 2", entry, ["a"]],
		["it must be a list of 2", entry, ["a", 1, 1]],
		["it must be a list of 2", entry, undefined],
		["it[1] must be a whole number from -1 to 9", entry, ["a", "b"]],
		["it must be an object", person, null],
		["it must be an object", person, ["a"]],
		["it must be an object", person, "a"],
		["it.name must be a text", person, {}],
		[
			"it.age must be a whole number from -1 to 9",
			person,
			{ name: "a", age: null },
		],
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

describe("an object that takes no other members", () => {
	const closed = closedRecord({ name: text, age: optional(small) });

	it.each<[what: string, value: unknown]>([
		["all members", { name: "a", age: 1 }],
		["those that are not optional", { name: "a" }],
		["a member without a value", { name: "a", age: undefined }],
		["no prototype", Object.assign(Object.create(null), { name: "a" })],
		[
			"others behind it",
			Object.assign(Object.create({ more: 1 }), { name: "a" }),
		],
	])("may have %s", (_, value) => {
		expect(closed(value, "it")).toBeUndefined();
	});

	it.each<[problem: string, value: unknown]>([
		["it must be an object", undefined],
		["it must be an object", []],
		["it.name must be a text", {}],
		["it.name must be a text", { name: 1, more: 1 }],
		[
			'it does not know "more"; it takes any of: name, age',
			{ name: "a", more: undefined },
		],
		['it does not know ""; it takes any of: name, age', { name: "a", "": 1 }],
		[
			'it does not know "__proto__"; it takes any of: name, age',
			JSON.parse('{"name":"a","__proto__":{}}'),
		],
		[
			'it does not know "constructor"; it takes any of: name, age',
			{ name: "a", constructor: 1 },
		],
	])("%s", (problem, value) => {
		expect(closed(value, "it")).toBe(problem);
	});
});
