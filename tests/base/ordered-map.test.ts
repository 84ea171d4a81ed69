import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	emptyOrderedMap,
	entriesBefore,
	entriesOf,
	firstEntry,
	naturalOrder,
	type Order,
	type OrderedMap,
	valueAt,
	withEntry,
	withoutKey,
} from "../../src/base/ordered-map.js";
import { assertLaw, sequence } from "../support/depth.js";

const orderedMapOf = <K, V>(
	order: Order<K>,
	entries: Iterable<readonly [K, V]>,
): OrderedMap<K, V> => {
	let map = emptyOrderedMap<K, V>(order);
	for (const [key, value] of entries) map = withEntry(map, key, value);
	return map;
};

type Entries = readonly (readonly [key: number, value: number])[];

describe("law 11: any sequence of changes agrees with a sorted array, and older maps answer as before", () => {
	const key = fc.integer({ min: 0, max: 2000 });
	/** Blocks of keys make the tree several nodes high; single keys change it at its edges. */
	const change = fc.oneof(
		fc.record({ put: key, value: fc.nat(99) }),
		fc.record({ drop: key }),
		fc.record({ putBlock: key, size: fc.nat(700), value: fc.nat(99) }),
		fc.record({ dropBlock: key, size: fc.nat(700) }),
	);
	type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

	const keysOf = (first: number, size: number) =>
		Array.from({ length: size }, (_, i) => first + i);
	const dropped = (change: Change): readonly number[] =>
		"drop" in change
			? [change.drop]
			: "dropBlock" in change
				? keysOf(change.dropBlock, change.size)
				: [];
	const written = (change: Change): Entries =>
		"put" in change
			? [[change.put, change.value]]
			: "putBlock" in change
				? keysOf(change.putBlock, change.size).map((k) => [k, change.value])
				: [];

	const applied = (map: OrderedMap<number, number>, change: Change) =>
		written(change).reduce(
			(rest, [k, v]) => withEntry(rest, k, v),
			dropped(change).reduce((rest, k) => withoutKey(rest, k), map),
		);
	function appliedToArray(entries: Entries, change: Change): Entries {
		const gone = new Set([
			...dropped(change),
			...written(change).map(([k]) => k),
		]);
		return [...entries.filter(([k]) => !gone.has(k)), ...written(change)].sort(
			([a], [b]) => a - b,
		);
	}

	/** Whether these are the entries of the array from a place on: millions of them, so that nothing is built. */
	function isListing(
		found: Iterable<readonly [number, number]>,
		expected: Entries,
		from: number,
	): boolean {
		let at = from;
		for (const [key, value] of found) {
			const entry = expected[at++];
			if (entry?.[0] !== key || entry[1] !== value) return false;
		}
		return at === expected.length;
	}

	/** The same against key order, from below a place on. */
	function isListingDown(
		found: Iterable<readonly [number, number]>,
		expected: Entries,
		from: number,
	): boolean {
		let at = from;
		for (const [key, value] of found) {
			const entry = expected[--at];
			if (entry?.[0] !== key || entry[1] !== value) return false;
		}
		return at === 0;
	}

	it("holds for entries both ways, sizes, lookups, ranges and the first entry", () => {
		assertLaw(
			fc.property(
				sequence(change, 20),
				fc.array(key, { minLength: 1, maxLength: 3 }),
				(changes, probes) => {
					let map = emptyOrderedMap<number, number>(naturalOrder);
					let array: Entries = [];
					const history = [{ map, array }];
					for (const each of changes) {
						map = applied(map, each);
						array = appliedToArray(array, each);
						history.push({ map, array });
					}
					for (const { map, array } of history) {
						expect(map.size).toBe(array.length);
						expect(isListing(entriesOf(map), array, 0)).toBe(true);
						expect(isListingDown(entriesBefore(map), array, array.length)).toBe(
							true,
						);
						expect(firstEntry(map)).toEqual(array[0]);
						for (const probe of probes) {
							const at = array.findIndex(([k]) => k >= probe);
							const from = at === -1 ? array.length : at;
							const [key, value] = array[from] ?? [];
							expect(valueAt(map, probe)).toBe(
								key === probe ? value : undefined,
							);
							expect(isListing(entriesOf(map, probe), array, from)).toBe(true);
							expect(
								isListingDown(entriesBefore(map, probe), array, from),
							).toBe(true);
						}
					}
				},
			),
			40,
		);
	});
});

describe("an ordered map", () => {
	const letters = orderedMapOf(naturalOrder, [
		["b", 2],
		["a", 0],
		["c", 3],
		["a", 1],
	]);

	it("is built from entries in any order, of which the last of equal keys wins", () => {
		expect([...entriesOf(letters)]).toEqual([
			["a", 1],
			["b", 2],
			["c", 3],
		]);
	});

	it("lists from a key on, whether the key is there or not", () => {
		const keysFrom = (first: string) =>
			[...entriesOf(letters, first)].map(([key]) => key);
		expect(keysFrom("")).toEqual(["a", "b", "c"]);
		expect(keysFrom("b")).toEqual(["b", "c"]);
		expect(keysFrom("bb")).toEqual(["c"]);
		expect(keysFrom("d")).toEqual([]);
	});

	it("lists down from below a key, whether the key is there or not", () => {
		const keysBefore = (before?: string) =>
			[...entriesBefore(letters, before)].map(([key]) => key);
		expect(keysBefore()).toEqual(["c", "b", "a"]);
		expect(keysBefore("d")).toEqual(["c", "b", "a"]);
		expect(keysBefore("c")).toEqual(["b", "a"]);
		expect(keysBefore("bb")).toEqual(["b", "a"]);
		expect(keysBefore("b")).toEqual(["a"]);
		expect(keysBefore("a")).toEqual([]);
		expect(keysBefore("")).toEqual([]);
		const empty = emptyOrderedMap<string, number>(naturalOrder);
		expect([...entriesBefore(empty)]).toEqual([]);
		expect([...entriesBefore(empty, "a")]).toEqual([]);
	});

	it("lists down from below keys that are falsy", () => {
		const map = orderedMapOf<number, string>(naturalOrder, [
			[-1, "a"],
			[0, "b"],
			[1, "c"],
		]);
		expect([...entriesBefore(map, 0)]).toEqual([[-1, "a"]]);
		expect([...entriesBefore(map, 1)]).toEqual([
			[0, "b"],
			[-1, "a"],
		]);
	});

	it("has no first entry when it is empty", () => {
		expect(
			firstEntry(emptyOrderedMap<string, number>(naturalOrder)),
		).toBeUndefined();
	});

	it("tells a value that is undefined from none by its size", () => {
		const map = withEntry(
			emptyOrderedMap<string, undefined>(naturalOrder),
			"a",
			undefined,
		);
		expect(map.size).toBe(1);
		expect(firstEntry(map)).toEqual(["a", undefined]);
	});

	it("takes any text for a key, by its UTF-16 code units", () => {
		const keys = ["", "B", "__proto__", "a", "constructor", "\ud800", "\uffff"];
		const map = orderedMapOf(
			naturalOrder,
			[...keys].reverse().map((key) => [key, key]),
		);
		expect([...entriesOf(map)].map(([key]) => key)).toEqual(keys);
		expect(valueAt(map, "__proto__")).toBe("__proto__");
		expect(valueAt(map, "toString")).toBeUndefined();
	});

	it("follows another order when it is given one, and finds keys that are equal in it", () => {
		const byLength = (a: string, b: string) => a.length - b.length;
		const map = orderedMapOf(byLength, [
			["three", 5],
			["a", 1],
			["bb", 2],
		]);
		expect([...entriesOf(map)].map(([key]) => key)).toEqual([
			"a",
			"bb",
			"three",
		]);
		expect(valueAt(map, "xx")).toBe(2);
	});

	it("is the same object without a key that was not there", () => {
		expect(withoutKey(letters, "z")).toBe(letters);
	});

	it("is listed one entry at a time, and none changes when the next is asked for", () => {
		const entries = entriesOf(letters);
		const first = entries.next().value;
		const second = entries.next().value;
		expect([first, second]).toEqual([
			["a", 1],
			["b", 2],
		]);
		const down = entriesBefore(letters);
		const last = down.next().value;
		down.next();
		expect(last).toEqual(["c", 3]);
	});
});

describe("naturalOrder", () => {
	it("orders numbers by size and texts by code units", () => {
		expect([10, 9, -1].sort(naturalOrder)).toEqual([-1, 9, 10]);
		expect(["b", "a", "B", "ä"].sort(naturalOrder)).toEqual([
			"B",
			"a",
			"b",
			"ä",
		]);
		expect(naturalOrder("a", "a")).toBe(0);
	});
});
