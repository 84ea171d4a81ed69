import {
	entriesBefore,
	entriesOf,
	naturalOrder,
	valueAt,
} from "../base/ordered-map.js";
import type { Result } from "../base/result.js";
import { smallest } from "../base/smallest.js";
import { isExpired } from "../model/deletion.js";
import type { Secret } from "../model/secret.js";
import type { Failure } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import { type Filter, prefixesOf, wantedBy } from "./filters.js";
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
 * Assumed: created-date is the order in which secrets were created, also should a clock have been set back meanwhile.
 */
export type SortKey =
	| "created-date"
	| "last-accessed-date"
	| "last-changed-date"
	| "name";

/** A secret and its place in the order of creation. */
export interface Row {
	readonly ordinal: Ordinal;
	readonly secret: Secret;
}

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
 * With names that must begin somehow, two ways lead to the same page: along the order of creation, which is short when
 * many secrets are wanted, and through the range of such names, which is short when few are. Both are gone in step until
 * one arrives.
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
			const rows = rowsInOrder(vault, descending, after);
			if (prefixes.includes("")) return firstOf(rows, wanted, count);
			const names = namesInOrder(vault, prefixes, false, undefined);
			const found: Row[] = [];
			const named: Ordinal[] = [];
			for (const row of rows) {
				if (wanted(row) && found.push(row) === count) return found;
				const name = names.next();
				if (name.done === true) {
					const rest = named
						.filter((each) => after === undefined || order(each, after) > 0)
						.sort(order);
					return firstOf(rowsOf(vault, rest), wanted, count);
				}
				named.push(name.value);
			}
			return found;
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
	const order = orderOf<DatedPlace>(
		(a, b) => naturalOrder(a[0], b[0]) || naturalOrder(a[1], b[1]),
		descending,
	);
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

const orderOf =
	<T>(ascending: (a: T, b: T) => number, descending: boolean) =>
	(a: T, b: T): number =>
		descending ? ascending(b, a) : ascending(a, b);

/** The secrets in the order of their creation, from the one after `after` on. */
function* rowsInOrder(
	{ rows }: Vault,
	descending: boolean,
	after: Ordinal | undefined,
): Generator<Row> {
	const entries = descending
		? entriesBefore(rows, after)
		: entriesOf(rows, after === undefined ? undefined : after + 1);
	for (const [ordinal, secret] of entries) yield { ordinal, secret };
}

/** The ordinals of the names that begin with one of the prefixes, in the order of the names, from the one after `after` on. */
function* namesInOrder(
	{ byName }: Vault,
	prefixes: readonly string[],
	descending: boolean,
	after: string | undefined,
): Generator<Ordinal> {
	for (const prefix of descending ? [...prefixes].reverse() : prefixes) {
		const end = `${prefix}\uffff`; // follows every name that begins with the prefix
		const entries = descending
			? entriesBefore(byName, after !== undefined && after < end ? after : end)
			: entriesOf(
					byName,
					after !== undefined && after > prefix ? after : prefix,
				);
		for (const [name, ordinal] of entries) {
			if (!name.startsWith(prefix)) break;
			if (name !== after) yield ordinal;
		}
	}
}

function* rowsOf({ rows }: Vault, ordinals: Iterable<Ordinal>): Generator<Row> {
	for (const ordinal of ordinals) {
		const secret = valueAt(rows, ordinal);
		if (secret !== undefined) yield { ordinal, secret };
	}
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
