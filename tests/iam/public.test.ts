// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import { describe, expect, it } from "vitest";
import { isPublic } from "../../src/iam/public.js";
import { policy } from "./a-policy.js";

const VPC = { "aws:SourceVpc": "vpc-1" };
const everyone = { Principal: "*" };

describe("public is", () => {
	it.each<[what: string, members: Readonly<Record<string, unknown>>]>([
		["everyone", everyone],
		["everyone on AWS", { Principal: { AWS: "*" } }],
		["everyone among others", { Principal: { AWS: ["123456789012", "*"] } }],
		[
			"all but one",
			{ Principal: undefined, NotPrincipal: { AWS: "123456789012" } },
		],
	])("%s", (_, members) => {
		expect(isPublic(policy(members))).toBe(true);
		expect(isPublic(policy({}, members))).toBe(true);
		expect(isPublic(policy({ ...members, Effect: "Deny" }))).toBe(false);
		expect(
			isPublic(policy({ ...members, Condition: { StringEquals: VPC } })),
		).toBe(false);
	});

	it.each<[what: string, condition: unknown]>([
		[
			"a condition on another key",
			{ StringEquals: { "aws:PrincipalOrgID": "o-1" } },
		],
		["a condition that negates", { StringNotEquals: VPC }],
		["a condition that lets a missing key pass", { StringEqualsIfExists: VPC }],
		["a condition on all of no values", { "ForAllValues:StringEquals": VPC }],
		["an operator of another family", { IpAddress: VPC }],
		["no key", { StringEquals: {} }],
		["no value", { StringEquals: { "aws:SourceVpc": [] } }],
		["an empty value", { StringEquals: { "aws:SourceVpc": "" } }],
		["any value", { StringLike: { "aws:SourceVpc": "*" } }],
		["a wildcard", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::a?" } }],
		[
			"one wildcard of two",
			{ StringLike: { "aws:SourceVpc": ["vpc-1", "vpc-*"] } },
		],
		[
			"a variable",
			{ StringEquals: { "aws:SourceAccount": `\${aws:PrincipalAccount}` } },
		],
	])("everyone with %s", (_, Condition) => {
		expect(isPublic(policy({ ...everyone, Condition }))).toBe(true);
	});
});

describe("not public is", () => {
	it.each<[what: string, principal: unknown]>([
		["an account", { AWS: "123456789012" }],
		["a role", { AWS: "arn:aws:iam::123456789012:role/reader" }],
		["a service", { Service: "lambda.amazonaws.com" }],
	])("%s", (_, Principal) => {
		expect(isPublic(policy({ Principal }))).toBe(false);
	});

	it.each<[operator: string, key: string, values: unknown]>([
		["StringEquals", "aws:SourceVpc", "vpc-1"],
		["StringEquals", "AWS:sourceVPC", ["vpc-1", "vpc-2"]],
		["StringEqualsIgnoreCase", "aws:SourceVpce", "vpce-1"],
		["StringLike", "aws:SourceAccount", "123456789012"],
		["StringEquals", "aws:SourceAccount", 123456789012],
		["ArnEquals", "aws:SourceArn", "arn:aws:s3:::a"],
		["ArnLike", "aws:SourceArn", "arn:aws:s3:::a"],
		["ForAnyValue:StringEquals", "aws:SourceVpc", "vpc-1"],
	])("everyone where %s %s %j", (operator, key, values) => {
		const Condition = { Bool: { x: true }, [operator]: { [key]: values } };
		expect(isPublic(policy({ ...everyone, Condition }))).toBe(false);
	});
});
