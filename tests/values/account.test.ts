import { expect, it } from "vitest";
import { isAccount } from "../../src/values/account.js";

it.each([
	["123456789012", true],
	["000000000000", true],
	["12345678901", false],
	["1234567890123", false],
	["12345678901a", false],
	["123456789012\n", false],
	["١٢٣٤٥٦٧٨٩٠١٢", false],
	["", false],
])("%j: an account id is %j", (text, answer) => {
	expect(isAccount(text)).toBe(answer);
});
