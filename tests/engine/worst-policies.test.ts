import { beforeAll, describe, expect, it } from "vitest";
import { CONTEXT } from "../support/given.js";
import {
	decideUnder,
	LONGEST,
	storeUnder,
	WORST_POLICIES,
	type WorstPolicy,
} from "../support/worst-policies.js";

const SHORT = LONGEST / 4;
const TRIES = 5;

/** What a decision takes of the processor, in microseconds, from as many as make a figure. */
function costOf(policy: WorstPolicy, length: number): number {
	const store = storeUnder(policy.textOf(length), CONTEXT);
	for (let count = 1; ; count *= 2) {
		const begin = process.cpuUsage();
		for (let i = 0; i < count; i++) decideUnder(store, policy, CONTEXT);
		const { user, system } = process.cpuUsage(begin); // only their sum is exact
		if (user + system > 20_000) return (user + system) / count;
	}
}

// What is compiled on the way would count against whatever comes first.
beforeAll(() => {
	for (const policy of WORST_POLICIES) costOf(policy, SHORT);
}, 60_000);

describe("a decision by a policy that is made to be slow", () => {
	it.each(WORST_POLICIES)(
		"takes no more than its share, four times as long: $what",
		{
			timeout: 60_000,
		},
		(policy) => {
			expect(policy.textOf(LONGEST).length).toBeLessThanOrEqual(LONGEST);
			expect(policy.textOf(LONGEST).length).toBeGreaterThan(0.9 * LONGEST);
			const growths: number[] = [];
			do growths.push(costOf(policy, LONGEST) / costOf(policy, SHORT));
			while ((growths.at(-1) ?? 0) > 8 && growths.length < TRIES); // a busy machine is tried again
			// 4 is in proportion, 16 would be its square
			expect(Math.min(...growths), `${growths}`).toBeLessThan(8);
		},
	);
});
