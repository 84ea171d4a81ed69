import {
	entriesBefore,
	entriesOf,
	naturalOrder,
	valueAt,
} from "../base/ordered-map.js";
import type { Secret } from "../model/secret.js";
import { type Cohort, cohortOf, type Ordinal, type Vault } from "./vault.js";

/** A secret and its place in the order of creation. */
export interface Row {
	readonly ordinal: Ordinal;
	readonly secret: Secret;
}

export const orderOf =
	<T>(ascending: (a: T, b: T) => number, descending: boolean) =>
	(a: T, b: T): number =>
		descending ? ascending(b, a) : ascending(a, b);

/** The secrets in the order of their creation, from the one after `after` on. */
export function* rowsInOrder(
	{ rows }: Vault,
	descending: boolean,
	after: Ordinal | undefined,
): Generator<Row> {
	const entries = descending
		? entriesBefore(rows, after)
		: entriesOf(rows, after === undefined ? undefined : after + 1);
	for (const [ordinal, secret] of entries) yield { ordinal, secret };
}

/** The secrets with these ordinals. */
export function* rowsOf(
	{ rows }: Vault,
	ordinals: Iterable<Ordinal>,
): Generator<Row> {
	for (const ordinal of ordinals) {
		const secret = valueAt(rows, ordinal);
		if (secret !== undefined) yield { ordinal, secret };
	}
}

/** The ordinals of the names that begin with one of the prefixes, in the order of the names, from the one after `after` on. */
export function* namesInOrder(
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

/**
 * The ordinals of the names that begin with one of the prefixes, in the order of creation, from the one after `after` on.
 * However many secrets lie between, each cohort without such a name costs one look at the index.
 */
export function* namesByCreation(
	vault: Vault,
	prefixes: readonly string[],
	descending: boolean,
	after: Ordinal | undefined,
): Generator<Ordinal> {
	const order = orderOf(naturalOrder<Ordinal>, descending);
	const sequences = prefixes.map((prefix) =>
		cohortsInOrder(vault, prefix, descending, after),
	);
	for (const ordinal of merged(sequences, order))
		if (after === undefined || order(ordinal, after) > 0) yield ordinal;
}

/** The ordinals of the names with a prefix in the order of creation, from the cohort of `after` on. */
function* cohortsInOrder(
	{ byCohort, nextOrdinal }: Vault,
	prefix: string,
	descending: boolean,
	after: Ordinal | undefined,
): Generator<Ordinal> {
	const end = `${prefix}\uffff`;
	let cohort = cohortOf(after ?? (descending ? nextOrdinal : 0));
	for (;;) {
		const [nearest] = descending
			? entriesBefore(byCohort, [cohort, end])
			: entriesOf(byCohort, [cohort, prefix]);
		if (nearest === undefined) return;
		const [[found]] = nearest;
		if (found === cohort) {
			yield* cohortMembers(byCohort, cohort, prefix, descending);
			cohort += descending ? -1 : 1;
		} else cohort = found; // those in between have no names left
	}
}

function cohortMembers(
	byCohort: Vault["byCohort"],
	cohort: Cohort,
	prefix: string,
	descending: boolean,
): readonly Ordinal[] {
	const members: Ordinal[] = [];
	for (const [[each, name], ordinal] of entriesOf(byCohort, [cohort, prefix])) {
		if (each !== cohort || !name.startsWith(prefix)) break;
		members.push(ordinal);
	}
	return members.sort(orderOf(naturalOrder<Ordinal>, descending));
}

/** Several rising sequences as one. */
function* merged<T>(
	sequences: readonly Iterator<T>[],
	order: (a: T, b: T) => number,
): Generator<T> {
	const heads = sequences.map((sequence) => sequence.next());
	for (;;) {
		let first: number | undefined;
		for (const [i, head] of heads.entries()) {
			const best = first === undefined ? undefined : heads[first];
			if (head.done === true) continue;
			if (best === undefined || order(head.value, best.value) < 0) first = i;
		}
		if (first === undefined) return;
		yield heads[first]?.value;
		heads[first] = (sequences[first] as Iterator<T>).next();
	}
}
