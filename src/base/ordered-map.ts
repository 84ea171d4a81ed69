import * as sortedBTree from "sorted-btree";

/**
 * An immutable map in key order. Every change costs O(log n), shares what it does not touch, and leaves the older
 * maps answering as before. Keys are never `undefined`.
 */
export interface OrderedMap<K, V> {
	readonly size: number;
	/**
	 * For this file alone. The tree is behind a function, since its library writes marks into nodes that maps share:
	 * whoever freezes a map, or looks for something to write to, finds nothing of it.
	 */
	readonly tree: () => BTree<K, V>;
}

/** Negative, zero or positive as `a` comes before, with or after `b`. */
export type Order<K> = (a: K, b: K) => number;

/** Numbers ascending; text by UTF-16 code units, which is no locale's order but everywhere the same. */
export const naturalOrder = <K extends string | number>(a: K, b: K): number =>
	a < b ? -1 : a > b ? 1 : 0;

/** Pairs by their first parts; of equal ones by their second. */
export const pairOrder = <A extends string | number, B extends string | number>(
	a: readonly [A, B],
	b: readonly [A, B],
): number => naturalOrder(a[0], b[0]) || naturalOrder(a[1], b[1]);

export const emptyOrderedMap = <K, V>(order: Order<K>): OrderedMap<K, V> =>
	mapOf(new BTree<K, V>(undefined, order, NODE_SIZE));

/** The most entries of a node. Each change copies one node of every level, so that small ones keep old maps cheap. */
const NODE_SIZE = 16;

/** Whether a value is such a map, also one of another copy of this package. */
export const isOrderedMap = (
	value: unknown,
): value is OrderedMap<unknown, unknown> =>
	typeof (Object(value) as { readonly tree?: unknown }).tree === "function";

export const valueAt = <K, V>(map: OrderedMap<K, V>, key: K): V | undefined =>
	map.tree().get(key);

export const withEntry = <K, V>(
	map: OrderedMap<K, V>,
	key: K,
	value: V,
): OrderedMap<K, V> => mapOf(map.tree().with(key, value, true));

/** The map without a key; the same object when it was not there. */
export const withoutKey = <K, V>(
	map: OrderedMap<K, V>,
	key: K,
): OrderedMap<K, V> =>
	map.tree().has(key) ? mapOf(map.tree().without(key)) : map;

/** The entries in key order, lazily; from `first` (included when present) on when it is given. */
export const entriesOf = <K, V>(
	map: OrderedMap<K, V>,
	first?: K,
): IterableIterator<readonly [K, V]> => map.tree().entries(first);

/** The entries against key order, lazily; from below `before` on when it is given. */
export const entriesBefore = <K, V>(
	map: OrderedMap<K, V>,
	before?: K,
): IterableIterator<readonly [K, V]> =>
	map.tree().entriesReversed(before, undefined, before !== undefined);

/** The entry with the lowest key. */
export function firstEntry<K, V>(
	map: OrderedMap<K, V>,
): readonly [K, V] | undefined {
	const tree = map.tree();
	const key = tree.minKey();
	return key === undefined ? undefined : [key, tree.get(key) as V];
}

type BTree<K, V> = sortedBTree.default<K, V>;

/** sorted-btree is a CommonJS module: bundlers hand over its class as the default export, Node one level deeper. */
const BTree: typeof sortedBTree.default =
	(sortedBTree.default as unknown as { default?: typeof sortedBTree.default })
		.default ?? sortedBTree.default;

const mapOf = <K, V>(tree: BTree<K, V>): OrderedMap<K, V> => ({
	size: tree.size,
	tree: () => tree,
});
