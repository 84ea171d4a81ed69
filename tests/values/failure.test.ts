import { describe, expect, it } from "vitest";
import {
	accessDenied,
	decryptionFailure,
	invalidNextToken,
	invalidParameter,
	invalidRequest,
	limitExceeded,
	noSuchSecret,
	resourceExists,
	resourceNotFound,
	serializationFailure,
	unknownOperation,
	validationFailure,
} from "../../src/values/failure.js";

describe("each maker names the error code of AWS and says what it is told", () => {
	it.each([
		["AccessDeniedException", accessDenied],
		["DecryptionFailure", decryptionFailure],
		["InvalidNextTokenException", invalidNextToken],
		["InvalidParameterException", invalidParameter],
		["InvalidRequestException", invalidRequest],
		["LimitExceededException", limitExceeded],
		["ResourceExistsException", resourceExists],
		["ResourceNotFoundException", resourceNotFound],
		["SerializationException", serializationFailure],
		["UnknownOperationException", unknownOperation],
		["ValidationException", validationFailure],
	])("%s", (name, maker) => {
		expect(maker("Because.")).toEqual({ name, message: "Because." });
	});
});

it("a secret that is not there has the recorded sentence", () => {
	expect(noSuchSecret).toEqual({
		name: "ResourceNotFoundException",
		message: "Secrets Manager can't find the specified secret.",
	});
});
