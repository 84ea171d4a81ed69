import { expect, it } from "vitest";
import { valueFrom } from "../../src/model/value.js";
import { accepted } from "./a-secret.js";

it("a text or bytes make a value, neither makes none", () => {
	expect(accepted(valueFrom("text", undefined))).toEqual({
		kind: "string",
		text: "text",
	});
	expect(accepted(valueFrom(undefined, "AQID"))).toEqual({
		kind: "binary",
		base64: "AQID",
	});
	expect(accepted(valueFrom(undefined, undefined))).toBeUndefined();
});

it("an empty text is a text", () => {
	expect(accepted(valueFrom("", undefined))).toEqual({
		kind: "string",
		text: "",
	});
});

it("both are refused", () => {
	expect(valueFrom("text", "AQID")).toEqual({
		ok: false,
		error: {
			name: "InvalidParameterException",
			message:
				"You can't specify both a binary secret value and a string secret value in the same secret.",
		},
	});
});
