/** boto3, the SDK for Python, over HTTP: https://docs.aws.amazon.com/boto3/latest/reference/services/secretsmanager.html */
import { beforeEach, describe, expect, it } from "vitest";
import { FUNCTION, rotatesThrough } from "../../host/a-rotation.js";
import { hostAtNoon, run } from "../../host/host-at-noon.js";
import { NOON, token } from "../../support/given.js";
import { boto3Missing, outputOf } from "./a-program.js";
import { endpointOf } from "./a-service.js";

const TIMEOUT = 40_000;
const keyId = "11111111-2222-4333-8444-555555555555";

let host = hostAtNoon();
beforeEach(() => {
	host = hostAtNoon();
});

/** Runs a script that has a client `sm`, and answers what it calls `answer`. */
// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
async function python(script: string): Promise<any> {
	const whole = `
import json
import boto3
from botocore.exceptions import ClientError

sm = boto3.client("secretsmanager")

def refusal(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return {**error.response["Error"], "class": type(error).__name__, "status": error.response["ResponseMetadata"]["HTTPStatusCode"]}

${script}
print(json.dumps(answer, default=lambda value: value.hex() if isinstance(value, bytes) else value.timestamp()))
`;
	const endpoint = await endpointOf(host);
	return JSON.parse(await outputOf("python3", ["-c", whole], endpoint));
}

describe.skipIf(boto3Missing())("boto3", { timeout: TIMEOUT }, () => {
	it("creates and reads text of any alphabet", async () => {
		const { created, read } = await python(`
created = sm.create_secret(Name="db", SecretString="€ 😀 ß", Description="größer")
read = sm.get_secret_value(SecretId=created["ARN"])
answer = {"created": created, "read": read}
`);
		expect(created.VersionId).toMatch(/^[0-9a-f-]{36}$/);
		expect(created.ResponseMetadata).toMatchObject({
			HTTPStatusCode: 200,
			RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
		expect(read).toMatchObject({
			Name: "db",
			SecretString: "€ 😀 ß",
			CreatedDate: NOON / 1000,
			VersionStages: ["AWSCURRENT"],
		});
		expect(run(host, "DescribeSecret", { SecretId: "db" }).Description).toBe(
			"größer",
		);
	});

	it("creates and reads bytes", async () => {
		expect(
			await python(`
sm.create_secret(Name="key", SecretBinary=bytes([0, 127, 128, 255]))
answer = sm.get_secret_value(SecretId="key")["SecretBinary"]
`),
		).toBe("007f80ff");
	});

	it("rotates, sees the dates, and cancels", async () => {
		host = hostAtNoon({
			rotationFunctions: { [FUNCTION]: rotatesThrough(() => host) },
		});
		const { rotated, value, described, cancelled, after, denied } =
			await python(`
import time
sm.create_secret(Name="db", SecretString="1")
rotated = sm.rotate_secret(SecretId="db", RotationLambdaARN="${FUNCTION}", RotationRules={"AutomaticallyAfterDays": 10})
described = sm.describe_secret(SecretId="db")
while "LastRotatedDate" not in described:
    time.sleep(0.01)
    described = sm.describe_secret(SecretId="db")
value = sm.get_secret_value(SecretId="db")
cancelled = sm.cancel_rotate_secret(SecretId="db")
answer = {
    "rotated": rotated, "value": value, "described": described, "cancelled": cancelled,
    "after": sm.describe_secret(SecretId="db"),
    "denied": refusal(sm.rotate_secret, SecretId="db", RotationLambdaARN="${FUNCTION}2"),
}
`);
		expect(value.VersionId).toBe(rotated.VersionId);
		expect(value.SecretString).toBe(`of ${rotated.VersionId}`);
		expect(described).toMatchObject({
			RotationEnabled: true,
			RotationRules: { AutomaticallyAfterDays: 10 },
			LastRotatedDate: NOON / 1000,
			NextRotationDate: expect.any(Number),
		});
		expect(cancelled).not.toHaveProperty("VersionId");
		expect(after).toMatchObject({ RotationEnabled: false });
		expect(after).not.toHaveProperty("NextRotationDate");
		expect(denied).toMatchObject({ Code: "AccessDeniedException" });
	});

	it("replicates, reads in the other region, promotes and removes", async () => {
		const { begun, status, replica, refused, promoted, left, removed } =
			await python(`
west = boto3.client("secretsmanager", region_name="eu-west-1")
begun = sm.create_secret(Name="db", SecretString="1", AddReplicaRegions=[{"Region": "eu-west-1"}, {"Region": "ap-south-1"}])
west.get_secret_value(SecretId="db")
refused = [
    refusal(west.put_secret_value, SecretId="db", SecretString="2"),
    refusal(sm.delete_secret, SecretId="db"),
    refusal(sm.stop_replication_to_replica, SecretId="db"),
    refusal(sm.replicate_secret_to_regions, SecretId="db", AddReplicaRegions=[{"Region": "us-east-1"}]),
]
sm.put_secret_value(SecretId="db", SecretString="2")
status = sm.describe_secret(SecretId="db")["ReplicationStatus"]
replica = {**west.get_secret_value(SecretId="db"), **west.describe_secret(SecretId="db")}
promoted = west.stop_replication_to_replica(SecretId="db")
removed = sm.remove_regions_from_replication(SecretId="db", RemoveReplicaRegions=["ap-south-1"])
answer = {
    "begun": begun, "status": status, "replica": replica, "refused": refused, "promoted": promoted, "removed": removed,
    "left": west.describe_secret(SecretId="db"),
}
`);
		expect(begun.ReplicationStatus).toMatchObject([
			{ Region: "eu-west-1", Status: "InProgress" },
			{ Region: "ap-south-1", Status: "InProgress" },
		]);
		const KmsKeyId = "alias/aws/secretsmanager";
		const arrived = {
			KmsKeyId,
			Status: "InSync",
			StatusMessage: "Replication succeeded",
		};
		expect(status).toEqual([
			{
				Region: "eu-west-1",
				...arrived,
				LastAccessedDate: NOON / 1000 - 12 * 3600,
			},
			{ Region: "ap-south-1", ...arrived },
		]);
		expect(replica).toMatchObject({
			ARN: begun.ARN.replace("us-east-1", "eu-west-1"),
			SecretString: "2",
			PrimaryRegion: "us-east-1",
			KmsKeyId,
		});
		expect(refused.map((each: { class: string }) => each.class)).toEqual(
			Array(4).fill("InvalidParameterException"),
		);
		expect(refused[1].Message).toBe(
			`You can't delete secret ${begun.ARN} that still has replica regions [eu-west-1, ap-south-1].`,
		);
		expect(promoted.ARN).toBe(replica.ARN);
		expect(left).not.toHaveProperty("PrimaryRegion");
		expect(removed).toMatchObject({ ARN: begun.ARN, ReplicationStatus: [] });
	});

	it("puts a version, moves a label back and describes", async () => {
		run(host, "CreateSecret", {
			Name: "db",
			SecretString: "1",
			ClientRequestToken: token("v1"),
		});
		const { stages, value } = await python(`
put = sm.put_secret_value(SecretId="db", SecretString="2", ClientRequestToken="${token("v2")}")
sm.update_secret_version_stage(SecretId="db", VersionStage="AWSCURRENT",
    RemoveFromVersionId=put["VersionId"], MoveToVersionId="${token("v1")}")
answer = {
    "stages": sm.describe_secret(SecretId="db")["VersionIdsToStages"],
    "value": sm.get_secret_value(SecretId="db")["SecretString"],
}
`);
		expect(stages).toEqual({
			[token("v1")]: ["AWSCURRENT"],
			[token("v2")]: ["AWSPREVIOUS"],
		});
		expect(value).toBe("1");
	});

	it("pages through lists", async () => {
		const names = Array.from({ length: 25 }, (_, i) => `app/${i}`);
		for (const Name of names)
			run(host, "CreateSecret", { Name, SecretString: `value of ${Name}` });
		const { sizes, found, versions } = await python(`
pages = list(sm.get_paginator("list_secrets").paginate(PaginationConfig={"PageSize": 10}))
answer = {
    "sizes": [len(page["SecretList"]) for page in pages],
    "found": [each["Name"] for page in pages for each in page["SecretList"]],
    "versions": sm.list_secret_version_ids(SecretId="app/0")["Versions"],
}
`);
		expect(sizes).toEqual([10, 10, 5]);
		expect(found).toEqual(names);
		expect(versions).toMatchObject([{ VersionStages: ["AWSCURRENT"] }]);
	});

	it("reads many values at once", async () => {
		run(host, "CreateSecret", { Name: "a", SecretString: "of a" });
		run(host, "CreateSecret", { Name: "b", SecretBinary: Uint8Array.of(1) });
		const { SecretValues, Errors } = await python(
			`answer = sm.batch_get_secret_value(SecretIdList=["a", "b", "nobody"])`,
		);
		expect(SecretValues).toMatchObject([
			{ Name: "a", SecretString: "of a" },
			{ Name: "b", SecretBinary: "01" },
		]);
		expect(Errors).toMatchObject([
			{ SecretId: "nobody", ErrorCode: "ResourceNotFoundException" },
		]);
	});

	it("tags, untags, and finds by tag", async () => {
		run(host, "CreateSecret", { Name: "db", Tags: [{ Key: "a", Value: "1" }] });
		run(host, "CreateSecret", { Name: "other" });
		const { tags, found } = await python(`
sm.tag_resource(SecretId="db", Tags=[{"Key": "b", "Value": "2"}])
sm.untag_resource(SecretId="db", TagKeys=["a"])
answer = {
    "tags": sm.describe_secret(SecretId="db")["Tags"],
    "found": [each["Name"] for each in sm.list_secrets(Filters=[{"Key": "tag-key", "Values": ["b"]}])["SecretList"]],
}
`);
		expect(tags).toEqual([{ Key: "b", Value: "2" }]);
		expect(found).toEqual(["db"]);
	});

	it("puts, reads, validates and deletes a policy", async () => {
		run(host, "CreateSecret", { Name: "db" });
		const { policy, validated, after } = await python(`
policy = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "secretsmanager:*",
    "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Resource": "*"}})
validated = sm.validate_resource_policy(ResourcePolicy=policy)["PolicyValidationPassed"]
sm.put_resource_policy(SecretId="db", ResourcePolicy=policy)
read = json.loads(sm.get_resource_policy(SecretId="db")["ResourcePolicy"])
sm.delete_resource_policy(SecretId="db")
answer = {"policy": read, "validated": validated, "after": "ResourcePolicy" in sm.get_resource_policy(SecretId="db")}
`);
		expect(policy.Statement.Action).toBe("secretsmanager:*");
		expect(validated).toBe(true);
		expect(after).toBe(false);
	});

	it("gets a password", async () => {
		expect(
			await python(
				`answer = sm.get_random_password(PasswordLength=20, ExcludePunctuation=True)["RandomPassword"]`,
			),
		).toMatch(/^[0-9A-Za-z]{20}$/);
	});

	it("deletes and restores", async () => {
		run(host, "CreateSecret", { Name: "db", SecretString: "x" });
		const { deleted, refused, restored } = await python(`
deleted = sm.delete_secret(SecretId="db", RecoveryWindowInDays=7)["DeletionDate"]
refused = refusal(sm.get_secret_value, SecretId="db")["Code"]
sm.restore_secret(SecretId="db")
answer = {"deleted": deleted, "refused": refused, "restored": sm.get_secret_value(SecretId="db")["SecretString"]}
`);
		expect(deleted).toBe(NOON / 1000 + 7 * 24 * 3600);
		expect(refused).toBe("InvalidRequestException");
		expect(restored).toBe("x");
	});

	it("raises its own classes because of keys, and reads again once they are enabled", async () => {
		const key = (state: string) =>
			`urllib.request.urlopen(urllib.request.Request(sm.meta.endpoint_url + "/_control/keys/${keyId}", method="PUT", data=b'{"state": "${state}"}'))`;
		const { refused, read, listed } = await python(`
import urllib.request
${key("Enabled")}
sm.create_secret(Name="db", SecretString="x", KmsKeyId="${keyId}")
${key("Disabled")}
refused = [
    refusal(sm.get_secret_value, SecretId="db"),
    refusal(sm.put_secret_value, SecretId="db", SecretString="y"),
    refusal(sm.create_secret, Name="other", KmsKeyId="${keyId}"),
]
listed = sm.list_secrets()["SecretList"][0]["KmsKeyId"]
${key("Enabled")}
answer = {"refused": refused, "listed": listed, "read": sm.get_secret_value(SecretId="db")["SecretString"]}
`);
		expect(refused).toMatchObject([
			{ Code: "DecryptionFailure", class: "DecryptionFailure", status: 400 },
			{ Code: "EncryptionFailure", class: "EncryptionFailure", status: 400 },
			{
				Code: "InvalidParameterException",
				Message:
					"The operation failed because the specified KMS key is disabled.",
			},
		]);
		expect(listed).toBe(keyId);
		expect(read).toBe("x");
	});

	it("raises its own classes, with code, message and status", async () => {
		run(host, "CreateSecret", { Name: "db" });
		expect(
			await python(`answer = [
    refusal(sm.get_secret_value, SecretId="nobody"),
    refusal(sm.create_secret, Name="db"),
    refusal(sm.delete_secret, SecretId="db", RecoveryWindowInDays=6),
    refusal(sm.create_secret, Name="a" * 513),
]`),
		).toMatchObject([
			{
				Code: "ResourceNotFoundException",
				Message: "Secrets Manager can't find the specified secret.",
				class: "ResourceNotFoundException",
				status: 400,
			},
			{ Code: "ResourceExistsException", class: "ResourceExistsException" },
			{ Code: "InvalidParameterException", class: "InvalidParameterException" },
			{
				Code: "ValidationException",
				Message: expect.stringContaining("validation error detected"),
				class: "ClientError",
			},
		]);
	});
});
