import { utf8Length } from "../base/bytes.js";
import type { Members, Shape } from "./schema.js";

/**
 * A request's value as decoding leaves it: text, number, boolean, base64 text of a blob, list, object.
 * `null` survives inside lists only.
 */
export type RequestValue = unknown;

/** The sentences of ValidationException for every constraint that a value breaks, in the order of the shapes. */
export type Check = (value: RequestValue, path: string) => readonly string[];

/** The check of a shape, to be made once and used for every request. */
export function checkOf(shape: Shape): Check {
	switch (shape.kind) {
		case "structure":
			return structureCheck(shape.members);
		case "list":
			return listCheck(shape);
		case "map":
			return () => NONE;
		default:
			return ownCheck(shape);
	}
}

const NONE = [] as const;

const FAILED = "failed to satisfy constraint";

function structureCheck(members: Members): Check {
	const checks = Object.entries(members).map(([name, member]) => ({
		name,
		spoken: name.charAt(0).toLowerCase() + name.slice(1), // `SecretId` is spoken of as `secretId`
		optional: member.optional,
		check: checkOf(member.shape),
	}));
	return (value, path) => {
		const broken: string[] = [];
		for (const { name, spoken, optional, check } of checks) {
			const child = (value as Readonly<Record<string, unknown>>)[name];
			if (child === undefined && optional) continue;
			const childPath = path === "" ? spoken : `${path}.${spoken}`;
			const sentences =
				child === undefined
					? [`Value null at '${childPath}' ${FAILED}: Member must not be null`]
					: check(child, childPath);
			for (const each of sentences) broken.push(each); // too many, perhaps, to be the arguments of one call
		}
		return broken;
	};
}

/** What a value as a whole must satisfy, a list's elements apart. */
function ownCheck(shape: Shape): Check {
	const constraints = constraintsOf(shape);
	return (value, path) =>
		constraints.every(({ holds }) => holds(value))
			? NONE
			: constraints
					.filter(({ holds }) => !holds(value))
					.map(({ text }) => sentence(shape, value, path, text));
}

type ListShape = Extract<Shape, { kind: "list" }>;

/**
 * Elements that are structures are named by their place; of other elements the whole list is printed.
 * Assumed: an element that is null is named by its place, and must not be.
 */
function listCheck(shape: ListShape): Check {
	const own = ownCheck(shape);
	const { element } = shape;
	if (element.kind === "structure") {
		const check = checkOf(element);
		return (value, path) => [
			...own(value, path),
			...(value as readonly unknown[]).flatMap((each, i) =>
				each === null
					? nullElement(path, i)
					: check(each, `${path}.${i + 1}.member`),
			),
		];
	}
	const constraints = constraintsOf(element);
	// Observed: the nested list names the upper bound first (2026-09).
	// Assumed: it names a pattern last, as other services do.
	const nested = `Member must satisfy constraint: [${constraints.map(({ text }) => text).join(", ")}]`;
	return (value, path) => {
		const elements = value as readonly unknown[];
		const broken = elements.some(
			(each) => each !== null && constraints.some(({ holds }) => !holds(each)),
		);
		return [
			...own(value, path),
			...elements.flatMap((each, i) =>
				each === null ? nullElement(path, i) : NONE,
			),
			...(broken ? [sentence(shape, value, path, nested)] : NONE),
		];
	};
}

const nullElement = (path: string, i: number) =>
	`Value null at '${path}.${i + 1}.member' ${FAILED}: Member must not be null`;

interface Constraint {
	readonly text: string;
	readonly holds: (value: RequestValue) => boolean;
}

function constraintsOf(shape: Shape): readonly Constraint[] {
	switch (shape.kind) {
		case "string":
			return [
				...valuesOf(shape.values),
				...bounds("length", shape, (value) => lengthOf(shape, value)),
				...patternOf(shape.pattern),
			];
		case "blob":
		case "list":
			return bounds("length", shape, (value) => lengthOf(shape, value));
		case "integer":
			return bounds("value", shape, Number);
		default:
			return [];
	}
}

function patternOf(pattern: string | undefined): readonly Constraint[] {
	if (pattern === undefined) return [];
	const whole = new RegExp(`^(?:${pattern})$`);
	return [
		{
			text: `Member must satisfy regular expression pattern: ${pattern}`,
			holds: (value) => whole.test(String(value)),
		},
	];
}

function valuesOf(
	values: readonly string[] | undefined,
): readonly Constraint[] {
	if (values === undefined) return [];
	return [
		{
			text: enumText(values),
			holds: (value) => values.includes(String(value)),
		},
	];
}

/** How the service model's lists of values are spoken of. */
export const enumText = (values: readonly string[]): string =>
	`Member must satisfy enum value set: [${values.join(", ")}]`;

function bounds(
	quantity: "length" | "value",
	{ min, max }: { readonly min?: number; readonly max?: number },
	measure: (value: RequestValue) => number,
): readonly Constraint[] {
	const upper =
		max === undefined
			? []
			: [
					{
						text: `Member must have ${quantity} less than or equal to ${max}`,
						holds: (value: RequestValue) => measure(value) <= max,
					},
				];
	const lower =
		min === undefined
			? []
			: [
					{
						text: `Member must have ${quantity} greater than or equal to ${min}`,
						holds: (value: RequestValue) => measure(value) >= min,
					},
				];
	return [...upper, ...lower];
}

/** Assumed: characters are Unicode code points, as in the specification of the model's language. */
function lengthOf(shape: Shape, value: RequestValue): number {
	if (Array.isArray(value)) return value.length;
	const text = String(value);
	if (shape.kind === "blob")
		return (text.length / 4) * 3 - (/=*$/.exec(text)?.[0].length ?? 0);
	if (shape.kind === "string" && shape.countsBytes === true)
		return utf8Length(text);
	return codePoints(text);
}

function codePoints(text: string): number {
	let count = 0;
	for (const _ of text) count++;
	return count;
}

function sentence(
	shape: Shape,
	value: RequestValue,
	path: string,
	constraint: string,
): string {
	const echoed =
		"sensitive" in shape && shape.sensitive === true
			? "Value"
			: `Value '${print(value)}'`;
	return `${echoed} at '${path}' ${FAILED}: ${constraint}`;
}

/** As Java prints it. */
function print(value: RequestValue): string {
	if (Array.isArray(value)) return `[${value.map(print).join(", ")}]`;
	if (typeof value === "object" && value !== null)
		return `{${Object.entries(value)
			.map(([name, each]) => `${name}=${print(each)}`)
			.join(", ")}}`;
	return String(value);
}
