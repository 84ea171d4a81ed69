import { describe, expect, it } from "vitest";
import { withTags } from "../../src/model/tags.js";
import { accepted } from "./a-secret.js";

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
