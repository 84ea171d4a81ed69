import { describe, expect, it } from "vitest";
import {
	isServicePrincipal,
	parsePrincipalArn,
	roleArn,
	rootPrincipal,
	servicePrincipal,
} from "../../src/values/principal.js";

const account = "123456789012";

it("the root of an account lies in the partition of the region", () => {
	expect(rootPrincipal(account, "us-east-1")).toBe(
		"arn:aws:iam::123456789012:root",
	);
	expect(rootPrincipal(account, "cn-north-1")).toBe(
		"arn:aws-cn:iam::123456789012:root",
	);
});

describe("the principal of a service", () => {
	it.each([
		servicePrincipal("rds"),
		"rds.amazonaws.com",
		"logs.us-east-1.amazonaws.com",
		"ec2.amazonaws.com.cn",
	])("may be %s", (text) => {
		expect(isServicePrincipal(text)).toBe(true);
	});

	it.each([
		"",
		"rds",
		"amazonaws.com",
		".amazonaws.com",
		"RDS.amazonaws.com",
		"rds.amazonaws.com.evil",
		"rds.amazonaws.com\n",
		"*.amazonaws.com",
	])("is none in %j", (text) => {
		expect(isServicePrincipal(text)).toBe(false);
	});
});

describe("the ARN of a principal", () => {
	it.each([
		["root", `arn:aws:iam::${account}:root`, "aws", "root"],
		["root", `arn:aws-cn:iam::${account}:root`, "aws-cn", "root"],
		["user", `arn:aws:iam::${account}:user/ada`, "aws", "ada"],
		[
			"user",
			`arn:aws:iam::${account}:user/a/b/a=1,+@._-x`,
			"aws",
			"a=1,+@._-x",
		],
		["role", `arn:aws-us-gov:iam::${account}:role/app`, "aws-us-gov", "app"],
		[
			"role",
			`arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/R`,
			"aws",
			"R",
		],
		[
			"session",
			`arn:aws-iso-b:sts::${account}:assumed-role/app/me@example.com`,
			"aws-iso-b",
			"app",
		],
		[
			"federated",
			`arn:aws-eusc:sts::${account}:federated-user/bob`,
			"aws-eusc",
			"bob",
		],
	])("of a %s: %s", (kind, arn, partition, name) => {
		expect(parsePrincipalArn(arn)).toEqual({ kind, partition, account, name });
	});

	it.each([
		"",
		account,
		"arn:aws:iam::1234:root",
		`arn:gcp:iam::${account}:root`,
		`arn:aws-:iam::${account}:root`,
		`arn:aws:iam:us-east-1:${account}:root`,
		`arn:aws:iam::${account}:root/x`,
		`arn:aws:iam::${account}:root\n`,
		`arn:aws:iam::${account}:user`,
		`arn:aws:iam::${account}:user/`,
		`arn:aws:iam::${account}:user//ada`,
		`arn:aws:iam::${account}:user/team/`,
		`arn:aws:iam::${account}:user/*`,
		`arn:aws:iam::${account}:group/g`,
		`arn:aws:sts::${account}:assumed-role/app`,
		`arn:aws:sts::${account}:assumed-role/app/`,
		`arn:aws:sts::${account}:assumed-role/team/app/one`,
		`arn:aws:sts::${account}:federated-user/a/b`,
		// What IAM has is none of STS, and the other way round.
		`arn:aws:iam::${account}:assumed-role/app/one`,
		`arn:aws:iam::${account}:federated-user/bob`,
		`arn:aws:sts::${account}:root`,
		`arn:aws:sts::${account}:user/ada`,
		`arn:aws:sts::${account}:role/app`,
		`arn:aws:s3::${account}:user/ada`,
	])("is none: %j", (arn) => {
		expect(parsePrincipalArn(arn)).toBe(undefined);
	});

	it("of a role leaves out its path, and of a session is its role's", () => {
		const role = `arn:aws-cn:iam::${account}:role/app`;
		for (const arn of [
			role,
			`arn:aws-cn:iam::${account}:role/team/app`,
			`arn:aws-cn:sts::${account}:assumed-role/app/one`,
		]) {
			const read = parsePrincipalArn(arn);
			expect(read && roleArn(read)).toBe(role);
		}
	});
});
