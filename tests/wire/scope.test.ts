import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scopeOf } from "../../src/wire/scope.js";
import { assertLaw } from "../support/depth.js";

const signedBy = (credential: string) =>
	`AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=00ff`;

const OF_ACCOUNT = { accessKeyId: "111111111111", account: "111111111111" };

describe("the scope of a request", () => {
	it("is the region of the credential scope, and the access key", () => {
		expect(
			scopeOf(signedBy("AKID/20261124/eu-west-1/secretsmanager/aws4_request")),
		).toEqual({ accessKeyId: "AKID", region: "eu-west-1" });
	});

	it("is the account when the access key has twelve digits", () => {
		expect(
			scopeOf(
				signedBy(
					"111111111111/20261124/us-gov-west-1/secretsmanager/aws4_request",
				),
			),
		).toEqual({ ...OF_ACCOUNT, region: "us-gov-west-1" });
	});

	it.each([
		"1111111111111",
		"11111111111",
		"AKIAIOSFODNN7EXAMPLE",
		"11111111111a",
	])("takes the access key %s for no account", (key) => {
		expect(
			scopeOf(
				signedBy(`${key}/20261124/eu-west-1/secretsmanager/aws4_request`),
			),
		).toEqual({ accessKeyId: key, region: "eu-west-1" });
	});

	it.each(["localhost", "", "EU-WEST-1", "__proto__"])(
		"takes %j for no region",
		(region) => {
			expect(
				scopeOf(
					signedBy(
						`111111111111/20261124/${region}/secretsmanager/aws4_request`,
					),
				),
			).toEqual(OF_ACCOUNT);
		},
	);

	it("needs no blank after the commas", () => {
		expect(
			scopeOf(
				"AWS4-HMAC-SHA256 Credential=111111111111/20261124/eu-west-1/secretsmanager/aws4_request,SignedHeaders=host,Signature=00",
			),
		).toEqual({ ...OF_ACCOUNT, region: "eu-west-1" });
	});

	it("does not look at date and signature", () => {
		expect(
			scopeOf(
				"AWS4-HMAC-SHA256 Credential=111111111111/19700101/eu-west-1/other/aws4_request, Signature=no",
			),
		).toEqual({ ...OF_ACCOUNT, region: "eu-west-1" });
	});

	it.each([undefined, "", "Bearer token", "AWS4-HMAC-SHA256 Credential=AKID"])(
		"is empty for %j",
		(authorization) => {
			expect(scopeOf(authorization)).toEqual({});
		},
	);

	it("is the access key alone of a signature of several regions, which names none", () => {
		expect(
			scopeOf(
				"AWS4-ECDSA-P256-SHA256 Credential=AKID/20261124/secretsmanager/aws4_request, SignedHeaders=host, Signature=00",
			),
		).toEqual({ accessKeyId: "AKID" });
	});

	it("only ever holds an account of twelve digits and a region name", () => {
		assertLaw(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const { account, region } = scopeOf(`Credential=${text}`);
				expect(account ?? "111111111111").toMatch(/^\d{12}$/);
				expect(region ?? "eu-west-1").toMatch(/^([a-z]+-)+\d+$/);
			}),
		);
	});
});
