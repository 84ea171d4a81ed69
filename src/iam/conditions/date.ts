import { parseIsoInstant } from "../../values/iso-instant.js";
import { comparing } from "./comparison.js";

/** DateEquals, DateLessThan and the like: of ISO 8601 dates and times, or of seconds since the epoch. */
export const date = comparing(readDate);

/**
 * As epoch milliseconds.
 * Assumed: epoch seconds may have a sign and a fraction.
 */
function readDate(text: string): number | undefined {
	return SECONDS.test(text) ? Number(text) * 1000 : parseIsoInstant(text);
}

const SECONDS = /^-?\d+(\.\d+)?$/;
