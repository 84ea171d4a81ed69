/** A law, and whether it holds. */
export type Law = readonly [holds: boolean, law: string];

/** The laws that do not hold, in words, each after what it is about. */
export const brokenOf = (
	about: string,
	laws: readonly Law[],
): readonly string[] =>
	laws.filter(([holds]) => !holds).map(([, law]) => `${about}: ${law}`);
