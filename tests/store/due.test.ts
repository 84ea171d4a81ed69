import fc from "fast-check";
import { expect, it } from "vitest";
import { entriesOf } from "../../src/base/ordered-map.js";
import {
	type DueMap,
	firstDueAt,
	nothingDue,
	reschedule,
} from "../../src/store/due.js";
import { assertLaw, sequence } from "../support/depth.js";

it("agrees with a list of instants, sorted by instant and then by place", () => {
	const change = fc.record({
		place: fc.nat(4),
		at: fc.option(fc.nat(3), { nil: undefined }),
	});
	assertLaw(
		fc.property(sequence(change, 20), (changes) => {
			let due: DueMap<number, string> = nothingDue();
			const instants = new Map<number, number | undefined>();
			for (const { place, at } of changes) {
				const was = instants.get(place);
				const next = reschedule(due, place, `what ${place}`, was, at);
				if (was === at) expect(next).toBe(due);
				instants.set(place, at);
				due = next;
			}
			const expected = [...instants]
				.flatMap(([place, at]) => (at === undefined ? [] : [[at, place]]))
				.sort(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d);
			expect([...entriesOf(due)]).toEqual(
				expected.map((key) => [key, `what ${key[1]}`]),
			);
			expect(firstDueAt(due)).toBe(expected[0]?.[0]);
		}),
	);
});
