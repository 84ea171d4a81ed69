/** The first `count` of the items in an order, sorted; items that are equal stay as they come. Never sorts many at once. */
export function smallest<T>(
	items: Iterable<T>,
	count: number,
	order: (a: T, b: T) => number,
): readonly T[] {
	const most = 2 * count + 1000;
	let kept: T[] = [];
	for (const item of items)
		if (kept.push(item) > most) kept = kept.sort(order).slice(0, count);
	return kept.sort(order).slice(0, count);
}
