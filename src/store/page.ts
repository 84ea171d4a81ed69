import {
	base64Decode,
	base64Encode,
	concatBytes,
	frame,
	utf8Decode,
	utf8Encode,
} from "../base/bytes.js";
import { keyedDigest } from "../base/random.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, invalidNextToken } from "../values/failure.js";

/** A NextToken: opaque to its reader, and of use only for the query and the vault that it came from. */
export type Cursor = string;

/** What a cursor belongs to, as texts: the operation, the place and every parameter but the page size. */
export type Query = readonly string[];

/**
 * Observed: ListSecrets pages by 10 without MaxResults (2026-09).
 * Assumed: ListSecretVersionIds and BatchGetSecretValue do so, too.
 */
export const DEFAULT_PAGE = 10;

/** How a listing is read: its order, and what of it follows a place. */
export interface Paged<T> {
	/** The first `count` items, or more, after a position; from the beginning without one. */
	readonly following: (
		position: string | undefined,
		count: number,
	) => readonly T[];
	/** An item's place in the order of the listing. */
	readonly position: (item: T) => string;
}

export interface Page<T> {
	readonly items: readonly T[];
	readonly next: Cursor | undefined;
}

/**
 * Cuts one page off a listing that begins after `cursor`. A page ends at a place, not at an item, so that items may come
 * and go between pages.
 */
export function pageOf<T>(
	{ following, position }: Paged<T>,
	query: Query,
	size: number,
	cursor: Cursor | undefined,
): Result<Page<T>, Failure> {
	const start =
		cursor === undefined ? ok(undefined) : parseCursor(query, cursor);
	if (!start.ok) return start;
	const rest = following(start.value, size + 1);
	const items = rest.slice(0, size);
	const last = items.at(-1);
	const next =
		rest.length > size && last !== undefined
			? makeCursor(query, position(last))
			: undefined;
	return ok({ items, next });
}

/** Prints a cursor. */
export const makeCursor = (query: Query, position: string): Cursor =>
	base64Encode(concatBytes(sign(query, position), utf8Encode(position)));

/** Assumed: the text of InvalidNextTokenException is the documentation of its shape. */
export const unknownCursor: Failure = invalidNextToken(
	"The NextToken value is invalid.",
);

/** Reads the position of a cursor; refuses one of another query, and anything else, with InvalidNextTokenException. */
export function parseCursor(
	query: Query,
	cursor: Cursor,
): Result<string, Failure> {
	const bytes = base64Decode(cursor);
	const position = bytes.ok ? utf8Decode(bytes.value.subarray(16)) : "";
	return bytes.ok && makeCursor(query, position) === cursor
		? ok(position)
		: err(unknownCursor);
}

const sign = (query: Query, position: string): Uint8Array =>
	keyedDigest(utf8Encode("cursor"), frame([...query, position]), 16);
