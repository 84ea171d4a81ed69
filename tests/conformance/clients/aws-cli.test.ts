/** The command `aws`, over HTTP: https://docs.aws.amazon.com/cli/latest/reference/secretsmanager/ */
import { registerKey } from "pure-secrets-manager";
import { beforeEach, describe, expect, it } from "vitest";
import { FUNCTION, rotatesThrough } from "../../host/a-rotation.js";
import { hostAtNoon, run } from "../../host/host-at-noon.js";
import { NOON, token } from "../../support/given.js";
import { cliMissing, outputOf } from "./a-program.js";
import { endpointOf } from "./a-service.js";

const TIMEOUT = 40_000;

let host = hostAtNoon();
beforeEach(() => {
	host = hostAtNoon();
});

/** A command line of `aws secretsmanager`, at a server of the host; `call` answers the JSON that it prints. */
async function commandLine() {
	const endpoint = await endpointOf(host);
	const print = (...args: string[]) =>
		outputOf("aws", ["secretsmanager", ...args, "--output", "json"], endpoint);
	// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
	const call = async (...args: string[]): Promise<any> =>
		JSON.parse((await print(...args)) || "null");
	return { call };
}

describe.skipIf(cliMissing())("the command aws", { timeout: TIMEOUT }, () => {
	it("creates, puts and reads text of any alphabet", async () => {
		const { call } = await commandLine();
		const created = await call(
			...["create-secret", "--name", "db"],
			...["--secret-string", "€ 😀 ß", "--description", "größer"],
		);
		expect(created).toMatchObject({
			Name: "db",
			VersionId: expect.any(String),
		});
		await call("put-secret-value", "--secret-id", "db", "--secret-string", "2");
		expect(await call("get-secret-value", "--secret-id", "db")).toMatchObject({
			SecretString: "2",
			VersionStages: ["AWSCURRENT"],
		});
		const previous = ["--version-stage", "AWSPREVIOUS"];
		const read = await call(
			"get-secret-value",
			"--secret-id",
			"db",
			...previous,
		);
		expect(read.SecretString).toBe("€ 😀 ß");
	});

	it("rotates and cancels", async () => {
		host = hostAtNoon({
			rotationFunctions: { [FUNCTION]: rotatesThrough(() => host) },
		});
		const { call } = await commandLine();
		run(host, "CreateSecret", { Name: "db", SecretString: "1" });
		const id = ["--secret-id", "db"];
		const { VersionId } = await call(
			...["rotate-secret", ...id, "--rotation-lambda-arn", FUNCTION],
			...["--rotation-rules", "AutomaticallyAfterDays=10"],
		);
		await host.settled();
		expect((await call("get-secret-value", ...id)).VersionId).toBe(VersionId);
		const described = await call("describe-secret", ...id);
		expect(described.RotationEnabled).toBe(true);
		expect(millisecondsOf(described.LastRotatedDate)).toBe(NOON);
		expect(await call("cancel-rotate-secret", ...id)).toMatchObject({
			Name: "db",
		});
		expect((await call("describe-secret", ...id)).RotationEnabled).toBe(false);
	});

	it("replicates, reads in the other region, and promotes", async () => {
		const { call } = await commandLine();
		const id = ["--secret-id", "db"];
		const there = ["--region", "eu-west-1"];
		run(host, "CreateSecret", { Name: "db", SecretString: "1" });
		const begun = await call(
			...["replicate-secret-to-regions", ...id],
			...["--add-replica-regions", "Region=eu-west-1"],
		);
		expect(begun.ReplicationStatus).toMatchObject([{ Status: "InProgress" }]);
		const read = await call("get-secret-value", ...id, ...there);
		expect(read.SecretString).toBe("1");
		await expect(
			call("put-secret-value", ...id, "--secret-string", "2", ...there),
		).rejects.toThrow(
			"An error occurred (InvalidParameterException) when calling the PutSecretValue operation: Operation not permitted on a replica secret. Call must be made in primary secret's region.",
		);
		expect(await call("stop-replication-to-replica", ...id, ...there)).toEqual({
			ARN: read.ARN,
		});
		const none = await call(
			...["remove-regions-from-replication", ...id],
			...["--remove-replica-regions", "eu-west-1"],
		);
		expect(none).toEqual({ ARN: begun.ARN, ReplicationStatus: [] });
	});

	it("reads bytes as base64, and times", async () => {
		const { call } = await commandLine();
		const SecretBinary = Uint8Array.of(0, 127, 128, 255);
		run(host, "CreateSecret", { Name: "key", SecretBinary });
		const read = await call("get-secret-value", "--secret-id", "key");
		expect(read.SecretBinary).toBe("AH+A/w==");
		expect(millisecondsOf(read.CreatedDate)).toBe(NOON);
	});

	it("lists page by page by itself", async () => {
		const { call } = await commandLine();
		const names = Array.from({ length: 7 }, (_, i) => `app/${i}`);
		for (const Name of names) run(host, "CreateSecret", { Name });
		const { SecretList } = await call("list-secrets", "--page-size", "3");
		expect(SecretList.map(({ Name }: { Name: string }) => Name)).toEqual(names);
		const some = await call("list-secrets", "--max-items", "2");
		expect(some.SecretList).toHaveLength(2);
	});

	it("reads many values at once", async () => {
		const { call } = await commandLine();
		run(host, "CreateSecret", { Name: "a", SecretString: "of a" });
		const { SecretValues, Errors } = await call(
			...["batch-get-secret-value", "--secret-id-list", "a", "nobody"],
		);
		expect(SecretValues).toMatchObject([{ SecretString: "of a" }]);
		expect(Errors).toMatchObject([{ ErrorCode: "ResourceNotFoundException" }]);
	});

	it("tags and describes", async () => {
		const { call } = await commandLine();
		const ClientRequestToken = token("v1");
		run(host, "CreateSecret", {
			Name: "db",
			SecretString: "x",
			ClientRequestToken,
		});
		const tag = ["--tags", "Key=team,Value=orders"];
		expect(await call("tag-resource", "--secret-id", "db", ...tag)).toBeNull();
		const described = await call("describe-secret", "--secret-id", "db");
		expect(described).toMatchObject({
			Tags: [{ Key: "team", Value: "orders" }],
			VersionIdsToStages: { [ClientRequestToken]: ["AWSCURRENT"] },
		});
		const keys = ["--tag-keys", "team"];
		await call("untag-resource", "--secret-id", "db", ...keys);
		expect(run(host, "DescribeSecret", { SecretId: "db" }).Tags).toEqual([]);
	});

	it("puts and reads a policy, and gets a password", async () => {
		const { call } = await commandLine();
		run(host, "CreateSecret", { Name: "db" });
		const policy = JSON.stringify({
			Version: "2012-10-17",
			Statement: {
				Effect: "Allow",
				Principal: { AWS: "arn:aws:iam::123456789012:root" },
				Action: "secretsmanager:*",
				Resource: "*",
			},
		});
		await call(
			...["put-resource-policy", "--secret-id", "db"],
			...["--resource-policy", policy],
		);
		const read = await call("get-resource-policy", "--secret-id", "db");
		expect(JSON.parse(read.ResourcePolicy)).toEqual(JSON.parse(policy));
		const { RandomPassword } = await call(
			...["get-random-password", "--password-length", "20"],
		);
		expect(RandomPassword).toHaveLength(20);
	});

	it("deletes and restores", async () => {
		const { call } = await commandLine();
		run(host, "CreateSecret", { Name: "db", SecretString: "x" });
		const window = ["--recovery-window-in-days", "7"];
		const deleted = await call("delete-secret", "--secret-id", "db", ...window);
		expect(millisecondsOf(deleted.DeletionDate)).toBe(
			NOON + 7 * 24 * 3_600_000,
		);
		await call("restore-secret", "--secret-id", "db");
		const read = await call("get-secret-value", "--secret-id", "db");
		expect(read.SecretString).toBe("x");
	});

	it("names a key, and fails while that is disabled", async () => {
		const keyId = "11111111-2222-4333-8444-555555555555";
		const put = (state: "Enabled" | "Disabled") =>
			host.transact((store, context) =>
				registerKey(store, { keyId, state, aliases: ["alias/app"] }, context),
			);
		put("Enabled");
		const { call } = await commandLine();
		await call(
			...["create-secret", "--name", "db", "--secret-string", "x"],
			...["--kms-key-id", "alias/app"],
		);
		const described = await call("describe-secret", "--secret-id", "db");
		expect(described.KmsKeyId).toBe("alias/app");
		put("Disabled");
		await expect(call("get-secret-value", "--secret-id", "db")).rejects.toThrow(
			/An error occurred \(DecryptionFailure\) when calling the GetSecretValue operation: Secrets Manager can't decrypt the secret value: arn:aws:kms:us-east-1:123456789012:key\/.* is disabled\./,
		);
	});

	it("fails with the code and the message of a refusal", async () => {
		const { call } = await commandLine();
		await expect(
			call("get-secret-value", "--secret-id", "nobody"),
		).rejects.toThrow(
			"An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.",
		);
	});
});

/** Version 1 prints seconds, version 2 an ISO text. */
const millisecondsOf = (date: number | string): number =>
	typeof date === "number" ? date * 1000 : Date.parse(date);
