/** aws4fetch: an independent signer, and plain `fetch`: https://github.com/mhart/aws4fetch */
import { AwsClient } from "aws4fetch";
import { describe, expect, it } from "vitest";
import { hostAtNoon, run } from "../../host/host-at-noon.js";
import { NOON, token } from "../../support/given.js";
import { endpointOf } from "./a-service.js";

/** A client of somebody, somewhere, over HTTP. */
async function clientFor(accessKeyId: string, region: string) {
	const host = hostAtNoon();
	const url = await endpointOf(host);
	const client = new AwsClient({
		accessKeyId,
		secretAccessKey: "not checked",
		service: "secretsmanager",
		region,
		retries: 0,
	});
	const call = (operation: string, input: unknown) =>
		client.fetch(url, {
			method: "POST",
			headers: {
				"content-type": "application/x-amz-json-1.1",
				"x-amz-target": `secretsmanager.${operation}`,
			},
			body: JSON.stringify(input),
		});
	return { host, call };
}

const CREATE = {
	Name: "db",
	SecretString: "€ 😀",
	ClientRequestToken: token("v1"),
};

describe("a request signed by aws4fetch", () => {
	it("is made for the account and in the region that it was signed for", async () => {
		const { host, call } = await clientFor("111111111111", "eu-west-1");
		const response = await call("CreateSecret", CREATE);
		const { ARN } = (await response.json()) as { ARN: string };
		expect(ARN).toMatch(
			/^arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-/,
		);
		const scope = { account: "111111111111", region: "eu-west-1" };
		const read = run(host, "GetSecretValue", { SecretId: ARN }, scope);
		expect(read.SecretString).toBe("€ 😀");
	});

	it("is made for the account of the host by a key that is no account", async () => {
		const { call } = await clientFor("AKIAIOSFODNN7EXAMPLE", "cn-north-1");
		const response = await call("CreateSecret", CREATE);
		expect(await response.json()).toMatchObject({
			ARN: expect.stringMatching(
				/^arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:db-/,
			),
		});
	});

	it("gets times in seconds and bytes as base64", async () => {
		const { host, call } = await clientFor("123456789012", "us-east-1");
		const SecretBinary = Uint8Array.of(0, 127, 128, 255);
		run(host, "CreateSecret", { Name: "key", SecretBinary });
		const response = await call("GetSecretValue", { SecretId: "key" });
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe(
			"application/x-amz-json-1.1",
		);
		expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
		expect(await response.json()).toMatchObject({
			SecretBinary: "AH+A/w==",
			CreatedDate: NOON / 1000,
		});
	});

	it("gets the text of a refusal", async () => {
		const { call } = await clientFor("123456789012", "us-east-1");
		const response = await call("GetSecretValue", { SecretId: "nobody" });
		expect(response.status).toBe(400);
		expect(await response.json()).toEqual({
			__type: "ResourceNotFoundException",
			Message: "Secrets Manager can't find the specified secret.",
		});
	});

	it("gets no text from an operation that answers nothing", async () => {
		const { host, call } = await clientFor("123456789012", "us-east-1");
		run(host, "CreateSecret", { Name: "db" });
		const Tags = [{ Key: "team", Value: "orders" }];
		const response = await call("TagResource", { SecretId: "db", Tags });
		expect(response.status).toBe(200);
		expect(await response.text()).toBe("");
	});

	it("is refused without the token that an SDK would have filled in", async () => {
		const { call } = await clientFor("123456789012", "us-east-1");
		const { ClientRequestToken, ...create } = CREATE;
		const response = await call("CreateSecret", create);
		expect(await response.json()).toMatchObject({
			__type: "InvalidRequestException",
			Message: expect.stringContaining("ClientRequestToken"),
		});
	});
});
