import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";

const NOT_FOUND = {
	ErrorCode: "ResourceNotFoundException",
	Message: "Secrets Manager can't find the specified secret.",
};
const MARKED = {
	ErrorCode: "InvalidRequestException",
	Message:
		"You can't perform this operation on the secret because it was marked for deletion.",
};
const VALUELESS = {
	ErrorCode: "ResourceNotFoundException",
	Message:
		"Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
};
const MIDNIGHT = NOON - 12 * HOUR;

const create = (world: World, Name: string, members: object = {}): World =>
	world.after("CreateSecret", {
		Name,
		ClientRequestToken: token("v1"),
		...members,
	});
const batch = (world: World, input: object) =>
	world.when("BatchGetSecretValue", input);
const byIds = (world: World, ...SecretIdList: readonly string[]) =>
	batch(world, { SecretIdList });
const arnOf = (world: World, SecretId: string): string =>
	world.when("DescribeSecret", { SecretId }).answer.ARN;
const described = (world: World, SecretId: string) =>
	world.when("DescribeSecret", { SecretId }).answer;
const names = (answer: {
	readonly SecretValues: readonly { readonly Name: string }[];
}) => answer.SecretValues.map(({ Name }) => Name);

/** a with text, b with bytes, empty without a value, gone scheduled for deletion. */
let world = create(given(), "a", { SecretString: "value of a" });
world = create(world, "b", { SecretBinary: Uint8Array.of(1, 2, 3) });
world = create(world, "empty");
world = create(world, "gone", { SecretString: "x" }).after("DeleteSecret", {
	SecretId: "gone",
});
const A = arnOf(world, "a");
const ALL = ["a", "b", "empty", "gone", "nobody"];

describe("A value", () => {
	it("is that of GetSecretValue, as text or as bytes [R-ST-life]", () => {
		const values = ["a", "b"].map(
			(SecretId) => world.when("GetSecretValue", { SecretId }).answer,
		);
		byIds(world, "a", "b").answersExactly({ SecretValues: values, Errors: [] });
		expect(values).toMatchObject([
			{ Name: "a", SecretString: "value of a", VersionStages: ["AWSCURRENT"] },
			{ Name: "b", SecretBinary: Uint8Array.of(1, 2, 3) },
		]);
	});

	it("is always the current one", () => {
		const put = world
			.after("PutSecretValue", {
				SecretId: "a",
				ClientRequestToken: token("v2"),
				SecretString: "second",
			})
			.after("PutSecretValue", {
				SecretId: "a",
				ClientRequestToken: token("v3"),
				SecretString: "third",
				VersionStages: ["blue"],
			});
		byIds(put, "a").answers({
			SecretValues: [{ VersionId: token("v2"), SecretString: "second" }],
		});
	});

	it.each([
		["a name", "a"],
		["an ARN", A],
		["a partial ARN", A.slice(0, -7)],
	])("is found by %s", (_, id) => {
		byIds(world, id).answers({ SecretValues: [{ ARN: A, Name: "a" }] });
	});

	it("is in the place that its request has among the requests", () => {
		expect(names(byIds(world, "b", "nobody", "a").answer)).toEqual(["b", "a"]);
	});

	it("is there twice when it is asked for twice (assumed)", () => {
		expect(names(byIds(world, "a", "b", A).answer)).toEqual(["a", "b", "a"]);
	});
});

describe("An error", () => {
	it("is an entry of its own and fails nothing else [R-ST-life, R-ST-enc:audit-batch-mixed]", () => {
		const { answer } = byIds(world, ...ALL);
		expect(names(answer)).toEqual(["a", "b"]);
		expect(answer.Errors).toEqual([
			{ SecretId: "empty", ...VALUELESS },
			{ SecretId: "gone", ...MARKED },
			{ SecretId: "nobody", ...NOT_FOUND },
		]);
	});

	it("may be all that there is", () => {
		byIds(world, "nobody").answersExactly({
			SecretValues: [],
			Errors: [{ SecretId: "nobody", ...NOT_FOUND }],
		});
	});

	it.each([
		["a complete ARN", `${A.slice(0, -6)}abcdef`],
		["a partial ARN", A.slice(0, -7).replace(/a$/, "nobody")],
		["an ARN of another region", A.replace("us-east-1", "eu-west-1")],
		["a name in another case", "A"],
	])("names the secret as the request did: %s", (_, SecretId) => {
		byIds(world, SecretId).answersExactly({
			SecretValues: [],
			Errors: [{ SecretId, ...NOT_FOUND }],
		});
	});

	it("is that of an illegal name, too (assumed)", () => {
		byIds(world, "a", "with space").answers({
			SecretValues: [{ Name: "a" }],
			Errors: [
				{
					SecretId: "with space",
					ErrorCode: "ValidationException",
					Message:
						"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
				},
			],
		});
	});

	it("is that of another account's secret [INF]", () => {
		const SecretId = A.replace("123456789012", "210987654321");
		byIds(world, SecretId).answers({
			Errors: [
				{
					SecretId,
					ErrorCode: "AccessDeniedException",
					Message: `User: arn:aws:iam::123456789012:root is not authorized to perform: secretsmanager:GetSecretValue on resource: ${SecretId} because no resource-based policy allows the secretsmanager:GetSecretValue action`,
				},
			],
		});
	});

	it("of a secret whose window has ended is that of an unknown one", () => {
		byIds(world.later(30 * DAY - 1), "gone").answers({
			Errors: [{ SecretId: "gone", ...MARKED }],
		});
		byIds(world.later(30 * DAY), "gone").answers({
			Errors: [{ SecretId: "gone", ...NOT_FOUND }],
		});
	});
});

describe("Reading", () => {
	const read = byIds(world, ...ALL).world;

	it("sets LastAccessedDate of what was read, and no other date [R-ST-enc]", () => {
		for (const name of ["a", "b"])
			expect(described(read, name)).toEqual({
				...described(world, name),
				LastAccessedDate: MIDNIGHT,
			});
		const { answer } = read.when("ListSecretVersionIds", { SecretId: "a" });
		expect(answer.Versions[0].LastAccessedDate).toBe(MIDNIGHT);
		for (const name of ["empty", "gone"])
			expect(described(read, name)).toEqual(described(world, name));
	});

	it("is that of GetSecretValue, one after the other", () => {
		const each = world
			.after("GetSecretValue", { SecretId: "a" })
			.after("GetSecretValue", { SecretId: "b" });
		for (const name of ["a", "b"])
			expect(described(read, name)).toEqual(described(each, name));
	});

	it("gives the same object when all was read today already, or nothing is", () => {
		expect(byIds(read.later(HOUR), "a", "b").world.store).toBe(read.store);
		expect(byIds(world, "empty", "gone", "nobody").world.store).toBe(
			world.store,
		);
	});
});

describe("Events", () => {
	const at = NOON + HOUR;
	const here = { at, account: "123456789012", region: "us-east-1" };
	const call = {
		...here,
		name: "BatchGetSecretValue",
		arn: undefined,
		detail: {},
	};
	const each = (name: string) => ({
		...here,
		name: "GetSecretValue",
		arn: arnOf(world, name),
		detail: { versionId: token("v1") },
	});

	it("tell of the call, about no single secret, and of each read [R-ST-enc]", () => {
		expect(byIds(world.later(HOUR), ...ALL).events).toEqual([
			call,
			each("a"),
			each("b"),
		]);
	});

	it("tell of the call alone where nothing was read", () => {
		expect(byIds(world.later(HOUR), "nobody").events).toEqual([call]);
	});

	it("tell no value", () => {
		const text = "a value that nobody tells of";
		const one = create(world, "c", { SecretString: text });
		const { events } = byIds(one, "c", "b");
		expect(events).toHaveLength(3);
		expect(JSON.stringify(events)).not.toContain(text);
		expect(JSON.stringify(events)).not.toContain("AQID");
	});
});

describe("With Filters", () => {
	const name = (...Values: readonly string[]) => [{ Key: "name", Values }];

	it("are read those that ListSecrets lists, by creation; what was deleted is not", () => {
		const Filters = name("");
		const found = world.when("ListSecrets", { Filters }).answer.SecretList;
		expect(found.map(({ Name }: { Name: string }) => Name)).toEqual([
			"a",
			"b",
			"empty",
		]);
		const { answer } = batch(world, { Filters });
		expect(names(answer)).toEqual(["a", "b"]);
		expect(answer.Errors).toEqual([
			{ SecretId: arnOf(world, "empty"), ...VALUELESS },
		]);
	});

	it("by each key that ListSecrets knows", () => {
		const one = create(world, "zeta", {
			SecretString: "x",
			Description: "Some words",
			Tags: [{ Key: "Env", Value: "prod" }],
		});
		for (const [Key, value] of [
			["name", "zet"],
			["description", "word"],
			["tag-key", "Env"],
			["tag-value", "pro"],
			["all", "PROD"],
		])
			expect(
				names(batch(one, { Filters: [{ Key, Values: [value] }] }).answer),
			).toEqual(["zeta"]);
	});

	it("nothing may be found", () => {
		batch(world, { Filters: name("nobody") }).answersExactly({
			SecretValues: [],
			Errors: [],
		});
	});

	it("the secrets of this account and region are looked at alone", () => {
		const abroad = world.as({ region: "eu-west-1" });
		batch(abroad, { Filters: name("") }).answersExactly({
			SecretValues: [],
			Errors: [],
		});
	});

	it("each that is read has its event and its LastAccessedDate", () => {
		const { world: read, events } = batch(world, { Filters: name("a", "b") });
		expect(events.map((event) => event.name)).toEqual([
			"BatchGetSecretValue",
			"GetSecretValue",
			"GetSecretValue",
		]);
		expect(described(read, "a").LastAccessedDate).toBe(MIDNIGHT);
	});
});

describe("Pages", () => {
	const all = Array.from(
		{ length: 25 },
		(_, i) => `s${String(i).padStart(2, "0")}`,
	);
	const many = all.reduce(
		(before, each) => create(before, each, { SecretString: each }),
		given(),
	);
	const Filters = [{ Key: "name", Values: ["s"] }];
	const pages = (input: object): readonly (readonly string[])[] => {
		const { answer } = batch(many, { Filters, ...input });
		const rest =
			answer.NextToken === undefined
				? []
				: pages({ ...input, NextToken: answer.NextToken });
		return [names(answer), ...rest];
	};

	it("hold 10 secrets by default (assumed)", () => {
		expect(pages({}).map((page) => page.length)).toEqual([10, 10, 5]);
	});

	it.each([1, 7, 20])("of MaxResults %i make up the list", (MaxResults) => {
		const found = pages({ MaxResults });
		expect(found.flat()).toEqual(all);
		expect(found.length).toBe(Math.ceil(25 / MaxResults));
	});

	it("read their own secrets only", () => {
		const { world: read, answer } = batch(many, { Filters, MaxResults: 2 });
		expect(names(answer)).toEqual(["s00", "s01"]);
		expect(described(read, "s01")).toHaveProperty("LastAccessedDate");
		expect(described(read, "s02")).not.toHaveProperty("LastAccessedDate");
	});

	it("count secrets, also those that cannot be read", () => {
		const one = create(given(), "s1");
		const two = create(one, "s2", { SecretString: "x" });
		const { answer } = batch(two, { Filters, MaxResults: 1 });
		expect(names(answer)).toEqual([]);
		expect(answer.Errors).toHaveLength(1);
		const { NextToken } = answer;
		const last = batch(two, { Filters, MaxResults: 1, NextToken }).answer;
		expect(names(last)).toEqual(["s2"]);
		expect(last).not.toHaveProperty("NextToken");
	});

	const { NextToken } = batch(many, { Filters }).answer;
	it.each<[title: string, input: object]>([
		["that is none", { Filters, NextToken: "garbage" }],
		[
			"of other filters",
			{ Filters: [{ Key: "name", Values: ["s", "t"] }], NextToken },
		],
		[
			"of ListSecrets",
			{
				Filters,
				NextToken: many.when("ListSecrets", { Filters }).answer.NextToken,
			},
		],
		["with SecretIdList", { SecretIdList: ["s00"], NextToken }],
	])("refuse a NextToken %s (text assumed)", (_, input) => {
		batch(many, input).refuses(
			"InvalidNextTokenException",
			"The NextToken value is invalid.",
		);
	});
});

describe("Refused", () => {
	const FAILED = "failed to satisfy constraint: Member must";
	const EITHER =
		"Either 'SecretIdList' or 'Filters' must be provided, but not both.";
	const NO_PAGES =
		"'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.";
	const Filters = [{ Key: "name", Values: ["a"] }];

	it.each<[title: string, input: object, message: string]>([
		["neither ids nor filters", {}, EITHER],
		["null for both", { SecretIdList: null, Filters: null }, EITHER],
		["an empty list of filters alone", { Filters: [] }, EITHER],
		["ids and filters", { SecretIdList: ["a"], Filters }, EITHER],
		["MaxResults with neither", { MaxResults: 5 }, NO_PAGES],
		["MaxResults with ids", { SecretIdList: ["a"], MaxResults: 5 }, NO_PAGES],
		[
			"a filter without values",
			{ Filters: [{ Key: "name" }] },
			"Invalid filter values for key: name",
		],
	])(
		"with InvalidParameterException [DOC; texts EMU]: %s",
		(_, input, message) => {
			batch(world, input).refuses("InvalidParameterException", message);
		},
	);

	const ids = (count: number) =>
		Array.from({ length: count }, (_, i) => `s${i}`);
	const long = "s".repeat(2049);
	const NESTED = `${FAILED} satisfy constraint: [Member must have length less than or equal to 2048, Member must have length greater than or equal to 1]`;

	it.each<[title: string, input: object, message: string]>([
		[
			"21 ids",
			{ SecretIdList: ids(21) },
			`Value '[${ids(21).join(", ")}]' at 'secretIdList' ${FAILED} have length less than or equal to 20`,
		],
		[
			"no id",
			{ SecretIdList: [] },
			`Value '[]' at 'secretIdList' ${FAILED} have length greater than or equal to 1`,
		],
		[
			"an empty id",
			{ SecretIdList: ["a", ""] },
			`Value '[a, ]' at 'secretIdList' ${NESTED}`,
		],
		[
			"an id of 2,049 characters",
			{ SecretIdList: [long] },
			`Value '[${long}]' at 'secretIdList' ${NESTED}`,
		],
		[
			"an id that is null",
			{ SecretIdList: [null] },
			`Value null at 'secretIdList.1.member' ${FAILED} not be null`,
		],
		[
			"MaxResults 0",
			{ Filters, MaxResults: 0 },
			`Value '0' at 'maxResults' ${FAILED} have value greater than or equal to 1`,
		],
		[
			"MaxResults 21",
			{ Filters, MaxResults: 21 },
			`Value '21' at 'maxResults' ${FAILED} have value less than or equal to 20`,
		],
		[
			"a NextToken of 4,097 characters",
			{ Filters, NextToken: "A".repeat(4097) },
			`Value '${"A".repeat(4097)}' at 'nextToken' ${FAILED} have length less than or equal to 4096`,
		],
		[
			"an unknown key, neither rule kept",
			{ SecretIdList: ["a"], Filters: [{ Key: "invalid", Values: ["a"] }] },
			`Value 'invalid' at 'filters.1.member.key' ${FAILED} satisfy enum value set: [all, name, tag-key, description, tag-value, primary-region, owning-service]`,
		],
		[
			"no key",
			{ Filters: [{ Values: ["a"] }] },
			`Value null at 'filters.1.member.key' ${FAILED} satisfy enum value set: [all, name, tag-key, description, tag-value, primary-region, owning-service]`,
		],
	])("with ValidationException: %s", (_, input, message) => {
		batch(world, input).refuses(
			"ValidationException",
			`1 validation error detected: ${message}`,
		);
	});

	it("but not 20 ids, and an empty list of filters besides ids (assumed)", () => {
		expect(byIds(world, ...ids(20)).answer.Errors).toHaveLength(20);
		batch(world, { SecretIdList: ["a"], Filters: [] }).answers({
			SecretValues: [{ Name: "a" }],
		});
	});
});
