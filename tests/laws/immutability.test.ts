import fc from "fast-check";
import {
	type Context,
	createStore,
	execute,
	type Outcome,
	toSnapshot,
} from "pure-secrets-manager";
import { expect, test } from "vitest";
import { assertLaw } from "../support/depth.js";
import { given, token } from "../support/given.js";
import { runScript, script, storeAfter } from "../support/scripts.js";

test("whatever is written into one outcome, the next is as if nothing had been", () => {
	assertLaw(
		fc.property(script(15), (steps) => {
			const ran = runScript(steps);
			const expected = ran.map(({ outcome }) => printed(outcome));
			for (const [i, each] of ran.entries()) {
				const { before, operation, input, context, outcome } = each;
				overwrite(
					outcome.result.ok ? outcome.result.value : outcome.result.error,
				);
				overwrite(outcome.events);
				overwrite(outcome.effects);
				const again = execute(before, { operation, input }, context);
				expect(printed(again)).toBe(expected[i]);
			}
		}),
		40,
	);
});

test("a store that is frozen to the depths goes on, and so does every other", () => {
	const context: Context = given().context;
	const step = (Name: string) => ({
		operation: "CreateSecret",
		input: { Name, ClientRequestToken: token(Name), SecretString: "v" },
	});
	const frozen = deepFreeze(createStore());
	const first = execute(frozen, step("a"), context).store;
	const second = execute(deepFreeze(first), step("b"), context).store;
	const other = execute(createStore(), step("c"), context).store;
	const names = (store: typeof first) =>
		toSnapshot(store).vaults.flatMap(({ secrets }) =>
			secrets.map(({ name }) => name),
		);
	expect([frozen, first, second, other].map(names)).toEqual([
		[],
		["a"],
		["a", "b"],
		["c"],
	]);
});

test("nothing that can be reached from a store is a way to write into it", () => {
	assertLaw(
		fc.property(script(10), (steps) => {
			const store = storeAfter(runScript(steps));
			const kept = JSON.stringify(toSnapshot(store));
			const mutable = [...reachable(store)].filter(
				(object) =>
					!Array.isArray(object) &&
					["set", "delete", "clear", "push"].some((name) => name in object),
			);
			expect(mutable).toEqual([]);
			expect(JSON.stringify(toSnapshot(store))).toBe(kept);
		}),
		10,
	);
});

const printed = ({ result, events, effects }: Outcome): string =>
	JSON.stringify([result, events, effects]);

/** Overwrites what can be overwritten; what is frozen refuses, which is as good. */
function overwrite(value: unknown): void {
	if (typeof value !== "object" || value === null) return;
	for (const [key, member] of Object.entries(value)) {
		overwrite(member);
		Reflect.set(value, key, "overwritten");
	}
}

/** As people freeze things: every own property, functions too. */
function deepFreeze<T>(value: T): T {
	if (typeof value === "object" || typeof value === "function")
		for (const key of Reflect.ownKeys(Object(value)))
			if (!Object.isFrozen(Object(value)[key])) deepFreeze(Object(value)[key]);
	return Object.freeze(value);
}

function reachable(value: unknown, seen = new Set<object>()): Set<object> {
	if (typeof value !== "object" || value === null || seen.has(value))
		return seen;
	seen.add(value);
	for (const key of Reflect.ownKeys(value))
		reachable((value as Record<PropertyKey, unknown>)[key], seen);
	return seen;
}
