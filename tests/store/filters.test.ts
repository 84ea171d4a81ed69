import { describe, expect, it } from "vitest";
import type { Secret } from "../../src/model/secret.js";
import {
	type Filter,
	type FilterKey,
	prefixesOf,
	wantedBy,
} from "../../src/store/filters.js";
import { named } from "./a-store.js";

const filter = (key: FilterKey, ...values: readonly string[]): Filter => ({
	key,
	values,
});
const passes = (secret: Secret, ...filters: readonly Filter[]): boolean =>
	wantedBy(filters)(secret);
const allOf = (name: string, value: string): boolean =>
	passes(named(name), filter("all", value));
const describedAs = (description: string, value: string): boolean =>
	passes(named("x", { description }), filter("description", value));

describe("all: what begins some token", () => {
	it.each<[value: string, found: readonly string[], not: readonly string[]]>([
		["Secret", ["SecretOne", "SecretFTag"], ["Thirdsecret"]],
		["secret", ["SecretOne", "SecretFTag"], ["Thirdsecret"]],
		["sec", ["SecretOne", "SecretFTag"], ["Thirdsecret"]],
		["ret", [], ["SecretOne", "SecretFTag", "Thirdsecret"]],
		["t", ["DescTwo", "Thirdsecret", "SecretFTag"], ["SecretOne"]],
		["d t", ["DescTwo"], ["Thirdsecret", "SecretFTag"]],
		["t d", ["DescTwo"], []],
	])("%j [R-MV:test_with_all_filter]", (value, found, not) => {
		for (const name of found) expect(allOf(name, value), name).toBe(true);
		for (const name of not) expect(allOf(name, value), name).toBe(false);
	});

	const SEPARATED = [..."/_+=.@-"].map((mark) => `prod${mark}AppBeta${mark}x`);

	it.each(SEPARATED)(
		"AppBeta, Beta, app and prod begin one of %s; pbeta none [R-MV:test_with_all_filter_special_characters]",
		(name) => {
			for (const value of [
				"AppBeta",
				"Beta",
				"app",
				"beta",
				"prod",
				"x",
				"PROD x",
			])
				expect(allOf(name, value), value).toBe(true);
			for (const value of ["pbeta", "ppbeta", "eta", "rod", "AppGamma"])
				expect(allOf(name, value), value).toBe(false);
		},
	);

	it.each<[value: string, inWord: boolean, alone: boolean]>([
		["company", false, true],
		["COMPANY", false, true],
		["COMPAN", true, true],
		["Ythings", true, false],
		["ythings", true, false],
		["things", false, false],
		["N", false, false],
		["pany", false, false],
		["uat", true, true],
	])(
		"%s: in uat/COMPANYthings/x %s, in uat/COMPANY/x %s [R-MV:test_with_all_filter_special_characters]",
		(value, inWord, alone) => {
			expect(allOf("uat/COMPANYthings/x", value)).toBe(inWord);
			expect(allOf("uat/COMPANY/x", value)).toBe(alone);
		},
	);

	it.each(["+", "-", " ", "", "/ . @"])(
		"%j has no token, and matches nothing [R-MV]",
		(value) => {
			for (const name of ["+", "a+b", "prod/AppBeta/x"])
				expect(allOf(name, value)).toBe(false);
		},
	);

	it.each<[value: string, found: boolean]>([
		["creds", true],
		["Database", true],
		["database", true],
		["892", true],
		["8", true],
		["92", false],
		["sDatabase", false],
		["creds Database 892", true],
		["credsDatabase892", true],
	])(
		"%s: splits credsDatabase+892 at case, digits and marks [DOC]",
		(value, found) => {
			expect(allOf("credsDatabase+892", value)).toBe(found);
		},
	);

	it("splits letters from digits both ways, and a run of digits not at all", () => {
		for (const value of ["a", "12", "b", "3", "a 12 b 3"])
			expect(allOf("a12b3", value), value).toBe(true);
		expect(allOf("a12b3", "2")).toBe(false);
		expect(allOf("a12b3", "13")).toBe(false);
	});

	it("looks at names, descriptions, tag keys and tag values, and may find a word in each", () => {
		const secret = named("alpha", {
			description: "Beta",
			tags: [
				{ key: "gammaKey", value: "deltaValue" },
				{ key: "k", value: "" },
			],
		});
		for (const value of ["alpha", "beta", "gamma", "key", "delta", "value"])
			expect(passes(secret, filter("all", value)), value).toBe(true);
		expect(passes(secret, filter("all", "alp bet gam del"))).toBe(true);
		expect(passes(secret, filter("all", "alp bet gam eps"))).toBe(false);
	});

	it("takes several values as alternatives (assumed)", () => {
		const only = named("prod/x");
		expect(passes(only, filter("all", "AppBeta", "prod"))).toBe(true);
		expect(passes(only, filter("all", "AppBeta"), filter("all", "prod"))).toBe(
			false,
		);
	});

	it("is negated as a whole", () => {
		expect(allOf("prod/AppBeta", "!prod gamma")).toBe(true);
		expect(allOf("prod/AppBeta", "!prod beta")).toBe(false);
		expect(allOf("prod/AppBeta", "!")).toBe(true);
	});
});

describe("description: what begins some word", () => {
	it.each<[description: string, value: string, found: boolean]>([
		["a secret", "a", true],
		["an secret", "a", true],
		["asecret", "a", true],
		["thesecret", "a", false],
		["a secret", "a secret", true],
		["an secret", "a secret", true],
		["asecret", "a secret", false],
		["thesecret", "a secret", false],
		["one two", "o t", true],
		["one and two", "o t", true],
		["one and two", "t o", true],
		["one", "o t", false],
		["one", "one one", true],
		["One Two", "one TWO", true],
		["one-two", "two", true],
		["one/two.three", "o tw th", true],
		["oneTwo", "two", false],
		["one2", "2", false],
		["2nd", "2", true],
		["one", "", false],
		["", "", false],
		["one", "-", false],
		["über Ärger", "!a", true],
	])(
		"%j has words for %j: %s [R-LS:test_list_secrets_filtering, R-MV]",
		(description, value, found) => {
			expect(describedAs(description, value)).toBe(found);
		},
	);

	it("has words in any script (assumed)", () => {
		expect(describedAs("Über É 漢字", "über")).toBe(true);
		expect(describedAs("Über É 漢字", "漢")).toBe(true);
		expect(describedAs("Über É 漢字", "ber")).toBe(false);
	});

	it("of none has no words", () => {
		expect(passes(named("x"), filter("description", "a"))).toBe(false);
		expect(passes(named("x"), filter("description", "!a"))).toBe(true);
	});
});

describe("name, tag-key and tag-value: a prefix, letter for letter", () => {
	const secret = named("prod/db", {
		tags: [
			{ key: "Env", value: "Prod 1" },
			{ key: "__proto__", value: "" },
		],
	});

	it.each<[key: FilterKey, value: string, found: boolean]>([
		["name", "prod", true],
		["name", "prod/db", true],
		["name", "prod/db2", false],
		["name", "Prod", false],
		["name", "db", false],
		["name", "prod db", false],
		["name", "", true],
		["tag-key", "Env", true],
		["tag-key", "__proto", true],
		["tag-key", "env", false],
		["tag-key", "Prod", false],
		["tag-value", "Prod ", true],
		["tag-value", "1", false],
		["tag-value", "", true],
		["primary-region", "us", false],
		["primary-region", "", false],
		["owning-service", "", false],
	])("%s %j: %s, and its negation the other way", (key, value, found) => {
		expect(passes(secret, filter(key, value))).toBe(found);
		expect(passes(secret, filter(key, `!${value}`))).toBe(!found);
	});

	it("a second ! is taken literally", () => {
		expect(passes(named("!x"), filter("name", "!!x"))).toBe(false);
		expect(passes(named("x"), filter("name", "!!x"))).toBe(true);
	});
});

describe("several", () => {
	const secret = named("one", { description: "two" });
	const yes = filter("name", "one");
	const no = filter("name", "two");

	it.each<[title: string, filters: readonly Filter[], found: boolean]>([
		["none", [], true],
		["one that holds", [yes], true],
		["one that does not", [no], false],
		["both", [yes, no], false],
		["both, the other way round", [no, yes], false],
		["values of which one holds", [filter("name", "two", "one")], true],
		["values of which none holds", [filter("name", "two", "three")], false],
		[
			"a negated value that holds beside one that does not",
			[filter("name", "two", "!two")],
			true,
		],
		[
			"two negated values of which one holds (assumed)",
			[filter("name", "!one", "!two")],
			true,
		],
		[
			"two negated filters of which one holds",
			[filter("name", "!one"), filter("name", "!two")],
			false,
		],
		["a filter without values", [filter("name")], false],
		["filters of several keys", [yes, filter("description", "two")], true],
	])("%s", (_, filters, found) => {
		expect(passes(secret, ...filters)).toBe(found);
	});
});

describe("the beginnings of names", () => {
	it.each<
		[title: string, filters: readonly Filter[], prefixes: readonly string[]]
	>([
		["no filter", [], [""]],
		["no filter on names", [filter("tag-key", "a"), filter("all", "b")], [""]],
		["a value", [filter("name", "a")], ["a"]],
		["values, in order", [filter("name", "b", "a", "c")], ["a", "b", "c"]],
		["the same value twice", [filter("name", "a", "a")], ["a"]],
		[
			"a value that begins like another",
			[filter("name", "ab", "a", "abc", "b")],
			["a", "b"],
		],
		[
			"a value that begins like none",
			[filter("name", "ab", "abc", "aa", "b")],
			["aa", "ab", "b"],
		],
		["the empty value", [filter("name", "a", "")], [""]],
		["a negated value", [filter("name", "!a")], [""]],
		["a negated value among others", [filter("name", "a", "!b")], [""]],
		[
			"the first filter on names that has no negated value",
			[filter("name", "!a"), filter("name", "b"), filter("name", "bc")],
			["b"],
		],
		["a filter without values", [filter("name")], []],
	])("that may pass: %s", (_, filters, prefixes) => {
		expect(prefixesOf(filters)).toEqual(prefixes);
	});
});
