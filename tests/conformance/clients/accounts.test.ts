/** Several accounts and regions behind one server, told apart by what requests were signed with. */
import {
	CreateSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	ListSecretsCommand,
	ReplicateSecretToRegionsCommand,
	ResourceNotFoundException,
	type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { hostAtNoon } from "../../host/host-at-noon.js";
import { clientOf, endpointOf, signedBy } from "./a-service.js";

const create = (client: SecretsManagerClient, SecretString: string) =>
	client.send(new CreateSecretCommand({ Name: "db", SecretString }));

const read = async (client: SecretsManagerClient) =>
	(await client.send(new GetSecretValueCommand({ SecretId: "db" })))
		.SecretString;

const arns = async (client: SecretsManagerClient) =>
	(await client.send(new ListSecretsCommand({}))).SecretList?.map(
		({ ARN = "" }) => ARN.slice(0, -7),
	);

describe("two clients of one server", () => {
	it("of two accounts have each its own secrets", async () => {
		const url = await endpointOf(hostAtNoon());
		const one = clientOf(url, signedBy("111111111111"));
		const two = clientOf(url, signedBy("222222222222"));
		await create(one, "of one");
		await expect(read(two)).rejects.toThrow(ResourceNotFoundException);
		await create(two, "of two");
		expect([await read(one), await read(two)]).toEqual(["of one", "of two"]);
		expect(await arns(one)).toEqual([
			"arn:aws:secretsmanager:us-east-1:111111111111:secret:db",
		]);
		expect(await arns(two)).toEqual([
			"arn:aws:secretsmanager:us-east-1:222222222222:secret:db",
		]);
	});

	it("of two regions as well", async () => {
		const url = await endpointOf(hostAtNoon());
		const east = clientOf(url, { region: "us-east-1" });
		const west = clientOf(url, { region: "us-west-2" });
		await create(east, "east");
		await expect(read(west)).rejects.toThrow(ResourceNotFoundException);
		expect(await arns(west)).toEqual([]);
	});

	it("of two regions see one secret that is replicated", async () => {
		const url = await endpointOf(hostAtNoon());
		const east = clientOf(url, { region: "us-east-1" });
		const west = clientOf(url, { region: "us-west-2" });
		await create(east, "east");
		await east.send(
			new ReplicateSecretToRegionsCommand({
				SecretId: "db",
				AddReplicaRegions: [{ Region: "us-west-2" }],
			}),
		);
		expect(await read(west)).toBe("east");
		expect(await arns(west)).toEqual([
			"arn:aws:secretsmanager:us-west-2:123456789012:secret:db",
		]);
		const { ReplicationStatus } = await east.send(
			new DescribeSecretCommand({ SecretId: "db" }),
		);
		expect(ReplicationStatus).toMatchObject([
			{ Status: "InSync", LastAccessedDate: new Date("2026-11-24") },
		]);
	});

	it("of one account and region share them", async () => {
		const url = await endpointOf(hostAtNoon());
		await create(clientOf(url), "x");
		expect(await read(clientOf(url))).toBe("x");
	});
});
