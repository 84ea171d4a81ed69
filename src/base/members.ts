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
	for (const name of Object.keys(options))
		if (!known.includes(name))
			throw new TypeError(
				`${what} does not know ${JSON.stringify(name)}; it takes any of: ${known.join(", ")}.`,
			);
}
