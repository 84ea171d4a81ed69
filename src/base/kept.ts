/**
 * Keeps what a pure function derives from a text, at most the last 1,000 results: for what command after command needs
 * again. No answer shows that it is kept.
 */
export function kept<V>(derive: (text: string) => V): (text: string) => V {
	const results = new Map<string, V>();
	return (text) => {
		const known = results.get(text);
		if (known !== undefined) return known;
		const derived = derive(text);
		results.set(text, derived);
		if (results.size > MOST) results.delete(oldestOf(results));
		return derived;
	};
}

const MOST = 1000;

/** A map gives its keys in the order in which they came. */
const oldestOf = (results: ReadonlyMap<string, unknown>): string =>
	results.keys().next().value as string;
