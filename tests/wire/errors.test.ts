import { describe, expect, it } from "vitest";
import { printFailure, statusOf } from "../../src/wire/errors.js";

describe("the status of a refusal", () => {
	it.each([
		"ResourceNotFoundException",
		"ResourceExistsException",
		"InvalidParameterException",
		"InvalidRequestException",
		"InvalidNextTokenException",
		"LimitExceededException",
		"DecryptionFailure",
		"AccessDeniedException",
		"ValidationException",
		"SerializationException",
		"UnknownOperationException",
	])("is 400 for %s", (name) => {
		expect(statusOf({ name, message: "why" })).toBe(400);
	});

	it("is 500 for InternalServiceError alone", () => {
		expect(statusOf({ name: "InternalServiceError", message: "why" })).toBe(
			500,
		);
	});
});

describe("the body of a refusal", () => {
	it("spells Message with a capital", () => {
		expect(
			printFailure({ name: "ResourceNotFoundException", message: "why" }),
		).toBe('{"__type":"ResourceNotFoundException","Message":"why"}');
	});

	it.each(["AccessDeniedException", "SerializationException"])(
		"spells Message with a capital for %s, which no model declares",
		(name) => {
			expect(printFailure({ name, message: "why" })).toBe(
				`{"__type":"${name}","Message":"why"}`,
			);
		},
	);

	it("spells message in lower case for ValidationException", () => {
		expect(printFailure({ name: "ValidationException", message: "why" })).toBe(
			'{"__type":"ValidationException","message":"why"}',
		);
	});

	it("leaves an empty message out", () => {
		expect(
			printFailure({ name: "UnknownOperationException", message: "" }),
		).toBe('{"__type":"UnknownOperationException"}');
	});

	it("escapes what JSON escapes", () => {
		const message = 'a "quote",\na line, \ud800 and ’';
		expect(
			JSON.parse(printFailure({ name: "InvalidParameterException", message })),
		).toEqual({ __type: "InvalidParameterException", Message: message });
	});
});
