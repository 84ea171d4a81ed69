import type { Matcher } from "./matcher.js";

/** Compares the number that a value of the request is with one that the policy names. */
export type Comparison = (own: number, named: number) => boolean;

export const equal: Comparison = (own, named) => own === named;
export const less: Comparison = (own, named) => own < named;
export const lessOrEqual: Comparison = (own, named) => own <= named;
export const greater: Comparison = (own, named) => own > named;
export const greaterOrEqual: Comparison = (own, named) => own >= named;

/** Tests of texts that are read as numbers: how they are read, then how they compare. Policy variables are not read. */
export const comparing =
	(read: (text: string) => number | undefined) =>
	(compare: Comparison): Matcher =>
	(values) => {
		const named = values
			.map(({ text }) => read(text))
			.filter((each) => each !== undefined);
		return (value) => {
			const own = read(value);
			return own !== undefined && named.some((each) => compare(own, each));
		};
	};
