import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arnOf } from "../../src/model/secret.js";
import { advance, nextDue } from "../../src/store/advance.js";
import { checkInvariants } from "../../src/store/invariants.js";
import { createStore, putSecret, vaultOf } from "../../src/store/store.js";
import { secretNamed } from "../../src/store/vault.js";
import { assertLaw, sequence } from "../support/depth.js";
import { DAY, NOON } from "../support/given.js";
import { aStore, goneAfter, named } from "./a-store.js";

const inDays = (days: number) => NOON + days * DAY;
const ended = (days: number, ...secret: Parameters<typeof named>) => {
	const { account, region } = named(...secret);
	return {
		name: "EndSecretVersionDelete",
		at: inDays(days),
		arn: arnOf(named(...secret)),
		account,
		region,
		detail: {},
	};
};
const EU = { region: "eu-west-1" };
const OTHER = { account: "000000000000" };

const store = aStore([
	named("stays"),
	goneAfter(9, "c"),
	goneAfter(7, "b"),
	goneAfter(7, "a"),
	goneAfter(8, "d", EU),
	goneAfter(7, "e", EU),
	goneAfter(7, "f", OTHER),
]);

describe("advancing", () => {
	it("is the same store when nothing is due", () => {
		for (const now of [0, NOON, inDays(7) - 1]) {
			expect(advance(store, { now })).toEqual({
				store,
				effects: [],
				events: [],
			});
			expect(advance(store, { now }).store).toBe(store);
		}
	});

	it("purges what is due at this very moment, and nothing that is not", () => {
		const next = advance(store, { now: inDays(7) }).store;
		const names = (region: string, account = "123456789012") =>
			["stays", "a", "b", "c", "d", "e", "f"].filter((name) =>
				secretNamed(vaultOf(next, account, region), name),
			);
		expect(names("us-east-1")).toEqual(["stays", "c"]);
		expect(names("eu-west-1")).toEqual(["d"]);
		expect(names("us-east-1", "000000000000")).toEqual([]);
		expect(checkInvariants(next)).toEqual([]);
	});

	it("tells it in the order of the instants; of one instant by account, region and creation", () => {
		expect(advance(store, { now: inDays(400) }).events).toEqual([
			ended(7, "f", OTHER),
			ended(7, "e", EU),
			ended(7, "b"),
			ended(7, "a"),
			ended(8, "d", EU),
			ended(9, "c"),
		]);
	});

	it("tells that a secret went when its window ended, whenever somebody looked", () => {
		const [event] = advance(aStore([goneAfter(7, "a")]), {
			now: inDays(100),
		}).events;
		expect(event?.at).toBe(inDays(7));
	});

	it.each([Number.NaN, 0.5, 8.64e15 + 1, "0"])(
		"to %j, which is no moment, is a TypeError with the remedy",
		(now) => {
			const misuse = () => advance(store, { now: now as number });
			expect(misuse).toThrow(TypeError);
			expect(misuse).toThrow(
				/now must be a whole number of epoch milliseconds/,
			);
		},
	);

	it("a second time changes nothing", () => {
		const once = advance(store, { now: inDays(8) });
		expect(advance(once.store, { now: inDays(8) })).toEqual({
			store: once.store,
			effects: [],
			events: [],
		});
		expect(advance(once.store, { now: inDays(8) }).store).toBe(once.store);
	});

	it("leaves the store that it was handed alone, and the secrets that stay the same objects", () => {
		const before = nextDue(store);
		const next = advance(store, { now: inDays(400) }).store;
		const home = ["123456789012", "us-east-1"] as const;
		expect(nextDue(store)).toBe(before);
		expect(secretNamed(vaultOf(store, ...home), "a")).toBeDefined();
		expect(secretNamed(vaultOf(next, ...home), "stays")).toBe(
			secretNamed(vaultOf(store, ...home), "stays"),
		);
		expect(vaultOf(next, ...home).nextOrdinal).toBe(4);
	});
});

describe("what is due next", () => {
	it("is never, when nothing is", () => {
		expect(nextDue(createStore())).toBeUndefined();
		expect(nextDue(aStore([named("a")]))).toBeUndefined();
	});

	it("is the earliest of all vaults", () => {
		expect(nextDue(store)).toBe(inDays(7));
		expect(nextDue(advance(store, { now: inDays(7) }).store)).toBe(inDays(8));
		expect(nextDue(advance(store, { now: inDays(8) }).store)).toBe(inDays(9));
		expect(nextDue(advance(store, { now: inDays(9) }).store)).toBeUndefined();
	});

	it("is no more what was taken back", () => {
		const restored = putSecret(aStore([goneAfter(7, "a")]), named("a"));
		expect(nextDue(restored)).toBeUndefined();
	});

	it("is exact: a millisecond before nothing happens, then something does; in small steps as in one", () => {
		const secret = fc.record({
			days: fc.integer({ min: 7, max: 30 }),
			region: fc.constantFrom("us-east-1", "eu-west-1"),
		});
		assertLaw(
			fc.property(sequence(secret, 12), (secrets) => {
				const start = aStore(
					secrets.map(({ days, region }, i) =>
						goneAfter(days, `s${i}`, { region }),
					),
				);
				const told: unknown[] = [];
				let store = start;
				for (let at = nextDue(store); at !== undefined; at = nextDue(store)) {
					expect(advance(store, { now: at - 1 }).store).toBe(store);
					const step = advance(store, { now: at });
					expect(step.events.length).toBeGreaterThan(0);
					told.push(...step.events);
					store = step.store;
				}
				expect(told).toHaveLength(secrets.length);
				expect(told).toEqual(advance(start, { now: inDays(30) }).events);
			}),
		);
	});
});
