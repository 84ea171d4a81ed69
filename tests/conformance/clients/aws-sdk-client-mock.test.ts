/** aws-sdk-client-mock, as a spy on a client that a host answers: https://github.com/m-radzikowski/aws-sdk-client-mock */
import {
	CreateSecretCommand,
	GetSecretValueCommand,
	InternalServiceError,
	ListSecretsCommand,
	paginateListSecrets,
	ResourceNotFoundException,
	SecretsManager,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import type { Host } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hostAtNoon, run } from "../../host/host-at-noon.js";
import { NOON } from "../../support/given.js";

let host: Host;
let client: SecretsManagerClient;
let spy: ReturnType<typeof spyOn>;
beforeEach(() => {
	host = hostAtNoon();
	run(host, "CreateSecret", { Name: "db", SecretString: "x" });
	client = new SecretsManagerClient(clientConfig(host));
	spy = spyOn(client);
});
afterEach(() => spy.restore());

/** A mock that lets every call through to the client's own `send`. */
function spyOn(target: SecretsManagerClient) {
	const mock = mockClient(target);
	mock.send.callThrough();
	return mock;
}

const read = new GetSecretValueCommand({ SecretId: "db" });

describe("a client that is spied on", () => {
	it("answers as without the spy", async () => {
		expect(await client.send(read)).toMatchObject({
			SecretString: "x",
			CreatedDate: new Date(NOON),
			$metadata: { httpStatusCode: 200, attempts: 1 },
		});
		const other = new GetSecretValueCommand({ SecretId: "nobody" });
		await expect(client.send(other)).rejects.toThrow(ResourceNotFoundException);
	});

	it("tells which calls were made", async () => {
		await client.send(read);
		await client.send(new CreateSecretCommand({ Name: "other" }));
		expect(spy.calls()).toHaveLength(2);
		const [call] = spy.commandCalls(CreateSecretCommand);
		expect(call?.args[0].input).toMatchObject({ Name: "other" });
	});

	it("sees the pages of a paginator", async () => {
		run(host, "CreateSecret", { Name: "other" });
		for await (const _ of paginateListSecrets({ client, pageSize: 1 }, {})) {
		}
		expect(spy.commandCalls(ListSecretsCommand)).toHaveLength(2);
	});
});

describe("a single call, replaced by a mock", () => {
	it("fails where the host would have answered, and the next one does not", async () => {
		const $metadata = {};
		const message = "out of order";
		spy
			.on(GetSecretValueCommand)
			.rejectsOnce(new InternalServiceError({ message, $metadata }));
		await expect(client.send(read)).rejects.toThrow(InternalServiceError);
		expect((await client.send(read)).SecretString).toBe("x");
	});

	it("is the next one only after the history is forgotten", async () => {
		await client.send(read);
		const failing = () => {
			spy.on(GetSecretValueCommand).rejectsOnce("out of order");
			return client.send(read);
		};
		expect((await failing()).SecretString).toBe("x"); // it is the second already
		spy.resetHistory();
		await expect(failing()).rejects.toThrow("out of order");
	});

	it("answers for one secret, and the host for all others", async () => {
		spy
			.on(GetSecretValueCommand, { SecretId: "fixed" })
			.resolves({ SecretString: "always this" });
		const fixed = new GetSecretValueCommand({ SecretId: "fixed" });
		expect((await client.send(fixed)).SecretString).toBe("always this");
		expect((await client.send(read)).SecretString).toBe("x");
	});
});

describe("a mock without a client of a host", () => {
	it("may ask the host itself, with answers that no SDK has read", async () => {
		const alone = new SecretsManagerClient({ region: "us-east-1" });
		mockClient(alone)
			.on(GetSecretValueCommand)
			.callsFake((input) => run(host, "GetSecretValue", input));
		const { SecretString, CreatedDate } = await alone.send(read);
		expect(SecretString).toBe("x");
		expect(CreatedDate).toBe(NOON); // a number, where the SDK would have made a Date
	});
});

describe("the aggregated client", () => {
	it("is spied on as well", async () => {
		const manager = new SecretsManager(clientConfig(host));
		const mock = spyOn(manager);
		expect(
			(await manager.getSecretValue({ SecretId: "db" })).SecretString,
		).toBe("x");
		expect(mock.commandCalls(GetSecretValueCommand)).toHaveLength(1);
	});
});
