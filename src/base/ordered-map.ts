import * as sortedBTree from "sorted-btree";

/**
 * An immutable map in key order. Every change costs O(log n), shares what it does not touch, and leaves the older
 * maps answering as before. Keys are never `undefined`.
 */
export interface OrderedMap<K, V> {
	readonly size: number;
	/** Phantom members: they tie the type to its key and value and exist on no object. */
	readonly [keyType]?: (key: K) => K;
	readonly [valueType]?: V;
}
declare const keyType: unique symbol;
declare const valueType: unique symbol;

/** Negative, zero or positive as `a` comes before, with or after `b`. */
export type Order<K> = (a: K, b: K) => number;

/** Numbers ascending; text by UTF-16 code units, which is no locale's order but everywhere the same. */
export const naturalOrder = <K extends string | number>(a: K, b: K): number =>
	a < b ? -1 : a > b ? 1 : 0;

export function emptyOrderedMap<K, V>(order: Order<K>): OrderedMap<K, V> {
	return new BTree<K, V>(undefined, order);
}

/** Builds a map from entries in any order; of equal keys the last wins. */
export function orderedMapOf<K, V>(
	order: Order<K>,
	entries: Iterable<readonly [K, V]>,
): OrderedMap<K, V> {
	const tree = new BTree<K, V>(undefined, order);
	for (const [key, value] of entries) tree.set(key, value);
	return tree;
}

export function valueAt<K, V>(map: OrderedMap<K, V>, key: K): V | undefined {
	return treeOf(map).get(key);
}

export function withEntry<K, V>(
	map: OrderedMap<K, V>,
	key: K,
	value: V,
): OrderedMap<K, V> {
	return treeOf(map).with(key, value, true);
}

/** The map without a key; the same object when it was not there. */
export function withoutKey<K, V>(
	map: OrderedMap<K, V>,
	key: K,
): OrderedMap<K, V> {
	const tree = treeOf(map);
	return tree.has(key) ? tree.without(key) : map;
}

/** The entries in key order, lazily; from `first` (included when present) on when it is given. */
export function entriesOf<K, V>(
	map: OrderedMap<K, V>,
	first?: K,
): IterableIterator<readonly [K, V]> {
	return treeOf(map).entries(first);
}

/** The entry with the lowest key. */
export function firstEntry<K, V>(
	map: OrderedMap<K, V>,
): readonly [K, V] | undefined {
	const tree = treeOf(map);
	const key = tree.minKey();
	return key === undefined ? undefined : [key, tree.get(key) as V];
}

type BTree<K, V> = sortedBTree.default<K, V>;

/** sorted-btree is a CommonJS module: bundlers hand over its class as the default export, Node one level deeper. */
const BTree: typeof sortedBTree.default =
	(sortedBTree.default as unknown as { default?: typeof sortedBTree.default })
		.default ?? sortedBTree.default;

function treeOf<K, V>(map: OrderedMap<K, V>): BTree<K, V> {
	return map as BTree<K, V>;
}
