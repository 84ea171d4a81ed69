import { describe, expect, it } from "vitest";
import type { UnknownKeys } from "../../src/kms/key-ring.js";
import type { Secret } from "../../src/model/secret.js";
import { checkInvariants } from "../../src/store/invariants.js";
import {
	addSecret,
	createStore,
	putSecret,
	type Replication,
	removeSecret,
	type SecretStore,
	vaultOf,
	withUnknownKeys,
} from "../../src/store/store.js";
import { secretNamed } from "../../src/store/vault.js";
import { accepted } from "../model/a-secret.js";
import { DAY, NOON } from "../support/given.js";
import { HERE } from "../support/places.js";
import { aStore, goneAfter, named } from "./a-store.js";

const HOME = [HERE.account, HERE.region] as const;
const here = (store: SecretStore, name: string) =>
	secretNamed(vaultOf(store, ...HOME), name);
const tooMany = {
	ok: false,
	error: {
		name: "LimitExceededException",
		message:
			"You exceeded the maximum number of secrets allowed in an account and region.",
	},
};

describe("a new store", () => {
	it("is empty, with the quota of AWS and no ceiling of versions", () => {
		const store = createStore();
		expect(store.vaults.size).toBe(0);
		expect(store.limits).toEqual({
			maxSecrets: 500_000,
			maxVersions: Number.POSITIVE_INFINITY,
		});
	});

	it("takes limits from 1 on", () => {
		expect(createStore({ maxSecrets: 1, maxVersions: 1 }).limits).toEqual({
			maxSecrets: 1,
			maxVersions: 1,
		});
		expect(createStore({ maxSecrets: undefined }).limits.maxSecrets).toBe(
			500_000,
		);
	});

	it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "5", null])(
		"refuses a limit of %j with a TypeError that names it and the remedy",
		(limit) => {
			for (const name of ["maxSecrets", "maxVersions"]) {
				const misuse = () => createStore({ [name]: limit });
				expect(misuse).toThrow(TypeError);
				expect(misuse).toThrow(
					new RegExp(`${name} must be a whole number from 1 on; leave it out`),
				);
			}
		},
	);

	it("refuses unknown keys, or registers them", () => {
		expect(createStore().keys.unknownKeys).toBe("refuse");
		for (const unknownKeys of [undefined, "refuse", "register"] as const)
			expect(createStore({ unknownKeys }).keys.unknownKeys).toBe(
				unknownKeys ?? "refuse",
			);
	});

	it.each(["ask", "", null, true, ["register"]])(
		"refuses the answer %j to unknown keys with a TypeError",
		(unknownKeys) => {
			expect(() =>
				createStore({ unknownKeys: unknownKeys as UnknownKeys }),
			).toThrow(
				new TypeError(
					"createStore: unknownKeys must be one of refuse, register; leave it out for the default.",
				),
			);
		},
	);
});

describe("the time that replication takes in a new store", () => {
	const YEAR = 365 * DAY;
	it.each([
		[undefined, 0],
		["immediate", 0],
		[{ afterMs: 0 }, 0],
		[{ afterMs: 5000 }, 5000],
		[{ afterMs: YEAR }, YEAR],
	] as const)("of %j is %i ms", (replication, lag) => {
		expect(createStore({ replication }).replicationLag).toBe(lag);
	});

	it.each([
		null,
		5000,
		"",
		"delayed",
		[],
		{},
		{ afterMs: -1 },
		{ afterMs: 0.5 },
		{ afterMs: "5" },
		{ afterMs: YEAR + 1 },
		{ afterMs: 5, unit: "s" },
	])("cannot be %j: a TypeError with the remedy", (replication) => {
		expect(() =>
			createStore({ replication: replication as Replication }),
		).toThrow(
			new TypeError(
				'createStore: replication must be "immediate" or { afterMs: 5000 }, a whole number of milliseconds up to a year; leave it out for the default.',
			),
		);
	});
});

describe("secrets of several accounts and regions", () => {
	const store = aStore([
		named("db"),
		named("db", { region: "eu-west-1" }),
		named("db", { account: "210987654321" }),
	]);

	it("lie in vaults of their own, under one name", () => {
		expect(store.vaults.size).toBe(3);
		expect(checkInvariants(store)).toEqual([]);
		expect(
			secretNamed(vaultOf(store, "210987654321", "us-east-1"), "db")?.account,
		).toBe("210987654321");
	});

	it("do not meet when one is changed or removed", () => {
		const changed = putSecret(store, named("db"), {
			...named("db"),
			description: "new",
		});
		const removed = removeSecret(changed, named("db"));
		const abroad = (store: SecretStore) =>
			secretNamed(vaultOf(store, "123456789012", "eu-west-1"), "db");
		expect(here(changed, "db")?.description).toBe("new");
		expect(here(removed, "db")).toBeUndefined();
		expect(abroad(removed)).toBe(abroad(store));
		expect(here(store, "db")?.description).toBeUndefined();
	});

	it("are not there where none was created", () => {
		const vault = vaultOf(store, "000000000000", "us-east-1");
		expect(vault).toMatchObject({
			account: "000000000000",
			region: "us-east-1",
			nextOrdinal: 0,
		});
		expect(vault.rows.size).toBe(0);
	});
});

describe("the quota of secrets", () => {
	it("is per account and region", () => {
		const store = aStore([named("a"), named("b")], { maxSecrets: 2 });
		expect(addSecret(store, named("c"), NOON)).toEqual(tooMany);
		expect(addSecret(store, named("c", { region: "eu-west-1" }), NOON).ok).toBe(
			true,
		);
		expect(
			addSecret(store, named("c", { account: "210987654321" }), NOON).ok,
		).toBe(true);
	});

	it("counts secrets that await their deletion, until their windows end", () => {
		const store = aStore([goneAfter(7, "a"), goneAfter(8, "b")], {
			maxSecrets: 2,
		});
		const add = (name: string, now: number) =>
			addSecret(store, named(name), now);
		expect(add("c", NOON + 7 * DAY - 1)).toEqual(tooMany);
		expect(add("c", NOON + 7 * DAY).ok).toBe(true);
		const full = accepted(add("c", NOON + 7 * DAY)).store;
		expect(addSecret(full, named("d"), NOON + 7 * DAY)).toEqual(tooMany);
		expect(addSecret(full, named("d"), NOON + 8 * DAY).ok).toBe(true);
	});

	it("has room again when a secret goes", () => {
		const store = aStore([named("a")], { maxSecrets: 1 });
		expect(addSecret(store, named("b"), NOON)).toEqual(tooMany);
		expect(
			addSecret(removeSecret(store, named("a")), named("b"), NOON).ok,
		).toBe(true);
	});
});

describe("the name of an expired secret", () => {
	const store = aStore([goneAfter(7, "a"), named("b")], { maxSecrets: 2 });
	const end = NOON + 7 * DAY;

	it("is taken until the end of its window: it is a defect to add another", () => {
		expect(() => addSecret(store, named("a"), end - 1)).toThrow(
			"the name is free",
		);
	});

	it("is free: the new secret takes it, in a place of its own, within the quota", () => {
		const next = named("a", { suffix: "ZyX987" });
		const { store: after, expired } = accepted(addSecret(store, next, end));
		expect(expired).toBe(here(store, "a"));
		expect(here(after, "a")).toBe(next);
		expect(vaultOf(after, ...HOME).rows.size).toBe(2);
		expect(vaultOf(after, ...HOME).due.size).toBe(0);
		expect(vaultOf(after, ...HOME).nextOrdinal).toBe(3);
		expect(checkInvariants(after)).toEqual([]);
	});

	it("holds nothing up: another name drives nobody out", () => {
		expect(accepted(addSecret(store, named("c"), end)).expired).toBe(undefined);
	});
});

describe("the default key of an account and region", () => {
	const keysIn = (store: SecretStore) => store.keys.keys.size;
	const sealed = (name: string, changes: Partial<Secret> = {}) =>
		named(name, changes, { v1: ["AWSCURRENT"] });

	it("is made with the first value that it seals, and not again", () => {
		const one = aStore([sealed("a")]);
		expect(keysIn(createStore())).toBe(0);
		expect(keysIn(one)).toBe(1);
		const added = addSecret(one, sealed("b"), NOON);
		expect(added.ok && added.value.store.keys).toBe(one.keys);
		const again = putSecret(one, sealed("a"), sealed("a", { type: "b" }));
		expect(again.keys).toBe(one.keys);
	});

	it("is not made with a secret that has no value, until it has one", () => {
		const one = aStore([named("a")]);
		expect(keysIn(one)).toBe(0);
		const typed = named("a", { type: "b" });
		expect(keysIn(putSecret(one, named("a"), typed))).toBe(0);
		expect(keysIn(putSecret(one, named("a"), sealed("a")))).toBe(1);
	});

	it("is made for each of them", () => {
		const places = [{}, { region: "eu-west-1" }, { account: "210987654321" }];
		expect(keysIn(aStore(places.map((place) => sealed("a", place))))).toBe(3);
	});

	it("is made when it seals something after a secret came back to it, and not before", () => {
		const keyed = sealed("a", { kmsKeyId: "alias/mine" });
		const store = aStore([keyed]);
		expect(keysIn(store)).toBe(0);
		const back = { ...keyed, kmsKeyId: undefined };
		const returned = putSecret(store, keyed, back);
		expect(keysIn(returned)).toBe(0);
		const rewrapped = {
			...back,
			versions: back.versions.map((version) => ({
				...version,
				payload: { ...version.payload },
			})),
		};
		expect(keysIn(putSecret(returned, back, rewrapped))).toBe(1);
	});
});

it("withUnknownKeys answers unknown keys otherwise, and changes nothing else", () => {
	const store = aStore([named("a")]);
	const registering = withUnknownKeys(store, "register");
	expect(registering.keys).toEqual({ ...store.keys, unknownKeys: "register" });
	expect(registering.vaults).toBe(store.vaults);
	expect(store.keys.unknownKeys).toBe("refuse");
});
