import { describe, expect, it } from "vitest";
import {
	addedTags,
	namedKey,
	namedRegions,
	removedTags,
} from "../../src/api/condition-keys.js";
import { defaultKeyArn } from "../../src/kms/key.js";
import { aKeyRing } from "../model/a-secret.js";
import { keyArn, keyId, kmsArn } from "../support/keys.js";
import { HERE } from "../support/places.js";

describe("tags that are added", () => {
	it("are told by key and value", () => {
		expect(
			addedTags([
				{ Key: "a", Value: "1" },
				{ Key: "b", Value: "" },
			]),
		).toEqual({
			"aws:TagKeys": ["a", "b"],
			"aws:requesttag/a": ["1"],
			"aws:requesttag/b": [""],
		});
	});

	it.each([[undefined], [[]]])("may be none: %j", (tags) => {
		expect(addedTags(tags)).toEqual({ "aws:TagKeys": [] });
	});

	it("of equal keys the last counts, as for the tags themselves", () => {
		const given = [
			{ Key: "team", Value: "red" },
			{ Key: "team", Value: "blue" },
		];
		const told = addedTags(given);
		expect(told["aws:TagKeys"]).toEqual(["team"]);
		expect(told["aws:requesttag/team"]).toEqual(["blue"]);
	});

	it("may have gaps, and keys that are hostile words", () => {
		const tags = JSON.parse('[null,{},{"Value":"x"},{"Key":"__proto__"}]');
		expect(addedTags(tags)).toEqual({
			"aws:TagKeys": ["__proto__"],
			"aws:requesttag/__proto__": [""],
		});
	});
});

it("tags that are taken away are told by key", () => {
	expect(removedTags(["a", "b"])).toEqual({ "aws:TagKeys": ["a", "b"] });
	expect(removedTags()).toEqual({ "aws:TagKeys": [] });
	expect(removedTags(JSON.parse('[null,"a"]'))).toEqual({
		"aws:TagKeys": ["a"],
	});
});

it("regions are told in their order", () => {
	expect(namedRegions([{ Region: "a" }, { Region: "b" }])).toEqual({
		"secretsmanager:AddReplicaRegions": ["a", "b"],
	});
	expect(namedRegions(JSON.parse('[null,{},{"Region":"a"}]'))).toEqual({
		"secretsmanager:AddReplicaRegions": ["a"],
	});
	expect(namedRegions()).toEqual({ "secretsmanager:AddReplicaRegions": [] });
});

describe("a key", () => {
	const keys = aKeyRing(
		{ [keyArn("a")]: "Disabled" },
		{ [kmsArn("alias/a")]: keyArn("a") },
	);

	it.each<[keyId: string, arn: string | undefined]>([
		[keyId("a"), keyArn("a")],
		[keyArn("a"), keyArn("a")],
		["alias/a", keyArn("a")],
		[kmsArn("alias/a"), keyArn("a")],
		["alias/b", undefined],
		["garbage", undefined],
		["alias/aws/secretsmanager", defaultKeyArn(HERE)],
		["", defaultKeyArn(HERE)],
	])("named %j is told as it was sent, and by its ARN: %s", (id, arn) => {
		expect(namedKey(id, { keys, ...HERE })).toEqual({
			"secretsmanager:KmsKeyId": id,
			"secretsmanager:KmsKeyArn": arn,
		});
	});

	it("that is not named is not told", () => {
		expect(namedKey(undefined, { keys, ...HERE })).toEqual({});
	});
});
