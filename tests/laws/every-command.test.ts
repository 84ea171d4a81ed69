import { inspect } from "node:util";
import fc from "fast-check";
import {
	advance,
	checkInvariants,
	execute,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import {
	type Ran,
	runScript,
	runs,
	script,
	secretsOf,
} from "../support/scripts.js";

describe("after every command of every script", () => {
	test("law 1: no invariant is broken", () => {
		always(({ outcome }) => expect(checkInvariants(outcome.store)).toEqual([]));
	});

	test("law 2: a refused command returns the very same store and tells of nothing", () => {
		always(({ before, outcome }) => {
			if (outcome.result.ok) return;
			expect(outcome.store).toBe(before);
			expect([...outcome.events, ...outcome.effects]).toEqual([]);
		});
	});

	test("law 3: secrets that the command does not speak of keep their identity", () => {
		always(({ before, outcome, context }) => {
			const touched = outcome.result.ok
				? (outcome.result.value as { readonly ARN: string }).ARN
				: "";
			const after = new Set(secretsOf(outcome.store));
			for (const secret of secretsOf(before)) {
				const { account, region, name } = secret;
				const mentioned =
					account === context.account &&
					region === context.region &&
					touched.includes(`:secret:${name}-`);
				if (!mentioned) expect(after.has(secret)).toBe(true);
			}
		});
	});

	test("law 4: the same store, input and context give the same outcome", () => {
		always(({ before, operation, input, context, outcome }) => {
			const again = execute(before, { operation, input }, context);
			expect(again.result).toEqual(outcome.result);
			expect(again.events).toEqual(outcome.events);
			expect(toSnapshot(again.store)).toEqual(toSnapshot(outcome.store));
		});
	});

	test("law 4: what a caller later does to its request or to the answer changes nothing", () => {
		always(({ before, operation, input, context }) => {
			const request = structuredClone(input);
			const { store, result } = execute(
				before,
				{ operation, input: request },
				context,
			);
			const kept = JSON.stringify(toSnapshot(store));
			spoil(request);
			if (result.ok) spoil(result.value);
			expect(JSON.stringify(toSnapshot(store))).toBe(kept);
		});
	});

	test("advancing or not changes memory, not answers", () => {
		always(({ before, operation, input, context, outcome }) => {
			const advanced = advance(before, context).store;
			const again = execute(advanced, { operation, input }, context);
			expect(again.result).toEqual(outcome.result);
			expect(toSnapshot(advance(again.store, context).store)).toEqual(
				toSnapshot(advance(outcome.store, context).store),
			);
		});
	});
});

function always(holds: (ran: Ran) => void): void {
	fc.assert(
		fc.property(script(), (steps) => {
			for (const ran of runScript(steps)) holds(ran);
		}),
		runs(60),
	);
}

/** Overwrites everything in a value that can be overwritten. */
function spoil(value: unknown): void {
	if (value instanceof Uint8Array) value.fill(7);
	else if (typeof value === "object" && value !== null)
		for (const [key, member] of Object.entries(value)) {
			spoil(member);
			if (typeof member !== "object")
				(value as Record<string, unknown>)[key] = `spoilt ${inspect(member)}`;
		}
}
