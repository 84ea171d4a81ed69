/** Clients of the SDK that may not do everything: who is refused what, and how it reads. */
import * as sdk from "@aws-sdk/client-secrets-manager";
import { type Caller, explain, registerKey } from "pure-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { CONTEXT } from "../support/given.js";
import { keyArn, keyId } from "../support/keys.js";
import { HERE } from "../support/places.js";
import { reasonOf } from "./reason-of.js";
import {
	type AccessKey,
	CALLERS,
	credentialsOf,
	hostOfTwoAccounts,
	policy,
	refusalOf,
	statement,
} from "./who-calls.js";

let host: Host;
/** The ARN of `app/db`, which has a customer key. */
let SecretId: string;
/** As the trusted root of its account, as which a client without credentials of its own calls. */
let owner: sdk.SecretsManager;
let ana: sdk.SecretsManager;
let bob: sdk.SecretsManager;
let app: sdk.SecretsManager;

const clientOf = (accessKeyId: AccessKey) =>
	new sdk.SecretsManager(
		clientConfig(host, { credentials: credentialsOf(accessKeyId) }),
	);

/** A client of whoever has these policies, and these tags. */
function clientWith(
	statements: readonly object[],
	members: Partial<Caller> = {},
): sdk.SecretsManager {
	const caller = {
		arn: `arn:aws:iam::${HERE.account}:user/tess`,
		identityPolicies: [policy(...statements)],
		...members,
	};
	({ host, SecretId } = hostOfTwoAccounts(undefined, {
		AKIATESS: { caller },
	}));
	owner = new sdk.SecretsManager(clientConfig(host));
	return new sdk.SecretsManager(
		clientConfig(host, {
			credentials: { accessKeyId: "AKIATESS", secretAccessKey: "not checked" },
		}),
	);
}

beforeEach(() => {
	({ host, SecretId } = hostOfTwoAccounts());
	owner = new sdk.SecretsManager(clientConfig(host));
	ana = clientOf("AKIAANA");
	bob = clientOf("AKIABOB");
	app = clientOf("AKIAAPP");
});

const attach = (...statements: readonly object[]) =>
	owner.putResourcePolicy({
		SecretId,
		ResourcePolicy: JSON.stringify(policy(...statements)),
	});

/** Expects a refusal with this text; nothing has changed. */
async function expectDenied(
	call: () => Promise<unknown>,
	message: string | RegExp,
): Promise<void> {
	const before = host.store;
	const error = await reasonOf(call());
	expect(error).toMatchObject({
		name: "AccessDeniedException",
		message:
			typeof message === "string" ? message : expect.stringMatching(message),
	});
	expect(host.store).toBe(before);
}

describe("a refusal", () => {
	it("is of the SDK's own kind, and is not tried again", async () => {
		const error = await reasonOf(bob.getSecretValue({ SecretId }));
		// no class of the SDK is of this name
		expect(error).toBeInstanceOf(sdk.SecretsManagerServiceException);
		expect(error).toMatchObject({
			name: "AccessDeniedException",
			message: refusalOf("AKIABOB", "no resource-based policy", SecretId),
			$fault: "client",
			$metadata: { httpStatusCode: 400, attempts: 1 },
		});
	});

	it("names a secret as it was asked for, and says the same of one that there is not", async () => {
		for (const name of ["app/db", "no/such", SecretId.slice(0, -7)])
			await expectDenied(
				() => app.getSecretValue({ SecretId: name }),
				refusalOf("AKIAAPP", "no identity-based policy", name),
			);
	});

	it("comes before a request is looked at", () =>
		expectDenied(
			() => app.putSecretValue({ SecretId, ClientRequestToken: "short" }),
			refusalOf(
				"AKIAAPP",
				"no identity-based policy",
				SecretId,
				"secretsmanager:PutSecretValue",
			),
		));

	it("is another one for an access key that nobody has", async () => {
		const credentials = { accessKeyId: "AKIAEVE", secretAccessKey: "x" };
		const eve = new sdk.SecretsManager(clientConfig(host, { credentials }));
		expect(await reasonOf(eve.listSecrets({}))).toMatchObject({
			name: "UnrecognizedClientException",
			message: "The security token included in the request is invalid.",
		});
	});
});

describe("Ana, who may do everything to her application's secrets", () => {
	const allowed: readonly [
		string,
		(client: sdk.SecretsManager) => Promise<unknown>,
	][] = [
		["GetSecretValue", (client) => client.getSecretValue({ SecretId })],
		["DescribeSecret", (client) => client.describeSecret({ SecretId })],
		[
			"ListSecretVersionIds",
			(client) => client.listSecretVersionIds({ SecretId }),
		],
		[
			"PutSecretValue",
			(client) => client.putSecretValue({ SecretId, SecretString: "y" }),
		],
		[
			"UpdateSecret",
			(client) => client.updateSecret({ SecretId, Description: "y" }),
		],
		[
			"TagResource",
			(client) =>
				client.tagResource({ SecretId, Tags: [{ Key: "a", Value: "b" }] }),
		],
		[
			"UntagResource",
			(client) => client.untagResource({ SecretId, TagKeys: ["a"] }),
		],
		[
			"PutResourcePolicy",
			(client) =>
				client.putResourcePolicy({
					SecretId,
					ResourcePolicy: JSON.stringify(
						policy(statement({ Principal: { AWS: HERE.account } })),
					),
				}),
		],
		["GetResourcePolicy", (client) => client.getResourcePolicy({ SecretId })],
		[
			"DeleteResourcePolicy",
			(client) => client.deleteResourcePolicy({ SecretId }),
		],
		[
			"ReplicateSecretToRegions",
			(client) =>
				client.replicateSecretToRegions({
					SecretId,
					AddReplicaRegions: [{ Region: "eu-west-1" }],
				}),
		],
		[
			"RemoveRegionsFromReplication",
			(client) =>
				client.removeRegionsFromReplication({
					SecretId,
					RemoveReplicaRegions: ["eu-west-1"],
				}),
		],
		["CancelRotateSecret", (client) => client.cancelRotateSecret({ SecretId })],
		["DeleteSecret", (client) => client.deleteSecret({ SecretId })],
		["RestoreSecret", (client) => client.restoreSecret({ SecretId })],
	];

	it("calls them all, one after the other", async () => {
		for (const [, call] of allowed) await call(ana);
		expect((await ana.getSecretValue({ SecretId })).SecretString).toBe("y");
	});

	it.each(allowed)("is explained as she hears it: %s", async (action, call) => {
		for (const accessKeyId of ["AKIAANA", "AKIABOB"] as const) {
			const { decision, reason } = explain(
				host.store,
				CALLERS[accessKeyId],
				`secretsmanager:${action}`,
				SecretId,
				CONTEXT,
			);
			const { name, message } = await call(clientOf(accessKeyId)).then(
				() => ({ name: "", message: "" }),
				(error: Error) => error,
			);
			const isDenied = name === "AccessDeniedException";
			expect(decision).toBe(isDenied ? "Deny" : "Allow");
			if (isDenied) expect(message).toContain(reason);
		}
	});

	it("gets at no other secret, and lists none", async () => {
		await owner.createSecret({ Name: "ops/db", SecretString: "x" });
		await expectDenied(
			() => ana.getSecretValue({ SecretId: "ops/db" }),
			refusalOf("AKIAANA", "no identity-based policy", "ops/db"),
		);
		await expectDenied(
			() => ana.createSecret({ Name: "ops/new", SecretString: "x" }),
			refusalOf(
				"AKIAANA",
				"no identity-based policy",
				"ops/new",
				"secretsmanager:CreateSecret",
			),
		);
		// What is about no one secret takes a Resource of "*".
		for (const [action, call] of [
			["ListSecrets", () => ana.listSecrets({})],
			["GetRandomPassword", () => ana.getRandomPassword({})],
			[
				"BatchGetSecretValue",
				() => ana.batchGetSecretValue({ SecretIdList: ["app/db"] }),
			],
		] as const)
			await expectDenied(
				call,
				`User: ${CALLERS.AKIAANA.arn} is not authorized to perform: secretsmanager:${action} because no identity-based policy allows the secretsmanager:${action} action`,
			);
	});
});

describe("Bob, of another account", () => {
	it("reads what is shared with him, as long as it is", async () => {
		await attach(statement({ Principal: { AWS: CALLERS.AKIABOB.arn } }));
		expect((await bob.getSecretValue({ SecretId })).SecretString).toBe(
			"of the owner",
		);
		// His own policies do not let him do more.
		await attach(
			statement({ Principal: "*", Action: "secretsmanager:PutSecretValue" }),
		);
		await expectDenied(
			() => bob.putSecretValue({ SecretId, SecretString: "x" }),
			refusalOf(
				"AKIABOB",
				"no identity-based policy",
				SecretId,
				"secretsmanager:PutSecretValue",
			),
		);
		await expectDenied(
			() => bob.getSecretValue({ SecretId }),
			refusalOf("AKIABOB", "no resource-based policy", SecretId),
		);
	});

	it("finds by name what is of his account", async () => {
		await attach(statement({ Principal: "*" }));
		await expect(bob.getSecretValue({ SecretId: "app/db" })).rejects.toThrow(
			sdk.ResourceNotFoundException,
		);
	});
});

describe("a session", () => {
	it("describes what its session policy lets it, once the secret lets in its role", async () => {
		await attach(
			statement({
				Principal: { AWS: `arn:aws:iam::${HERE.account}:role/app` },
				Action: "secretsmanager:*",
			}),
		);
		expect((await app.describeSecret({ SecretId })).Name).toBe("app/db");
		await expectDenied(
			() => app.getSecretValue({ SecretId }),
			refusalOf("AKIAAPP", "no session policy", SecretId),
		);
	});
});

describe("a batch", () => {
	const BATCH = statement({ Action: "secretsmanager:BatchGetSecretValue" });
	const READ_APP = statement({
		Resource: "arn:aws:secretsmanager:*:*:secret:app/*",
	});

	it("has what may be read, and says of the rest why not", async () => {
		const tess = clientWith([BATCH, READ_APP]);
		await owner.createSecret({ Name: "app/open", SecretString: "open" });
		await owner.createSecret({ Name: "ops/db", SecretString: "shut" });
		const { SecretValues, Errors } = await tess.batchGetSecretValue({
			SecretIdList: ["app/open", "ops/db", "app/db", "app/none"],
		});
		expect(SecretValues).toMatchObject([
			{ Name: "app/open", SecretString: "open" },
		]);
		expect(Errors).toEqual([
			{
				SecretId: "ops/db",
				ErrorCode: "AccessDeniedException",
				Message: `User: arn:aws:iam::${HERE.account}:user/tess is not authorized to perform: secretsmanager:GetSecretValue on resource: ops/db because no identity-based policy allows the secretsmanager:GetSecretValue action`,
			},
			{
				SecretId: "app/db",
				ErrorCode: "AccessDeniedException",
				Message: "Access to KMS is not allowed",
			},
			expect.objectContaining({
				SecretId: "app/none",
				ErrorCode: "ResourceNotFoundException",
			}),
		]);
	});

	it("by filters takes the permission to list", async () => {
		const Filters: sdk.Filter[] = [{ Key: "name", Values: ["app/"] }];
		const tess = clientWith([BATCH, READ_APP]);
		await expectDenied(
			() => tess.batchGetSecretValue({ Filters }),
			/perform: secretsmanager:ListSecrets because no identity-based/,
		);
		const lister = clientWith([
			BATCH,
			READ_APP,
			statement({ Action: ["secretsmanager:ListSecrets", "kms:Decrypt"] }),
		]);
		const { SecretValues } = await lister.batchGetSecretValue({ Filters });
		expect(SecretValues).toHaveLength(1);
	});
});

describe("a list", () => {
	it("shows all that the account has to whoever may list", async () => {
		const tess = clientWith([
			statement({ Action: "secretsmanager:ListSecrets" }),
		]);
		await owner.createSecret({ Name: "ops/db", SecretString: "x" });
		const { SecretList = [] } = await tess.listSecrets({});
		expect(SecretList.map(({ Name }) => Name)).toEqual(["app/db", "ops/db"]);
		await expectDenied(
			() => tess.describeSecret({ SecretId }),
			/secretsmanager:DescribeSecret on resource/,
		);
	});
});

describe("a customer key", () => {
	const SECRETS = statement({ Action: "secretsmanager:*" });
	const kms = (...actions: readonly string[]) =>
		statement({ Action: actions.map((action) => `kms:${action}`) });
	const NO_ACCESS = "Access to KMS is not allowed";

	it("wants a permission for each use, and AWS's own key none", async () => {
		const tess = clientWith([SECRETS]);
		await expectDenied(() => tess.getSecretValue({ SecretId }), NO_ACCESS);
		await expectDenied(
			() => tess.putSecretValue({ SecretId, SecretString: "x" }),
			NO_ACCESS,
		);
		await tess.createSecret({ Name: "own", SecretString: "x" });
		expect((await tess.getSecretValue({ SecretId: "own" })).SecretString).toBe(
			"x",
		);
	});

	it("lets one write who may not read", async () => {
		const tess = clientWith([SECRETS, kms("GenerateDataKey")]);
		await tess.putSecretValue({ SecretId, SecretString: "x" });
		await expectDenied(() => tess.getSecretValue({ SecretId }), NO_ACCESS);
	});

	it("is used through this service, for this secret", async () => {
		const decrypting = (Condition: object) =>
			clientWith([SECRETS, statement({ Action: "kms:Decrypt", Condition })]);
		const elsewhere = decrypting({
			StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
		});
		await expectDenied(() => elsewhere.getSecretValue({ SecretId }), NO_ACCESS);
		const here = decrypting({
			StringEquals: {
				"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com",
			},
			ArnLike: {
				"kms:EncryptionContext:SecretARN": `arn:aws:secretsmanager:*:${HERE.account}:secret:app/*`,
			},
		});
		const { SecretString } = await here.getSecretValue({ SecretId });
		expect(SecretString).toBe("of the owner");
	});

	it("with a policy of its own lets in whom that names, or its account's policies", async () => {
		const tess = clientWith([SECRETS]);
		const readUnder = async (Principal: object) => {
			host.transact((store, context) =>
				registerKey(
					store,
					{
						keyId: keyId("a"),
						policy: policy(statement({ Principal, Action: "kms:*" })),
					},
					context,
				),
			);
			return (await tess.getSecretValue({ SecretId })).SecretString;
		};
		const user = { AWS: `arn:aws:iam::${HERE.account}:user/tess` };
		expect(await readUnder(user)).toBe("of the owner");
		await expect(readUnder({ AWS: HERE.account })).rejects.toThrow(NO_ACCESS);
		expect(
			explain(host.store, CALLERS.AKIAANA, "kms:Decrypt", keyArn("a"), CONTEXT)
				.decision,
		).toBe("Allow");
	});
});
