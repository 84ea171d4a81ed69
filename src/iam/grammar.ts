import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";

/** Reads a value of a policy at a path of it; refuses with a sentence that names the path and what belongs there. */
export type Reader<T> = (value: unknown, path: string) => Result<T, string>;

/**
 * A text as JSON, in which no object has two members of one name.
 * Assumed: a policy with two members of one name has a syntax error, as in IAM.
 */
export function parseJson(text: string): Result<unknown, string> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return err("it is not JSON");
	}
	const twice = memberTwice(text);
	return twice === undefined
		? ok(value)
		: err(`an object of it has two members ${twice}`);
}

/** The tokens of a JSON text: texts, brackets and marks, and what else there is but white space, numbers and names. */
export const jsonTokens = (text: string): readonly string[] =>
	text.match(TOKENS) ?? [];

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The name of a member that an object of a JSON text has twice, as it is written. */
function memberTwice(text: string): string | undefined {
	const names: Set<string>[] = []; // of the objects that are open; a list has one that stays empty
	const tokens = jsonTokens(text);
	for (let i = 0; i < tokens.length; i++) {
		const token = tokens[i] as string;
		if (token === "{" || token === "[") names.push(new Set());
		else if (token === "}" || token === "]") names.pop();
		else if (tokens[i + 1] === ":") {
			const name: string = JSON.parse(token);
			const known = names.at(-1);
			if (known?.has(name)) return token;
			known?.add(name);
		}
	}
	return undefined;
}

/** What is read of each, when each can be read; a list in a list is a mistake. */
export function readEach<F, T>(
	values: readonly F[],
	read: (value: F, i: number) => Result<T, string>,
): Result<readonly T[], string> {
	const all: T[] = [];
	for (const [i, value] of values.entries()) {
		const one = read(value, i);
		if (!one.ok) return one;
		all.push(one.value);
	}
	return ok(all);
}

/** The members of an object, in their order; of equal names JSON keeps the last. */
export const entriesOf: Reader<
	readonly (readonly [name: string, value: unknown])[]
> = (value, path) =>
	typeof value === "object" && value !== null && !Array.isArray(value)
		? ok(Object.entries(value))
		: err(`${path} must be an object`);

/** Reads an object that has no members but these; each may be missing. */
export const objectOf =
	<N extends string>(
		names: readonly N[],
	): Reader<{ readonly [K in N]?: unknown }> =>
	(value, path) => {
		const entries = entriesOf(value, path);
		if (!entries.ok) return entries;
		const known: readonly string[] = names;
		const strange = entries.value.find(([name]) => !known.includes(name));
		return strange === undefined
			? ok(value as { readonly [K in N]?: unknown })
			: err(
					`${path} must have no ${JSON.stringify(strange[0])}; it takes ${names.join(", ")}`,
				);
	};

/** Reads one value, or a list of at least one, as a list. */
export const oneOrMore =
	<T>(read: Reader<T>): Reader<readonly T[]> =>
	(value, path) =>
		Array.isArray(value) && value.length === 0
			? err(`${path} must not be an empty list`)
			: anyNumber(read)(value, path);

/** Reads one value, or a list, as a list. */
export const anyNumber =
	<T>(read: Reader<T>): Reader<readonly T[]> =>
	(value, path) =>
		Array.isArray(value)
			? readEach(value, (one, i) => read(one, `${path}[${i}]`))
			: readEach([value], (one) => read(one, path));

/** Reads a text that is legal. */
export const textThat =
	(isLegal: (text: string) => boolean, what: string): Reader<string> =>
	(value, path) =>
		typeof value === "string" && isLegal(value)
			? ok(value)
			: err(`${path} must be ${what}`);
