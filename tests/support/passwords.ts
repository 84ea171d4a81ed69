/** What tests ask of GetRandomPassword. */
import fc from "fast-check";
import { mostly, rarely, unless } from "./arbitraries.js";

const uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const numbers = "0123456789";
const punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const everything = [uppercase, uppercase.toLowerCase(), numbers, punctuation];

export const passwordLength = () =>
	mostly(
		fc.constantFrom(1, 2, 3, 4, 5, 8, 64, 4096),
		fc.constantFrom(0, -1, 4097),
		12,
	);

/** Whole types, but for one character or none; alone and together. */
export const excludedCharacters = (): fc.Arbitrary<string> =>
	fc.oneof(
		fc
			.subarray(everything, { minLength: 1 })
			.map((types) => types.join("").repeat(2)),
		fc
			.subarray(everything, { minLength: 1, maxLength: 2 })
			.map((types) => types.map((type) => type.slice(1)).join("")),
		fc.constantFrom(
			"",
			" ",
			`${everything.join("")} `,
			"__proto__",
			"\ud800",
			"[^-]\\",
			"x".repeat(4096),
			"x".repeat(4097),
			"😀".repeat(4096),
		),
	);

export const passwordRequest = () =>
	fc.record({
		PasswordLength: unless(passwordLength(), 4),
		ExcludeCharacters: rarely(excludedCharacters(), 2),
		ExcludeNumbers: rarely(fc.boolean(), 2),
		ExcludePunctuation: rarely(fc.boolean(), 2),
		ExcludeUppercase: rarely(fc.boolean(), 2),
		ExcludeLowercase: rarely(fc.boolean(), 2),
		IncludeSpace: rarely(fc.constantFrom(true, true, false, null), 3),
		RequireEachIncludedType: rarely(
			fc.constantFrom(false, false, true, null),
			2,
		),
	});
