/** Hono, a router of web-standard requests: https://hono.dev */
import {
	CreateSecretCommand,
	GetSecretValueCommand,
	ResourceNotFoundException,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { Hono } from "hono";
import type { Host } from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";
import type { SdkRequest } from "pure-secrets-manager/sdk";
import { describe, expect, it } from "vitest";
import { hostAtNoon, run } from "../../host/host-at-noon.js";
import { signedBy } from "./a-service.js";

/** An application that has Secrets Manager on a path of its own. */
function appOf(host: Host): Hono {
	const handler = createFetchHandler(host);
	const app = new Hono();
	app.get("/", (c) => c.text("the application"));
	app.all("/aws/secrets/*", (c) => handler(c.req.raw));
	return app;
}

/** A client whose requests go to an application without a socket. */
function clientOf(app: Hono): SecretsManagerClient {
	const requestHandler = {
		async handle({ path, headers, body }: SdkRequest & { path: string }) {
			const init = { method: "POST", headers, body };
			const response = await app.request(path, init);
			return {
				response: {
					statusCode: response.status,
					headers: Object.fromEntries(response.headers),
					body: new Uint8Array(await response.arrayBuffer()),
				},
			};
		},
	};
	return new SecretsManagerClient({
		...signedBy(),
		endpoint: "http://app.test/aws/secrets",
		requestHandler,
	});
}

describe("an application of Hono", () => {
	it("answers the SDK on the path where it has the handler", async () => {
		const host = hostAtNoon();
		const client = clientOf(appOf(host));
		await client.send(
			new CreateSecretCommand({ Name: "db", SecretString: "€ 😀" }),
		);
		const read = new GetSecretValueCommand({ SecretId: "db" });
		expect((await client.send(read)).SecretString).toBe("€ 😀");
		const other = new GetSecretValueCommand({ SecretId: "nobody" });
		await expect(client.send(other)).rejects.toThrow(ResourceNotFoundException);
		expect(run(host, "DescribeSecret", { SecretId: "db" }).Name).toBe("db");
	});

	it("has the control endpoints below it", async () => {
		const app = appOf(hostAtNoon());
		const response = await app.request("/aws/secrets/_control/health");
		expect(await response.json()).toMatchObject({ status: "ok" });
	});

	it("keeps its other paths to itself", async () => {
		const app = appOf(hostAtNoon());
		expect(await (await app.request("/")).text()).toBe("the application");
		expect((await app.request("/_control/health")).status).toBe(404);
	});
});
