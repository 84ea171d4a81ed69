// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import { describe, expect, it } from "vitest";
import { parsePolicy } from "../../src/iam/document.js";
import { policyText, statement } from "./a-policy.js";

const ACCOUNT = "123456789012";
const account = { kind: "account", account: ACCOUNT };
const identity = (arn: string) => ({ kind: "identity", arn });

describe("a principal of a policy is", () => {
	it.each<[principal: unknown, read: unknown]>([
		["*", { kind: "everyone" }],
		[{ AWS: "*" }, { kind: "everyone" }],
		[{ AWS: ACCOUNT }, account],
		[{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, account],
		[{ AWS: `arn:aws-us-gov:iam::${ACCOUNT}:root` }, account],
		...[
			`arn:aws:iam::${ACCOUNT}:user/ada`,
			`arn:aws:iam::${ACCOUNT}:user/team/ada+x=1,2.3@4_5-6`,
			`arn:aws-cn:iam::${ACCOUNT}:role/reader`,
			`arn:aws:sts::${ACCOUNT}:assumed-role/reader/session`,
			`arn:aws:sts::${ACCOUNT}:federated-user/bob`,
		].map((arn): [unknown, unknown] => [{ AWS: arn }, identity(arn)]),
		[
			{
				AWS: `arn:aws-iso-b:iam::${ACCOUNT}:role/aws-service-role/x.amazonaws.com/R`,
			},
			identity(`arn:aws-iso-b:iam::${ACCOUNT}:role/R`),
		],
		...["AIDACKCEVSQ6C2EXAMPLE", "AROA000000000000"].map(
			(id): [unknown, unknown] => [{ AWS: id }, { kind: "unique id", id }],
		),
		...[
			"lambda.amazonaws.com",
			"logs.us-east-1.amazonaws.com",
			"ec2.amazonaws.com.cn",
		].map((service): [unknown, unknown] => [
			{ Service: service },
			{ kind: "service", service },
		]),
		...[
			"cognito-identity.amazonaws.com",
			"accounts.google.com",
			`arn:aws:iam::${ACCOUNT}:saml-provider/Example`,
			`arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.example.com/id/1`,
		].map((provider): [unknown, unknown] => [
			{ Federated: provider },
			{ kind: "federated", provider },
		]),
	])("%j", (Principal, read) => {
		expect(statement({ Principal }).principals?.list).toEqual([read]);
	});
});

describe("an unsupported principal is", () => {
	it.each<[type: string, name: string]>([
		["AWS", ""],
		["AWS", "ada"],
		["AWS", "12345678901"],
		["AWS", "1234567890123"],
		["AWS", "AIDA123"],
		["AWS", "AKIAIOSFODNN7EXAMPLE"],
		["AWS", "aidackcevsq6c2example"],
		["AWS", `arn:aws:iam::${ACCOUNT}:*`],
		["AWS", `arn:aws:iam::${ACCOUNT}:group/team`],
		["AWS", `arn:aws:iam::${ACCOUNT}:user/*`],
		["AWS", `arn:aws:iam::${ACCOUNT}:role/read?r`],
		["AWS", `arn:aws:iam::${ACCOUNT}:user/`],
		["AWS", `arn:aws:iam::${ACCOUNT}:user/team/`],
		["AWS", `arn:aws:iam::${ACCOUNT}:user/\${aws:username}`],
		["AWS", `arn:aws:iam::${ACCOUNT}:user/ada\n`],
		["AWS", `arn:aws:iam::${ACCOUNT}:root/x`],
		["AWS", "arn:aws:iam::*:root"],
		["AWS", "arn:aws:iam::1234:root"],
		["AWS", `arn:aws:iam:us-east-1:${ACCOUNT}:root`],
		["AWS", `arn:gcp:iam::${ACCOUNT}:root`],
		["AWS", `arn:aws:sts::${ACCOUNT}:assumed-role/reader`],
		["AWS", `arn:aws:sts::${ACCOUNT}:assumed-role/reader/*`],
		["AWS", `arn:aws:sts::${ACCOUNT}:federated-user/*`],
		["AWS", `arn:aws:sts::${ACCOUNT}:user/ada`],
		["AWS", "lambda.amazonaws.com"],
		[
			"CanonicalUser",
			"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
		],
		["Federated", "*"],
		["Federated", "google"],
		["Federated", `arn:aws:iam::${ACCOUNT}:saml-provider/*`],
	])("%s %j", (type, name) => {
		expect(parsePolicy(policyText({ Principal: { [type]: name } }))).toEqual({
			ok: false,
			error: {
				name: "MalformedPolicyDocumentException",
				message: "This resource policy contains an unsupported principal.",
			},
		});
	});
});

describe("an invalid service principal is", () => {
	it.each([
		"",
		"*",
		"lambda",
		"lambda.*",
		"*.amazonaws.com",
		".amazonaws.com",
		"amazonaws.com",
		"lambda.amazonaws.com.evil",
		"lambda.example.com",
		"lambda-amazonaws.com",
		ACCOUNT,
	])("%j", (Service) => {
		expect(
			parsePolicy(
				policyText({ NotPrincipal: { Service }, Principal: undefined }),
			),
		).toEqual({
			ok: false,
			error: {
				name: "MalformedPolicyDocumentException",
				message:
					"This resource policy contains an invalid/unsupported service principal.",
			},
		});
	});
});
