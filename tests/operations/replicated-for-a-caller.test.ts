/** What becomes of replication that a caller asks for without permission to use the keys that it takes. */
import type { Caller } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	ADA,
	may,
	mayNot,
	policyOf,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { aValue, given, token } from "../support/given.js";
import { keyArn, keyId, quoted, withoutRequestId } from "../support/keys.js";
import { THERE } from "../support/places.js";

const OLD = keyId("a");
const created = given()
	.withKey({ keyId: OLD })
	.after("CreateSecret", {
		Name: "db",
		KmsKeyId: OLD,
		...aValue("v1"),
	});
const SecretId = "db";
const mySecrets = may("secretsmanager:*");
/** Ada, who may do everything with secrets, and this with keys. */
const withKeys = (...statements: readonly Statement[]): Caller =>
	whoMay(ADA, mySecrets, ...statements);
const using = (...actions: readonly string[]): Caller =>
	actions.length === 0
		? withKeys()
		: withKeys(may(actions.map((each) => `kms:${each}`)));

describe("the status of a replica tells what a caller's keys were denied", () => {
	const replicate = (caller: Caller, world = created) =>
		world
			.as({ caller })
			.after("ReplicateSecretToRegions", {
				SecretId,
				AddReplicaRegions: [{ Region: THERE.region }],
			})
			.as({ caller: undefined })
			.when("DescribeSecret", { SecretId }).answer.ReplicationStatus[0];
	const why = (reason: string) =>
		quoted(
			`User: ${ADA} is not authorized to perform: kms:Decrypt on resource: ${keyArn("a")} ${reason}`,
			"AccessDeniedException",
		);

	it.each<[what: string, caller: Caller, reason: string]>([
		[
			"lack",
			using(),
			"because no identity-based policy allows the kms:Decrypt action",
		],
		[
			"an explicit deny in a session policy [R-ST]",
			{
				...using("Decrypt"),
				sessionPolicies: [policyOf(may("*"), mayNot("kms:Decrypt"))],
			},
			"with an explicit deny in a session policy",
		],
	])("for %s", (_, caller, reason) => {
		const status = replicate(caller);
		expect(status.Status).toBe("Failed");
		expect(withoutRequestId(status.StatusMessage)).toBe(
			`Replication failed: ${why(reason)}`,
		);
	});

	it("and is in sync with the permission", () => {
		expect(replicate(using("Decrypt"))).toMatchObject({ Status: "InSync" });
	});

	it("as well where the key of the region may make no data key", () => {
		const there = created
			.as(THERE)
			.withKey({ keyId: keyId("b") })
			.as({ region: "us-east-1" });
		const status = (caller: Caller) =>
			there
				.as({ caller })
				.after("CreateSecret", {
					Name: "new",
					...aValue("v1"),
					AddReplicaRegions: [{ Region: THERE.region, KmsKeyId: keyId("b") }],
				})
				.as({ caller: undefined })
				.when("DescribeSecret", { SecretId: "new" }).answer
				.ReplicationStatus[0];
		expect(status(using("Decrypt"))).toMatchObject({ Status: "Failed" });
		expect(status(using("Decrypt")).StatusMessage).toContain(
			"is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:",
		);
		expect(status(using("GenerateDataKey")).Status).toBe("InSync");
	});

	it("as well where the value of a new secret may not be decrypted", () => {
		const status = (SecretVersionId: string) => {
			const Condition = {
				StringEquals: {
					"kms:EncryptionContext:SecretVersionId": SecretVersionId,
				},
			};
			const caller = withKeys(
				may("kms:*"),
				mayNot("kms:Decrypt", { Condition }),
			);
			return created
				.as({ caller })
				.after("CreateSecret", {
					Name: "new",
					KmsKeyId: OLD,
					...aValue("v1"),
					AddReplicaRegions: [{ Region: THERE.region }],
				})
				.as({ caller: undefined })
				.when("DescribeSecret", { SecretId: "new" }).answer
				.ReplicationStatus[0];
		};
		const denied = status(token("v1"));
		expect(denied.Status).toBe("Failed");
		expect(withoutRequestId(denied.StatusMessage)).toBe(
			`Replication failed: ${why("with an explicit deny in an identity-based policy")}`,
		);
		expect(status(token("v2")).Status).toBe("InSync");
	});

	it("but writes that are carried on are the service's", () => {
		const world = created
			.after("ReplicateSecretToRegions", {
				SecretId,
				AddReplicaRegions: [{ Region: THERE.region }],
			})
			.as({ caller: using("GenerateDataKey") })
			.after("PutSecretValue", { SecretId, ...aValue("v2") })
			.as({ ...THERE, caller: undefined });
		world
			.when("GetSecretValue", { SecretId })
			.answers({ SecretString: "value of v2" });
	});
});
