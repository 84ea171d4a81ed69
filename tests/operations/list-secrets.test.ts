import { advance, putManagedSecret } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";
import { keyId } from "../support/keys.js";
import { complete, described, one, rotate } from "../support/rotation-world.js";

interface Entry {
	readonly Name: string;
	readonly [member: string]: unknown;
}
const list = (world: World, input: object = {}) =>
	world.when("ListSecrets", input);
const names = ({ SecretList }: { readonly SecretList: readonly Entry[] }) =>
	SecretList.map(({ Name }) => Name);
const listed = (world: World, input: object = {}): readonly string[] =>
	names(list(world, { MaxResults: 100, ...input }).answer);
const create = (world: World, Name: string, members: object = {}): World =>
	world.after("CreateSecret", {
		Name,
		ClientRequestToken: token("v1"),
		...members,
	});
/** A world with these secrets, a second between them. */
const withSecrets = (
	all: Readonly<Record<string, object>>,
	world: World = given(),
): World =>
	Object.entries(all).reduce(
		(before, [name, members]) => create(before, name, members).later(1000),
		world,
	);
/** What passes filters `[key, …values]`. */
const filtered = (
	world: World,
	...filters: readonly (readonly [key: string, ...values: readonly string[]])[]
): readonly string[] =>
	listed(world, {
		Filters: filters.map(([Key, ...Values]) => ({ Key, Values })),
	});

describe("An entry", () => {
	const keyed = given().withKey({
		keyId: keyId("a"),
		aliases: ["alias/orders"],
	});
	const full = create(keyed, "db", {
		SecretString: "x",
		Description: "orders",
		KmsKeyId: "alias/orders",
		Type: "partner",
		Tags: [{ Key: "Env", Value: "prod" }],
	})
		.later(HOUR)
		.after("GetSecretValue", { SecretId: "db" });

	it("is what DescribeSecret tells, but for the name of the labels [R-LS:test_call_lists_secrets_multiple_times]", () => {
		const { VersionIdsToStages, ...rest } = full.when("DescribeSecret", {
			SecretId: "db",
		}).answer;
		expect(VersionIdsToStages).toEqual({ [token("v1")]: ["AWSCURRENT"] });
		list(full).answersExactly({
			SecretList: [{ ...rest, SecretVersionsToStages: VersionIdsToStages }],
		});
	});

	it("of an empty secret has what is always there, and nothing is null", () => {
		list(create(given(), "db")).answersExactly({
			SecretList: [
				{
					ARN: expect.stringMatching(/:secret:db-[A-Za-z0-9]{6}$/),
					Name: "db",
					CreatedDate: NOON,
					LastChangedDate: NOON,
				},
			],
		});
		const [entry] = list(create(given(), "db")).answer.SecretList;
		expect(Object.values(entry)).not.toContain(undefined);
	});

	it("tells of a rotation what DescribeSecret does, and which version waits without a value", () => {
		const { world } = rotate(one, {
			RotationRules: { AutomaticallyAfterDays: 7 },
		});
		for (const each of [world, complete(world).world]) {
			const { VersionIdsToStages, ...rest } = described(each);
			expect(each.when("ListSecrets", {}).answer.SecretList).toEqual([
				{ ...rest, SecretVersionsToStages: VersionIdsToStages },
			]);
			expect(rest.RotationEnabled).toBe(true);
		}
	});

	it("has Tags as soon as the secret was ever tagged", () => {
		const [entry] = list(create(given(), "db", { Tags: [] })).answer.SecretList;
		expect(entry.Tags).toEqual([]);
	});

	it("has no value", () => {
		const text = "a value that nobody lists";
		const world = create(given(), "db", { SecretString: text });
		expect(JSON.stringify(list(world).answer)).not.toContain(text);
	});

	it("is not the secret: nothing is changed through it", () => {
		const before = structuredClone(list(full).answer);
		const { answer } = list(full);
		answer.SecretList[0].Tags[0].Value = "changed";
		answer.SecretList[0].SecretVersionsToStages[token("v1")].push("mine");
		answer.SecretList.pop();
		expect(list(full).answer).toEqual(before);
	});
});

describe("The list", () => {
	const three = withSecrets({ c: {}, a: {}, b: {} });

	it("is empty where nothing was created", () => {
		list(given()).answersExactly({ SecretList: [] });
	});

	it("is of one account and region", () => {
		const abroad = create(three.as({ region: "eu-west-1" }), "abroad");
		const strange = create(abroad.as({ account: "210987654321" }), "strange");
		expect(listed(strange.as({ region: "us-east-1" }))).toEqual([]);
		expect(listed(strange)).toEqual(["strange"]);
		expect(listed(abroad)).toEqual(["abroad"]);
		expect(listed(abroad.as({ region: "us-east-1" }))).toEqual(["c", "a", "b"]);
	});

	it("changes nothing, no date either", () => {
		expect(list(three.later(DAY)).world.store).toBe(three.store);
	});

	it("tells of one event, about no single secret", () => {
		const at = NOON + HOUR;
		const { events } = list(given(three.store, { ...three.context, now: at }));
		expect(events).toEqual([
			{
				name: "ListSecrets",
				at,
				arn: undefined,
				account: "123456789012",
				region: "us-east-1",
				detail: {},
			},
		]);
	});
});

describe("A secret scheduled for deletion", () => {
	const scheduled = withSecrets({ a: {}, b: {} }).after("DeleteSecret", {
		SecretId: "a",
		RecoveryWindowInDays: 7,
	});
	const end = NOON + 2000 + 7 * DAY;
	const at = (now: number) =>
		given(scheduled.store, { ...scheduled.context, now });

	it.each([
		["is hidden [DOC, R-ST-enc]", {}, ["b"]],
		["is hidden with false", { IncludePlannedDeletion: false }, ["b"]],
		["is hidden with null", { IncludePlannedDeletion: null }, ["b"]],
		[
			"is listed with IncludePlannedDeletion [DOC]",
			{ IncludePlannedDeletion: true },
			["a", "b"],
		],
	])("%s", (_, input, expected) => {
		expect(listed(scheduled, input)).toEqual(expected);
	});

	it("has DeletedDate", () => {
		const { answer } = list(scheduled, { IncludePlannedDeletion: true });
		expect(answer.SecretList[0].DeletedDate).toBe(NOON + 2000);
		expect(answer.SecretList[1]).not.toHaveProperty("DeletedDate");
	});

	it("is gone at the end of its window, whether advance was called or not", () => {
		const input = { IncludePlannedDeletion: true };
		expect(listed(at(end - 1), input)).toEqual(["a", "b"]);
		expect(listed(at(end), input)).toEqual(["b"]);
		const { store } = advance(scheduled.store, { now: end });
		expect(listed(given(store, at(end).context), input)).toEqual(["b"]);
	});

	it("is listed again when it is restored", () => {
		expect(listed(scheduled.after("RestoreSecret", { SecretId: "a" }))).toEqual(
			["a", "b"],
		);
	});
});

describe("The order", () => {
	/** Created b, a, c; changed c (a minute later), b; read a (first day), c (next day). */
	const three = withSecrets({
		b: { SecretString: "x" },
		a: { SecretString: "x" },
		c: { SecretString: "x" },
	})
		.later(HOUR)
		.after("UpdateSecret", { SecretId: "c", Description: "new" })
		.later(HOUR)
		.after("UpdateSecret", { SecretId: "b", Description: "new" })
		.after("GetSecretValue", { SecretId: "a" })
		.later(DAY)
		.after("GetSecretValue", { SecretId: "c" });

	it.each([
		["by creation, the oldest first [R-ST-enc, R-MV]", {}, ["b", "a", "c"]],
		[
			"by creation with null",
			{ SortBy: null, SortOrder: null },
			["b", "a", "c"],
		],
		[
			"by creation, asc",
			{ SortBy: "created-date", SortOrder: "asc" },
			["b", "a", "c"],
		],
		[
			"by creation, desc",
			{ SortBy: "created-date", SortOrder: "desc" },
			["c", "a", "b"],
		],
		[
			"by creation, desc without SortBy",
			{ SortOrder: "desc" },
			["c", "a", "b"],
		],
		["by name", { SortBy: "name" }, ["a", "b", "c"]],
		["by name, desc", { SortBy: "name", SortOrder: "desc" }, ["c", "b", "a"]],
		["by change", { SortBy: "last-changed-date" }, ["a", "c", "b"]],
		[
			"by change, desc",
			{ SortBy: "last-changed-date", SortOrder: "desc" },
			["b", "c", "a"],
		],
		[
			"by access, those never read first (assumed)",
			{ SortBy: "last-accessed-date" },
			["b", "a", "c"],
		],
		[
			"by access, desc",
			{ SortBy: "last-accessed-date", SortOrder: "desc" },
			["c", "a", "b"],
		],
	])("is %s", (_, input, order) => {
		expect(listed(three, input)).toEqual(order);
		const pages = [0, 1, 2].reduce<{ seen: string[]; next?: string }>(
			({ seen, next }) => {
				const { answer } = list(three, {
					...input,
					MaxResults: 1,
					NextToken: next,
				});
				return { seen: [...seen, ...names(answer)], next: answer.NextToken };
			},
			{ seen: [] },
		);
		expect(pages).toEqual({ seen: order, next: undefined });
	});

	it("of names is that of their code units", () => {
		const words = ["b", "a", "B", "_", "a/b", "a-b", "0"];
		const world = withSecrets(Object.fromEntries(words.map((w) => [w, {}])));
		expect(listed(world, { SortBy: "name" })).toEqual([...words].sort());
	});

	it("of equal dates is that of creation", () => {
		let world = given();
		for (const name of ["c", "a", "b"]) world = create(world, name);
		for (const SortBy of [
			"created-date",
			"last-changed-date",
			"last-accessed-date",
		])
			expect(listed(world, { SortBy })).toEqual(["c", "a", "b"]);
	});

	it("by creation is that of a secret's own creation, not of the name's first", () => {
		const again = create(
			three.after("DeleteSecret", {
				SecretId: "b",
				ForceDeleteWithoutRecovery: true,
			}),
			"b",
		);
		expect(listed(again)).toEqual(["a", "c", "b"]);
	});
});

describe("Pages", () => {
	const all = Array.from(
		{ length: 25 },
		(_, i) => `s${String(i).padStart(2, "0")}`,
	);
	const many = withSecrets(Object.fromEntries(all.map((name) => [name, {}])));
	const pages = (
		world: World,
		input: object,
	): readonly (readonly string[])[] => {
		const { answer } = list(world, input);
		const rest =
			answer.NextToken === undefined
				? []
				: pages(world, { ...input, NextToken: answer.NextToken });
		return [names(answer), ...rest];
	};

	it("hold 10 secrets by default [R-ST-enc:audit-list-owned]", () => {
		expect(pages(many, {}).map((page) => page.length)).toEqual([10, 10, 5]);
		expect(pages(many, { MaxResults: null })).toEqual(pages(many, {}));
	});

	it.each([1, 2, 7, 24, 25, 26, 100])(
		"of MaxResults %i make up the list",
		(MaxResults) => {
			for (const SortBy of [
				"created-date",
				"name",
				"last-changed-date",
				"last-accessed-date",
			])
				for (const SortOrder of ["asc", "desc"]) {
					const found = pages(many, { MaxResults, SortBy, SortOrder });
					expect(found.flat()).toEqual(
						SortOrder === "asc" ? all : [...all].reverse(),
					);
					expect(found.length).toBe(Math.ceil(25 / MaxResults));
				}
		},
	);

	it("end without NextToken when nothing is left, though it be just as many", () => {
		for (const MaxResults of [25, 26])
			expect(list(many, { MaxResults }).answer).not.toHaveProperty("NextToken");
		expect(list(many, { MaxResults: 24 }).answer).toHaveProperty("NextToken");
	});

	it("are of what filters let through", () => {
		const Filters = [{ Key: "name", Values: ["s1", "s03"] }];
		expect(pages(many, { Filters, MaxResults: 4 })).toEqual([
			["s03", "s10", "s11", "s12"],
			["s13", "s14", "s15", "s16"],
			["s17", "s18", "s19"],
		]);
	});

	it("may differ in size", () => {
		const { NextToken } = list(many, { MaxResults: 3 }).answer;
		expect(listed(many, { MaxResults: 2, NextToken })).toEqual(["s03", "s04"]);
	});

	it("neither lose nor repeat a secret that is made or deleted between them", () => {
		const { NextToken } = list(many, { MaxResults: 20 }).answer;
		const later = create(many, "s05a")
			.after("DeleteSecret", { SecretId: "s19" })
			.after("DeleteSecret", { SecretId: "s21" });
		expect(listed(later, { NextToken })).toEqual([
			"s20",
			"s22",
			"s23",
			"s24",
			"s05a",
		]);
		const byName = list(many, { MaxResults: 20, SortBy: "name" }).answer;
		expect(
			listed(later, { SortBy: "name", NextToken: byName.NextToken }),
		).toEqual(["s20", "s22", "s23", "s24"]);
	});

	it.each([
		["created-date for none", {}, { SortBy: "created-date" }],
		["asc for none", {}, { SortOrder: "asc" }],
		[
			"false for no IncludePlannedDeletion",
			{},
			{ IncludePlannedDeletion: false },
		],
		["no filter for none", {}, { Filters: [] }],
	])("go on with %s", (_, first, then) => {
		const { NextToken } = list(many, first).answer;
		expect(list(many, { ...then, NextToken }).answer).toEqual(
			list(many, { NextToken }).answer,
		);
	});

	describe("refuse a NextToken (text assumed)", () => {
		const Filters = [{ Key: "name", Values: ["s"] }];
		const { NextToken } = list(many).answer;
		const INVALID = [
			"InvalidNextTokenException",
			"The NextToken value is invalid.",
		] as const;

		it.each<[title: string, input: object]>([
			["that is none", { NextToken: "garbage" }],
			["of one character", { NextToken: "1" }],
			["of 4,096 characters", { NextToken: "A".repeat(4096) }],
			["of odd characters", { NextToken: "\ud800 ü 🔑" }],
			["that was altered", { NextToken: `${NextToken}AAAA` }],
			["of another order", { NextToken, SortOrder: "desc" }],
			["of another key of the order", { NextToken, SortBy: "name" }],
			["of other filters", { NextToken, Filters }],
			[
				"of the other setting of IncludePlannedDeletion",
				{ NextToken, IncludePlannedDeletion: true },
			],
		])("%s", (_, input) => {
			list(many, input).refuses(...INVALID);
		});

		it("of another account, region or operation", () => {
			list(many.as({ region: "eu-west-1" }), { NextToken }).refuses(...INVALID);
			list(many.as({ account: "210987654321" }), { NextToken }).refuses(
				...INVALID,
			);
			const batch = many.when("BatchGetSecretValue", { Filters }).answer;
			list(many, { NextToken: batch.NextToken, Filters }).refuses(...INVALID);
		});

		it.each([
			["of no character", "", "greater than or equal to 1"],
			["of 4,097 characters", "A".repeat(4097), "less than or equal to 4096"],
		])("%s, by its length", (_, text, bound) => {
			list(many, { NextToken: text }).refuses(
				"ValidationException",
				`1 validation error detected: Value '${text}' at 'nextToken' failed to satisfy constraint: Member must have length ${bound}`,
			);
		});
	});
});

describe("The filter", () => {
	describe("name", () => {
		const world = withSecrets({
			"/top": {},
			"testing1/one-a": {},
			"testing1/two-b": {},
			Testing2: {},
			"a/testing1": {},
		});

		it.each<[value: string, found: readonly string[]]>([
			["testing1", ["testing1/one-a", "testing1/two-b"]],
			["testing1/", ["testing1/one-a", "testing1/two-b"]],
			["testing1/one-a", ["testing1/one-a"]],
			["testing1/one-a-", []],
			["testing1 one", []],
			["Testing", ["Testing2"]],
			["TESTING", []],
			["/", ["/top"]],
			["one", []],
			[
				"",
				["/top", "testing1/one-a", "testing1/two-b", "Testing2", "a/testing1"],
			],
			["!/", ["testing1/one-a", "testing1/two-b", "Testing2", "a/testing1"]],
			["!testing1", ["/top", "Testing2", "a/testing1"]],
			["!", []],
		])(
			"is a prefix, case-sensitive and literal [R-LS:test_list_secrets_filtering]: %j",
			(value, found) => {
				expect(filtered(world, ["name", value])).toEqual(found);
			},
		);
	});

	describe("description", () => {
		const words = withSecrets({
			a: { Description: "a secret" },
			an: { Description: "an secret" },
			as: { Description: "asecret" },
			the: { Description: "thesecret" },
		});

		it.each<[value: string, found: readonly string[]]>([
			["a", ["a", "an", "as"]],
			["A", ["a", "an", "as"]],
			["a secret", ["a", "an"]],
			["secret a", ["a", "an"]],
			["secret", ["a", "an"]],
			["the", ["the"]],
			["c", []],
			["!a", ["the"]],
			["!c", ["a", "an", "as", "the"]],
			["!a secret", ["as", "the"]],
		])(
			"is words, each a prefix of one [R-LS:test_list_secrets_filtering]: %j",
			(value, found) => {
				expect(filtered(words, ["description", value])).toEqual(found);
			},
		);

		const numbers = withSecrets({
			one: { Description: "one" },
			two: { Description: "two" },
			both: { Description: "one two" },
			between: { Description: "one and two" },
			none: {},
		});

		it.each<[values: readonly string[], found: readonly string[]]>([
			[["o t"], ["both", "between"]],
			[["t o"], ["both", "between"]],
			[["one two"], ["both", "between"]],
			[
				["one", "two"],
				["one", "two", "both", "between"],
			],
		])(
			"takes several words together, several values apart [R-MV:test_with_filter_with_value_with_multiple_words]: %j",
			(values, found) => {
				expect(filtered(numbers, ["description", ...values])).toEqual(found);
			},
		);

		it("that is repeated must match each time [R-MV:test_with_duplicate_filter_keys]", () => {
			expect(
				filtered(numbers, ["description", "one"], ["description", "two"]),
			).toEqual(["both", "between"]);
		});

		it.each<[values: readonly string[], found: readonly string[]]>([
			[["!one"], ["two", "none"]],
			[
				["one", "!two"],
				["one", "both", "between", "none"],
			],
			[
				["!one", "!two"],
				["one", "two", "none"],
			],
		])(
			"negated lets a secret without one through [INF], as an alternative like others [EMU, assumed]: %j",
			(values, found) => {
				expect(filtered(numbers, ["description", ...values])).toEqual(found);
			},
		);
	});

	describe("tag-key and tag-value", () => {
		const tags = (...all: readonly [string, string][]) => ({
			Tags: all.map(([Key, Value]) => ({ Key, Value })),
		});
		const world = withSecrets({
			both: tags(["Env", "prod"], ["Team", "orders"]),
			env: tags(["Env", "test"]),
			team: tags(["Team", "prod/orders"]),
			emptied: tags(),
			none: {},
		});

		it.each<[key: string, value: string, found: readonly string[]]>([
			["tag-key", "Env", ["both", "env"]],
			["tag-key", "E", ["both", "env"]],
			["tag-key", "env", []],
			["tag-key", "nv", []],
			["tag-key", "prod", []],
			["tag-key", "!Env", ["team", "emptied", "none"]],
			["tag-key", "", ["both", "env", "team"]],
			["tag-value", "prod", ["both", "team"]],
			["tag-value", "orders", ["both"]],
			["tag-value", "Prod", []],
			["tag-value", "Env", []],
			["tag-value", "!prod", ["env", "emptied", "none"]],
		])("%s is a case-sensitive prefix of any: %j", (key, value, found) => {
			expect(filtered(world, [key, value])).toEqual(found);
		});

		it("go together without being of one tag", () => {
			expect(
				filtered(world, ["tag-key", "Team"], ["tag-value", "prod"]),
			).toEqual(["both", "team"]);
		});
	});

	describe("owning-service", () => {
		const owned = ["rds!a", "rds!b", "redshift!c", "events!d"].reduce(
			(world, Name) =>
				given(
					putManagedSecret(world.store, { Name }, world.context).store,
					world.context,
				),
			one,
		);
		const found = (...values: readonly string[]) =>
			filtered(owned, ["owning-service", ...values]);

		it.each<[values: readonly string[], names: readonly string[]]>([
			[["rds"], ["rds!a", "rds!b"]],
			[["events"], ["events!d"]],
			[
				["rds", "events"],
				["rds!a", "rds!b", "events!d"],
			],
			[["r"], ["rds!a", "rds!b", "redshift!c"]],
			[["!r"], ["db", "events!d"]],
			[["RDS"], []],
			[["ds"], []],
			[["nobody"], []],
		])("%j finds %j", (values, names) => {
			expect(found(...values)).toEqual(names);
		});

		it("does not find what nobody else owns (assumed)", () => {
			expect(found("db")).toEqual([]);
		});
	});

	it("primary-region matches nothing yet, and its negation everything (assumed)", () => {
		const world = withSecrets({ a: {}, b: {} });
		expect(filtered(world, ["primary-region", "us-east-1"])).toEqual([]);
		expect(filtered(world, ["primary-region", "!us-east-1"])).toEqual([
			"a",
			"b",
		]);
	});

	it("all looks at names, descriptions, and keys and values of tags", () => {
		const world = withSecrets(
			{
				FilterName: {},
				described: { Description: "FilterDescription" },
				key: { Tags: [{ Key: "FilterKey", Value: "" }] },
				value: { Tags: [{ Key: "k", Value: "FilterValue" }] },
				other: { KmsKeyId: "alias/FilterKey", Type: "FilterType" },
			},
			given().withKey({ keyId: keyId("a"), aliases: ["alias/FilterKey"] }),
		);
		expect(filtered(world, ["all", "filter"])).toEqual([
			"FilterName",
			"described",
			"key",
			"value",
		]);
	});
});

describe("Several filters", () => {
	const world = withSecrets({
		"prod/a": { Description: "first", Tags: [{ Key: "Env", Value: "x" }] },
		"prod/b": { Description: "second" },
		"test/a": { Description: "first" },
		"test/b": { Description: "second", Tags: [{ Key: "Env", Value: "x" }] },
	});

	it("let through what each of them does, in any order", () => {
		const filters = [
			["name", "prod"],
			["description", "first", "second"],
			["tag-key", "!Env"],
		] as const;
		expect(filtered(world, ...filters)).toEqual(["prod/b"]);
		expect(filtered(world, ...[...filters].reverse())).toEqual(["prod/b"]);
	});

	it("on names go together, values within one apart", () => {
		expect(filtered(world, ["name", "prod", "test/b"])).toEqual([
			"prod/a",
			"prod/b",
			"test/b",
		]);
		expect(
			filtered(world, ["name", "prod", "test/b"], ["name", "!prod/a"]),
		).toEqual(["prod/b", "test/b"]);
		expect(filtered(world, ["name", "prod"], ["name", "test"])).toEqual([]);
	});

	it("none at all let everything through", () => {
		expect(listed(world, { Filters: [] })).toHaveLength(4);
		expect(listed(world, { Filters: null })).toHaveLength(4);
	});

	it("do not list what is scheduled for deletion", () => {
		const scheduled = world.after("DeleteSecret", { SecretId: "prod/a" });
		expect(filtered(scheduled, ["name", "prod"])).toEqual(["prod/b"]);
	});
});

describe("Refused", () => {
	const FAILED = "failed to satisfy constraint: Member must";
	const KEYS =
		"[all, name, tag-key, description, tag-value, primary-region, owning-service]";
	const PATTERN = "^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$";
	const NESTED = `${FAILED} satisfy constraint: [Member must have length less than or equal to 512, Member must satisfy regular expression pattern: ${PATTERN}]`;
	const filter = (Key: unknown, ...Values: readonly unknown[]) => ({
		Filters: [{ Key, Values }],
	});
	const eleven = Array.from({ length: 11 }, () => ({
		Key: "name",
		Values: ["a"],
	}));
	const values = Array.from({ length: 11 }, (_, i) => `v${i}`);
	const long = "v".repeat(513);

	it.each<[title: string, input: object, message: string]>([
		[
			"an unknown key [EMU]",
			filter("invalid", "a"),
			`Value 'invalid' at 'filters.1.member.key' ${FAILED} satisfy enum value set: ${KEYS}`,
		],
		[
			"a key in another case",
			filter("Name", "a"),
			`Value 'Name' at 'filters.1.member.key' ${FAILED} satisfy enum value set: ${KEYS}`,
		],
		[
			"no key",
			{ Filters: [{ Values: ["a"] }] },
			`Value null at 'filters.1.member.key' ${FAILED} satisfy enum value set: ${KEYS}`,
		],
		[
			"no key in the second",
			{ Filters: [eleven[0], { Values: ["a"] }] },
			`Value null at 'filters.2.member.key' ${FAILED} satisfy enum value set: ${KEYS}`,
		],
		[
			"11 filters",
			{ Filters: eleven },
			`Value '[${eleven.map(() => "{Key=name, Values=[a]}").join(", ")}]' at 'filters' ${FAILED} have length less than or equal to 10`,
		],
		[
			"11 values",
			filter("name", ...values),
			`Value '[${values.join(", ")}]' at 'filters.1.member.values' ${FAILED} have length less than or equal to 10`,
		],
		[
			"an empty list of values",
			filter("name"),
			`Value '[]' at 'filters.1.member.values' ${FAILED} have length greater than or equal to 1`,
		],
		[
			"a value of 513 characters",
			filter("name", "a", long),
			`Value '[a, ${long}]' at 'filters.1.member.values' ${NESTED}`,
		],
		[
			"a value with other characters",
			filter("name", "a*"),
			`Value '[a*]' at 'filters.1.member.values' ${NESTED}`,
		],
		[
			"a filter that is null",
			{ Filters: [null] },
			`Value null at 'filters.1.member' ${FAILED} not be null`,
		],
		[
			"a value that is null",
			filter("name", null),
			`Value null at 'filters.1.member.values.1.member' ${FAILED} not be null`,
		],
		[
			"an unknown SortBy",
			{ SortBy: "size" },
			`Value 'size' at 'sortBy' ${FAILED} satisfy enum value set: [created-date, last-accessed-date, last-changed-date, name]`,
		],
		[
			"an unknown SortOrder",
			{ SortOrder: "ASC" },
			`Value 'ASC' at 'sortOrder' ${FAILED} satisfy enum value set: [asc, desc]`,
		],
		[
			"MaxResults 0",
			{ MaxResults: 0 },
			`Value '0' at 'maxResults' ${FAILED} have value greater than or equal to 1`,
		],
		[
			"MaxResults 101",
			{ MaxResults: 101 },
			`Value '101' at 'maxResults' ${FAILED} have value less than or equal to 100`,
		],
	])("%s", (_, input, message) => {
		list(given(), input).refuses(
			"ValidationException",
			`1 validation error detected: ${message}`,
		);
	});

	it.each("*?#$%&'()\",;<>[]\\^`{|}~\n\té".split(""))(
		"a value with %j",
		(character) => {
			list(given(), filter("all", character)).refuses("ValidationException");
		},
	);

	it.each([
		[
			"10 filters of 10 values of 512 characters",
			{
				Filters: Array.from({ length: 10 }, () => ({
					Key: "all",
					Values: Array(10).fill("v".repeat(512)),
				})),
			},
		],
		["every character that is legal", filter("all", "aZ0 :_@/+=.-!")],
		["a value of !", filter("all", "!")],
		["an empty value", filter("all", "")],
		...[
			"all",
			"name",
			"tag-key",
			"description",
			"tag-value",
			"primary-region",
			"owning-service",
		].map((key): [string, object] => [`the key ${key}`, filter(key, "a")]),
	])("but not %s", (_, input) => {
		list(given(), input).answersExactly({ SecretList: [] });
	});

	it.each([[{ Key: "name" }], [{ Key: "name", Values: null }]])(
		"a filter without values (code and text of another emulator): %j",
		(each) => {
			list(given(), { Filters: [each] }).refuses(
				"InvalidParameterException",
				"Invalid filter values for key: name",
			);
		},
	);

	it("several mistakes together", () => {
		list(given(), { MaxResults: 0, SortBy: "size", NextToken: "" }).refuses(
			"ValidationException",
			`3 validation errors detected: ${[
				`Value '0' at 'maxResults' ${FAILED} have value greater than or equal to 1`,
				`Value '' at 'nextToken' ${FAILED} have length greater than or equal to 1`,
				`Value 'size' at 'sortBy' ${FAILED} satisfy enum value set: [created-date, last-accessed-date, last-changed-date, name]`,
			].join("; ")}`,
		);
	});
});

describe("A name that is given anew between two pages", () => {
	/** Two of three secrets are on the first page; the second of them is then another secret of its name. */
	const renewed = (SortBy: string) => {
		const query = { SortBy, MaxResults: 2 };
		const before = ["a", "b", "c"].reduce(
			(world, name) => create(world, name),
			given(),
		);
		const { NextToken } = list(before, query).answer;
		const gone = before.after("DeleteSecret", {
			SecretId: "b",
			ForceDeleteWithoutRecovery: true,
		});
		return listed(create(gone, "b"), { ...query, NextToken });
	};

	it("is not listed again in the order of names, where its place is behind", () => {
		expect(renewed("name")).toEqual(["c"]);
	});

	it("is listed in the order of creation, as the newest secret", () => {
		expect(renewed("created-date")).toEqual(["c", "b"]);
	});
});
