import {
	emptyOrderedMap,
	firstEntry,
	type OrderedMap,
	pairOrder,
	withEntry,
	withoutKey,
} from "../base/ordered-map.js";
import type { Instant } from "../values/instant.js";

/** What falls due when and where, the earliest first; of one instant in the order of the places. */
export type DueMap<Place, What> = OrderedMap<DueKey<Place>, What>;

export type DueKey<Place> = readonly [at: Instant, place: Place];

export const nothingDue = <Place extends string | number, What>(): DueMap<
	Place,
	What
> => emptyOrderedMap(pairOrder);

/** When the first of it falls due. */
export const firstDueAt = <Place, What>(
	due: DueMap<Place, What>,
): Instant | undefined => firstEntry(due)?.[0][0];

/** Notes that what was due at a place at one instant is due at another; `undefined` for never. The same map when it stays. */
export function reschedule<Place, What>(
	due: DueMap<Place, What>,
	place: Place,
	what: What,
	was: Instant | undefined,
	is: Instant | undefined,
): DueMap<Place, What> {
	if (was === is) return due;
	const cleared = was === undefined ? due : withoutKey(due, [was, place]);
	return is === undefined ? cleared : withEntry(cleared, [is, place], what);
}
