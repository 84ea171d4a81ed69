import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	arnBehind,
	canExist,
	defaultKeyArn,
	isAliasName,
	isAwsManaged,
	isDefaultAlias,
	isKeyId,
	type KeyName,
	nameIn,
	parseKmsArn,
	readKeyId,
} from "../../src/kms/key.js";
import { assertLaw } from "../support/depth.js";
import { keyArn, keyId, kmsArn, multiRegionKeyId } from "../support/keys.js";
import { HERE, STRANGE, THERE } from "../support/places.js";

const FAR = { account: STRANGE.account, region: THERE.region };
const KEY_ARN =
	/^arn:aws:kms:us-east-1:123456789012:key\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const DEFAULT = "alias/aws/secretsmanager";

describe("an identifier is read", () => {
	it.each<[what: string, keyId: string | undefined, KeyName]>([
		[
			"a key id, in the home",
			keyId("a"),
			{ ...HERE, kind: "key", arn: keyArn("a"), name: keyId("a") },
		],
		[
			"the id of a multi-Region key",
			multiRegionKeyId("a"),
			{
				...HERE,
				kind: "key",
				arn: kmsArn(`key/${multiRegionKeyId("a")}`),
				name: multiRegionKeyId("a"),
			},
		],
		[
			"a key ARN, where it says",
			keyArn("a", FAR),
			{
				...FAR,
				kind: "key",
				arn: keyArn("a", FAR),
				name: keyId("a"),
			},
		],
		[
			"an alias, in the home",
			"alias/mine",
			{
				...HERE,
				kind: "alias",
				arn: kmsArn("alias/mine"),
				name: "alias/mine",
			},
		],
		[
			"an alias ARN, where it says",
			kmsArn("alias/a/b", FAR),
			{
				...FAR,
				kind: "alias",
				arn: kmsArn("alias/a/b", FAR),
				name: "alias/a/b",
			},
		],
		[
			"none, as the alias of the default key",
			undefined,
			{ ...HERE, kind: "alias", arn: kmsArn(DEFAULT), name: DEFAULT },
		],
		[
			"an empty one, likewise",
			"",
			{ ...HERE, kind: "alias", arn: kmsArn(DEFAULT), name: DEFAULT },
		],
	])("%s", (_, keyId, named) => {
		expect(readKeyId(keyId, HERE)).toEqual(named);
	});

	it.each<[what: string, keyId: string]>([
		["a text", "garbage"],
		["a number", "1234"],
		["a name of an alias without alias/", "mine"],
		["a key id with a digit too many", `${keyId("a")}a`],
		["a key id in capitals", keyId("A")],
		["a key id after key/", `key/${keyId("a")}`],
		["an ARN of another service", "arn:aws:s3:us-east-1:123456789012:key/a"],
		[
			"an ARN of another resource",
			"arn:aws:kms:us-east-1:123456789012:grant/a",
		],
		["an ARN without a resource", "arn:aws:kms:us-east-1:123456789012"],
		["an ARN of a key without an id", kmsArn("key/")],
		["a member of every object", "__proto__"],
	])("but not %s", (_, keyId) => {
		expect(readKeyId(keyId, HERE)).toBeUndefined();
	});

	it("in the partition of the region", () => {
		const home = { ...HERE, region: "cn-north-1" };
		expect(readKeyId(keyId("a"), home)?.arn).toBe(
			`arn:aws-cn:kms:cn-north-1:123456789012:key/${keyId("a")}`,
		);
	});

	it("law 10: the ARN that is made of a name is read as that name", () => {
		const resource = fc.oneof(
			fc.uuid().map((id) => ["key", id] as const),
			fc
				.stringMatching(/^[A-Za-z0-9/_-]{1,20}$/)
				.map((name) => ["alias", `alias/${name}`] as const),
		);
		const region = fc.constantFrom("us-east-1", "cn-north-1", "us-gov-west-1");
		assertLaw(
			fc.property(resource, region, ([kind, name], region) => {
				const named = nameIn({ ...HERE, region }, kind, name);
				expect(parseKmsArn(named.arn)).toEqual(named);
				expect(readKeyId(named.arn, FAR)).toEqual(named);
				expect(readKeyId(name, { ...HERE, region })).toEqual(named);
			}),
		);
	});
});

describe("a key id", () => {
	it.each([
		["a UUID", keyId("a"), true],
		["a UUID in capitals", keyId("A"), false],
		["mrk- and 32 hexadecimal digits", multiRegionKeyId("0"), true],
		["32 hexadecimal digits alone", "0".repeat(32), false],
		["mrk- and digits in capitals", multiRegionKeyId("A"), false],
		["mrk- and 31 digits", `mrk-${"0".repeat(31)}`, false],
		["mrk- and a UUID", `mrk-${keyId("0")}`, false],
		["a UUID with a letter that is no digit", keyId("g"), false],
		["a UUID and a line feed", `${keyId("a")}\n`, false],
		["nothing", "", false],
	])("may be %s: %s is %s", (_, text, is) => {
		expect(isKeyId(text)).toBe(is);
	});
});

describe("the name of an alias", () => {
	it.each([
		["alias/mine", true],
		["alias/A-z_0/9", true],
		[`alias/${"a".repeat(250)}`, true],
		[`alias/${"a".repeat(251)}`, false],
		["alias/aws", true],
		["alias/aws/mine", false],
		[DEFAULT, false],
		["alias/", false],
		["mine", false],
		["alias/a b", false],
		["alias/a.b", false],
		["alias/ä", false],
		["alias/a\n", false],
	])("may be %j: %s", (text, is) => {
		expect(isAliasName(text)).toBe(is);
	});
});

describe("there can be", () => {
	it.each<[what: string, arn: string, is: boolean]>([
		["a key", keyArn("a"), true],
		["a key of another account and region", keyArn("a", FAR), true],
		["a multi-Region key", kmsArn(`key/${multiRegionKeyId("a")}`), true],
		["an alias", kmsArn("alias/mine"), true],
		["no key with an id that is none", kmsArn("key/a"), false],
		["no alias that is reserved", kmsArn("alias/aws/ebs"), false],
		["no key without an account", keyArn("a", { ...HERE, account: "" }), false],
		["no key without a region", keyArn("a", { ...HERE, region: "" }), false],
		[
			"no key of a strange region",
			keyArn("a", { ...HERE, region: "x" }),
			false,
		],
		[
			"no key of the partition of another region",
			kmsArn(`key/${keyId("a")}`, HERE, "aws-cn"),
			false,
		],
		["no key with an id in capitals", keyArn("A"), false],
	])("%s: %s", (_, arn, is) => {
		expect(canExist(parseKmsArn(arn) as KeyName)).toBe(is);
	});
});

describe("the default key", () => {
	it("has a key ARN of its account and region", () => {
		expect(defaultKeyArn(HERE)).toMatch(KEY_ARN);
		expect(defaultKeyArn({ ...HERE })).toBe(defaultKeyArn(HERE));
		const homes = [HERE, THERE, STRANGE];
		expect(new Set(homes.map(defaultKeyArn)).size).toBe(3);
	});

	it("is the key behind its alias", () => {
		expect(arnBehind(kmsArn(DEFAULT))).toBe(defaultKeyArn(HERE));
		expect(arnBehind(kmsArn("alias/mine"))).toMatch(KEY_ARN);
		expect(arnBehind(kmsArn("alias/mine"))).not.toBe(defaultKeyArn(HERE));
	});

	it("is managed by AWS, and no other is", () => {
		expect(isAwsManaged(defaultKeyArn(HERE))).toBe(true);
		expect(isAwsManaged(defaultKeyArn(FAR))).toBe(true);
		expect(isAwsManaged(keyArn("a"))).toBe(false);
		expect(isAwsManaged(arnBehind(kmsArn("alias/mine")))).toBe(false);
		expect(isAwsManaged("key/a")).toBe(false);
		const id = parseKmsArn(defaultKeyArn(HERE))?.name;
		expect(isAwsManaged(kmsArn(`key/${id}`, FAR))).toBe(false);
	});

	it.each([
		[kmsArn(DEFAULT), true],
		[kmsArn(DEFAULT, FAR), true],
		[kmsArn("alias/aws/ebs"), false],
		[defaultKeyArn(HERE), false],
		[kmsArn(DEFAULT, HERE, "aws-cn"), false],
	])("has an alias: %s is it: %s", (arn, is) => {
		expect(isDefaultAlias(parseKmsArn(arn) as KeyName)).toBe(is);
	});
});
