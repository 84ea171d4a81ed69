import { describe, expect, it } from "vitest";
import { tagSecret, untagSecret, withTags } from "../../src/model/tags.js";
import { HOUR, NOON } from "../support/given.js";
import { accepted, aSecret } from "./a-secret.js";

const tag = (key: string, value = "") => ({ key, value });
const many = (count: number) =>
	Array.from({ length: count }, (_, i) => tag(`k${i}`));

describe("tags", () => {
	it("are added after those that are there", () => {
		expect(accepted(withTags([tag("a", "1")], [tag("b", "2")]))).toEqual([
			tag("a", "1"),
			tag("b", "2"),
		]);
	});

	it("overwrite by key, in its place; of equal keys the last wins", () => {
		const before = [tag("a", "1"), tag("b", "2")];
		const added = [tag("c", "3"), tag("a", "4"), tag("c", "5")];
		expect(accepted(withTags(before, added))).toEqual([
			tag("a", "4"),
			tag("b", "2"),
			tag("c", "5"),
		]);
		expect(before).toEqual([tag("a", "1"), tag("b", "2")]);
	});

	it("are told apart by case, and may be any word", () => {
		const tags = ["key", "Key", "__proto__", "constructor", "\ud800", ""].map(
			(key) => tag(key, key),
		);
		expect(accepted(withTags([], tags))).toEqual(tags);
	});

	it("may be 50, however often each is written", () => {
		expect(accepted(withTags(many(50), many(50)))).toHaveLength(50);
		expect(accepted(withTags(many(49), [tag("new")]))).toHaveLength(50);
	});
});

describe("refused with InvalidParameterException", () => {
	it.each([
		["51 tags", [], many(51)],
		["one more than 50", many(50), [tag("new")]],
		["a key of AWS", [], [tag("aws:cloudformation:stack-name")]],
		["a key of AWS in other letters", [], [tag("AwS:x")]],
		["a tag without a key", [], [{ key: undefined, value: "v" }]],
		["a reserved key among 51", many(50), [tag("new"), tag("aws:x")]],
	])("%s", (_, tags, added) => {
		expect(withTags(tags, added)).toMatchObject({
			ok: false,
			error: { name: "InvalidParameterException" },
		});
	});

	it("but not a key that merely begins with aws", () => {
		expect(accepted(withTags([], [tag("aws"), tag("awsx:y")]))).toHaveLength(2);
	});
});

describe("tagging a secret", () => {
	const LATER = NOON + HOUR;
	const plain = aSecret({ v1: ["AWSCURRENT"] });
	const tagged = aSecret({}, { tags: [tag("a", "1"), tag("b", "2")] });

	it("changes its tags and LastChangedDate, and nothing else", () => {
		expect(accepted(tagSecret(plain, [tag("a")], LATER))).toEqual({
			...plain,
			tags: [tag("a")],
			lastChangedDate: LATER,
		});
		expect(plain.tags).toBeUndefined();
	});

	it.each([
		["with the tags that it has", tagged, [tag("a", "1")], tagged.tags],
		["with none, also where there were none (assumed)", plain, [], []],
		["with none where there are some", tagged, [], tagged.tags],
	])(
		"is a change %s [R-ST-auth:tag-resource-owner-reset]",
		(_, secret, added, tags) => {
			expect(accepted(tagSecret(secret, added, LATER))).toEqual({
				...secret,
				tags,
				lastChangedDate: LATER,
			});
		},
	);

	it("counts the tags that are there", () => {
		const full = aSecret({}, { tags: many(50) });
		expect(tagSecret(full, [tag("new")], LATER)).toMatchObject({ ok: false });
		expect(tagSecret(full, [tag("k49", "new")], LATER)).toMatchObject({
			ok: true,
		});
	});
});

describe("untagging a secret", () => {
	const tagged = aSecret({}, { tags: ["a", "b", "c"].map((key) => tag(key)) });

	it("leaves the other tags in their order, and LastChangedDate [R-ST-meta]", () => {
		expect(untagSecret(tagged, ["b", "x", "b"])).toEqual({
			...tagged,
			tags: [tag("a"), tag("c")],
		});
		expect(tagged.tags).toHaveLength(3);
	});

	it("leaves an empty list in the end [R-LS:test_secret_tags]", () => {
		expect(untagSecret(tagged, ["c", "b", "a"]).tags).toEqual([]);
	});

	it.each([
		["a key that none has", tagged, ["x"]],
		["a key in another case", tagged, ["A"]],
		["no key", tagged, []],
		["an empty list of tags", aSecret({}, { tags: [] }), ["a"]],
		["no tags", aSecret(), ["a"]],
	])("gives the same object for %s", (_, secret, keys) => {
		expect(untagSecret(secret, keys)).toBe(secret);
	});
});
