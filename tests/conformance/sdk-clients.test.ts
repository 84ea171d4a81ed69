import {
	CreateSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	PutSecretValueCommand,
	ResourceNotFoundException,
	SecretsManager,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { createHost, type Host, manualClock } from "pure-secrets-manager/host";
import { attach, clientConfig } from "pure-secrets-manager/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { NOON } from "../support/given.js";

const hostAtNoon = () => createHost({ clock: manualClock(NOON), seed: "s" });

let host: Host;
beforeEach(() => {
	host = hostAtNoon();
});

const create = (client: SecretsManagerClient, SecretString: string) =>
	client.send(new CreateSecretCommand({ Name: "db", SecretString }));

const read = async (client: SecretsManagerClient, SecretId = "db") =>
	(await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;

/** The ARN of a secret that the client makes, less its suffix. */
async function placeOf(client: SecretsManagerClient) {
	const { ARN = "" } = await create(client, "x");
	return ARN.slice(0, -7);
}

describe("the aggregated client", () => {
	it("answers promises", async () => {
		const manager = new SecretsManager(clientConfig(host));
		await manager.createSecret({ Name: "db", SecretString: "x" });
		const { SecretString } = await manager.getSecretValue({ SecretId: "db" });
		expect(SecretString).toBe("x");
		await expect(
			manager.describeSecret({ SecretId: "nobody" }),
		).rejects.toBeInstanceOf(ResourceNotFoundException);
	});

	it("calls back", async () => {
		const manager = new SecretsManager(clientConfig(host));
		await manager.createSecret({ Name: "db", SecretString: "x" });
		const outcomeOf = (SecretId: string) =>
			new Promise((resolve) =>
				manager.getSecretValue({ SecretId }, (error, data) =>
					resolve([error, data?.SecretString]),
				),
			);
		expect(await outcomeOf("db")).toEqual([null, "x"]);
		expect(await outcomeOf("nobody")).toEqual([
			expect.any(ResourceNotFoundException),
			undefined,
		]);
	});
});

describe("clients of one host", () => {
	it("of different regions see each its own secrets", async () => {
		const east = new SecretsManagerClient(clientConfig(host));
		const west = new SecretsManagerClient(
			clientConfig(host, { region: "us-west-2" }),
		);
		await create(east, "east");
		await expect(read(west)).rejects.toBeInstanceOf(ResourceNotFoundException);
		await create(west, "west");
		expect([await read(east), await read(west)]).toEqual(["east", "west"]);
	});

	it("of different accounts see each its own secrets", async () => {
		const [one, two] = ["111111111111", "222222222222"].map(
			(account) => new SecretsManagerClient(clientConfig(host, { account })),
		) as [SecretsManagerClient, SecretsManagerClient];
		await create(one, "one");
		await expect(read(two)).rejects.toBeInstanceOf(ResourceNotFoundException);
		await create(two, "two");
		expect([await read(one), await read(two)]).toEqual(["one", "two"]);
	});

	it("of one account and region see the same secrets", async () => {
		const one = new SecretsManagerClient(clientConfig(host));
		const two = new SecretsManagerClient(clientConfig(host));
		await create(one, "x");
		expect(await read(two)).toBe("x");
		expect(host.execute("GetSecretValue", { SecretId: "db" })).toMatchObject({
			value: { SecretString: "x" },
		});
	});
});

describe("region and account of a client", () => {
	it("are the host's through clientConfig", async () => {
		const elsewhere = createHost({
			account: "999999999999",
			region: "cn-north-1",
		});
		expect(
			await placeOf(new SecretsManagerClient(clientConfig(elsewhere))),
		).toBe("arn:aws-cn:secretsmanager:cn-north-1:999999999999:secret:db");
	});

	it("are the client's own when it is attached", async () => {
		const client = new SecretsManagerClient({
			region: "eu-west-1",
			credentials: { accessKeyId: "111111111111", secretAccessKey: "secret" },
		});
		expect(await placeOf(attach(client, host))).toBe(
			"arn:aws:secretsmanager:eu-west-1:111111111111:secret:db",
		);
	});

	it("may be given by providers", async () => {
		const client = new SecretsManagerClient(
			clientConfig(host, {
				region: async () => "eu-west-1",
				credentials: async () => ({
					accessKeyId: "111111111111",
					secretAccessKey: "secret",
					sessionToken: "token",
				}),
			}),
		);
		expect(await placeOf(client)).toBe(
			"arn:aws:secretsmanager:eu-west-1:111111111111:secret:db",
		);
	});

	it("are the host's account for an access key that is none", async () => {
		const credentials = {
			accessKeyId: "AKIAIOSFODNN7EXAMPLE",
			secretAccessKey: "secret",
		};
		expect(
			await placeOf(
				new SecretsManagerClient(clientConfig(host, { credentials })),
			),
		).toBe("arn:aws:secretsmanager:us-east-1:123456789012:secret:db");
	});
});

describe("a client between two hosts", () => {
	it("moves when its request handler is replaced", async () => {
		const other = hostAtNoon();
		const client = new SecretsManagerClient(clientConfig(host));
		await create(client, "here");
		client.config.requestHandler = clientConfig(other).requestHandler;
		await expect(read(client)).rejects.toBeInstanceOf(
			ResourceNotFoundException,
		);
		await create(client, "there");
		expect(await read(client)).toBe("there");
		expect(await read(attach(client, host))).toBe("here");
	});

	it("keeps working after destroy", async () => {
		const client = new SecretsManagerClient(clientConfig(host));
		await create(client, "x");
		client.destroy();
		expect(await read(client)).toBe("x");
	});
});

describe("a call that was given up before it was sent", () => {
	it("rejects with AbortError and changes nothing", async () => {
		const client = new SecretsManagerClient(clientConfig(host));
		await create(client, "x");
		const before = host.store;
		await expect(
			client.send(
				new PutSecretValueCommand({ SecretId: "db", SecretString: "y" }),
				{ abortSignal: AbortSignal.abort() },
			),
		).rejects.toMatchObject({ name: "AbortError" });
		expect(host.store).toBe(before);
	});

	it("is not one whose signal stays quiet", async () => {
		const client = new SecretsManagerClient(clientConfig(host));
		await create(client, "x");
		const { Name } = await client.send(
			new DescribeSecretCommand({ SecretId: "db" }),
			{ abortSignal: new AbortController().signal },
		);
		expect(Name).toBe("db");
	});
});
