import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scheduleDeletion } from "../../src/model/deletion.js";
import type { Secret } from "../../src/model/secret.js";
import {
	type Filter,
	type FilterKey,
	wantedBy,
} from "../../src/store/filters.js";
import type { Row } from "../../src/store/indexes.js";
import {
	type Listing,
	listSecrets,
	pageOfSecrets,
	type SortKey,
} from "../../src/store/listing.js";
import { makeCursor } from "../../src/store/page.js";
import { removeSecret, vaultOf } from "../../src/store/store.js";
import { accepted } from "../model/a-secret.js";
import { assertLaw } from "../support/depth.js";
import { DAY, NOON } from "../support/given.js";
import { HERE } from "../support/places.js";
import { aStore, named } from "./a-store.js";

const ORIGIN = { ...HERE, now: NOON + 10 * DAY };
const SORT_KEYS = [
	"created-date",
	"name",
	"last-changed-date",
	"last-accessed-date",
] as const;

/** Names from a small alphabet, so that many begin like others. */
const word = (max: number) =>
	fc.string({ unit: fc.constantFrom("a", "b", "/", "B", "1"), maxLength: max });
const name = word(5).filter((text) => text !== "");
const secret = fc
	.record({
		name,
		description: fc.option(fc.constantFrom("a b", "B1", "ba", "a/b"), {
			nil: undefined,
		}),
		tags: fc.option(
			fc.array(
				fc.record({ key: fc.constantFrom("a", "b", "1"), value: word(2) }),
				{
					maxLength: 1,
				},
			),
			{ nil: undefined },
		),
		lastChangedDate: fc.integer({ min: NOON, max: NOON + 3 }),
		lastAccessedDate: fc.option(fc.constantFrom(NOON - DAY, NOON, NOON + DAY), {
			nil: undefined,
		}),
		/** Days until it is gone; ten have passed when it is listed. */
		window: fc.constantFrom(undefined, undefined, 7, 10, 30),
	})
	.map(({ window, ...changes }): Secret => {
		const made = named(changes.name, changes);
		return window === undefined
			? made
			: {
					...scheduleDeletion(made, window, NOON),
					lastChangedDate: made.lastChangedDate,
				};
	});
const secrets = fc.uniqueArray(secret, {
	selector: (each) => each.name,
	maxLength: 40,
	size: "max",
});

const value = fc
	.tuple(fc.constantFrom("", "", "", "!"), word(3))
	.map(([mark, text]) => mark + text);
const filterOn = (key: fc.Arbitrary<FilterKey>): fc.Arbitrary<Filter> =>
	fc.record({ key, values: fc.array(value, { minLength: 1, maxLength: 4 }) });
const filters = fc.array(
	fc.oneof(
		filterOn(fc.constant("name" as const)),
		filterOn(fc.constantFrom("all", "description", "tag-key", "tag-value")),
	),
	{ maxLength: 3 },
);
const listing: fc.Arbitrary<Listing> = fc.record({
	filters,
	sortBy: fc.constantFrom(...SORT_KEYS),
	descending: fc.boolean(),
	planned: fc.boolean(),
});

/** The listing as whoever has an array would make it. Places are ordinals, which count secrets as they were created. */
function naive(rows: readonly Row[], asked: Listing): readonly Row[] {
	const keyOf = ({ secret }: Row): string | number =>
		({
			"created-date": 0,
			name: secret.name,
			"last-changed-date": secret.lastChangedDate,
			"last-accessed-date": secret.lastAccessedDate ?? -1,
		})[asked.sortBy];
	const wanted = rows
		.filter(({ secret }) => wantedBy(asked.filters)(secret))
		.filter(({ secret }) => asked.planned || secret.deletion === undefined)
		.filter(
			({ secret: { deletion } }) =>
				deletion === undefined || deletion.deletionDate > ORIGIN.now,
		)
		.sort((a, b) =>
			keyOf(a) < keyOf(b)
				? -1
				: keyOf(a) > keyOf(b)
					? 1
					: a.ordinal - b.ordinal,
		);
	return asked.descending ? wanted.reverse() : wanted;
}

/** A vault with these secrets, of which every fifth is gone again, and its rows. */
function aVault(all: readonly Secret[]) {
	const rows = all.map((secret, ordinal) => ({ ordinal, secret }));
	const store = rows
		.filter(({ ordinal }) => ordinal % 5 === 4)
		.reduce((rest, { secret }) => removeSecret(rest, secret), aStore(all));
	return {
		store,
		vault: vaultOf(store, HERE.account, HERE.region),
		rows: rows.filter(({ ordinal }) => ordinal % 5 !== 4),
	};
}

describe("a listing is that of a sorted array", () => {
	it("from the beginning, and from after each place in it, for any count", () => {
		const seen = { rows: 0, "rows by name": 0, "rows of several prefixes": 0 };
		assertLaw(
			fc.property(
				secrets,
				listing,
				fc.integer({ min: 1, max: 12 }),
				(all, asked, count) => {
					const { vault, rows } = aVault(all);
					const expected = naive(rows, asked);
					const paged = listSecrets(vault, asked, ORIGIN.now);
					const first = (place: string | undefined) =>
						paged.following(place, count).slice(0, count);
					expect(first(undefined)).toEqual(expected.slice(0, count));
					for (const [i, row] of expected.entries())
						expect(first(paged.position(row))).toEqual(
							expected.slice(i + 1, i + 1 + count),
						);
					seen.rows += expected.length;
					if (asked.sortBy === "name") seen["rows by name"] += expected.length;
					if (
						asked.filters.some((f) => f.key === "name" && f.values.length > 1)
					)
						seen["rows of several prefixes"] += expected.length;
				},
			),
			600,
			seen,
		);
	});

	it("from after a place whose secret is gone, or filtered out, or in no range of names", () => {
		assertLaw(
			fc.property(
				secrets,
				listing,
				fc.nat(50),
				fc.integer({ min: 1, max: 12 }),
				(all, asked, at, count) => {
					const { vault, rows } = aVault(all);
					const everything = naive(
						all
							.map((secret, ordinal) => ({ ordinal, secret }))
							.filter(
								({ secret }) =>
									secret.deletion === undefined ||
									secret.deletion.deletionDate > ORIGIN.now,
							),
						{ ...asked, filters: [], planned: true },
					);
					fc.pre(everything.length > 0);
					const place = everything[at % everything.length] as Row;
					const follow = everything.slice(everything.indexOf(place) + 1);
					const expected = naive(rows, asked).filter((row) =>
						follow.some(({ ordinal }) => ordinal === row.ordinal),
					);
					const paged = listSecrets(vault, asked, ORIGIN.now);
					const found = paged.following(paged.position(place), count);
					expect(found.slice(0, count)).toEqual(expected.slice(0, count));
				},
			),
			600,
		);
	});

	it("page by page, until there is no next", () => {
		assertLaw(
			fc.property(
				secrets,
				listing,
				fc.integer({ min: 1, max: 12 }),
				(all, asked, size) => {
					const { store, rows } = aVault(all);
					const expected = naive(rows, asked);
					const found: Row[] = [];
					let pages = 0;
					let cursor: string | undefined;
					do {
						const { items, next } = accepted(
							pageOfSecrets(store, "List", asked, ORIGIN, size, cursor),
						);
						found.push(...items);
						cursor = next;
						pages++;
					} while (cursor !== undefined);
					expect(found).toEqual(expected);
					expect(pages).toBe(Math.max(1, Math.ceil(expected.length / size)));
				},
			),
			200,
		);
	});
});

describe("a filter on names is a shortcut and nothing more", () => {
	const many = Array.from({ length: 200 }, (_, i) =>
		named(
			`${["prod", "test", "Prod", "prod/x", "pro"][i % 5]}-${(i * 37) % 200}`,
		),
	);
	const { vault, rows } = aVault(many);

	it.each<[title: string, values: readonly string[]]>([
		["one value", ["prod"]],
		["a value of one secret", ["test-38"]],
		["a value of none", ["nobody"]],
		["several values", ["test", "Prod"]],
		["overlapping values", ["prod", "prod/x", "pro", "prod-1"]],
		["the last names", ["test-9", "test-8"]],
		["the first names", ["Prod-1"]],
		["the empty value", [""]],
		["a value and the empty one", ["prod", ""]],
		["a negated value", ["!prod"]],
		["both kinds", ["prod-1", "!p"]],
	])("%s, in every order", (_, values) => {
		const filters: readonly Filter[] = [{ key: "name", values }];
		for (const sortBy of SORT_KEYS)
			for (const descending of [false, true])
				for (const count of [1, 7, 1000]) {
					const asked = { filters, sortBy, descending, planned: false };
					const expected = naive(rows, asked);
					const paged = listSecrets(vault, asked, ORIGIN.now);
					expect(paged.following(undefined, count).slice(0, count)).toEqual(
						expected.slice(0, count),
					);
					const middle = expected[expected.length >> 1];
					if (middle === undefined) continue;
					const rest = expected.slice((expected.length >> 1) + 1);
					expect(
						paged.following(paged.position(middle), count).slice(0, count),
					).toEqual(rest.slice(0, count));
				}
	});
});

describe("equal dates", () => {
	const three = ["c", "a", "b"].map((each) => named(each));
	const { store } = aVault(three);
	const order = (sortBy: SortKey, descending: boolean) =>
		accepted(
			pageOfSecrets(
				store,
				"List",
				{ filters: [], sortBy, descending, planned: false },
				ORIGIN,
				10,
				undefined,
			),
		).items.map(({ secret }) => secret.name);

	it.each(["created-date", "last-changed-date", "last-accessed-date"] as const)(
		"by %s are in the order of creation (assumed); descending is the reverse",
		(sortBy) => {
			expect(order(sortBy, false)).toEqual(["c", "a", "b"]);
			expect(order(sortBy, true)).toEqual(["b", "a", "c"]);
		},
	);
});

it("A secret that was never read comes before those that were, even on the first day of the epoch (assumed)", () => {
	const read = [DAY, 0, undefined, -DAY].map((lastAccessedDate) =>
		named(`read ${lastAccessedDate ?? "never"}`, { lastAccessedDate }),
	);
	const asked: Listing = {
		filters: [],
		sortBy: "last-accessed-date",
		descending: false,
		planned: false,
	};
	const found = listSecrets(aVault(read).vault, asked, ORIGIN.now);
	const [first] = found.following(undefined, 4);
	expect(first?.secret.name).toBe("read never");
	const second = first && found.following(found.position(first), 4)[0];
	expect(second?.secret.lastAccessedDate).toBe(-DAY);
});

describe("a cursor", () => {
	const { store } = aVault(["a", "b", "c"].map((each) => named(each)));
	const asked: Listing = {
		filters: [],
		sortBy: "name",
		descending: false,
		planned: false,
	};
	const page = (changes: {
		operation?: string;
		listing?: Partial<Listing>;
		origin?: Partial<typeof ORIGIN>;
		cursor: string | undefined;
	}) =>
		pageOfSecrets(
			store,
			changes.operation ?? "List",
			{ ...asked, ...changes.listing },
			{ ...ORIGIN, ...changes.origin },
			1,
			changes.cursor,
		);
	const cursor = accepted(page({ cursor: undefined })).next;

	it("is of use at another time", () => {
		const later = page({ cursor, origin: { now: NOON + 300 * DAY } });
		expect(accepted(later).items.map(({ secret }) => secret.name)).toEqual([
			"b",
		]);
	});

	it.each<[title: string, changes: Omit<Parameters<typeof page>[0], "cursor">]>(
		[
			["another operation", { operation: "Other" }],
			["another account", { origin: { account: "210987654321" } }],
			["another region", { origin: { region: "eu-west-1" } }],
			["another order", { listing: { sortBy: "created-date" } }],
			["another direction", { listing: { descending: true } }],
			["planned deletions, too", { listing: { planned: true } }],
			["filters", { listing: { filters: [{ key: "name", values: ["a"] }] } }],
		],
	)("is of no use for %s", (_, changes) => {
		expect(page({ ...changes, cursor })).toMatchObject({
			ok: false,
			error: { name: "InvalidNextTokenException" },
		});
		expect(page({ ...changes, cursor: undefined })).toMatchObject({ ok: true });
	});

	it("ends at a name, though nobody has it any more", () => {
		const query = ["List", HERE.account, HERE.region, JSON.stringify(asked)];
		const found = page({ cursor: makeCursor(query, "aa") });
		expect(accepted(found).items.map(({ secret }) => secret.name)).toEqual([
			"b",
		]);
	});
});
