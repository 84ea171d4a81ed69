/** A dictionary whose keys come from users: it has no prototype, so `__proto__` is a key like any other. */
export type Dict<V> = { readonly [key: string]: V };

/** Builds a dictionary from entries; of equal keys the last wins. */
export function dictOf<V>(
	entries: Iterable<readonly [key: string, value: V]>,
): Dict<V> {
	const dict: { [key: string]: V } = Object.create(null);
	for (const [key, value] of entries) dict[key] = value;
	return dict;
}
