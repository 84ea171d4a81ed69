/** Clients of two accounts on one host, and a secret that one has and the other asks for by its ARN. */
import * as sdk from "@aws-sdk/client-secrets-manager";
import { registerKey } from "pure-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { hostAtNoon } from "../host/host-at-noon.js";
import { token } from "../support/given.js";
import { keyArn, keyId } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";
import { reasonOf } from "./reason-of.js";

let host: Host;
let owner: sdk.SecretsManager;
let stranger: sdk.SecretsManager;
/** The ARN of the owner's secret. */
let SecretId: string;

const KmsKeyId = keyArn("a");
const ROOT = `arn:aws:iam::${STRANGE.account}:root`;

/** A policy that lets the stranger do what is named, or forbids it. */
const policyFor = (...Action: readonly string[]) =>
	JSON.stringify({
		Version: "2012-10-17",
		Statement: [
			{
				Effect: "Allow",
				Principal: { AWS: ROOT },
				Action: Action.map((name) => `secretsmanager:${name}`),
				Resource: "*",
			},
		],
	});

/** A host with the owner's secret, sealed under a customer key if one is named. */
async function begin(key?: string): Promise<void> {
	host = hostAtNoon();
	host.transact((store, context) =>
		registerKey(store, { keyId: keyId("a") }, context),
	);
	const clientOf = (account: string) =>
		new sdk.SecretsManager(clientConfig(host, { account }));
	owner = clientOf(HERE.account);
	stranger = clientOf(STRANGE.account);
	const { ARN = "" } = await owner.createSecret({
		Name: "db",
		SecretString: "of the owner",
		KmsKeyId: key,
		ClientRequestToken: token("v1"),
	});
	SecretId = ARN;
}

const allow = (...actions: readonly string[]) =>
	owner.putResourcePolicy({ SecretId, ResourcePolicy: policyFor(...actions) });

const denied = (action: string, why: string) => ({
	name: "AccessDeniedException",
	message: `User: ${ROOT} is not authorized to perform: secretsmanager:${action} on resource: ${SecretId} ${why}`,
	$metadata: { httpStatusCode: 400 },
});
const notAllowed = (action: string) =>
	denied(
		action,
		`because no resource-based policy allows the secretsmanager:${action} action`,
	);

const OF_DEFAULT_KEY =
	"You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.";

describe("a secret of another account, without a policy", () => {
	beforeEach(() => begin(KmsKeyId));

	it.each<[string, () => Promise<unknown>]>([
		["GetSecretValue", () => stranger.getSecretValue({ SecretId })],
		["DescribeSecret", () => stranger.describeSecret({ SecretId })],
		["GetResourcePolicy", () => stranger.getResourcePolicy({ SecretId })],
		[
			"PutSecretValue",
			() => stranger.putSecretValue({ SecretId, SecretString: "y" }),
		],
		["DeleteSecret", () => stranger.deleteSecret({ SecretId })],
		[
			"ReplicateSecretToRegions",
			() =>
				stranger.replicateSecretToRegions({
					SecretId,
					AddReplicaRegions: [{ Region: "eu-west-1" }],
				}),
		],
		[
			"StopReplicationToReplica",
			() => stranger.stopReplicationToReplica({ SecretId }),
		],
	])("is denied to %s", async (action, call) => {
		const before = host.store;
		const error = await reasonOf(call());
		// no class of the SDK is of this name
		expect(error).toBeInstanceOf(sdk.SecretsManagerServiceException);
		expect(error).toMatchObject(notAllowed(action));
		expect(host.store).toBe(before);
	});

	it("is denied as one that there is not", async () => {
		await owner.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true });
		expect(await reasonOf(stranger.getSecretValue({ SecretId }))).toMatchObject(
			notAllowed("GetSecretValue"),
		);
	});

	it("is told apart from the own one of its name", async () => {
		await stranger.createSecret({ Name: "db", SecretString: "my own" });
		const read = await stranger.getSecretValue({ SecretId: "db" });
		expect(read.SecretString).toBe("my own");
	});
});

describe("a secret of another account, with a policy", () => {
	it("is read by its ARN if a customer key sealed it", async () => {
		await begin(KmsKeyId);
		await allow("GetSecretValue", "DescribeSecret");
		expect(await stranger.getSecretValue({ SecretId })).toMatchObject({
			ARN: SecretId,
			SecretString: "of the owner",
		});
		expect((await stranger.describeSecret({ SecretId })).KmsKeyId).toBe(
			KmsKeyId,
		);
	});

	it("is described, but not read, if the default key sealed it", async () => {
		await begin();
		await allow("GetSecretValue", "DescribeSecret", "PutSecretValue");
		expect(await stranger.describeSecret({ SecretId })).toMatchObject({
			Name: "db",
			VersionIdsToStages: { [token("v1")]: ["AWSCURRENT"] },
		});
		for (const call of [
			stranger.getSecretValue({ SecretId }),
			stranger.putSecretValue({ SecretId, SecretString: "y" }),
		]) {
			const error = await reasonOf(call);
			expect(error).toBeInstanceOf(sdk.InvalidRequestException);
			expect(error).toMatchObject({ message: OF_DEFAULT_KEY });
		}
	});

	it("is written, and the owner reads it", async () => {
		await begin(KmsKeyId);
		await allow("PutSecretValue", "UpdateSecret", "GetSecretValue");
		await stranger.putSecretValue({ SecretId, SecretString: "of both" });
		const read = await owner.getSecretValue({ SecretId: "db" });
		expect(read.SecretString).toBe("of both");
		const toDefaultKey = stranger.updateSecret({
			SecretId,
			KmsKeyId: "alias/aws/secretsmanager",
		});
		expect(await reasonOf(toDefaultKey)).toMatchObject({
			name: "InvalidRequestException",
			message: OF_DEFAULT_KEY,
		});
	});

	it("is denied what the policy does not name, and what it forbids", async () => {
		await begin(KmsKeyId);
		await allow("GetSecretValue");
		expect(
			await reasonOf(stranger.putSecretValue({ SecretId, SecretString: "y" })),
		).toMatchObject(notAllowed("PutSecretValue"));
		const forbidding = policyFor("*").replace('"Allow"', '"Deny"');
		await owner.putResourcePolicy({ SecretId, ResourcePolicy: forbidding });
		expect(await reasonOf(stranger.getSecretValue({ SecretId }))).toMatchObject(
			denied(
				"GetSecretValue",
				"with an explicit deny in a resource-based policy",
			),
		);
		const read = await owner.getSecretValue({ SecretId });
		expect(read.SecretString).toBe("of the owner");
	});

	it("is not found by its name", async () => {
		await begin(KmsKeyId);
		await allow("*");
		await expect(stranger.getSecretValue({ SecretId: "db" })).rejects.toThrow(
			sdk.ResourceNotFoundException,
		);
	});

	it("is never listed, nor found by a filter", async () => {
		await begin(KmsKeyId);
		await allow("*");
		expect((await stranger.listSecrets({})).SecretList).toEqual([]);
		const batch = await stranger.batchGetSecretValue({
			Filters: [{ Key: "name", Values: ["db"] }],
		});
		expect(batch.SecretValues).toEqual([]);
		expect((await owner.listSecrets({})).SecretList).toHaveLength(1);
	});

	it("is replicated, and read in the other region by the policy that went there", async () => {
		await begin(KmsKeyId);
		await allow("GetSecretValue");
		const inWest = { region: "eu-west-1" };
		host.transact(
			(store, context) => registerKey(store, { keyId: keyId("b") }, context),
			inWest,
		);
		const onDefaultKey = { Region: "ap-south-1" };
		await owner.replicateSecretToRegions({
			SecretId,
			AddReplicaRegions: [
				{ Region: "eu-west-1", KmsKeyId: keyId("b") },
				onDefaultKey,
			],
		});
		const readIn = (region: string) =>
			new sdk.SecretsManager(
				clientConfig(host, { account: STRANGE.account, region }),
			).getSecretValue({ SecretId: SecretId.replace("us-east-1", region) });
		expect((await readIn("eu-west-1")).SecretString).toBe("of the owner");
		expect(await reasonOf(readIn("ap-south-1"))).toMatchObject({
			name: "InvalidRequestException",
			message: OF_DEFAULT_KEY,
		});
	});
});

it("a batch has of other accounts what may be read, and says of the rest why not", async () => {
	await begin(KmsKeyId);
	await allow("GetSecretValue");
	const { ARN: shut = "" } = await owner.createSecret({
		Name: "shut",
		SecretString: "x",
	});
	const { ARN: defaultKey = "" } = await owner.createSecret({
		Name: "default",
		SecretString: "x",
	});
	await owner.putResourcePolicy({
		SecretId: defaultKey,
		ResourcePolicy: policyFor("GetSecretValue"),
	});
	await stranger.createSecret({ Name: "own", SecretString: "my own" });
	const batch = await stranger.batchGetSecretValue({
		SecretIdList: [SecretId, "own", shut, defaultKey],
	});
	expect(batch.SecretValues).toMatchObject([
		{ ARN: SecretId, SecretString: "of the owner" },
		{ Name: "own", SecretString: "my own" },
	]);
	expect(batch.Errors).toEqual([
		{
			SecretId: shut,
			ErrorCode: "AccessDeniedException",
			Message: notAllowed("GetSecretValue").message.replace(SecretId, shut),
		},
		{
			SecretId: defaultKey,
			ErrorCode: "InvalidRequestException",
			Message: OF_DEFAULT_KEY,
		},
	]);
});
