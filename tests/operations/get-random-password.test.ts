import { execute } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { CONTEXT, given, HOUR, NOON } from "../support/given.js";

const draw = (input: object = {}, seed = "test") =>
	given().as({ seed }).when("GetRandomPassword", input);
const password = (input: object = {}, seed = "test"): string =>
	draw(input, seed).answer.RandomPassword;
/** Many passwords of the same request. */
const passwords = (input: object): readonly string[] =>
	Array.from({ length: 200 }, (_, i) => password(input, `seed ${i}`));

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
const TYPES = { UPPER, LOWER, DIGITS, PUNCTUATION };

const sorted = (characters: string) => [...new Set(characters)].sort().join("");
const all = (input: object) =>
	sorted(password({ PasswordLength: 4096, ...input }));
const hasOneOf = (text: string, characters: string) =>
	[...text].some((each) => characters.includes(each));

const NO_TYPES = {
	ExcludeUppercase: true,
	ExcludeLowercase: true,
	ExcludeNumbers: true,
	ExcludePunctuation: true,
};

describe("The characters", () => {
	it.each<[title: string, input: object, characters: string]>([
		[
			"upper and lower case, digits and 32 marks by default",
			{},
			UPPER + LOWER + DIGITS + PUNCTUATION,
		],
		[
			"… and for false and null",
			{ ExcludeUppercase: false, ExcludeNumbers: null, IncludeSpace: false },
			UPPER + LOWER + DIGITS + PUNCTUATION,
		],
		[
			"a space, too, with IncludeSpace",
			{ IncludeSpace: true },
			`${UPPER}${LOWER}${DIGITS}${PUNCTUATION} `,
		],
		[
			"no upper case with ExcludeUppercase",
			{ ExcludeUppercase: true },
			LOWER + DIGITS + PUNCTUATION,
		],
		[
			"no lower case with ExcludeLowercase",
			{ ExcludeLowercase: true },
			UPPER + DIGITS + PUNCTUATION,
		],
		[
			"no digits with ExcludeNumbers",
			{ ExcludeNumbers: true },
			UPPER + LOWER + PUNCTUATION,
		],
		[
			"no marks with ExcludePunctuation",
			{ ExcludePunctuation: true },
			UPPER + LOWER + DIGITS,
		],
		[
			"one type with three excluded",
			{ ...NO_TYPES, ExcludeNumbers: false },
			DIGITS,
		],
		[
			"nothing but spaces with four excluded and IncludeSpace",
			{ ...NO_TYPES, IncludeSpace: true },
			" ",
		],
		[
			"none of ExcludeCharacters, in any order, however often",
			{ ExcludeCharacters: "zZ9~zza" },
			"ABCDEFGHIJKLMNOPQRSTUVWXY" +
				"bcdefghijklmnopqrstuvwxy" +
				"012345678" +
				PUNCTUATION.slice(0, -1),
		],
		[
			"those that a pattern would mean, taken literally",
			{
				...NO_TYPES,
				ExcludePunctuation: false,
				ExcludeCharacters: "[!-~]\\^.*",
			},
			sorted(PUNCTUATION).replace(/[[\]!~\\^.*-]/g, ""),
		],
		[
			"all when characters are excluded that are in no type",
			{ ExcludeCharacters: " é🔑\ud800\n" },
			UPPER + LOWER + DIGITS + PUNCTUATION,
		],
		[
			"no space when it is excluded",
			{ IncludeSpace: true, ExcludeCharacters: " " },
			UPPER + LOWER + DIGITS + PUNCTUATION,
		],
		[
			"all for an empty ExcludeCharacters",
			{ ExcludeCharacters: "" },
			UPPER + LOWER + DIGITS + PUNCTUATION,
		],
		[
			"what is left of 4,096 excluded ones",
			{
				ExcludeCharacters: (UPPER + LOWER + PUNCTUATION).padEnd(4096, "0"),
				RequireEachIncludedType: false,
			},
			"123456789",
		],
	])("are %s", (_, input, characters) => {
		expect(all(input)).toBe(sorted(characters));
	});

	it("have 32 marks", () => {
		expect(new Set(PUNCTUATION).size).toBe(32);
	});
});

describe("The length", () => {
	it.each<[title: string, input: object, length: number]>([
		["32 by default", {}, 32],
		["32 for null", { PasswordLength: null }, 32],
		["4, the least with all types", { PasswordLength: 4 }, 4],
		["3 without one type", { PasswordLength: 3, ExcludeNumbers: true }, 3],
		[
			"1 with one type",
			{ ...NO_TYPES, ExcludeNumbers: false, PasswordLength: 1 },
			1,
		],
		[
			"1 when no type is required",
			{ PasswordLength: 1, RequireEachIncludedType: false },
			1,
		],
		[
			"1 of spaces, which are no type",
			{ ...NO_TYPES, IncludeSpace: true, PasswordLength: 1 },
			1,
		],
		["4096", { PasswordLength: 4096 }, 4096],
	])("is %s", (_, input, length) => {
		expect(password(input)).toHaveLength(length);
	});
});

describe("Each included type", () => {
	it.each([
		["by default", {}],
		["when it is required", { RequireEachIncludedType: true }],
		["for null", { RequireEachIncludedType: null }],
		[
			"with few characters left",
			{ ExcludeCharacters: `${UPPER.slice(1)}${DIGITS.slice(1)}` },
		],
		["with spaces between", { IncludeSpace: true }],
	])("is in the shortest password %s", (_, input) => {
		for (const each of passwords({ PasswordLength: 4, ...input }))
			for (const [name, characters] of Object.entries(TYPES))
				expect(hasOneOf(each, characters), `${name} in ${each}`).toBe(true);
	});

	it("is missing now and then when none is required", () => {
		const drawn = passwords({
			PasswordLength: 4,
			RequireEachIncludedType: false,
		});
		for (const characters of Object.values(TYPES))
			expect(drawn.some((each) => !hasOneOf(each, characters))).toBe(true);
	});

	it("is not missed when its flag excludes it", () => {
		for (const each of passwords({
			PasswordLength: 3,
			ExcludePunctuation: true,
		})) {
			expect(each).toMatch(/[A-Z]/);
			expect(each).toMatch(/[a-z]/);
			expect(each).toMatch(/[0-9]/);
		}
	});

	it("is not the space: it may be in a password, and may not", () => {
		const drawn = passwords({ PasswordLength: 32, IncludeSpace: true });
		const spaced = drawn.filter((each) => each.includes(" "));
		expect(spaced.length).toBeGreaterThan(0);
		expect(spaced.length).toBeLessThan(drawn.length);
	});
});

describe("Refused", () => {
	const TOO_SHORT = "Password length is too short based on the required types.";
	const NO_TYPE = "All characters of the desired type have been excluded.";
	const NOTHING = "All characters have been excluded from selection.";

	it.each<[title: string, input: object, message: string]>([
		["3 characters of four types", { PasswordLength: 3 }, TOO_SHORT],
		["1 character of four types", { PasswordLength: 1 }, TOO_SHORT],
		[
			"2 characters of three types",
			{ PasswordLength: 2, ExcludeNumbers: true },
			TOO_SHORT,
		],
		[
			"1 character of two types",
			{ PasswordLength: 1, ExcludeNumbers: true, ExcludePunctuation: true },
			TOO_SHORT,
		],
		[
			"no digit left of the digits [R-U]",
			{ ExcludeCharacters: DIGITS },
			NO_TYPE,
		],
		["no upper case left", { ExcludeCharacters: UPPER }, NO_TYPE],
		["no lower case left", { ExcludeCharacters: LOWER }, NO_TYPE],
		[
			"no mark left, in another order",
			{ ExcludeCharacters: [...PUNCTUATION].reverse().join("") },
			NO_TYPE,
		],
		[
			"nothing left of any type",
			{ ExcludeCharacters: UPPER + LOWER + DIGITS + PUNCTUATION },
			NO_TYPE,
		],
		[
			"a required type without characters, though there is the space",
			{ IncludeSpace: true, ExcludeCharacters: DIGITS },
			NO_TYPE,
		],
		[
			"the one type that is left",
			{ ...NO_TYPES, ExcludeNumbers: false, ExcludeCharacters: DIGITS },
			NO_TYPE,
		],
		["all four types", NO_TYPES, NOTHING],
		[
			"all four types, the space excluded",
			{ ...NO_TYPES, IncludeSpace: true, ExcludeCharacters: " " },
			NOTHING,
		],
		[
			"all four types, none required",
			{ ...NO_TYPES, RequireEachIncludedType: false },
			NOTHING,
		],
		[
			"all characters, none required",
			{
				ExcludeCharacters: UPPER + LOWER + DIGITS + PUNCTUATION,
				RequireEachIncludedType: false,
			},
			NOTHING,
		],
		[
			"a length that is too short, before a type without characters (assumed)",
			{ PasswordLength: 3, ExcludeCharacters: DIGITS },
			TOO_SHORT,
		],
	])("with InvalidParameterException: %s", (_, input, message) => {
		draw(input).refuses("InvalidParameterException", message);
	});

	it("not: a type that lost its characters and is not required", () => {
		const input = { ExcludeCharacters: DIGITS, RequireEachIncludedType: false };
		expect(password(input)).not.toMatch(/[0-9]/);
	});

	it("not: a type that lost its characters and is excluded by its flag", () => {
		const input = { ExcludeCharacters: DIGITS, ExcludeNumbers: true };
		expect(password(input)).not.toMatch(/[0-9]/);
	});

	const bound = (value: number, text: string) =>
		`1 validation error detected: Value '${value}' at 'passwordLength' failed to satisfy constraint: Member must have value ${text}`;
	const long = "x".repeat(4097);
	it.each<[title: string, input: object, message: string]>([
		[
			"4,097 characters",
			{ PasswordLength: 4097 },
			bound(4097, "less than or equal to 4096"),
		],
		[
			"5,555 characters [R-MV]",
			{ PasswordLength: 5555 },
			bound(5555, "less than or equal to 4096"),
		],
		[
			"0 characters",
			{ PasswordLength: 0 },
			bound(0, "greater than or equal to 1"),
		],
		[
			"-1 characters",
			{ PasswordLength: -1 },
			bound(-1, "greater than or equal to 1"),
		],
		[
			"4,097 excluded characters",
			{ ExcludeCharacters: long },
			`1 validation error detected: Value '${long}' at 'excludeCharacters' failed to satisfy constraint: Member must have length less than or equal to 4096`,
		],
	])("with ValidationException: %s", (_, input, message) => {
		draw(input).refuses("ValidationException", message);
	});

	it.each([
		[{ PasswordLength: "32" }],
		[{ PasswordLength: 3.5 }],
		[{ IncludeSpace: "true" }],
		[{ ExcludeCharacters: 1 }],
		[[]],
	])("with SerializationException: %j", (input) => {
		draw(input).refuses("SerializationException");
	});
});

describe("A password", () => {
	it("is all of the answer", () => {
		draw().answersExactly({ RandomPassword: expect.any(String) });
	});

	it("is the same of the same seed, and another of another", () => {
		expect(password({}, "a")).toBe(password({}, "a"));
		expect(new Set(passwords({})).size).toBe(200);
	});

	it("does not depend on store, time, account or region", () => {
		const elsewhere = given()
			.after("CreateSecret", { Name: "db", ClientRequestToken: "x".repeat(32) })
			.later(HOUR)
			.as({ account: "210987654321", region: "eu-west-1" });
		elsewhere
			.when("GetRandomPassword", {})
			.answersExactly({ RandomPassword: password() });
	});

	it("changes nothing, and tells nothing of itself in its one event, which is about no secret", () => {
		const { store } = given();
		const {
			store: next,
			events,
			effects,
		} = execute(store, { operation: "GetRandomPassword", input: {} }, CONTEXT);
		expect(next).toBe(store);
		expect(effects).toEqual([]);
		expect(events).toEqual([
			{
				name: "GetRandomPassword",
				at: NOON,
				arn: undefined,
				account: "123456789012",
				region: "us-east-1",
				detail: {},
			},
		]);
		expect(JSON.stringify(events)).not.toContain(password());
	});
});
