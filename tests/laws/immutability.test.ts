import fc from "fast-check";
import {
	type Context,
	createStore,
	execute,
	toSnapshot,
} from "pure-secrets-manager";
import { expect, test } from "vitest";
import { given, token } from "../support/given.js";
import { runScript, runs, script, storeAfter } from "../support/scripts.js";

test("whatever is written into one outcome, the next is as if nothing had been", () => {
	fc.assert(
		fc.property(script(15), (steps) => {
			for (const { before, operation, input, context } of runScript(steps)) {
				const ask = () => execute(before, { operation, input }, context);
				const { result, events } = ask();
				const expected = JSON.stringify([result, events]);
				const spoilt = ask();
				overwrite(spoilt.result.ok ? spoilt.result.value : spoilt.result.error);
				overwrite(spoilt.events);
				const again = ask();
				expect(JSON.stringify([again.result, again.events])).toBe(expected);
			}
		}),
		runs(40),
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
	fc.assert(
		fc.property(script(10), (steps) => {
			const store = storeAfter(runScript(steps));
			const kept = JSON.stringify(toSnapshot(store));
			for (const object of reachable(store))
				for (const mutator of ["set", "delete", "clear", "push"])
					expect(mutator in object && !Array.isArray(object)).toBe(false);
			expect(JSON.stringify(toSnapshot(store))).toBe(kept);
		}),
		runs(10),
	);
});

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
