import fc from "fast-check";
import { expect, it } from "vitest";
import { dictOf } from "../../src/base/dict.js";

const hostile = ["__proto__", "constructor", "toString", "hasOwnProperty", ""];

it("keeps the words that mean something to other objects as keys", () => {
	const dict = dictOf(hostile.map((key, at) => [key, at]));
	expect(Object.keys(dict)).toEqual(hostile);
	expect(hostile.map((key) => dict[key])).toEqual([0, 1, 2, 3, 4]);
});

it("knows no key that it was not given", () => {
	const dict = dictOf<number>([]);
	expect(hostile.map((key) => dict[key])).toEqual(hostile.map(() => undefined));
	expect("toString" in dict).toBe(false);
});

it("cannot change what other objects inherit", () => {
	dictOf([["__proto__", { polluted: true }]]);
	expect("polluted" in {}).toBe(false);
});

it("lets the last of equal keys win, as a Map does", () => {
	const key = fc.oneof(fc.constantFrom(...hostile), fc.string());
	fc.assert(
		fc.property(fc.array(fc.tuple(key, fc.nat())), (entries) => {
			expect(new Map(Object.entries(dictOf(entries)))).toEqual(
				new Map(entries),
			);
		}),
	);
});
