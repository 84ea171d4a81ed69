import {
	CancelRotateSecretCommand,
	CreateSecretCommand,
	DeleteSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	ListSecretsCommand,
	ListSecretVersionIdsCommand,
	PutSecretValueCommand,
	paginateListSecretVersionIds,
	RestoreSecretCommand,
	RotateSecretCommand,
	SecretsManagerClient,
	UpdateSecretCommand,
	UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { checkInvariants } from "pure-secrets-manager";
import {
	createHost,
	type Host,
	type ManualClock,
	manualClock,
} from "pure-secrets-manager/host";
import {
	attach,
	clientConfig,
	type SdkRequestHandler,
} from "pure-secrets-manager/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { FUNCTION, templateOfTools } from "../host/a-rotation.js";
import { DAY, HOUR, NOON, token } from "../support/given.js";

const UUID =
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SecretId = "db";
const MIDNIGHT = NOON - 12 * HOUR;

let clock: ManualClock;
let host: Host;
let client: SecretsManagerClient;
beforeEach(() => {
	clock = manualClock(NOON);
	host = createHost({ clock, seed: "s" });
	client = new SecretsManagerClient(clientConfig(host));
});

describe.each([
	[
		"clientConfig",
		(host: Host) => new SecretsManagerClient(clientConfig(host)),
	],
	[
		"attach",
		(host: Host) =>
			attach(
				new SecretsManagerClient({
					region: "us-east-1",
					credentials: { accessKeyId: "AKID", secretAccessKey: "secret" },
				}),
				host,
			),
	],
])("the nine operations through %s", (_, connect) => {
	const ARN = expect.stringMatching(
		/^arn:aws:secretsmanager:us-east-1:123456789012:secret:db-[A-Za-z0-9]{6}$/,
	);
	const which = { ARN, Name: "db" };

	beforeEach(async () => {
		client = connect(host);
		await client.send(
			new CreateSecretCommand({
				Name: "db",
				SecretString: "first",
				ClientRequestToken: token("v1"),
				Tags: [{ Key: "team", Value: "orders" }],
			}),
		);
	});

	it("CreateSecret", async () => {
		const answer = await client.send(
			new CreateSecretCommand({
				Name: "other",
				SecretString: "x",
				ClientRequestToken: token("o"),
			}),
		);
		expect(answer).toEqual({
			ARN: expect.stringMatching(/:secret:other-[A-Za-z0-9]{6}$/),
			Name: "other",
			VersionId: token("o"),
			$metadata: expect.objectContaining({
				httpStatusCode: 200,
				requestId: expect.stringMatching(UUID),
				attempts: 1,
			}),
		});
	});

	it("CreateSecret without a value, which makes no version", async () => {
		const answer = await client.send(
			new CreateSecretCommand({ Name: "other" }),
		);
		expect(answer.VersionId).toBeUndefined();
	});

	it("GetSecretValue", async () => {
		expect(
			await client.send(new GetSecretValueCommand({ SecretId })),
		).toMatchObject({
			...which,
			VersionId: token("v1"),
			SecretString: "first",
			VersionStages: ["AWSCURRENT"],
			CreatedDate: new Date(NOON),
		});
	});

	it("PutSecretValue", async () => {
		const SecretBinary = Uint8Array.of(1, 2, 3);
		expect(
			await client.send(
				new PutSecretValueCommand({
					SecretId,
					SecretBinary,
					ClientRequestToken: token("v2"),
				}),
			),
		).toMatchObject({
			...which,
			VersionId: token("v2"),
			VersionStages: ["AWSCURRENT"],
		});
		const read = await client.send(new GetSecretValueCommand({ SecretId }));
		expect(read.SecretBinary).toBeInstanceOf(Uint8Array);
		expect(read.SecretBinary).toEqual(SecretBinary);
		expect(read.SecretString).toBeUndefined();
	});

	it("UpdateSecret", async () => {
		expect(
			await client.send(
				new UpdateSecretCommand({
					SecretId,
					SecretString: "second",
					Description: "described",
					ClientRequestToken: token("v2"),
				}),
			),
		).toMatchObject({ ...which, VersionId: token("v2") });
		const onlyText = await client.send(
			new UpdateSecretCommand({ SecretId, Description: "anew" }),
		);
		expect(onlyText.VersionId).toBeUndefined();
	});

	it("UpdateSecretVersionStage", async () => {
		await put(token("v2"));
		expect(
			await client.send(
				new UpdateSecretVersionStageCommand({
					SecretId,
					VersionStage: "AWSCURRENT",
					RemoveFromVersionId: token("v2"),
					MoveToVersionId: token("v1"),
				}),
			),
		).toMatchObject(which);
		const read = await client.send(new GetSecretValueCommand({ SecretId }));
		expect(read.SecretString).toBe("first");
	});

	it("ListSecretVersionIds", async () => {
		clock.set(NOON + HOUR);
		await put(token("v2"));
		await client.send(new GetSecretValueCommand({ SecretId }));
		await put(token("v3"));
		const { Versions, NextToken } = await client.send(
			new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }),
		);
		expect(Versions).toEqual([
			{
				VersionId: token("v1"),
				CreatedDate: new Date(NOON),
				KmsKeyIds: ["DefaultEncryptionKey"],
			},
			{
				VersionId: token("v2"),
				VersionStages: ["AWSPREVIOUS"],
				CreatedDate: new Date(NOON + HOUR),
				LastAccessedDate: new Date(MIDNIGHT),
				KmsKeyIds: ["DefaultEncryptionKey"],
			},
			{
				VersionId: token("v3"),
				VersionStages: ["AWSCURRENT"],
				CreatedDate: new Date(NOON + HOUR),
				KmsKeyIds: ["DefaultEncryptionKey"],
			},
		]);
		expect(NextToken).toBeUndefined();
	});

	it("DescribeSecret", async () => {
		clock.set(NOON + HOUR + 7);
		await put(token("v2"));
		await client.send(new GetSecretValueCommand({ SecretId }));
		const { $metadata, ...answer } = await client.send(
			new DescribeSecretCommand({ SecretId }),
		);
		expect($metadata.httpStatusCode).toBe(200);
		expect(answer).toEqual({
			...which,
			Tags: [{ Key: "team", Value: "orders" }],
			CreatedDate: new Date(NOON),
			LastChangedDate: new Date(NOON + HOUR + 7),
			LastAccessedDate: new Date(MIDNIGHT),
			VersionIdsToStages: {
				[token("v1")]: ["AWSPREVIOUS"],
				[token("v2")]: ["AWSCURRENT"],
			},
		});
	});

	it("DeleteSecret", async () => {
		expect(
			await client.send(
				new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }),
			),
		).toMatchObject({ ...which, DeletionDate: new Date(NOON + 7 * DAY) });
		const { DeletedDate } = await client.send(
			new DescribeSecretCommand({ SecretId }),
		);
		expect(DeletedDate).toEqual(new Date(NOON));
	});

	it("RestoreSecret", async () => {
		await client.send(new DeleteSecretCommand({ SecretId }));
		expect(
			await client.send(new RestoreSecretCommand({ SecretId })),
		).toMatchObject(which);
		const read = await client.send(new GetSecretValueCommand({ SecretId }));
		expect(read.SecretString).toBe("first");
	});

	const put = (ClientRequestToken: string) =>
		client.send(
			new PutSecretValueCommand({
				SecretId,
				SecretString: ClientRequestToken,
				ClientRequestToken,
			}),
		);
});

describe("a rotation", () => {
	const RotationLambdaARN = FUNCTION;

	beforeEach(async () => {
		host = createHost({
			clock,
			seed: "s",
			rotationFunctions: { [FUNCTION]: templateOfTools },
		});
		client = new SecretsManagerClient(clientConfig(host));
		await client.send(
			new CreateSecretCommand({
				Name: "db",
				SecretString: "first",
				ClientRequestToken: token("v1"),
			}),
		);
	});

	const start = () =>
		client.send(
			new RotateSecretCommand({
				SecretId,
				RotationLambdaARN,
				RotationRules: { AutomaticallyAfterDays: 10 },
				ClientRequestToken: token("v2"),
			}),
		);
	const describeSecret = () =>
		client.send(new DescribeSecretCommand({ SecretId }));

	it("is answered by RotateSecret before it is done", async () => {
		// when RotateSecret is answered
		const { $metadata, ...answer } = await start();
		expect($metadata.httpStatusCode).toBe(200);
		expect(answer).toEqual({
			ARN: expect.stringContaining(":secret:db-"),
			Name: "db",
			VersionId: token("v2"),
		});
		// then the old value is current, until it is done
		const { store } = host;
		await host.settled();
		expect(host.store).not.toBe(store);
		const { SecretString, VersionId } = await client.send(
			new GetSecretValueCommand({ SecretId }),
		);
		expect(VersionId).toBe(token("v2"));
		expect(SecretString).not.toBe("first");
	});

	it("is told of by DescribeSecret, with its dates", async () => {
		await start();
		await host.settled();
		const { LastRotatedDate, NextRotationDate, ...described } =
			await describeSecret();
		expect(described).toMatchObject({
			RotationEnabled: true,
			RotationLambdaARN,
			RotationRules: { AutomaticallyAfterDays: 10 },
		});
		expect(LastRotatedDate).toEqual(new Date(NOON));
		expect(NextRotationDate).toBeInstanceOf(Date);
		expect(Number(NextRotationDate)).toBeGreaterThan(NOON + 9 * DAY);
		expect(Number(NextRotationDate)).toBeLessThan(NOON + 11 * DAY);
	});

	it("is told of by ListSecrets, with the same dates", async () => {
		await start();
		await host.settled();
		const { LastRotatedDate, NextRotationDate } = await describeSecret();
		const { SecretList } = await client.send(new ListSecretsCommand({}));
		expect(SecretList).toMatchObject([
			{
				RotationEnabled: true,
				RotationLambdaARN,
				LastRotatedDate,
				NextRotationDate,
			},
		]);
	});

	it("is ended by CancelRotateSecret, which keeps what was set", async () => {
		await start();
		await host.settled();
		const { $metadata, ...answer } = await client.send(
			new CancelRotateSecretCommand({ SecretId }),
		);
		expect($metadata.httpStatusCode).toBe(200);
		expect(answer).toEqual({
			ARN: expect.stringContaining(":secret:db-"),
			Name: "db",
		});
		const described = await describeSecret();
		expect(described).toMatchObject({
			RotationEnabled: false,
			RotationLambdaARN,
			LastRotatedDate: new Date(NOON),
		});
		expect(described.NextRotationDate).toBeUndefined();
	});

	it("takes the token that the SDK fills in for its version", async () => {
		const { VersionId } = await client.send(
			new RotateSecretCommand({ SecretId, RotationLambdaARN }),
		);
		expect(VersionId).toMatch(UUID);
		await host.settled();
		const read = await client.send(new GetSecretValueCommand({ SecretId }));
		expect(read.VersionId).toBe(VersionId);
	});
});

describe("the token", () => {
	it("is filled in by the SDK, and becomes the version id", async () => {
		const sent: string[] = [];
		const { requestHandler, ...config } = clientConfig(host);
		const listening: SdkRequestHandler = {
			handle(request, options) {
				const body = new TextDecoder().decode(request.body);
				sent.push(JSON.parse(body).ClientRequestToken);
				return requestHandler.handle(request, options);
			},
		};
		client = new SecretsManagerClient({ ...config, requestHandler: listening });
		const answers = [
			await client.send(
				new CreateSecretCommand({ Name: "db", SecretString: "1" }),
			),
			await client.send(
				new PutSecretValueCommand({ SecretId, SecretString: "2" }),
			),
			await client.send(
				new UpdateSecretCommand({ SecretId, SecretString: "3" }),
			),
		];
		const ids = answers.map(({ VersionId }) => VersionId);
		expect(ids).toEqual(sent);
		for (const id of ids) expect(id).toMatch(UUID);
		expect(new Set(ids).size).toBe(3);
	});
});

describe("paging over 150 versions", () => {
	const ids = Array.from({ length: 150 }, (_, i) => token(`v${i}`));

	beforeEach(() => {
		host.execute("CreateSecret", { Name: "db" });
		for (const id of ids)
			host.execute("PutSecretValue", {
				SecretId,
				SecretString: id,
				ClientRequestToken: id,
			});
	});

	it.each([
		[7, 22, 3],
		[75, 2, 75],
		[100, 2, 50],
		[undefined, 15, 10],
	])(
		"with %s a page gives %i pages, the last of %i",
		async (pageSize, pages, last) => {
			const sizes: number[] = [];
			const found: unknown[] = [];
			for await (const { Versions = [] } of paginateListSecretVersionIds(
				pageSize === undefined ? { client } : { client, pageSize },
				{ SecretId, IncludeDeprecated: true },
			)) {
				sizes.push(Versions.length);
				found.push(...Versions.map(({ VersionId }) => VersionId));
			}
			expect(sizes).toHaveLength(pages);
			expect(sizes.at(-1)).toBe(last);
			expect(new Set(sizes.slice(0, -1)).size).toBeLessThan(2);
			expect(found).toEqual(ids);
		},
	);
});

describe("a hundred calls at once", () => {
	it("all land, and one version is current", async () => {
		await client.send(new CreateSecretCommand({ Name: "db" }));
		const answers = await Promise.all(
			Array.from({ length: 100 }, (_, i) =>
				client.send(
					new PutSecretValueCommand({ SecretId, SecretString: `${i}` }),
				),
			),
		);
		const { Versions = [] } = await client.send(
			new ListSecretVersionIdsCommand({
				SecretId,
				IncludeDeprecated: true,
				MaxResults: 100,
			}),
		);
		expect(new Set(Versions.map(({ VersionId }) => VersionId))).toEqual(
			new Set(answers.map(({ VersionId }) => VersionId)),
		);
		expect(
			Versions.flatMap(({ VersionStages = [] }) => VersionStages).sort(),
		).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
		expect(checkInvariants(host.store)).toEqual([]);
	});
});
