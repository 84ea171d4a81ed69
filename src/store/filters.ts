import { primaryRegionOf } from "../model/role.js";
import type { Secret } from "../model/secret.js";

/** Which attribute of a secret a filter looks at. */
export type FilterKey =
	| "description"
	| "name"
	| "tag-key"
	| "tag-value"
	| "primary-region"
	| "owning-service"
	| "all";

/** Lets a secret through that one of its values matches; a value that begins with `!` matches where the rest does not. */
export interface Filter {
	readonly key: FilterKey;
	readonly values: readonly string[];
}

/** Says of a secret whether it is wanted. */
export type Wanted = (secret: Secret) => boolean;

/**
 * What every one of the filters lets through, also when a key is repeated.
 * Assumed: several negated values are alternatives like others, so that a secret passes that one of them keeps.
 */
export function wantedBy(filters: readonly Filter[]): Wanted {
	const each = filters.map(({ key, values }) => {
		const conditions = values.map((value) => conditionOf(key, value));
		return (secret: Secret) => conditions.some((holds) => holds(secret));
	});
	return (secret) => each.every((holds) => holds(secret));
}

/**
 * The beginnings of the names that filters can let through, of which none begins like another, in order; `[""]` when
 * names do not decide.
 */
export function prefixesOf(filters: readonly Filter[]): readonly string[] {
	const values = filters.find(
		(filter) => filter.key === "name" && !filter.values.some(isNegated),
	)?.values;
	if (values === undefined) return [""];
	return [...new Set(values)]
		.sort()
		.filter(
			(value) =>
				!values.some((other) => other !== value && value.startsWith(other)),
		);
}

const isNegated = (value: string): boolean => value.startsWith("!");

function conditionOf(key: FilterKey, value: string): Wanted {
	const matching = MATCHERS[key];
	if (!isNegated(value)) return matching(value);
	const matches = matching(value.slice(1));
	return (secret) => !matches(secret);
}

/** Which secrets a value matches, negation apart. */
type Matcher = (value: string) => Wanted;

/** The attribute begins with the value, letter for letter. */
const beginning =
	(textsOf: (secret: Secret) => readonly string[]): Matcher =>
	(value) =>
	(secret) =>
		textsOf(secret).some((text) => text.startsWith(value));

/** Each word of the value, and there is one, begins some word of the attribute; in any case and order. */
const wordBeginnings =
	(
		wordsIn: (text: string) => readonly string[],
		textsOf: (secret: Secret) => readonly string[],
	): Matcher =>
	(value) => {
		const wanted = wordsIn(value);
		return (secret) => {
			const words = textsOf(secret).flatMap(wordsIn);
			return (
				wanted.length > 0 &&
				wanted.every((start) => words.some((word) => word.startsWith(start)))
			);
		};
	};

/** Assumed: a word of a description is a run of letters and digits of any script. */
const wordsIn = (text: string): readonly string[] =>
	(text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map((word) => word.toLowerCase());

/**
 * Observed: `all` splits also where case or kind of character change, so that `prod/AppBeta2` has prod, app, beta and 2;
 * before a lower-case letter the last of several upper-case ones goes with it.
 */
const tokensIn = (text: string): readonly string[] =>
	(text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g) ?? []).map((token) =>
		token.toLowerCase(),
	);

const tagKeys = ({ tags = [] }: Secret) => tags.map(({ key }) => key);
const tagValues = ({ tags = [] }: Secret) => tags.map(({ value }) => value);

/** Assumed: a secret that is not replicated matches no primary region, and one that is not managed no owning service. */
const atMostOne = (text: string | undefined): readonly string[] =>
	text === undefined ? [] : [text];

const MATCHERS: Readonly<Record<FilterKey, Matcher>> = {
	name: beginning(({ name }) => [name]),
	"tag-key": beginning(tagKeys),
	"tag-value": beginning(tagValues),
	"primary-region": beginning((secret) => atMostOne(primaryRegionOf(secret))),
	"owning-service": beginning(({ owningService }) => atMostOne(owningService)),
	description: wordBeginnings(wordsIn, ({ description = "" }) => [description]),
	// Assumed: several values of `all` are alternatives, as those of other keys are.
	all: wordBeginnings(tokensIn, (secret) => [
		secret.name,
		secret.description ?? "",
		...tagKeys(secret),
		...tagValues(secret),
	]),
};
