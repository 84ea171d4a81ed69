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
const TOO_MANY = [
	"InvalidParameterException",
	"You exceeded the maximum number of tags allowed on a secret: 50.",
] as const;

const tag = (Key: string, Value = "") => ({ Key, Value });
const many = (count: number, from = 0) =>
	Array.from({ length: count }, (_, i) => tag(`k${from + i}`, "v"));
const create = (members: object = {}): World =>
	given().after("CreateSecret", {
		Name: "db",
		ClientRequestToken: token("v1"),
		SecretString: "x",
		...members,
	});
const add = (world: World, Tags: readonly unknown[]) =>
	world.when("TagResource", { SecretId: "db", Tags });
const described = (world: World) =>
	world.when("DescribeSecret", { SecretId: "db" }).answer;
const tagsOf = (world: World) => described(world).Tags;

const db = create();
const ARN: string = described(db).ARN;
const tagged = add(db, [tag("Env", "prod"), tag("Team", "orders")]).world;

describe("The tags", () => {
	it("are added to those that are there [R-LS:test_secret_tags]", () => {
		expect(tagsOf(add(tagged, [tag("Note", "x")]).world)).toEqual([
			tag("Env", "prod"),
			tag("Team", "orders"),
			tag("Note", "x"),
		]);
	});

	it.each<[title: string, tags: readonly unknown[], then: readonly unknown[]]>([
		["overwrite by key", [tag("Env", "test")], [tag("Env", "test")]],
		["overwrite with nothing", [tag("Env", "")], [tag("Env", "")]],
		[
			"are told apart by the case of their keys",
			[tag("env", "test")],
			[tag("Env", "prod"), tag("env", "test")],
		],
		[
			"of equal keys keep the last (assumed)",
			[tag("Env", "a"), tag("Env", "b")],
			[tag("Env", "b")],
		],
		[
			"without a value have an empty one (assumed)",
			[{ Key: "Env" }],
			[tag("Env", "")],
		],
		[
			"with a value of null, too",
			[{ Key: "Env", Value: null }],
			[tag("Env", "")],
		],
		["may be none at all", [], [tag("Env", "prod")]],
	])("%s", (_, tags, then) => {
		const world = create({ Tags: [tag("Env", "prod")] });
		expect(tagsOf(add(world, tags).world)).toEqual(then);
	});

	it("of a secret that had none are there, also when they are an empty list (assumed)", () => {
		expect(described(db)).not.toHaveProperty("Tags");
		expect(tagsOf(add(db, []).world)).toEqual([]);
		expect(tagsOf(tagged)).toHaveLength(2);
	});

	it("may have any words", () => {
		const words = ["__proto__", "constructor", "\ud800", " ", "ü 🔑", "aws"];
		const tags = words.map((word) => tag(word, word));
		expect(tagsOf(add(db, tags).world)).toEqual(tags);
	});

	it("are not changed through the request", () => {
		const tags = [tag("Env", "prod")];
		const { world } = add(db, tags);
		tags[0] = tag("Env", "changed");
		tags.push(tag("more"));
		expect(tagsOf(world)).toEqual([tag("Env", "prod")]);
	});
});

describe("The answer", () => {
	it.each([
		["by name", "db"],
		["by ARN", ARN],
		["by partial ARN", ARN.slice(0, -7)],
	])("is empty [MODEL]; the secret is found %s", (_, SecretId) => {
		const world = db
			.when("TagResource", { SecretId, Tags: [tag("Env", "prod")] })
			.answersExactly({});
		expect(tagsOf(world)).toEqual([tag("Env", "prod")]);
	});
});

describe("The secret", () => {
	it.each([
		["new tags", [tag("Note", "x")]],
		[
			"the tags that it has [R-ST-auth:tag-resource-owner-reset]",
			[tag("Env", "prod")],
		],
		["no tags", []],
	])("has a new LastChangedDate after %s", (_, tags) => {
		expect(described(add(tagged.later(HOUR), tags).world)).toMatchObject({
			CreatedDate: NOON,
			LastChangedDate: NOON + HOUR,
		});
	});

	it("keeps everything else", () => {
		const read = db.after("GetSecretValue", { SecretId: "db" });
		const { Tags, LastChangedDate, ...rest } = described(
			add(read.later(HOUR), [tag("Env", "prod")]).world,
		);
		const { LastChangedDate: _, ...before } = described(read);
		expect(rest).toEqual(before);
	});

	it("is the only one that changes", () => {
		const two = db
			.as({ region: "eu-west-1" })
			.after("CreateSecret", { Name: "db", ClientRequestToken: token("v1") })
			.as({ region: "us-east-1" });
		const abroad = add(two, [tag("Env")]).world.as({ region: "eu-west-1" });
		expect(described(abroad)).not.toHaveProperty("Tags");
	});

	it("tells of one event, about itself and without tags", () => {
		expect(add(db.later(HOUR), [tag("Env", "prod")]).events).toEqual([
			{
				name: "TagResource",
				at: NOON + HOUR,
				arn: ARN,
				account: "123456789012",
				region: "us-east-1",
				detail: {},
			},
		]);
	});
});

describe("50 tags", () => {
	it.each([
		["at once", db, many(50)],
		["with those that are there", add(db, many(49)).world, many(1, 49)],
		["of which all overwrite", add(db, many(50)).world, many(50)],
		["of which one is written twice", db, [...many(50), tag("k0", "v")]],
	])("are as many as there may be: %s", (_, world, tags) => {
		expect(tagsOf(add(world, tags).world)).toEqual(many(50));
	});

	it.each([
		["51 at once", db, many(51)],
		["one more", add(db, many(50)).world, many(1, 50)],
		[
			"one more besides others that overwrite",
			add(db, many(50)).world,
			many(51),
		],
	])(
		"are the most (texts assumed): %s is refused as a whole",
		(_, world, tags) => {
			add(world, tags).refuses(...TOO_MANY);
		},
	);

	it("leave room again when one is taken away", () => {
		const full = add(db, many(50)).world;
		const less = full.after("UntagResource", {
			SecretId: "db",
			TagKeys: ["k7"],
		});
		expect(tagsOf(add(less, [tag("new")]).world)).toHaveLength(50);
	});
});

describe("Refused", () => {
	it.each(["aws:x", "aws:", "AWS:cloudformation:stack-name"])(
		"a key of AWS (text assumed): %s",
		(key) => {
			add(tagged, [tag("Env", "new"), tag(key)]).refuses(
				"InvalidParameterException",
				`You can't use the tag key ${key}: keys that begin with aws: are reserved for AWS use.`,
			);
		},
	);

	it.each([[{}], [{ Value: "v" }], [{ Key: null, Value: "v" }]])(
		"a tag without a key (assumed): %j",
		(given) => {
			add(db, [given]).refuses(
				"InvalidParameterException",
				"You must provide a Key for each tag.",
			);
		},
	);

	const FAILED = "failed to satisfy constraint: Member must";
	it.each<[title: string, input: object, message: string]>([
		[
			"an empty key",
			{ Tags: [tag("")] },
			`Value '' at 'tags.1.member.key' ${FAILED} have length greater than or equal to 1`,
		],
		[
			"a key of 129 characters",
			{ Tags: [tag("a"), tag("k".repeat(129))] },
			`Value '${"k".repeat(129)}' at 'tags.2.member.key' ${FAILED} have length less than or equal to 128`,
		],
		[
			"a value of 257 characters",
			{ Tags: [tag("a", "v".repeat(257))] },
			`Value '${"v".repeat(257)}' at 'tags.1.member.value' ${FAILED} have length less than or equal to 256`,
		],
		["no Tags", {}, `Value null at 'tags' ${FAILED} not be null`],
		[
			"Tags that are null",
			{ Tags: null },
			`Value null at 'tags' ${FAILED} not be null`,
		],
		[
			"a tag that is null",
			{ Tags: [null] },
			`Value null at 'tags.1.member' ${FAILED} not be null`,
		],
	])("%s", (_, input, message) => {
		db.when("TagResource", { SecretId: "db", ...input }).refuses(
			"ValidationException",
			`1 validation error detected: ${message}`,
		);
	});

	it("but not a key of 128 characters with a value of 256", () => {
		const longest = [tag("k".repeat(128), "v".repeat(256))];
		expect(tagsOf(add(db, longest).world)).toEqual(longest);
	});

	it("an unknown secret [R-LS:test_secret_not_found]", () => {
		add(given(), [tag("Env")]).refuses(...NOT_FOUND);
	});

	it("a secret that is scheduled for deletion [R-LS:test_tag_untag_resource_on_deleted_secret], to its end", () => {
		const scheduled = tagged.after("DeleteSecret", { SecretId: "db" });
		add(scheduled, [tag("Env")]).refuses(...MARKED);
		add(scheduled.later(30 * DAY - 1), [tag("Env")]).refuses(...MARKED);
		add(scheduled.later(30 * DAY), [tag("Env")]).refuses(...NOT_FOUND);
	});

	it("a secret that was deleted by force", () => {
		const gone = db.after("DeleteSecret", {
			SecretId: "db",
			ForceDeleteWithoutRecovery: true,
		});
		add(gone, [tag("Env")]).refuses(...NOT_FOUND);
	});
});
