import { matches, type Pattern, subjectOf } from "../../base/wildcard.js";
import { resolvePattern, resolveText } from "../template.js";
import type { Matcher } from "./matcher.js";

/** StringEquals: the same text. */
export const sameText: Matcher = (values, keys) => (value) =>
	values.some((each) => resolveText(each, keys) === value);

/** StringEqualsIgnoreCase: the same text, but for upper and lower case. */
export const sameTextInAnyCase: Matcher = (values, keys) => (value) => {
	const lower = value.toLowerCase();
	return values.some(
		(each) => resolveText(each, keys)?.toLowerCase() === lower,
	);
};

/** StringLike: a pattern of `*` and `?`. */
export const likeText: Matcher = (values, keys) => {
	const patterns = values
		.map((each) => resolvePattern(each, keys))
		.filter((pattern): pattern is Pattern => pattern !== undefined);
	return (value) => {
		const subject = subjectOf(value);
		return patterns.some((pattern) => matches(pattern, subject));
	};
};
