import { unknownMember } from "./members.js";

/** Looks at a value from outside: `undefined` when it is as expected, else what is wrong and where. */
export type Check = (value: unknown, path: string) => string | undefined;

export const text: Check = (value, path) =>
	typeof value === "string" ? undefined : `${path} must be a text`;

/** A text of some kind. */
export const matching =
	(isLegal: (value: string) => boolean, what: string): Check =>
	(value, path) =>
		typeof value === "string" && isLegal(value)
			? undefined
			: `${path} must be ${what}`;

export const wholeNumber =
	(min: number, max: number): Check =>
	(value, path) =>
		Number.isInteger(value) && Number(value) >= min && Number(value) <= max
			? undefined
			: `${path} must be a whole number from ${min} to ${max}`;

export const literal =
	(expected: string | number): Check =>
	(value, path) =>
		value === expected
			? undefined
			: `${path} must be ${JSON.stringify(expected)}`;

/** `true` or `false`. */
export const flag: Check = (value, path) =>
	typeof value === "boolean" ? undefined : `${path} must be true or false`;

/** One of a few texts. */
export const oneOf =
	(...texts: readonly string[]): Check =>
	(value, path) =>
		texts.some((each) => each === value)
			? undefined
			: `${path} must be one of ${texts.join(", ")}`;

export const optional =
	(check: Check): Check =>
	(value, path) =>
		value === undefined ? undefined : check(value, path);

export const listOf =
	(check: Check): Check =>
	(value, path) => {
		if (!Array.isArray(value)) return `${path} must be a list`;
		for (let i = 0; i < value.length; i++) {
			const problem = check(value[i], `${path}[${i}]`);
			if (problem !== undefined) return problem;
		}
		return undefined;
	};

/** A list of two, each with a check of its own. */
export const pair =
	(first: Check, second: Check): Check =>
	(value, path) =>
		Array.isArray(value) && value.length === 2
			? (first(value[0], `${path}[0]`) ?? second(value[1], `${path}[1]`))
			: `${path} must be a list of 2`;

/** An object whose members, whatever they are called, are all of a kind. */
export const dictionaryOf =
	(check: Check): Check =>
	(value, path) => {
		const isObject = typeof value === "object" && value !== null;
		if (!isObject || Symbol.iterator in value)
			return `${path} must be an object, no list and no Map`;
		for (const [name, member] of Object.entries(value)) {
			const problem = check(member, `${path}[${JSON.stringify(name)}]`);
			if (problem !== undefined) return problem;
		}
		return undefined;
	};

/** An object with these members and no others. */
export const closedRecord = (
	members: Readonly<Record<string, Check>>,
): Check => {
	const check = record(members);
	const known = Object.keys(members);
	return (value, path) =>
		check(value, path) ?? unknownMember(path, value as object, known);
};

/** An object with these members; others are not looked at. */
export const record =
	(members: Readonly<Record<string, Check>>): Check =>
	(value, path) => {
		if (typeof value !== "object" || value === null || Array.isArray(value))
			return `${path} must be an object`;
		for (const [name, check] of Object.entries(members)) {
			const member = (value as Record<string, unknown>)[name];
			const problem = check(member, `${path}.${name}`);
			if (problem !== undefined) return problem;
		}
		return undefined;
	};
