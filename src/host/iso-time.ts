import { DAY } from "../values/instant.js";
import { parseIsoInstant } from "../values/iso-instant.js";

/** What a reader of texts cannot read, as a sentence with the remedy. */
export interface Unreadable {
	readonly problem: string;
}

/** Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds as milliseconds: `P1DT1H`, `PT0.25S`. */
export function parseDuration(text: unknown): number | Unreadable {
	const parts = typeof text === "string" ? DURATION.exec(text) : null;
	if (parts !== null) {
		const counts = parts.slice(1).map((count) => count?.replace(",", "."));
		const total = LENGTHS.reduce(
			(sum, length, i) => sum + Number(counts[i] ?? 0) * length,
			0,
		);
		return Math.round(total);
	}
	return typeof text === "string" && /^P[^T]*\d[YM]/.test(text)
		? {
				problem:
					"has no years and months, whose length varies; use days, as in P30D",
			}
		: {
				problem:
					"must be an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as PT25H, P7D or PT0.5S",
			};
}

/** At least one count, and one after a `T`. */
const DURATION =
	/^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/** Of the units in the order of the text, in milliseconds. */
const LENGTHS = [7 * DAY, DAY, 3_600_000, 60_000, 1000];

/** Reads an ISO 8601 instant, `2026-01-02T00:00:00Z`, as epoch milliseconds; a date alone is its first moment in UTC. */
export function parseInstant(text: unknown): number | Unreadable {
	const at = typeof text === "string" ? parseIsoInstant(text) : undefined;
	return (
		at ?? {
			problem:
				"must be an ISO 8601 instant, such as 2026-01-02T00:00:00Z; a time needs Z or an offset",
		}
	);
}
