import type { Members, Read, Shape } from "../api/schema.js";
import { base64Decode, base64Encode, isBytes } from "../base/bytes.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, serializationFailure } from "../values/failure.js";

/**
 * Reads a value as a shape: types only, no constraint. Unknown members are left out, `null` and `undefined` are absent,
 * bytes become base64. What comes out shares nothing with what went in. Refuses with SerializationException.
 */
export const decode = <S extends Shape>(
	shape: S,
	value: unknown,
): Result<Read<S>, Failure> =>
	decodeValue(shape, value === undefined ? {} : value) as Result<
		Read<S>,
		Failure
	>;

function decodeValue(shape: Shape, value: unknown): Result<unknown, Failure> {
	switch (shape.kind) {
		case "string":
			return typeof value === "string"
				? ok(value)
				: mistyped(value, "a String");
		case "boolean":
			return typeof value === "boolean"
				? ok(value)
				: mistyped(value, "a Boolean");
		case "integer":
			return Number.isSafeInteger(value)
				? ok(value)
				: mistyped(value, "an Integer");
		case "timestamp":
			return typeof value === "number" ? ok(value) : mistyped(value, "a Date");
		case "blob":
			return decodeBlob(value);
		case "list":
			return Array.isArray(value)
				? decodeList(shape.element, value)
				: mistyped(value, "a List");
		case "map":
			return mistyped(value, "a Map");
		case "structure":
			return isStructure(value)
				? decodeStructure(shape.members, value)
				: mistyped(value, "a Structure");
	}
}

function decodeBlob(value: unknown): Result<string, Failure> {
	if (isBytes(value)) return ok(base64Encode(value));
	if (typeof value !== "string") return mistyped(value, "a Blob");
	return base64Decode(value).ok
		? ok(value)
		: err(serializationFailure("Value is not valid Base64 text."));
}

/** An absent element stays as `null`, for validation to name. */
function decodeList(
	element: Shape,
	values: readonly unknown[],
): Result<readonly unknown[], Failure> {
	const decoded: unknown[] = [];
	for (const value of values) {
		const each = isAbsent(value) ? ok(null) : decodeValue(element, value);
		if (!each.ok) return each;
		decoded.push(each.value);
	}
	return ok(decoded);
}

function decodeStructure(
	members: Members,
	values: Readonly<Record<string, unknown>>,
): Result<Readonly<Record<string, unknown>>, Failure> {
	const decoded: Record<string, unknown> = {};
	for (const [name, { shape }] of Object.entries(members)) {
		const value = values[name];
		if (isAbsent(value)) continue;
		const member = decodeValue(shape, value);
		if (!member.ok) return member;
		decoded[name] = member.value;
	}
	return ok(decoded);
}

const isAbsent = (value: unknown): value is undefined | null =>
	value === undefined || value === null;

/** Whether a value is what JSON calls an object. */
export const isStructure = (
	value: unknown,
): value is Readonly<Record<string, unknown>> =>
	typeof value === "object" &&
	value !== null &&
	!Array.isArray(value) &&
	!isBytes(value);

/**
 * Observed: the sentence about a structure where a text was expected (2026-09).
 * Assumed: the other sentences about JSON types are those of other AWS services that speak the same protocol.
 */
function mistyped(value: unknown, wanted: string) {
	return err(
		serializationFailure(
			Array.isArray(value)
				? "Start of list found where not expected."
				: typeof value === "object"
					? "Start of structure or map found where not expected."
					: `${tokenOf(value)} can not be converted to ${wanted}`,
		),
	);
}

/** A JSON value as its parser calls it. */
function tokenOf(value: unknown): string {
	if (typeof value === "string") return "STRING_VALUE";
	if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
	return Number.isInteger(value) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
}
