/** Readers of a JSON value: each answers what it read, or `undefined` where the value breaks the grammar. */
type Reader<F, T> = (from: F) => T | undefined;

/** A text as JSON; `undefined`, which no JSON text says, when it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** What is read of each, when each can be read. */
export function readEach<F, T>(
	values: readonly F[],
	read: Reader<F, T>,
): readonly T[] | undefined {
	const all: T[] = [];
	for (const value of values) {
		const one = read(value);
		if (one === undefined) return undefined;
		all.push(one);
	}
	return all;
}

/** The members of an object, in their order; of equal names JSON keeps the last. */
export const entriesOf = (
	value: unknown,
): readonly (readonly [name: string, value: unknown])[] | undefined =>
	typeof value === "object" && value !== null && !Array.isArray(value)
		? Object.entries(value)
		: undefined;

/** An object that has no members but these; each may be missing. */
export function objectOf<N extends string>(
	value: unknown,
	names: readonly N[],
): { readonly [K in N]?: unknown } | undefined {
	const known: readonly string[] = names;
	return entriesOf(value)?.every(([name]) => known.includes(name))
		? (value as { readonly [K in N]?: unknown })
		: undefined;
}

/** One value, or a list of at least one, as a list. */
export const oneOrMore = <T>(
	value: unknown,
	read: Reader<unknown, T>,
): readonly T[] | undefined =>
	Array.isArray(value) && value.length === 0
		? undefined
		: readEach(Array.isArray(value) ? value : [value], read);

/** A text that is legal. */
export const textThat =
	(isLegal: (text: string) => boolean): Reader<unknown, string> =>
	(value) =>
		typeof value === "string" && isLegal(value) ? value : undefined;
