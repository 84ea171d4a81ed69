/** The client for Effect, where every refusal is a tag in the types: https://floydspace.github.io/effect-aws/docs/client-secrets-manager */
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SecretsManagerService } from "@effect-aws/client-secrets-manager";
import { Effect } from "effect";
import {
	type OperationName,
	registerKey,
	setKeyState,
} from "pure-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { FUNCTION, rotatesThrough } from "../../host/a-rotation.js";
import { hostAtNoon, run } from "../../host/host-at-noon.js";
import { DAY, NOON, token } from "../../support/given.js";
import { endpointOf, signedBy } from "./a-service.js";

type Call = Effect.Effect<unknown, unknown, SecretsManagerService>;
type Layer = ReturnType<typeof SecretsManagerService.layer>;

const SecretId = "db";
const KmsKeyId = "11111111-2222-4333-8444-555555555555";
const ResourcePolicy = JSON.stringify({
	Version: "2012-10-17",
	Statement: {
		Effect: "Allow",
		Principal: { AWS: "arn:aws:iam::111111111111:root" },
		Action: "secretsmanager:GetSecretValue",
		Resource: "*",
	},
});
const manager = SecretsManagerService;

let host: Host;
beforeEach(() => {
	host = hostAtNoon({
		rotationFunctions: { [FUNCTION]: rotatesThrough(() => host) },
	});
	host.transact((store, context) =>
		registerKey(store, { keyId: KmsKeyId }, context),
	);
	run(host, "CreateSecret", {
		Name: "db",
		SecretString: "first",
		Tags: [{ Key: "team", Value: "orders" }],
		ClientRequestToken: token("v1"),
	});
	run(host, "PutSecretValue", {
		SecretId,
		SecretBinary: Uint8Array.of(0, 255),
		ClientRequestToken: token("v2"),
	});
	run(host, "PutResourcePolicy", { SecretId, ResourcePolicy });
	run(host, "CreateSecret", { Name: "rotated", SecretString: "x" });
	run(host, "RotateSecret", {
		SecretId: "rotated",
		RotationLambdaARN: FUNCTION,
		RotationRules: { AutomaticallyAfterDays: 30 },
	});
	run(host, "CreateSecret", { Name: "shut", SecretString: "x", KmsKeyId });
	host.transact((store, context) =>
		setKeyState(store, { keyId: KmsKeyId, state: "Disabled" }, context),
	);
	const AddReplicaRegions = [{ Region: "eu-west-1" }, { Region: "us-west-2" }];
	run(host, "CreateSecret", { Name: "copied", AddReplicaRegions });
	run(
		host,
		"CreateSecret",
		{ Name: "made-elsewhere", AddReplicaRegions: [{ Region: "us-east-1" }] },
		{ region: "eu-west-1" },
	);
	run(host, "CreateSecret", { Name: "gone", SecretString: "x" });
	run(host, "DeleteSecret", { SecretId: "gone" });
});

/** One call of each operation, and what its answer holds. */
const calls: Readonly<Record<OperationName, readonly [Call, object]>> = {
	BatchGetSecretValue: [
		manager.batchGetSecretValue({ SecretIdList: [SecretId, "nobody"] }),
		{
			SecretValues: [{ Name: "db", SecretBinary: Uint8Array.of(0, 255) }],
			Errors: [{ SecretId: "nobody", ErrorCode: "ResourceNotFoundException" }],
		},
	],
	CancelRotateSecret: [
		manager.cancelRotateSecret({ SecretId: "rotated" }),
		{ Name: "rotated" },
	],
	CreateSecret: [
		manager.createSecret({ Name: "new", SecretString: "x" }),
		{ Name: "new", VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
	],
	DeleteResourcePolicy: [
		manager.deleteResourcePolicy({ SecretId }),
		{ Name: "db" },
	],
	DeleteSecret: [
		manager.deleteSecret({ SecretId, RecoveryWindowInDays: 7 }),
		{ Name: "db", DeletionDate: new Date(NOON + 7 * DAY) },
	],
	DescribeSecret: [
		manager.describeSecret({ SecretId }),
		{
			CreatedDate: new Date(NOON),
			VersionIdsToStages: {
				[token("v1")]: ["AWSPREVIOUS"],
				[token("v2")]: ["AWSCURRENT"],
			},
		},
	],
	GetRandomPassword: [
		manager.getRandomPassword({ PasswordLength: 40, ExcludePunctuation: true }),
		{ RandomPassword: expect.stringMatching(/^[0-9A-Za-z]{40}$/) },
	],
	GetResourcePolicy: [
		manager.getResourcePolicy({ SecretId }),
		{
			ResourcePolicy: expect.stringContaining("arn:aws:iam::111111111111:root"),
		},
	],
	GetSecretValue: [
		manager.getSecretValue({ SecretId }),
		{ SecretBinary: Uint8Array.of(0, 255), CreatedDate: new Date(NOON) },
	],
	ListSecretVersionIds: [
		manager.listSecretVersionIds({ SecretId }),
		{
			Versions: [{ VersionId: token("v1") }, { VersionId: token("v2") }],
		},
	],
	ListSecrets: [
		manager.listSecrets({ Filters: [{ Key: "tag-key", Values: ["team"] }] }),
		{ SecretList: [{ Name: "db", CreatedDate: new Date(NOON) }] },
	],
	PutResourcePolicy: [
		manager.putResourcePolicy({ SecretId, ResourcePolicy }),
		{ Name: "db" },
	],
	PutSecretValue: [
		manager.putSecretValue({ SecretId, SecretString: "third" }),
		{ Name: "db", VersionStages: ["AWSCURRENT"] },
	],
	RemoveRegionsFromReplication: [
		manager.removeRegionsFromReplication({
			SecretId: "copied",
			RemoveReplicaRegions: ["eu-west-1"],
		}),
		{ ReplicationStatus: [{ Region: "us-west-2", Status: "InSync" }] },
	],
	ReplicateSecretToRegions: [
		manager.replicateSecretToRegions({
			SecretId,
			AddReplicaRegions: [{ Region: "eu-west-1" }],
		}),
		{ ReplicationStatus: [{ Region: "eu-west-1", Status: "InProgress" }] },
	],
	RestoreSecret: [
		manager.restoreSecret({ SecretId: "gone" }),
		{ Name: "gone" },
	],
	RotateSecret: [
		manager.rotateSecret({
			SecretId,
			RotationLambdaARN: FUNCTION,
			RotationRules: { AutomaticallyAfterDays: 30 },
		}),
		{ Name: "db", VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
	],
	StopReplicationToReplica: [
		manager.stopReplicationToReplica({ SecretId: "made-elsewhere" }),
		{ ARN: expect.stringContaining(":us-east-1:") },
	],
	TagResource: [
		manager.tagResource({ SecretId, Tags: [{ Key: "stage", Value: "test" }] }),
		{},
	],
	UntagResource: [manager.untagResource({ SecretId, TagKeys: ["team"] }), {}],
	UpdateSecret: [
		manager.updateSecret({ SecretId, Description: "of orders" }),
		{ Name: "db" },
	],
	UpdateSecretVersionStage: [
		manager.updateSecretVersionStage({
			SecretId,
			VersionStage: "AWSCURRENT",
			RemoveFromVersionId: token("v2"),
			MoveToVersionId: token("v1"),
		}),
		{ Name: "db" },
	],
	ValidateResourcePolicy: [
		manager.validateResourcePolicy({ SecretId, ResourcePolicy }),
		{ PolicyValidationPassed: true, ValidationErrors: [] },
	],
};

/** The two ways in which it is given a client: made already, or by a configuration; in process and over HTTP. */
const layers: readonly (readonly [string, () => Promise<Layer>])[] = [
	[
		"a client in process",
		async () =>
			manager.baseLayer(() => new SecretsManagerClient(clientConfig(host))),
	],
	[
		"the endpoint of a server",
		async () =>
			manager.layer({ ...signedBy(), endpoint: await endpointOf(host) }),
	],
];

describe.each(layers)("a service that is given %s", (_, makeLayer) => {
	it.each(Object.entries(calls))("answers %s", async (_, [call, answer]) => {
		const layer = await makeLayer();
		expect(await Effect.runPromise(Effect.provide(call, layer))).toMatchObject(
			answer,
		);
	});
});

/** Calls that are refused, by the tag of the refusal. */
const refusals: readonly (readonly [string, Call])[] = [
	["ResourceNotFoundException", manager.getSecretValue({ SecretId: "nobody" })],
	["ResourceExistsException", manager.createSecret({ Name: "db" })],
	["InvalidRequestException", manager.getSecretValue({ SecretId: "gone" })],
	[
		"InvalidParameterException",
		manager.deleteSecret({ SecretId, RecoveryWindowInDays: 6 }),
	],
	[
		"InvalidParameterException",
		manager.updateSecret({ SecretId, KmsKeyId: "alias/unknown" }),
	],
	["DecryptionFailure", manager.getSecretValue({ SecretId: "shut" })],
	[
		"EncryptionFailure",
		manager.putSecretValue({ SecretId: "shut", SecretString: "y" }),
	],
	[
		"InvalidRequestException",
		manager.rotateSecret({ SecretId }), // there is no function
	],
	[
		"InvalidParameterException",
		manager.rotateSecret({
			SecretId,
			RotationLambdaARN: FUNCTION,
			RotationRules: {
				AutomaticallyAfterDays: 1,
				ScheduleExpression: "rate(1 day)",
			},
		}),
	],
	["ResourceNotFoundException", manager.cancelRotateSecret({ SecretId: "x" })],
	[
		"InvalidParameterException",
		manager.deleteSecret({ SecretId: "copied" }), // which has replicas
	],
	[
		"InvalidParameterException",
		manager.putSecretValue({ SecretId: "made-elsewhere", SecretString: "y" }),
	],
	["InvalidNextTokenException", manager.listSecrets({ NextToken: "no token" })],
	[
		"MalformedPolicyDocumentException",
		manager.putResourcePolicy({ SecretId, ResourcePolicy: "{}" }),
	],
	[
		"PublicPolicyException",
		manager.putResourcePolicy({
			SecretId,
			ResourcePolicy: ResourcePolicy.replace(/{"AWS":[^}]*}/, '"*"'),
			BlockPublicPolicy: true,
		}),
	],
];

describe("a refusal", () => {
	it.each(refusals)("is the tag %s", async (tag, call) => {
		const layer = manager.layer(clientConfig(host));
		const failed = await Effect.runPromise(
			Effect.provide(Effect.flip(call), layer),
		);
		expect(failed).toMatchObject({ _tag: tag });
	});

	it("of a function that cannot be invoked is an SdkError", async () => {
		const layer = manager.layer(clientConfig(host));
		const call = manager.rotateSecret({
			SecretId,
			RotationLambdaARN: `${FUNCTION}2`,
		});
		expect(
			await Effect.runPromise(Effect.provide(Effect.flip(call), layer)),
		).toMatchObject({
			_tag: "SdkError",
			message: expect.stringContaining("cannot invoke"),
		});
	});

	it("is caught by its tag", async () => {
		const readOrElse = manager.getSecretValue({ SecretId: "nobody" }).pipe(
			Effect.map(({ SecretString }) => SecretString),
			Effect.catchTag("ResourceNotFoundException", () =>
				Effect.succeed("a default"),
			),
		);
		const layer = manager.layer(clientConfig(host));
		expect(await Effect.runPromise(Effect.provide(readOrElse, layer))).toBe(
			"a default",
		);
	});

	it("that the SDK does not know is an SdkError", async () => {
		const layer = manager.layer(clientConfig(host));
		const call = Effect.flip(manager.getSecretValue({ SecretId: "" }));
		expect(await Effect.runPromise(Effect.provide(call, layer))).toMatchObject({
			_tag: "SdkError",
			message: expect.stringContaining("validation error detected"),
		});
	});
});
