import { createRequire } from "node:module";
import * as sdk from "@aws-sdk/client-secrets-manager";
import {
	createStore,
	type KeyState,
	localKms,
	registerKey,
} from "pure-secrets-manager";
import { createHost, type Host, manualClock } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { FUNCTION } from "../host/a-rotation.js";
import { NOON, token } from "../support/given.js";
import { kmsArn, quoted, withoutRequestId } from "../support/keys.js";
import { reasonOf } from "./reason-of.js";

const UUID =
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let host: Host;
let client: sdk.SecretsManagerClient;
beforeEach(async () => {
	host = createHost({
		clock: manualClock(NOON),
		seed: "s",
		rotationFunctions: { [FUNCTION]: () => {} },
	});
	client = new sdk.SecretsManagerClient(clientConfig(host));
	await client.send(
		new sdk.CreateSecretCommand({
			Name: "db",
			SecretString: "first",
			ClientRequestToken: token("v1"),
		}),
	);
});

const classOf = (error: unknown) => (error as object).constructor;

const metadata = {
	httpStatusCode: 400,
	requestId: expect.stringMatching(UUID),
	attempts: 1,
};

describe("a refusal that the service model declares", () => {
	const SecretId = "db";

	it("ResourceNotFoundException", async () => {
		const error = await reasonOf(
			client.send(new sdk.GetSecretValueCommand({ SecretId: "nobody" })),
		);
		expect(error).toBeInstanceOf(sdk.ResourceNotFoundException);
		expect(error).toMatchObject({
			name: "ResourceNotFoundException",
			message: "Secrets Manager can't find the specified secret.",
			$fault: "client",
			$metadata: metadata,
		});
	});

	it("ResourceExistsException", async () => {
		const error = await reasonOf(
			client.send(new sdk.CreateSecretCommand({ Name: "db" })),
		);
		expect(error).toBeInstanceOf(sdk.ResourceExistsException);
		expect(error).toMatchObject({
			name: "ResourceExistsException",
			message: "The operation failed because the secret db already exists.",
			$metadata: metadata,
		});
	});

	it("InvalidParameterException", async () => {
		const error = await reasonOf(
			client.send(
				new sdk.UpdateSecretVersionStageCommand({
					SecretId,
					VersionStage: "AWSCURRENT",
					RemoveFromVersionId: token("v1"),
				}),
			),
		);
		expect(error).toBeInstanceOf(sdk.InvalidParameterException);
		expect(error).toMatchObject({
			name: "InvalidParameterException",
			message:
				"You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.",
			$metadata: metadata,
		});
	});

	it("InvalidRequestException", async () => {
		await client.send(new sdk.DeleteSecretCommand({ SecretId }));
		const error = await reasonOf(
			client.send(new sdk.GetSecretValueCommand({ SecretId })),
		);
		expect(error).toBeInstanceOf(sdk.InvalidRequestException);
		expect(error).toMatchObject({
			name: "InvalidRequestException",
			message:
				"You can't perform this operation on the secret because it was marked for deletion.",
			$metadata: metadata,
		});
	});

	it("MalformedPolicyDocumentException", async () => {
		const error = await reasonOf(
			client.send(
				new sdk.PutResourcePolicyCommand({ SecretId, ResourcePolicy: "{" }),
			),
		);
		expect(error).toBeInstanceOf(sdk.MalformedPolicyDocumentException);
		expect(error).toMatchObject({
			name: "MalformedPolicyDocumentException",
			message: "This resource policy contains a syntax error.",
			$metadata: metadata,
		});
	});

	it("PublicPolicyException", async () => {
		const error = await reasonOf(
			client.send(
				new sdk.PutResourcePolicyCommand({
					SecretId,
					ResourcePolicy: JSON.stringify({
						Statement: {
							Effect: "Allow",
							Principal: "*",
							Action: "*",
							Resource: "*",
						},
					}),
					BlockPublicPolicy: true,
				}),
			),
		);
		expect(error).toBeInstanceOf(sdk.PublicPolicyException);
		expect(error).toMatchObject({
			name: "PublicPolicyException",
			message:
				"You can not attach a resource policy that grants Public access to your secret.",
			$metadata: metadata,
		});
	});

	it("InvalidNextTokenException", async () => {
		const error = await reasonOf(
			client.send(
				new sdk.ListSecretVersionIdsCommand({ SecretId, NextToken: "x" }),
			),
		);
		expect(error).toBeInstanceOf(sdk.InvalidNextTokenException);
		expect(error).toMatchObject({
			name: "InvalidNextTokenException",
			message: "The NextToken value is invalid.",
			$metadata: metadata,
		});
	});

	it("LimitExceededException, which the SDK takes for throttling and would try three times", async () => {
		client = new sdk.SecretsManagerClient(
			clientConfig(host, { maxAttempts: 1 }),
		);
		const labels = Array.from({ length: 20 }, (_, i) => `label-${i}`);
		const error = await reasonOf(
			client.send(
				new sdk.PutSecretValueCommand({
					SecretId,
					SecretString: "second",
					VersionStages: labels,
				}),
			),
		);
		expect(error).toBeInstanceOf(sdk.LimitExceededException);
		expect(error).toMatchObject({
			name: "LimitExceededException",
			message:
				"You exceeded the maximum number of staging labels allowed on a secret.",
			$metadata: metadata,
		});
	});

	it.each([
		["without a function", {}, /^No Lambda rotation function ARN/],
		[
			"while an earlier one is not complete",
			{ RotationLambdaARN: FUNCTION },
			/^A previous rotation isn't complete/,
		],
	])("InvalidRequestException, of a rotation %s", async (_, input, message) => {
		host.execute("PutSecretValue", {
			SecretId,
			SecretString: "pending",
			VersionStages: ["AWSPENDING"],
		});
		const error = await reasonOf(
			client.send(new sdk.RotateSecretCommand({ SecretId, ...input })),
		);
		expect(error).toBeInstanceOf(sdk.InvalidRequestException);
		expect(error).toMatchObject({
			name: "InvalidRequestException",
			message: expect.stringMatching(message),
			$metadata: metadata,
		});
	});

	it("InvalidParameterException, of a RotationToken of nobody", async () => {
		const error = await reasonOf(
			client.send(
				new sdk.PutSecretValueCommand({
					SecretId,
					SecretString: "x",
					RotationToken: "00000000-0000-4000-8000-000000000000",
				}),
			),
		);
		expect(error).toBeInstanceOf(sdk.InvalidParameterException);
	});

	it("ResourceNotFoundException, of a rotation", async () => {
		for (const Command of [
			sdk.RotateSecretCommand,
			sdk.CancelRotateSecretCommand,
		]) {
			const send = client.send.bind(client) as (
				command: unknown,
			) => Promise<unknown>;
			const error = await reasonOf(send(new Command({ SecretId: "nobody" })));
			expect(error).toBeInstanceOf(sdk.ResourceNotFoundException);
		}
	});

	it("InvalidRequestException, of a rotation that is cancelled once its secret is deleted", async () => {
		await client.send(new sdk.DeleteSecretCommand({ SecretId }));
		const error = await reasonOf(
			client.send(new sdk.CancelRotateSecretCommand({ SecretId })),
		);
		expect(error).toBeInstanceOf(sdk.InvalidRequestException);
	});

	it("DecryptionFailure, when the store is opened under another root key", async () => {
		const { store } = host;
		const kms = localKms({ rootKey: new Uint8Array(32).fill(1) });
		client = new sdk.SecretsManagerClient(
			clientConfig(createHost({ store, kms })),
		);
		const error = await reasonOf(
			client.send(new sdk.GetSecretValueCommand({ SecretId })),
		);
		expect(error).toBeInstanceOf(sdk.DecryptionFailure);
		expect(error).toMatchObject({
			name: "DecryptionFailure",
			message: expect.stringMatching(
				/^Secrets Manager can't decrypt the secret value: /,
			),
			$metadata: metadata,
		});
	});

	it("changes nothing", async () => {
		const before = host.store;
		await reasonOf(client.send(new sdk.CreateSecretCommand({ Name: "db" })));
		expect(host.store).toBe(before);
	});
});

describe("a refusal because of a KMS key", () => {
	const keyId = "11111111-2222-4333-8444-555555555555";
	const ARN = kmsArn(`key/${keyId}`);
	const ALIAS = kmsArn("alias/app");
	const UNKNOWN = ARN.replace("11111111", "99999999");
	const SecretId = "keyed";

	const disabled = quoted(`${ARN} is disabled.`, "DisabledException");
	const pending = quoted(
		`${ARN} is pending deletion.`,
		"KMSInvalidStateException",
	);
	const DISABLED =
		"The operation failed because the specified KMS key is disabled.";
	const unknown = (message: string) =>
		`The operation failed because of an invalid KMS key: ${quoted(message, "NotFoundException")}`;
	const cannotOpen = "Secrets Manager can't decrypt the secret value: ";
	const cannotSeal = "Secrets Manager can't encrypt the secret value: ";

	const put = (state: KeyState) =>
		host.transact((store, context) =>
			registerKey(store, { keyId, state }, context),
		);
	const read = () => client.send(new sdk.GetSecretValueCommand({ SecretId }));
	const write = () =>
		client.send(
			new sdk.PutSecretValueCommand({ SecretId, SecretString: "second" }),
		);
	const create = (KmsKeyId: string) => () =>
		client.send(new sdk.CreateSecretCommand({ Name: "new", KmsKeyId }));

	beforeEach(async () => {
		put("Enabled");
		await client.send(
			new sdk.CreateSecretCommand({
				Name: SecretId,
				SecretString: "first",
				KmsKeyId: keyId,
				ClientRequestToken: token("v1"),
			}),
		);
	});

	type Class = abstract new (...args: never) => Error;
	const { DecryptionFailure, EncryptionFailure, InvalidParameterException } =
		sdk;

	it.each<[string, KeyState, () => Promise<unknown>, Class, string]>([
		["a read", "Disabled", read, DecryptionFailure, cannotOpen + disabled],
		[
			"a read",
			"PendingDeletion",
			read,
			DecryptionFailure,
			cannotOpen + pending,
		],
		["a write", "Disabled", write, EncryptionFailure, cannotSeal + disabled],
		[
			"a creation that names it",
			"Disabled",
			create(keyId),
			InvalidParameterException,
			DISABLED,
		],
	])("of %s, the key being %s", async (_, state, call, Class, message) => {
		put(state);
		await expectRefusal(call, Class, message);
	});

	it.each<[string, string, string]>([
		["the ARN of no key", UNKNOWN, `Key '${UNKNOWN}' does not exist`],
		["no alias", "alias/app", `Alias ${ALIAS} is not found.`],
		["garbage", "garbage", "Invalid keyId 'garbage'"],
	])("that is %s", async (_, KmsKeyId, message) => {
		await expectRefusal(
			create(KmsKeyId),
			InvalidParameterException,
			unknown(message),
		);
	});

	async function expectRefusal(
		call: () => Promise<unknown>,
		Class: Class,
		message: string,
	) {
		const before = host.store;
		const error = await reasonOf(call());
		expect(classOf(error)).toBe(Class);
		expect(error).toMatchObject({
			name: Class.name,
			$fault: "client",
			$metadata: metadata,
		});
		const told = (error as Error).message;
		expect(withoutRequestId(told)).toBe(message);
		expect(host.store).toBe(before);
	}

	it("stands among the errors of a batch, by its code", async () => {
		put("Disabled");
		const { SecretValues, Errors = [] } = await client.send(
			new sdk.BatchGetSecretValueCommand({ SecretIdList: ["db", SecretId] }),
		);
		expect(SecretValues).toMatchObject([{ Name: "db" }]);
		expect(Errors).toEqual([
			{
				SecretId,
				ErrorCode: "DecryptionFailure",
				Message: expect.stringMatching(
					/^Secrets Manager can't decrypt .* is disabled\. /,
				),
			},
		]);
	});

	it("is over when the key is enabled again", async () => {
		put("Disabled");
		await reasonOf(read());
		put("Enabled");
		expect((await read()).SecretString).toBe("first");
	});

	it("is none of a call that needs no value", async () => {
		put("Disabled");
		const described = await client.send(
			new sdk.DescribeSecretCommand({ SecretId }),
		);
		expect(described.KmsKeyId).toBe(keyId);
		const { Versions } = await client.send(
			new sdk.ListSecretVersionIdsCommand({ SecretId }),
		);
		expect(Versions).toMatchObject([{ KmsKeyIds: [ARN] }]);
	});
});

describe("a refusal that the service model does not declare", () => {
	/** Of the general class and of no other, with this name and message. */
	function expectGeneral(error: unknown, name: string, message: unknown) {
		expect(error).toBeInstanceOf(sdk.SecretsManagerServiceException);
		expect(classOf(error)).toBe(sdk.SecretsManagerServiceException);
		expect(error).toMatchObject({
			name,
			message,
			$fault: "client",
			$metadata: metadata,
		});
	}

	it("ValidationException, of a constraint", async () => {
		expectGeneral(
			await reasonOf(
				client.send(
					new sdk.GetSecretValueCommand({ SecretId: "db", VersionId: "short" }),
				),
			),
			"ValidationException",
			"1 validation error detected: Value 'short' at 'versionId' failed to satisfy constraint: Member must have length greater than or equal to 32",
		);
	});

	it("ValidationException, of a member that the SDK lets through missing", async () => {
		expectGeneral(
			await reasonOf(
				client.send(new sdk.GetSecretValueCommand({ SecretId: undefined })),
			),
			"ValidationException",
			"1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null",
		);
	});

	it("ValidationException, of a name", async () => {
		expectGeneral(
			await reasonOf(
				client.send(new sdk.DescribeSecretCommand({ SecretId: "a b" })),
			),
			"ValidationException",
			"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
		);
	});

	it("SerializationException, of a member of another type", async () => {
		const input = { SecretId: {} } as unknown as { SecretId: string };
		expectGeneral(
			await reasonOf(client.send(new sdk.DescribeSecretCommand(input))),
			"SerializationException",
			expect.stringMatching(/./),
		);
	});

	it("AccessDeniedException, of the default key of another account", async () => {
		expectGeneral(
			await reasonOf(
				client.send(
					new sdk.CreateSecretCommand({
						Name: "new",
						KmsKeyId:
							"arn:aws:kms:us-east-1:111111111111:alias/aws/secretsmanager",
					}),
				),
			),
			"AccessDeniedException",
			"Access to KMS is not allowed",
		);
	});

	it("AccessDeniedException, of a function that cannot be invoked", async () => {
		expectGeneral(
			await reasonOf(
				client.send(
					new sdk.RotateSecretCommand({
						SecretId: "db",
						RotationLambdaARN: `${FUNCTION}2`,
					}),
				),
			),
			"AccessDeniedException",
			"Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.",
		);
	});

	it("AccessDeniedException, of another account's secret", async () => {
		const { ARN = "" } = await client.send(
			new sdk.DescribeSecretCommand({ SecretId: "db" }),
		);
		client = new sdk.SecretsManagerClient(
			clientConfig(host, { account: "111111111111" }),
		);
		expectGeneral(
			await reasonOf(
				client.send(new sdk.GetSecretValueCommand({ SecretId: ARN })),
			),
			"AccessDeniedException",
			`User: arn:aws:iam::111111111111:root is not authorized to perform: secretsmanager:GetSecretValue on resource: ${ARN} because no resource-based policy allows the secretsmanager:GetSecretValue action`,
		);
	});
});

describe("two copies of the SDK in one process", () => {
	/** A copy that shares no class with the one imported above, as when packages bring their own. */
	function anotherCopy(): typeof sdk {
		const require = createRequire(import.meta.url);
		for (const path of Object.keys(require.cache))
			if (/node_modules.@(aws-sdk|smithy)\W/.test(path))
				delete require.cache[path];
		return require("@aws-sdk/client-secrets-manager");
	}

	it("each gets errors of its own classes", async () => {
		const other = anotherCopy();
		expect(other.SecretsManagerClient).not.toBe(sdk.SecretsManagerClient);
		const otherClient = new other.SecretsManagerClient(clientConfig(host));
		for (let round = 0; round < 2; round++) {
			const mine = await reasonOf(
				client.send(new sdk.GetSecretValueCommand({ SecretId: "x" })),
			);
			const others = await reasonOf(
				otherClient.send(new other.GetSecretValueCommand({ SecretId: "x" })),
			);
			expect(mine).toBeInstanceOf(sdk.ResourceNotFoundException);
			expect(others).toBeInstanceOf(other.ResourceNotFoundException);
			// The SDK's own `instanceof` goes by the name, so that it would be true across copies, too.
			expect(classOf(mine)).toBe(sdk.ResourceNotFoundException);
			expect(classOf(others)).toBe(other.ResourceNotFoundException);
		}
	});
});

describe("a quota of the store", () => {
	it("is refused through the SDK", async () => {
		client = new sdk.SecretsManagerClient(
			clientConfig(createHost({ store: createStore({ maxSecrets: 1 }) }), {
				maxAttempts: 1,
			}),
		);
		await client.send(new sdk.CreateSecretCommand({ Name: "one" }));
		const error = await reasonOf(
			client.send(new sdk.CreateSecretCommand({ Name: "two" })),
		);
		expect(error).toBeInstanceOf(sdk.LimitExceededException);
	});
});
