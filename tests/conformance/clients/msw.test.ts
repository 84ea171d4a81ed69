/** Mock Service Worker, which intercepts clients that nobody configures: https://mswjs.io */
import {
	CreateSecretCommand,
	GetSecretValueCommand,
	ResourceNotFoundException,
	SecretsManagerClient,
	type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import { AwsClient } from "aws4fetch";
import { http } from "msw";
import { setupServer } from "msw/node";
import type { Host } from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hostAtNoon, run } from "../../host/host-at-noon.js";
import { signedBy } from "./a-service.js";

const ENDPOINT =
	/^https:\/\/secretsmanager(-fips)?\.[\w-]+\.(amazonaws\.com(\.cn)?|api\.aws)\/$/;

let host: Host;
let handler: (request: Request) => Promise<Response>;
const server = setupServer(
	http.post(ENDPOINT, ({ request }) => handler(request)),
);
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());
beforeEach(() => {
	host = hostAtNoon();
	handler = createFetchHandler(host);
});

describe("the unmodified SDK", () => {
	it.each<[string, SecretsManagerClientConfig]>([
		["a region", { region: "eu-west-1" }],
		["a FIPS endpoint", { region: "us-east-1", useFipsEndpoint: true }],
		[
			"a dual-stack endpoint",
			{ region: "us-west-2", useDualstackEndpoint: true },
		],
		["a region of China", { region: "cn-north-1" }],
	])("is answered at %s", async (_, config) => {
		const client = new SecretsManagerClient({ ...signedBy(), ...config });
		const { ARN } = await client.send(
			new CreateSecretCommand({
				Name: "db",
				SecretBinary: Uint8Array.of(0, 255),
			}),
		);
		expect(ARN).toContain(`:${config.region}:123456789012:secret:db-`);
		const read = new GetSecretValueCommand({ SecretId: "db" });
		const { SecretBinary } = await client.send(read);
		expect(SecretBinary).toEqual(Uint8Array.of(0, 255));
	});

	it("gets its own error classes", async () => {
		const client = new SecretsManagerClient(signedBy());
		const read = new GetSecretValueCommand({ SecretId: "nobody" });
		await expect(client.send(read)).rejects.toThrow(ResourceNotFoundException);
	});
});

describe("the global fetch", () => {
	it("is answered, too", async () => {
		run(host, "CreateSecret", { Name: "db", SecretString: "€ 😀" });
		const { credentials, region } = signedBy();
		const client = new AwsClient({ ...credentials, region, retries: 0 });
		const response = await client.fetch(
			"https://secretsmanager.us-east-1.amazonaws.com/",
			{
				method: "POST",
				headers: { "x-amz-target": "secretsmanager.GetSecretValue" },
				body: JSON.stringify({ SecretId: "db" }),
			},
		);
		expect(await response.json()).toMatchObject({ SecretString: "€ 😀" });
	});
});
