import { describe, expect, it } from "vitest";
import { defaultKeyArn, keyArnOf } from "../../src/kms/key.js";

const HOME = { account: "123456789012", region: "us-east-1" };
const KEYS = "arn:aws:kms:us-east-1:123456789012";
const UUID = "11111111-2222-4333-8444-555555555555";
const KEY_ARN =
	/^arn:aws:kms:us-east-1:123456789012:key\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("the default key", () => {
	it.each([
		["no key", undefined],
		["an empty text", ""],
		["its alias", "alias/aws/secretsmanager"],
		["its alias ARN", `${KEYS}:alias/aws/secretsmanager`],
	])("is named by %s", (_, keyId) => {
		expect(keyArnOf(keyId, HOME)).toBe(defaultKeyArn(HOME));
	});

	it("has a key ARN of its account and region", () => {
		expect(defaultKeyArn(HOME)).toMatch(KEY_ARN);
		const homes = [
			HOME,
			{ ...HOME, region: "eu-west-1" },
			{ ...HOME, account: "210987654321" },
		];
		expect(new Set(homes.map(defaultKeyArn)).size).toBe(3);
	});

	it("is not the default key of another region", () => {
		const elsewhere = defaultKeyArn({ ...HOME, region: "eu-west-1" });
		expect(keyArnOf(elsewhere, HOME)).toBe(elsewhere);
		expect(elsewhere).not.toBe(defaultKeyArn(HOME));
	});
});

describe("the key ARN", () => {
	it.each([
		["of a key id lies in the caller's home", UUID, `${KEYS}:key/${UUID}`],
		["of a multi-region key id too", "mrk-1", `${KEYS}:key/mrk-1`],
		["is itself", `${KEYS}:key/${UUID}`, `${KEYS}:key/${UUID}`],
		[
			"of another account and region is itself",
			"arn:aws:kms:eu-west-1:333333333333:key/mrk-1",
			"arn:aws:kms:eu-west-1:333333333333:key/mrk-1",
		],
	])("%s", (_, keyId, arn) => {
		expect(keyArnOf(keyId, HOME)).toBe(arn);
	});

	it("names the partition of the region", () => {
		expect(keyArnOf(UUID, { ...HOME, region: "cn-north-1" })).toBe(
			`arn:aws-cn:kms:cn-north-1:123456789012:key/${UUID}`,
		);
	});

	it("of an alias is a key of its own, the same by name and by ARN", () => {
		const arn = keyArnOf("alias/mine", HOME);
		expect(arn).toMatch(KEY_ARN);
		expect(keyArnOf(`${KEYS}:alias/mine`, HOME)).toBe(arn);
		expect(keyArnOf("alias/mine", HOME)).toBe(arn);
		expect(keyArnOf("alias/other", HOME)).not.toBe(arn);
		expect(arn).not.toBe(defaultKeyArn(HOME));
	});

	it("of an alias lies where the alias does", () => {
		const alias = "arn:aws:kms:eu-west-1:333333333333:alias/mine";
		expect(keyArnOf(alias, HOME)).toMatch(
			/^arn:aws:kms:eu-west-1:333333333333:key\//,
		);
		expect(keyArnOf(alias, HOME)).not.toBe(keyArnOf("alias/mine", HOME));
	});
});
