import { type Chunk, type Pattern, patternOf } from "../base/wildcard.js";
import { inLowerCase, type Keys, valuesOf } from "./keys.js";

/**
 * A text of a policy, read for its variables: plain data.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export interface Template {
	/** As it is written. */
	readonly text: string;
	readonly parts: readonly Part[];
	/** The pattern that it is for every request; `undefined` where a variable counts. */
	readonly pattern: Pattern | undefined;
	/** The same as a mere text. */
	readonly literal: string | undefined;
	/** The same part by part, where it is compared with ARNs. */
	readonly arn?: readonly Pattern[] | undefined;
}

export type Part =
	/** Written text, whose `*` and `?` are wild where wildcards are allowed, or a character that `${*}`, `${?}` or `${$}` stands for. */
	| Chunk
	| {
			/** The key, in lower case. */
			readonly variable: string;
			/** What stands for a key that the request lacks. */
			readonly otherwise: string | undefined;
	  };

/**
 * Reads a text of a policy. Any text is one: a `${` that nothing closes stands for itself, and so does every one in a
 * policy of the older version, which knows no variables.
 * Assumed: a variable ends at the first `}`, and neither its name nor its default is trimmed or unescaped.
 */
export function parseTemplate(
	text: string,
	version: "2012-10-17" | "2008-10-17",
): Template {
	const parts: Part[] = [];
	let read = 0; // up to here
	let hasVariable = false;
	while (version === "2012-10-17") {
		const open = text.indexOf("${", read);
		const close = open < 0 ? -1 : text.indexOf("}", open);
		if (close < 0) break;
		if (open > read) parts.push({ text: text.slice(read, open), wild: true });
		const part = partOf(text.slice(open + 2, close));
		parts.push(part);
		hasVariable ||= "variable" in part;
		read = close + 1;
	}
	if (read < text.length || parts.length === 0)
		parts.push({ text: text.slice(read), wild: true });
	if (hasVariable)
		return { text, parts, pattern: undefined, literal: undefined };
	const chunks = parts as readonly Chunk[];
	const literal = chunks.map((chunk) => chunk.text).join("");
	return { text, parts, pattern: patternOf(chunks), literal };
}

/** What stands between `${` and `}`: a character, `aws:username`, or `aws:username, 'nobody'`. */
function partOf(inner: string): Part {
	if (inner === "*" || inner === "?" || inner === "$")
		return { text: inner, wild: false };
	const comma = inner.indexOf(",");
	const otherwise =
		comma < 0 ? undefined : QUOTED.exec(inner.slice(comma + 1))?.[1];
	const name = otherwise === undefined ? inner : inner.slice(0, comma);
	return { variable: inLowerCase(name), otherwise };
}

const QUOTED = /^ *'([^']*)'$/;

/** The pattern that a template is for a request, or `undefined` where a variable has no value, so that it matches nothing. */
export function resolvePattern(
	template: Template,
	keys: Keys,
): Pattern | undefined {
	if (template.pattern !== undefined) return template.pattern;
	const chunks = resolveChunks(template, keys);
	return chunks && patternOf(chunks);
}

/** The text that a template is for a request where `*` and `?` are characters like others; `undefined` as above. */
export const resolveText = (
	template: Template,
	keys: Keys,
): string | undefined =>
	template.literal ??
	resolveChunks(template, keys)
		?.map(({ text }) => text)
		.join("");

/**
 * The parts of a pattern with the values of the variables, which are literal; `undefined` where one has no value.
 * Assumed: the default of a variable is literal, too.
 * Assumed: a key of several values is no variable, and its default does not help.
 */
export function resolveChunks(
	{ parts }: Template,
	keys: Keys,
): readonly Chunk[] | undefined {
	const chunks: Chunk[] = [];
	for (const part of parts) {
		const chunk = "variable" in part ? chunkOf(part, keys) : part;
		if (chunk === undefined) return undefined;
		chunks.push(chunk);
	}
	return chunks;
}

function chunkOf(
	{ variable, otherwise }: Exclude<Part, Chunk>,
	keys: Keys,
): Chunk | undefined {
	const [only = otherwise, ...others] = valuesOf(keys, variable);
	return only === undefined || others.length > 0
		? undefined
		: { text: only, wild: false };
}
