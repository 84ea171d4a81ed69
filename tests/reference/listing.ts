/**
 * Pages of the naive model, and which secrets are listed in which order (8).
 * Imports nothing from the package.
 */
import type { Input, ModelContext } from "./admission.js";
import { noFilterKey } from "./constraints.js";
import type { Answer } from "./model.js";
import { refuse, UNRECORDED } from "./refusal.js";
import { primaryRegionOf } from "./replication.js";
import type { Output, Secret } from "./secret.js";

/** Where an entry stands in the order of its listing. */
type Place = readonly (string | number)[];
interface Placed<T> {
	readonly entry: T;
	readonly place: Place;
}
interface Page<T> {
	readonly entries: readonly T[];
	readonly NextToken: string | undefined;
}

/** A page continues behind the place that its token stands for, whatever happened between; in its own listing only. */
export class Pages {
	readonly #tokens = new Map<string, { listing: string; last: Place }>();

	cut<T>(
		listing: string,
		placed: readonly Placed<T>[],
		{ NextToken, MaxResults }: Input,
		descending = false,
	): Page<T> {
		const from = this.#tokens.get(String(NextToken));
		if (NextToken != null && from?.listing !== listing)
			refuse("InvalidNextTokenException", "The NextToken value is invalid.");
		const order = (a: Place, b: Place) =>
			descending ? compare(b, a) : compare(a, b);
		const rest = placed
			.filter(({ place }) => from === undefined || order(place, from.last) > 0)
			.sort((a, b) => order(a.place, b.place));
		const page = rest.slice(0, Number(MaxResults ?? 10));
		const entries = page.map(({ entry }) => entry);
		const last = page.at(-1)?.place;
		if (last === undefined || rest.length === page.length)
			return { entries, NextToken: undefined };
		const token = `page ${this.#tokens.size + 1}`;
		this.#tokens.set(token, { listing, last });
		return { entries, NextToken: token };
	}
}

function compare(a: Place, b: Place): number {
	for (const [at, mine] of a.entries()) {
		const other = b[at] ?? 0;
		if (mine !== other) return mine < other ? -1 : 1;
	}
	return 0;
}

/** A page of the secrets of one account and region. */
export function pageOfSecrets(
	pages: Pages,
	operation: string,
	secrets: readonly Secret[],
	input: Input,
	{ account, region }: ModelContext,
): Page<Secret> {
	const filters = filtersOf(input);
	const sortBy = String(input.SortBy ?? "created-date");
	const descending = input.SortOrder === "desc";
	const planned = input.IncludePlannedDeletion === true;
	const query = filters.map(({ Key, Values }) => [Key, Values]);
	const placed = secrets
		.filter(({ deleted }) => planned || deleted === undefined)
		.filter((secret) => filters.every((filter) => passes(secret, filter)))
		.map((secret) => ({
			entry: secret,
			// A name is one place, whoever bears it: one that is given anew is not listed again.
			place: [sortKey(secret, sortBy), sortBy === "name" ? 0 : secret.sequence],
		}));
	const listing = [operation, account, region, query];
	return pages.cut(
		JSON.stringify([...listing, sortBy, descending, planned]),
		placed,
		input,
		descending,
	);
}

/** The filters of a request, each with a key and values. */
function filtersOf({ Filters }: Input): Filter[] {
	const filters = (Filters ?? []) as Filter[];
	for (const [at, { Key, Values }] of filters.entries()) {
		if (Key == null) refuse("ValidationException", noFilterKey(at));
		if (Values == null) refuse("InvalidParameterException", UNRECORDED);
	}
	return filters;
}

/**
 * Of equal keys the secret created first comes first; one never read comes before all that were, and a replica that is
 * found to be overdue comes after all that are there by then (decided, not recorded).
 */
function sortKey(secret: Secret, sortBy: string): string | number {
	if (sortBy === "name") return secret.name;
	if (sortBy === "last-changed-date") return secret.changed;
	if (sortBy === "last-accessed-date") return secret.accessed ?? -1;
	return 0; // the order in which they came to be there
}

interface Filter {
	readonly Key: string;
	readonly Values: readonly string[];
}

/** Any of the values; one that begins with `!` holds where the rest of it does not match (8.3). */
const passes = (secret: Secret, { Key, Values }: Filter) =>
	Values.some((value) =>
		value.startsWith("!")
			? !matches(secret, Key, value.slice(1))
			: matches(secret, Key, value),
	);

/** 8.2 and 8.4. */
function matches(secret: Secret, key: string, value: string): boolean {
	const { name, description = "", tags = [] } = secret;
	const tagKeys = tags.map(({ Key }) => String(Key));
	const tagValues = tags.map(({ Value }) => String(Value));
	switch (key) {
		case "name":
			return name.startsWith(value);
		case "tag-key":
			return tagKeys.some((text) => text.startsWith(value));
		case "tag-value":
			return tagValues.some((text) => text.startsWith(value));
		case "owning-service":
			return secret.owner?.startsWith(value) === true;
		case "primary-region":
			return primaryRegionOf(secret)?.startsWith(value) === true;
		case "description":
			return beginWords(wordsOf(value), wordsOf(description));
		case "all":
			return beginWords(
				tokensOf(value),
				[name, description, ...tagKeys, ...tagValues].flatMap(tokensOf),
			);
		default:
			return false;
	}
}

const beginWords = (wanted: readonly string[], words: readonly string[]) =>
	wanted.length > 0 &&
	wanted.every((start) => words.some((word) => word.startsWith(start)));

/** What separates the words of a description is decided, not recorded: all but letters and digits. */
const wordsOf = (text: string) =>
	text
		.toLowerCase()
		.split(/[^\p{L}\p{M}\p{N}]+/u)
		.filter((word) => word !== "");

const tokensOf = (text: string) =>
	[...text.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g)].map(([token]) =>
		token.toLowerCase(),
	);

/** BatchGetSecretValue (1.1): by ids, or by filters a page at a time; each secret is read by a GetSecretValue of its own. */
export function readBatch(
	input: Input,
	find: () => Page<Secret>,
	read: (id: string) => Answer,
): Output {
	const ids = input.SecretIdList as string[] | null | undefined;
	const filtered = filtersOf(input).length > 0;
	if ((ids != null) === filtered)
		refuse("InvalidParameterException", UNRECORDED);
	if (ids != null && input.MaxResults != null)
		refuse("InvalidParameterException", UNRECORDED);
	if (ids != null && input.NextToken != null)
		refuse("InvalidNextTokenException", "The NextToken value is invalid.");
	const page = ids == null ? find() : undefined;
	const answers = (ids ?? page?.entries.map(({ arn }) => arn) ?? []).map(
		(SecretId) => ({ SecretId, answer: read(SecretId) }),
	);
	return {
		SecretValues: answers.flatMap(({ answer }) =>
			answer.ok ? [answer.value] : [],
		),
		Errors: answers.flatMap(({ SecretId, answer }) => {
			if (answer.ok) return [];
			const { name, message } = answer.error;
			return [{ SecretId, ErrorCode: name, Message: message }];
		}),
		NextToken: page?.NextToken,
	};
}
