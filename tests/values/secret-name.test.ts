import { describe, expect, it } from "vitest";
import { isSecretName } from "../../src/values/secret-name.js";

describe("a secret may be called", () => {
	it.each([
		"a",
		"/leading/slash",
		"all/_+=.@-legal",
		"events!connection/name/uuid",
		"__proto__",
		"db-a1b2c3",
		"0",
		"n".repeat(512),
	])("%s", (name) => {
		expect(isSecretName(name)).toBe(true);
	});
});

describe("a secret may not be called", () => {
	it.each([
		"",
		" ",
		"with space",
		"star*",
		"what?",
		"bracket]",
		"back\\slash",
		"colon:",
		"comma,",
		"arn:aws:s3:::bucket",
		"é",
		"\ud800",
		"line\n",
		"\nline",
	])("%j", (name) => {
		expect(isSecretName(name)).toBe(false);
	});
});
