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

/** Assumed: ListSecretVersionIds pages by 10 without MaxResults, as ListSecrets is observed to. */
export const DEFAULT_PAGE = 10;

/**
 * Cuts one page off a listing that begins after `cursor`. `position` is an item's place in the listing's order; a page
 * ends at a place, not at an item, so that items may come and go between pages.
 */
export function pageOf<T>(
	following: (position: string | undefined) => readonly T[],
	position: (item: T) => string,
	query: Query,
	size: number,
	cursor: Cursor | undefined,
): Result<{ items: readonly T[]; next: Cursor | undefined }, Failure> {
	const start =
		cursor === undefined ? ok(undefined) : parseCursor(query, cursor);
	if (!start.ok) return start;
	const rest = following(start.value);
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

/**
 * Reads the position of a cursor; refuses one of another query, and anything else, with InvalidNextTokenException.
 * Assumed: the text of InvalidNextTokenException is the documentation of its shape.
 */
export function parseCursor(
	query: Query,
	cursor: Cursor,
): Result<string, Failure> {
	const bytes = base64Decode(cursor);
	const position = bytes.ok ? utf8Decode(bytes.value.subarray(16)) : "";
	return bytes.ok && makeCursor(query, position) === cursor
		? ok(position)
		: err(invalidNextToken("The NextToken value is invalid."));
}

const sign = (query: Query, position: string): Uint8Array =>
	keyedDigest(utf8Encode("cursor"), frame([...query, position]), 16);
