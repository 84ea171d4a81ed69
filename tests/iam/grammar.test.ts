import { describe, expect, it } from "vitest";
import { err, ok } from "../../src/base/result.js";
import {
	anyNumber,
	entriesOf,
	objectOf,
	oneOrMore,
	parseJson,
	readEach,
	textThat,
} from "../../src/iam/grammar.js";

const short = textThat((text) => text.length < 3, "a short text");

it("a text is JSON, or is not", () => {
	expect(parseJson('{"a":[1]}')).toEqual(ok({ a: [1] }));
	for (const text of ["", "{", "{} x", "\ufeff{}"])
		expect(parseJson(text)).toEqual(err("it is not JSON"));
});

describe("no object of a JSON text has two members of one name", () => {
	it.each([
		['{"a":1,"a":1}', '"a"'],
		['{"a":1,"b":{"a":1},"a":2}', '"a"'],
		['[{"c":{"a":[],"b":"x","a":{}}}]', '"a"'],
		[String.raw`{"a\u0062":1,"ab":2}`, '"ab"'],
		[String.raw`{"\"":1,"\u0022":2}`, String.raw`"\u0022"`],
		['{"__proto__":1,"__proto__":2}', '"__proto__"'],
		['{"":1,"":2}', '""'],
	])("%s", (text, name) => {
		expect(parseJson(text)).toEqual(
			err(`an object of it has two members ${name}`),
		);
	});

	it.each([
		'{"a":{"a":1},"b":{"a":1}}',
		'[{"a":1},{"a":1}]',
		'{"a":"b","b":"a"}',
		'{"a":["a","a"],"A":"a"}',
		String.raw`{"a":"\",\"a\":\"","b":"{\"a\":1"}`,
		'"a"',
		"1",
		"[]",
	])("as in %s", (text) => {
		expect(parseJson(text)).toEqual(ok(JSON.parse(text)));
	});
});

it("each is read, up to the first that cannot be", () => {
	const read: number[] = [];
	const half = (value: number, i: number) => {
		read.push(i);
		return value % 2 === 0 ? ok(value / 2) : err(`${value} is odd`);
	};
	expect(readEach([2, 4, 6], half)).toEqual(ok([1, 2, 3]));
	expect(readEach([2, 3, 5], half)).toEqual(err("3 is odd"));
	expect(read).toEqual([0, 1, 2, 0, 1]);
	expect(readEach([], half)).toEqual(ok([]));
});

it("members of an object are in their order, of equal names the last", () => {
	const object = JSON.parse('{"b":1,"__proto__":2,"b":3}');
	expect(entriesOf(object, "it")).toEqual(
		ok([
			["b", 3],
			["__proto__", 2],
		]),
	);
	for (const wrong of [null, undefined, "x", 1, []])
		expect(entriesOf(wrong, "it")).toEqual(err("it must be an object"));
});

it("an object has no members but those that are known", () => {
	const read = objectOf(["a", "b"]);
	expect(read({ b: 1 }, "it")).toEqual(ok({ b: 1 }));
	expect(read({}, "it")).toEqual(ok({}));
	expect(read({ a: 1, c: 1 }, "it")).toEqual(
		err('it must have no "c"; it takes a, b'),
	);
	expect(read(JSON.parse('{"__proto__":1}'), "it")).toEqual(
		err('it must have no "__proto__"; it takes a, b'),
	);
	expect(read([], "it")).toEqual(err("it must be an object"));
});

describe("one, or a list, is read as a list", () => {
	it.each([
		["one", "a", ["a"]],
		["a list", ["a", "b"], ["a", "b"]],
	])("%s", (_, value, read) => {
		expect(oneOrMore(short)(value, "it")).toEqual(ok(read));
		expect(anyNumber(short)(value, "it")).toEqual(ok(read));
	});

	it("none only where that is allowed", () => {
		expect(anyNumber(short)([], "it")).toEqual(ok([]));
		expect(oneOrMore(short)([], "it")).toEqual(
			err("it must not be an empty list"),
		);
	});

	it.each([
		["one that is wrong", "long", "it must be a short text"],
		["one of several", ["a", "long"], "it[1] must be a short text"],
		["a list in a list", [["a"]], "it[0] must be a short text"],
		["none", undefined, "it must be a short text"],
	])("not %s", (_, value, says) => {
		expect(oneOrMore(short)(value, "it")).toEqual(err(says));
		expect(anyNumber(short)(value, "it")).toEqual(err(says));
	});
});
