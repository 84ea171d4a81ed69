import {
	type Chunk,
	matches,
	type Pattern,
	patternOf,
	type Subject,
	subjectOf,
} from "../../base/wildcard.js";
import { resolveChunks, type Template } from "../template.js";
import type { Matcher } from "./matcher.js";

/**
 * ArnEquals and ArnLike, which are one: six parts between colons, each matched with wildcards on its own. The colons of a
 * resource belong to the sixth.
 * Assumed: a text of fewer than six parts matches nothing, also a mere `*` in a policy.
 */
export const likeArn: Matcher = (values, keys) => {
	const wanted = values.flatMap((each) => {
		const parts = each.arn ?? patternsOf(resolveChunks(each, keys));
		return parts === undefined ? [] : [parts];
	});
	return (value) => {
		const own = partsOf([{ text: value, wild: false }])?.map(
			([only]) => only?.text ?? "",
		);
		if (own === undefined) return false;
		const subjects = own.map(subjectOf);
		return wanted.some((parts) =>
			parts.every((part, i) => matches(part, subjects[i] as Subject)),
		);
	};
};

/** Takes a template apart, once, that is to be compared with ARNs and has no variables. */
export const asArn = (template: Template): Template =>
	template.pattern === undefined
		? template
		: { ...template, arn: patternsOf(template.parts as readonly Chunk[]) };

const patternsOf = (
	chunks: readonly Chunk[] | undefined,
): readonly Pattern[] | undefined =>
	chunks && partsOf(chunks)?.map((part) => patternOf(part));

/** The six parts of an ARN, or of a pattern of one; `undefined` where there are fewer. */
function partsOf(
	chunks: readonly Chunk[],
): readonly (readonly Chunk[])[] | undefined {
	const parts: (readonly Chunk[])[] = [];
	let part: Chunk[] = [];
	for (const { text, wild } of chunks) {
		let from = 0;
		for (
			let colon = text.indexOf(":");
			colon >= 0 && parts.length < 5;
			colon = text.indexOf(":", from)
		) {
			parts.push([...part, { text: text.slice(from, colon), wild }]);
			part = [];
			from = colon + 1;
		}
		part.push({ text: text.slice(from), wild });
	}
	return parts.length < 5 ? undefined : [...parts, part];
}
