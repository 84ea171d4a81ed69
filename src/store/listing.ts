import { naturalOrder, pairOrder } from "../base/ordered-map.js";
import type { Result } from "../base/result.js";
import { smallest } from "../base/smallest.js";
import { isExpired } from "../model/deletion.js";
import type { Secret } from "../model/secret.js";
import type { Failure } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import { type Filter, prefixesOf, wantedBy } from "./filters.js";
import {
	namesByCreation,
	namesInOrder,
	orderOf,
	type Row,
	rowsInOrder,
	rowsOf,
} from "./indexes.js";
import type { Origin } from "./locate.js";
import { type Cursor, type Page, type Paged, pageOf } from "./page.js";
import { type SecretStore, vaultOf } from "./store.js";
import type { Ordinal, Vault } from "./vault.js";

/** What of a vault is listed, and in which order. */
export interface Listing {
	readonly filters: readonly Filter[];
	readonly sortBy: SortKey;
	readonly descending: boolean;
	/** Whether secrets scheduled for deletion are listed, too. */
	readonly planned: boolean;
}

/**
 * Assumed: of equal dates the secret created first comes first, and one that was never read before all that were; descending, all of it is turned round.
 * Assumed: created-date is the order in which secrets came to be there, also should a clock have been set back meanwhile, or a replica be overdue.
 */
export type SortKey =
	| "created-date"
	| "last-accessed-date"
	| "last-changed-date"
	| "name";

/**
 * One page of a listing, for the operation that asks. Its cursor is of use for the same operation, account, region and
 * listing; any other is InvalidNextTokenException.
 */
export const pageOfSecrets = (
	store: SecretStore,
	operation: string,
	listing: Listing,
	{ account, region, now }: Origin,
	size: number,
	cursor: Cursor | undefined,
): Result<Page<Row>, Failure> =>
	pageOf(
		listSecrets(vaultOf(store, account, region), listing, now),
		[operation, account, region, JSON.stringify(listing)],
		size,
		cursor,
	);

type WantedRow = (row: Row) => boolean;

/**
 * Lists the secrets of a vault. By creation and by name it reads an index from where the page begins, and stops when the
 * page is full; the other orders look at every secret.
 */
export function listSecrets(
	vault: Vault,
	listing: Listing,
	now: Instant,
): Paged<Row> {
	const passes = wantedBy(listing.filters);
	const wanted: WantedRow = ({ secret }) =>
		(listing.planned || secret.deletion === undefined) &&
		!isExpired(secret, now) &&
		passes(secret);
	switch (listing.sortBy) {
		case "created-date":
			return byCreation(vault, listing, wanted);
		case "name":
			return byName(vault, listing, wanted);
		case "last-changed-date":
			return byDate(vault, listing, wanted, (secret) => secret.lastChangedDate);
		case "last-accessed-date":
			return byDate(
				vault,
				listing,
				wanted,
				({ lastAccessedDate }) => lastAccessedDate ?? Number.NEGATIVE_INFINITY,
			);
	}
}

/**
 * With names that must begin somehow, a few are all read and put in order; of many those are read that were created next,
 * cohort by cohort.
 */
function byCreation(
	vault: Vault,
	{ filters, descending }: Listing,
	wanted: WantedRow,
): Paged<Row> {
	const prefixes = prefixesOf(filters);
	const order = orderOf(naturalOrder<Ordinal>, descending);
	return {
		position: ({ ordinal }) => String(ordinal),
		following(position, count) {
			const after = position === undefined ? undefined : Number(position);
			if (prefixes.includes(""))
				return firstOf(rowsInOrder(vault, descending, after), wanted, count);
			const follows = (ordinal: Ordinal): boolean =>
				after === undefined || order(ordinal, after) > 0;
			const names = namesInOrder(vault, prefixes, false, undefined);
			const few = allOf(names, 4 * count);
			const ordinals =
				few?.filter(follows).sort(order) ??
				namesByCreation(vault, prefixes, descending, after);
			return firstOf(rowsOf(vault, ordinals), wanted, count);
		},
	};
}

function byName(
	vault: Vault,
	{ filters, descending }: Listing,
	wanted: WantedRow,
): Paged<Row> {
	const prefixes = prefixesOf(filters);
	return {
		position: ({ secret }) => secret.name,
		following(position, count) {
			const names = namesInOrder(vault, prefixes, descending, position);
			return firstOf(rowsOf(vault, names), wanted, count);
		},
	};
}

/** A place in an order by date: the date, and of equal ones the ordinal. */
type DatedPlace = readonly [date: number, ordinal: Ordinal];

function byDate(
	vault: Vault,
	{ filters, descending }: Listing,
	wanted: WantedRow,
	dateOf: (secret: Secret) => number,
): Paged<Row> {
	const prefixes = prefixesOf(filters);
	const placeOf = ({ ordinal, secret }: Row): DatedPlace => [
		dateOf(secret),
		ordinal,
	];
	const order = orderOf<DatedPlace>(pairOrder, descending);
	return {
		position: (row) => placeOf(row).join(),
		following(position, count) {
			const [date, ordinal] = (position ?? "").split(",").map(Number);
			const follows = (row: Row): boolean =>
				date === undefined ||
				ordinal === undefined ||
				order(placeOf(row), [date, ordinal]) > 0;
			const rows = prefixes.includes("")
				? rowsInOrder(vault, false, undefined)
				: rowsOf(vault, namesInOrder(vault, prefixes, false, undefined));
			const rest = firstOf(
				rows,
				(row) => wanted(row) && follows(row),
				Number.POSITIVE_INFINITY,
			);
			return smallest(rest, count, (a, b) => order(placeOf(a), placeOf(b)));
		},
	};
}

/** All items, unless there are more than so many. */
function allOf<T>(items: Iterable<T>, most: number): T[] | undefined {
	const all: T[] = [];
	for (const item of items) if (all.push(item) > most) return undefined;
	return all;
}

function firstOf(
	rows: Iterable<Row>,
	wanted: WantedRow,
	count: number,
): readonly Row[] {
	const found: Row[] = [];
	for (const row of rows)
		if (wanted(row) && found.push(row) >= count) return found;
	return found;
}
