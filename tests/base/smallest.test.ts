import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallest } from "../../src/base/smallest.js";
import { assertLaw } from "../support/depth.js";

interface Item {
	readonly key: number;
	readonly place: number;
}
const byKey = (a: Item, b: Item): number => a.key - b.key;
const itemsOf = (keys: readonly number[]): readonly Item[] =>
	keys.map((key, place) => ({ key, place }));

describe("the smallest items", () => {
	it("are the first of all, sorted, and equal ones stay as they come", () => {
		const seen = { "sorted more than once": 0 };
		assertLaw(
			fc.property(
				fc.array(fc.nat(20), { maxLength: 300, size: "max" }),
				fc.integer({ min: 1, max: 20 }),
				fc.nat(30),
				(keys, times, count) => {
					const items = itemsOf(Array(times).fill(keys).flat());
					if (items.length > 2 * (2 * count + 1000))
						seen["sorted more than once"]++;
					expect(smallest(items, count, byKey)).toEqual(
						[...items].sort(byKey).slice(0, count),
					);
				},
			),
			100,
			seen,
		);
	});

	it.each([
		["none of none", [], 3, []],
		["none when none is asked for", [3, 1, 2], 0, []],
		["one", [3, 1, 2], 1, [1]],
		["all when there are as many", [3, 1, 2], 3, [1, 2, 3]],
		["all when there are fewer", [3, 1, 2], 9, [1, 2, 3]],
	])("are %s", (_, keys, count, expected) => {
		const found = smallest(itemsOf(keys), count, byKey);
		expect(found.map(({ key }) => key)).toEqual(expected);
	});

	it("are found in what comes rising, and in what comes falling", () => {
		const rising = Array.from({ length: 10_000 }, (_, i) => i);
		const keysOf = (keys: readonly number[]) =>
			smallest(itemsOf(keys), 5, byKey).map(({ key }) => key);
		expect(keysOf(rising)).toEqual([0, 1, 2, 3, 4]);
		expect(keysOf([...rising].reverse())).toEqual([0, 1, 2, 3, 4]);
	});

	it("take what is given as it is: it may come one at a time, and stays as it was", () => {
		const keys = Object.freeze([3, 1, 2]);
		expect(smallest(keys, 2, (a, b) => a - b)).toEqual([1, 2]);
		function* each() {
			yield* keys;
		}
		expect(smallest(each(), 2, (a, b) => a - b)).toEqual([1, 2]);
	});

	it("never sorts many at once", () => {
		let most = 0;
		const sort = Array.prototype.sort;
		Array.prototype.sort = function (this: unknown[], order) {
			most = Math.max(most, this.length);
			return sort.call(this, order);
		};
		try {
			smallest(Array(100_000).keys(), 10, (a, b) => b - a);
		} finally {
			Array.prototype.sort = sort;
		}
		expect(most).toBeLessThan(2000);
	});
});
