import type { Members, Shape } from "../api/schema.js";
import { base64Encode } from "../base/bytes.js";
import { naturalOrder } from "../base/ordered-map.js";
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
 * Makes the printer of a shape. It prints answers as AWS does: members in alphabetical order, times as epoch seconds with
 * a millisecond fraction, bytes as base64.
 */
export function printerOf(shape: Shape): (answer: unknown) => string {
	const encode = encoderOf(shape);
	return (answer) => JSON.stringify(encode(answer));
}

/** Turns a value into what JSON knows. */
type Encode = (value: unknown) => unknown;

function encoderOf(shape: Shape): Encode {
	switch (shape.kind) {
		case "timestamp":
			return (value) => (value as number) / 1000;
		case "blob":
			return (value) => base64Encode(value as Uint8Array);
		case "list": {
			const encode = encoderOf(shape.element);
			return (value) => (value as readonly unknown[]).map(encode);
		}
		case "map":
			return mapEncoder(encoderOf(shape.value));
		case "structure":
			return structureEncoder(shape.members);
		default:
			return (value) => value;
	}
}

/** Keys come from users: `__proto__` is one like any other. */
const mapEncoder =
	(encode: Encode): Encode =>
	(value) => {
		const entries = Object.entries(value as Readonly<Record<string, unknown>>);
		return Object.fromEntries(
			entries
				.sort(([a], [b]) => naturalOrder(a, b))
				.map(([key, each]) => [key, encode(each)]),
		);
	};

function structureEncoder(members: Members): Encode {
	const inOrder = Object.entries(members)
		.sort(([a], [b]) => naturalOrder(a, b))
		.map(([name, { shape }]) => ({ name, encode: encoderOf(shape) }));
	return (value) => {
		const encoded: Record<string, unknown> = {};
		for (const { name, encode } of inOrder) {
			const member = (value as Readonly<Record<string, unknown>>)[name];
			if (member !== undefined) encoded[name] = encode(member);
		}
		return encoded;
	};
}
