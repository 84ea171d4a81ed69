/**
 * Keeps what a pure function derives from a text, at most 1,000 results at a time: for what command after command needs
 * again. No answer shows that it is kept.
 */
export function kept<V>(derive: (text: string) => V): (text: string) => V {
	const results = new Map<string, V>();
	return (text) => {
		const known = results.get(text);
		if (known !== undefined) return known;
		const derived = derive(text);
		if (results.size === MOST) results.clear();
		results.set(text, derived);
		return derived;
	};
}

const MOST = 1000;
