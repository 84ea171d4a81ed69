/** A set of options that is none, or has one that nobody knows, is its programmer's mistake: a TypeError with the remedy. */
export function requireMembers(
	what: string,
	options: unknown,
	known: readonly string[],
): void {
	if (typeof options !== "object" || options === null)
		throw new TypeError(
			`${what} takes an object with any of: ${known.join(", ")}.`,
		);
	const problem = unknownMember(what, options, known);
	if (problem !== undefined) throw new TypeError(`${problem}.`);
}

/** Which member of an object is none of the known ones, in words; `undefined` where all are. */
export function unknownMember(
	what: string,
	value: object,
	known: readonly string[],
): string | undefined {
	const name = Object.keys(value).find((each) => !known.includes(each));
	return name === undefined
		? undefined
		: `${what} does not know ${JSON.stringify(name)}; it takes any of: ${known.join(", ")}`;
}
