import type { Shape } from "../api/schema.js";
import { base64Encode } from "../base/bytes.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, serializationFailure } from "../values/failure.js";

/**
 * Reads a request's text; refuses what is not JSON with SerializationException.
 * Assumed: no text at all is an empty request.
 */
export function parseRequest(body: string): Result<unknown, Failure> {
	if (body === "") return ok({});
	try {
		return ok(JSON.parse(body));
	} catch {
		return err(serializationFailure("The request body is not valid JSON."));
	}
}

/**
 * Prints an answer as AWS does: members in alphabetical order, times as epoch seconds with a millisecond fraction,
 * bytes as base64.
 */
export const printAnswer = (shape: Shape, answer: unknown): string =>
	JSON.stringify(encode(shape, answer));

function encode(shape: Shape, value: unknown): unknown {
	switch (shape.kind) {
		case "timestamp":
			return (value as number) / 1000;
		case "blob":
			return base64Encode(value as Uint8Array);
		case "list":
			return (value as readonly unknown[]).map((each) =>
				encode(shape.element, each),
			);
		case "map":
			return encodeMembers(value, () => shape.value);
		case "structure":
			return encodeMembers(value, (name) => shape.members[name]?.shape);
		default:
			return value;
	}
}

function encodeMembers(
	value: unknown,
	shapeOf: (name: string) => Shape | undefined,
): unknown {
	const members = value as Readonly<Record<string, unknown>>;
	return Object.fromEntries(
		Object.keys(members)
			.sort()
			.map((name) => {
				const shape = shapeOf(name);
				const member = members[name];
				return [name, shape === undefined ? member : encode(shape, member)];
			}),
	);
}
