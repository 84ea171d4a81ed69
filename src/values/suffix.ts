import { randomText } from "../base/random.js";

/** The six random characters at the end of a secret's ARN; chosen at creation, never changed. */
export type Suffix = string;

const LENGTH = 6;

/** Assumed: the six characters are drawn uniformly from letters and digits; every captured suffix is of them. */
const ALPHABET =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export const isSuffix = (text: string): boolean =>
	/^[A-Za-z0-9]{6}$/.test(text);

/** Draws the suffix that belongs to a place; see `randomBytes` for seed and place. */
export const drawSuffix = (seed: string, place: readonly string[]): Suffix =>
	randomText(seed, ["suffix", ...place], ALPHABET, LENGTH);
