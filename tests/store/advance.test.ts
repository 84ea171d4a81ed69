import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { restore, scheduleDeletion } from "../../src/model/deletion.js";
import {
	NO_ROTATION,
	type Rotation,
	type RotationRun,
} from "../../src/model/rotation/record.js";
import { arnOf, type Secret } from "../../src/model/secret.js";
import { advance, effectsUnderWay, nextDue } from "../../src/store/advance.js";
import { checkInvariants } from "../../src/store/invariants.js";
import { createStore, putSecret, vaultOf } from "../../src/store/store.js";
import { secretNamed } from "../../src/store/vault.js";
import { assertLaw, sequence } from "../support/depth.js";
import { DAY, HOUR, NOON } from "../support/given.js";
import { aStore, goneAfter, named } from "./a-store.js";

const MIDNIGHT = NOON - 12 * HOUR;
/** A secret that a function rotates every so many days: its window is the whole of that day. */
const rotatedAfter = (
	days: number,
	name: string,
	changes: Partial<Secret> = {},
	rotation: Partial<Rotation> = {},
): Secret => {
	const opens = MIDNIGHT + days * DAY;
	return named(
		name,
		{
			rotation: {
				...NO_ROTATION,
				enabled: true,
				functionArn: "function",
				rules: {
					automaticallyAfterDays: days,
					duration: undefined,
					scheduleExpression: undefined,
				},
				window: { opens, closes: opens + DAY },
				due: opens,
				...rotation,
			},
			...changes,
		},
		{ v1: ["AWSCURRENT"] },
	);
};
const RUN: RotationRun = {
	kind: "rotation",
	token: "r1",
	rotationToken: "t",
	attempt: 1,
	state: "failed",
	step: "setSecret",
};

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

describe("advancing starts what is due within its window", () => {
	const inWindow = (days: number, into = 0) => MIDNIGHT + days * DAY + into;
	const only = (
		now: number,
		changes: Partial<Secret> = {},
		rotation: Partial<Rotation> = {},
	) => {
		const before = aStore([rotatedAfter(3, "a", changes, rotation)]);
		const { store, effects, events } = advance(before, { now, seed: "s" });
		expect(checkInvariants(store)).toEqual([]);
		return {
			before,
			store,
			effects,
			names: events.map(({ name }) => name),
			rotation: secretNamed(vaultOf(store, "123456789012", "us-east-1"), "a")
				?.rotation,
		};
	};

	it("not a millisecond before it opens", () => {
		const { before, store } = only(inWindow(3) - 1);
		expect(store).toBe(before);
	});

	it.each([
		["when it opens", 0],
		["in the middle", 12 * HOUR],
		["in its last millisecond", DAY - 1],
	])("%s", (_, into) => {
		const now = inWindow(3, into);
		const { effects, names, rotation, store } = only(now);
		expect(effects).toEqual([
			{
				kind: "invokeRotationFunction",
				functionArn: "function",
				event: {
					SecretId: arnOf(named("a")),
					ClientRequestToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
					Step: "createSecret",
					RotationToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
				},
			},
		]);
		expect(names).toEqual(["RotationStarted", "Secret Label Updated"]);
		expect(rotation?.run).toMatchObject({ state: "running", attempt: 1 });
		expect(rotation?.window?.opens).toBe(inWindow(3));
		expect(nextDue(store)).toBe(inWindow(6));
	});

	it("what is told happened at the moment when somebody looked", () => {
		const now = inWindow(3, HOUR);
		const { events } = advance(aStore([rotatedAfter(3, "a")]), { now });
		expect(events.map(({ at }) => at)).toEqual([now, now]);
	});

	it.each([
		["the moment when it has closed", inWindow(4), inWindow(6)],
		["the last moment before the next", inWindow(6) - 1, inWindow(6)],
		["after two have closed", inWindow(7), inWindow(9)],
		["after a hundred have closed", inWindow(301), inWindow(303)],
	])("a window that has passed is passed over: %s", (_, now, next) => {
		const { effects, names, rotation, store } = only(now);
		expect(effects).toEqual([]);
		expect(names).toEqual([]);
		expect(rotation?.window?.opens).toBe(next);
		expect(nextDue(store)).toBe(next);
	});

	it("a later window that is open by now is taken", () => {
		const { effects, rotation } = only(inWindow(6, HOUR));
		expect(effects).toHaveLength(1);
		expect(rotation?.window?.opens).toBe(inWindow(6));
	});

	it.each<[what: string, changes: Partial<Secret>, Partial<Rotation>]>([
		[
			"a rotation that is under way",
			{
				stages: [
					["AWSCURRENT", "v1"],
					["AWSPENDING", "r1"],
				],
			},
			{ run: { ...RUN, state: "running" } },
		],
		[
			"AWSPENDING on the id of a rotation that was cancelled",
			{
				stages: [
					["AWSCURRENT", "v1"],
					["AWSPENDING", "r1"],
				],
			},
			{ run: { ...RUN, state: "cancelled" } },
		],
	])("%s lets the window pass", (_, changes, rotation) => {
		const { effects, names, store } = only(inWindow(3), changes, rotation);
		expect(effects).toEqual([]);
		expect(names).toEqual([]);
		expect(nextDue(store)).toBe(inWindow(6));
	});

	it("AWSPENDING on the current version is no obstacle", () => {
		const { effects } = only(inWindow(3), {
			stages: [
				["AWSCURRENT", "v1"],
				["AWSPENDING", "v1"],
			],
		});
		expect(effects).toHaveLength(1);
	});

	it("a label too many lets the window pass", () => {
		const many = Array.from({ length: 19 }, (_, i) => [`l${i}`, "v1"] as const);
		const { effects, store } = only(inWindow(3), {
			stages: [["AWSCURRENT", "v1"], ...many],
		});
		expect(effects).toEqual([]);
		expect(nextDue(store)).toBe(inWindow(6));
	});

	const failed: Partial<Secret> = {
		stages: [
			["AWSCURRENT", "v1"],
			["AWSPENDING", "r1"],
		],
	};

	it("a rotation that failed begins again: first step, same tokens, the next attempt", () => {
		const { effects, names, rotation } = only(inWindow(3, HOUR), failed, {
			run: RUN,
			due: inWindow(3, HOUR),
		});
		expect(effects[0]?.event).toMatchObject({
			ClientRequestToken: "r1",
			RotationToken: "t",
			Step: "createSecret",
		});
		expect(names).toEqual(["RotationStarted"]);
		expect(rotation?.run).toEqual({
			...RUN,
			attempt: 2,
			state: "running",
			step: "createSecret",
		});
	});

	it("attempts are counted anew in a later window", () => {
		const { rotation } = only(inWindow(6, HOUR), failed, {
			run: { ...RUN, attempt: 5 },
		});
		expect(rotation?.run?.attempt).toBe(1);
	});

	it("a new one begins where AWSPENDING was taken from the one that failed", () => {
		const { rotation } = only(inWindow(3), {}, { run: RUN });
		expect(rotation?.run?.token).not.toBe("r1");
		expect(rotation?.run?.attempt).toBe(1);
	});

	it("the deletion of a secret comes before its rotation, which waits for its restoration", () => {
		const scheduled = scheduleDeletion(rotatedAfter(3, "a"), 7, NOON);
		const store = aStore([scheduled]);
		expect(nextDue(store)).toBe(inDays(7));
		expect(advance(store, { now: inWindow(4) }).store).toBe(store);
		const ended = advance(store, { now: inDays(8) });
		expect(ended.events.map(({ name }) => name)).toEqual([
			"EndSecretVersionDelete",
		]);
	});

	it.each([
		["within its window", inWindow(3, HOUR), 1, inWindow(6)],
		["after its window, which has passed", inWindow(4, HOUR), 0, inWindow(6)],
		["within a later window", inWindow(6, HOUR), 1, inWindow(9)],
	])("a secret that is restored %s", (_, now, effects, next) => {
		const restored = restore(
			scheduleDeletion(rotatedAfter(3, "a"), 30, NOON),
			now,
		);
		const store = aStore([restored]);
		expect(nextDue(store)).toBe(inWindow(3));
		const after = advance(store, { now });
		expect(after.effects).toHaveLength(effects);
		expect(nextDue(after.store)).toBe(next);
	});

	it("draws what it needs from the seed, the moment and the secret", () => {
		const two = aStore([rotatedAfter(3, "a"), rotatedAfter(3, "b")]);
		const at = (now: number, seed: string) =>
			advance(two, { now, seed }).effects.flatMap(({ event }) => [
				event.ClientRequestToken,
				event.RotationToken,
			]);
		const drawn = at(inWindow(3), "s");
		expect(at(inWindow(3), "s")).toEqual(drawn);
		const others = [...at(inWindow(3), "other"), ...at(inWindow(3, 1), "s")];
		expect(new Set([...drawn, ...others]).size).toBe(12);
		expect(advance(two, { now: inWindow(3) }).effects).toEqual(
			advance(two, { now: inWindow(3), seed: "" }).effects,
		);
	});
});

describe("what is due at once is done in the order of the instants; of one instant by account, region and creation", () => {
	const many = aStore([
		rotatedAfter(9, "c"),
		goneAfter(8, "gone"),
		rotatedAfter(7, "b"),
		rotatedAfter(7, "a"),
		rotatedAfter(8, "d", EU),
		rotatedAfter(7, "e", EU),
		rotatedAfter(7, "f", OTHER),
	]);
	// Long windows, so that all of them are open.
	const open = aStore(
		(["c", "b", "a", "d", "e", "f"] as const).map((name) => {
			const days = { c: 9, b: 7, a: 7, d: 8, e: 7, f: 7 }[name];
			const place = { c: {}, b: {}, a: {}, d: EU, e: EU, f: OTHER }[name];
			const opens = MIDNIGHT + days * DAY;
			return rotatedAfter(days, name, place, {
				window: { opens, closes: opens + 30 * DAY },
			});
		}),
	);
	const places = ({ event }: { event: { SecretId: string } }) =>
		/:secret:([a-z]+)-/.exec(event.SecretId)?.[1];

	it("effects", () => {
		const { effects } = advance(open, { now: inDays(10) });
		expect(effects.map(places)).toEqual(["f", "e", "b", "a", "d", "c"]);
	});

	it("events", () => {
		const { events } = advance(open, { now: inDays(10) });
		expect(
			events.flatMap(({ name, arn }) =>
				name === "RotationStarted"
					? /:secret:([a-z]+)-/.exec(arn ?? "")?.[1]
					: [],
			),
		).toEqual(["f", "e", "b", "a", "d", "c"]);
	});

	it("ends of secrets among them", () => {
		const { events } = advance(many, { now: MIDNIGHT + 9 * DAY });
		expect(events.map(({ name }) => name)).toEqual([
			"EndSecretVersionDelete",
			"RotationStarted",
			"Secret Label Updated",
		]);
	});

	it("what is under way is found in all vaults by creation", () => {
		const { store } = advance(open, { now: inDays(10) });
		expect(effectsUnderWay(store).map(places)).toEqual([
			"f",
			"d",
			"e",
			"c",
			"b",
			"a",
		]);
		expect(effectsUnderWay(open)).toEqual([]);
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
		const gone = goneAfter(7, "a");
		const restored = putSecret(aStore([gone]), gone, named("a"));
		expect(nextDue(restored)).toBeUndefined();
	});

	it("is exact with rotations, too: it grows with each advance, and each does something", () => {
		const start = aStore([
			rotatedAfter(2, "a"),
			rotatedAfter(3, "b", EU),
			rotatedAfter(
				1,
				"c",
				{
					stages: [
						["AWSCURRENT", "v1"],
						["AWSPENDING", "r1"],
					],
				},
				{ run: RUN },
			),
			goneAfter(7, "d"),
		]);
		let store = start;
		for (let i = 0; i < 20; i++) {
			const at = nextDue(store) ?? Number.NaN;
			expect(advance(store, { now: at - 1 }).store).toBe(store);
			const next = advance(store, { now: at }).store;
			expect(next).not.toBe(store);
			expect(nextDue(next)).toBeGreaterThan(at);
			store = next;
		}
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
