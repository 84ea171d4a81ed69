import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";

const NOT_FOUND = [
	"ResourceNotFoundException",
	"Secrets Manager can't find the specified secret.",
] as const;
const MARKED = [
	"InvalidRequestException",
	"You can't perform this operation on the secret because it was marked for deletion.",
] as const;

const tag = (Key: string, Value = "") => ({ Key, Value });
const create = (members: object = {}): World =>
	given().after("CreateSecret", {
		Name: "db",
		ClientRequestToken: token("v1"),
		...members,
	});
const remove = (world: World, TagKeys: readonly string[]) =>
	world.when("UntagResource", { SecretId: "db", TagKeys });
const described = (world: World) =>
	world.when("DescribeSecret", { SecretId: "db" }).answer;
const keysOf = (world: World): readonly string[] =>
	described(world).Tags.map(({ Key }: { Key: string }) => Key);

const plain = create();
const tagged = create({ Tags: ["a", "b", "c"].map((key) => tag(key, "v")) });
const ARN: string = described(tagged).ARN;

describe("The tags", () => {
	it.each<[title: string, keys: readonly string[], left: readonly string[]]>([
		["of a key go", ["b"], ["a", "c"]],
		["of several keys go", ["c", "a"], ["b"]],
		["of a key that is written twice go", ["b", "b"], ["a", "c"]],
		["stay for a key that none has [DOC]", ["x"], ["a", "b", "c"]],
		["stay for a key in another case", ["A"], ["a", "b", "c"]],
		["stay for a key of AWS, which none has", ["aws:x"], ["a", "b", "c"]],
		["go that are there, whatever is not", ["x", "a", "__proto__"], ["b", "c"]],
		["stay for no key at all", [], ["a", "b", "c"]],
		[
			"leave an empty list when all are gone [R-LS:test_secret_tags]",
			["a", "b", "c"],
			[],
		],
	])("%s", (_, keys, left) => {
		expect(keysOf(remove(tagged, keys).answersExactly({}))).toEqual(left);
	});

	it("of a secret that never had any are none", () => {
		expect(described(remove(plain, ["a"]).world)).not.toHaveProperty("Tags");
	});

	it("may be given back", () => {
		const world = remove(tagged, ["a", "b", "c"]).world.after("TagResource", {
			SecretId: "db",
			Tags: [tag("b", "new")],
		});
		expect(described(world).Tags).toEqual([tag("b", "new")]);
	});
});

describe("The secret", () => {
	it("keeps its LastChangedDate [R-ST-meta], and everything but the tags", () => {
		const { Tags, ...rest } = described(
			remove(tagged.later(HOUR), ["a"]).world,
		);
		const { Tags: _, ...before } = described(tagged);
		expect(Tags).toHaveLength(2);
		expect(rest).toEqual(before);
		expect(rest.LastChangedDate).toBe(NOON);
	});

	it.each([
		["a key that none has", tagged, ["x"]],
		["no key", tagged, []],
		["a secret without tags", plain, ["a"]],
		["a secret with an empty list of tags", create({ Tags: [] }), ["a"]],
	])("is the same object when nothing is taken: %s", (_, world, keys) => {
		expect(remove(world.later(HOUR), keys).world.store).toBe(world.store);
	});

	it.each([
		["by name", "db"],
		["by ARN", ARN],
		["by partial ARN", ARN.slice(0, -7)],
	])("is found %s", (_, SecretId) => {
		const TagKeys = ["a"];
		const { world } = tagged.when("UntagResource", { SecretId, TagKeys });
		expect(keysOf(world)).toEqual(["b", "c"]);
	});

	it.each([
		["taken", ["a"]],
		["there to take", ["x"]],
	])("tells of one event, whether anything was %s", (_, keys) => {
		expect(remove(tagged.later(HOUR), keys).events).toEqual([
			{
				name: "UntagResource",
				at: NOON + HOUR,
				arn: ARN,
				account: "123456789012",
				region: "us-east-1",
				detail: {},
			},
		]);
	});
});

describe("Refused", () => {
	const FAILED = "failed to satisfy constraint: Member must";
	const NESTED = `${FAILED} satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]`;
	const long = "k".repeat(129);
	it.each<[title: string, input: object, message: string]>([
		[
			"an empty key",
			{ TagKeys: ["a", ""] },
			`Value '[a, ]' at 'tagKeys' ${NESTED}`,
		],
		[
			"a key of 129 characters",
			{ TagKeys: [long] },
			`Value '[${long}]' at 'tagKeys' ${NESTED}`,
		],
		["no TagKeys", {}, `Value null at 'tagKeys' ${FAILED} not be null`],
		[
			"a key that is null",
			{ TagKeys: [null] },
			`Value null at 'tagKeys.1.member' ${FAILED} not be null`,
		],
	])("%s", (_, input, message) => {
		tagged
			.when("UntagResource", { SecretId: "db", ...input })
			.refuses(
				"ValidationException",
				`1 validation error detected: ${message}`,
			);
	});

	it("but not a key of 128 characters", () => {
		const key = "k".repeat(128);
		const world = create({ Tags: [tag(key)] });
		expect(keysOf(remove(world, [key]).world)).toEqual([]);
	});

	it("an unknown secret [R-LS:test_secret_not_found]", () => {
		remove(given(), ["a"]).refuses(...NOT_FOUND);
	});

	it("a secret that is scheduled for deletion [R-LS:test_tag_untag_resource_on_deleted_secret], to its end", () => {
		const scheduled = tagged.after("DeleteSecret", { SecretId: "db" });
		remove(scheduled, ["a"]).refuses(...MARKED);
		remove(scheduled.later(30 * DAY - 1), ["a"]).refuses(...MARKED);
		remove(scheduled.later(30 * DAY), ["a"]).refuses(...NOT_FOUND);
	});
});
