import { comparing } from "./comparison.js";

/** NumericEquals, NumericLessThan and the like, of decimal numbers. */
export const numeric = comparing(readNumber);

/**
 * Assumed: numbers are compared as doubles, may have a sign and an exponent, and have no white space around them.
 */
function readNumber(text: string): number | undefined {
	const number = NUMBER.test(text) ? Number(text) : Number.NaN;
	return Number.isFinite(number) ? number : undefined;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
