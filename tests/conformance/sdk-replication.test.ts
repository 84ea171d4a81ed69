/** Clients of several regions on one host, and a secret that is replicated between them. */
import * as sdk from "@aws-sdk/client-secrets-manager";
import {
	createStore,
	putManagedSecret,
	registerKey,
	type StoreOptions,
} from "pure-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { hostAtNoon } from "../host/host-at-noon.js";
import { DAY, NOON, ResourcePolicy, SECOND, token } from "../support/given.js";
import { keyId, quoted, withoutRequestId } from "../support/keys.js";
import { HERE } from "../support/places.js";
import {
	DEFAULT_KEY,
	inProgress,
	inSync,
	regions,
	SecretId,
} from "../support/replication.js";
import { reasonOf } from "./reason-of.js";

const { AddReplicaRegions } = regions("eu-west-1");

let host: Host;
/** Clients of the regions us-east-1, eu-west-1 and ap-south-1. */
let east: sdk.SecretsManager;
let west: sdk.SecretsManager;
let south: sdk.SecretsManager;
/** The ARN of "db" in us-east-1. */
let ARN: string;

/** A host with the secret "db" in us-east-1, and clients of it. */
async function begin(options: StoreOptions = {}): Promise<void> {
	host = hostAtNoon({ store: createStore(options) });
	const clientIn = (region: string) =>
		new sdk.SecretsManager(clientConfig(host, { region }));
	east = clientIn("us-east-1");
	west = clientIn("eu-west-1");
	south = clientIn("ap-south-1");
	const made = await east.createSecret({
		Name: SecretId,
		SecretString: "first",
		Description: "of orders",
		Tags: [{ Key: "team", Value: "orders" }],
		ClientRequestToken: token("v1"),
	});
	ARN = String(made.ARN);
}
beforeEach(() => begin());

const read = async (client: sdk.SecretsManager, SecretId = "db") =>
	(await client.getSecretValue({ SecretId })).SecretString;

/** What the primary tells of its replicas. */
const statusIn = async (client: sdk.SecretsManager, SecretId = "db") =>
	(await client.describeSecret({ SecretId })).ReplicationStatus;

const inRegion = (region: string) => ARN.replace("us-east-1", region);

describe("a secret that is replicated", () => {
	beforeEach(async () => {
		const { $metadata, ...answer } = await east.replicateSecretToRegions({
			SecretId,
			...regions("eu-west-1", "ap-south-1"),
		});
		expect(answer).toEqual({
			ARN,
			ReplicationStatus: [inProgress("eu-west-1"), inProgress("ap-south-1")],
		});
	});

	it("is in sync at the next look", async () => {
		const described = await east.describeSecret({ SecretId });
		expect(described.PrimaryRegion).toBe("us-east-1");
		expect(described.ReplicationStatus).toEqual([
			inSync("eu-west-1"),
			inSync("ap-south-1"),
		]);
	});

	it("is read in each region, by its name and by the ARN that it has there", async () => {
		for (const [client, region] of [
			[west, "eu-west-1"],
			[south, "ap-south-1"],
		] as const) {
			const SecretId = inRegion(region);
			expect(await client.getSecretValue({ SecretId: "db" })).toMatchObject({
				ARN: SecretId,
				SecretString: "first",
				VersionId: token("v1"),
				VersionStages: ["AWSCURRENT"],
			});
			expect(await read(client, SecretId)).toBe("first");
		}
	});

	it("is described there as a replica, with times as dates", async () => {
		await host.advance({ days: 1 });
		await read(west);
		const { $metadata, ...described } = await west.describeSecret({ SecretId });
		expect(described).toEqual({
			ARN: inRegion("eu-west-1"),
			Name: "db",
			Description: "of orders",
			KmsKeyId: DEFAULT_KEY,
			PrimaryRegion: "us-east-1",
			Tags: [{ Key: "team", Value: "orders" }],
			VersionIdsToStages: { [token("v1")]: ["AWSCURRENT"] },
			CreatedDate: new Date(NOON),
			LastChangedDate: new Date(NOON),
			LastAccessedDate: new Date("2026-11-25T00:00:00Z"),
		});
	});

	it("tells its primary when a replica was last read", async () => {
		await host.advance({ days: 1 });
		await read(west);
		expect(await statusIn(east)).toEqual([
			inSync("eu-west-1", {
				LastAccessedDate: new Date("2026-11-25T00:00:00Z"),
			}),
			inSync("ap-south-1"),
		]);
	});

	it("has what is written to its primary", async () => {
		await east.putSecretValue({
			SecretId,
			SecretString: "second",
			ClientRequestToken: token("v2"),
		});
		await east.updateSecret({ SecretId, Description: "of bills" });
		await east.tagResource({ SecretId, Tags: [{ Key: "a", Value: "b" }] });
		await east.untagResource({ SecretId, TagKeys: ["team"] });
		await east.putResourcePolicy({ SecretId, ResourcePolicy });
		const before = await west.getSecretValue({
			SecretId,
			VersionStage: "AWSPREVIOUS",
		});
		expect(before.SecretString).toBe("first");
		expect(await read(west)).toBe("second");
		expect(await west.describeSecret({ SecretId })).toMatchObject({
			Description: "of bills",
			Tags: [{ Key: "a", Value: "b" }],
			VersionIdsToStages: {
				[token("v1")]: ["AWSPREVIOUS"],
				[token("v2")]: ["AWSCURRENT"],
			},
		});
		expect((await west.getResourcePolicy({ SecretId })).ResourcePolicy).toBe(
			(await east.getResourcePolicy({ SecretId })).ResourcePolicy,
		);
	});

	it("is read there among others, and has no versions to list", async () => {
		await west.createSecret({ Name: "own", SecretString: "of the west" });
		const batch = await west.batchGetSecretValue({
			SecretIdList: [SecretId, "own", ARN],
		});
		expect(batch.SecretValues).toMatchObject([
			{ ARN: inRegion("eu-west-1"), SecretString: "first" },
			{ SecretString: "of the west" },
		]);
		expect(batch.Errors).toMatchObject([
			{ SecretId: ARN, ErrorCode: "ResourceNotFoundException" },
		]);
		expect(await west.listSecretVersionIds({ SecretId })).toMatchObject({
			ARN: inRegion("eu-west-1"),
			Versions: [],
		});
	});

	it("is listed in each region, and found by its primary's", async () => {
		await west.createSecret({ Name: "own" });
		for (const client of [east, west, south]) {
			const { SecretList } = await client.listSecrets({
				Filters: [{ Key: "primary-region", Values: ["us-east-1"] }],
			});
			expect(SecretList).toMatchObject([
				{ Name: "db", PrimaryRegion: "us-east-1" },
			]);
		}
		expect((await west.listSecrets({})).SecretList).toHaveLength(2);
	});

	it("is deleted once it has no replicas any more", async () => {
		const refused = await reasonOf(east.deleteSecret({ SecretId }));
		expect(refused).toBeInstanceOf(sdk.InvalidParameterException);
		expect(refused).toMatchObject({
			message: `You can't delete secret ${ARN} that still has replica regions [eu-west-1, ap-south-1].`,
		});
		// when its replicas are removed one by one
		const rest = await east.removeRegionsFromReplication({
			SecretId,
			RemoveReplicaRegions: ["eu-west-1", "us-west-2"],
		});
		expect(rest).toMatchObject({
			ARN,
			ReplicationStatus: [inSync("ap-south-1")],
		});
		await expect(read(west)).rejects.toThrow(sdk.ResourceNotFoundException);
		expect(await read(south)).toBe("first");
		const none = await east.removeRegionsFromReplication({
			SecretId,
			RemoveReplicaRegions: ["ap-south-1"],
		});
		expect(none.ReplicationStatus).toEqual([]);
		// then it is a secret like any other
		const described = await east.describeSecret({ SecretId });
		expect(described).not.toHaveProperty("PrimaryRegion");
		expect(described).not.toHaveProperty("ReplicationStatus");
		const window = { SecretId, RecoveryWindowInDays: 7 };
		expect((await east.deleteSecret(window)).DeletionDate).toEqual(
			new Date(NOON + 7 * DAY),
		);
	});
});

describe("a secret that is created with replicas", () => {
	it("is in all its regions", async () => {
		const made = await east.createSecret({
			Name: "new",
			SecretBinary: Uint8Array.of(0, 255),
			...regions("eu-west-1", "ap-south-1"),
		});
		expect(made.ReplicationStatus).toMatchObject([
			{ Region: "eu-west-1", Status: "InProgress" },
			{ Region: "ap-south-1", Status: "InProgress" },
		]);
		for (const client of [west, south])
			expect(await client.getSecretValue({ SecretId: "new" })).toMatchObject({
				SecretBinary: Uint8Array.of(0, 255),
				VersionId: made.VersionId,
			});
	});
});

describe("a replica on a key of its own", () => {
	const put = (state: "Enabled" | "Disabled") =>
		host.transact(
			(store, context) =>
				registerKey(
					store,
					{ keyId: keyId("a"), state, aliases: ["alias/app"] },
					context,
				),
			{ region: "eu-west-1" },
		);
	const onItsKey = [{ Region: "eu-west-1", KmsKeyId: "alias/app" }];

	it("names it in both regions, also once it is another", async () => {
		put("Enabled");
		await east.replicateSecretToRegions({
			SecretId,
			AddReplicaRegions: onItsKey,
		});
		expect(await statusIn(east)).toEqual([
			inSync("eu-west-1", { KmsKeyId: "alias/app" }),
		]);
		expect((await west.describeSecret({ SecretId })).KmsKeyId).toBe(
			"alias/app",
		);
		await west.updateSecret({ SecretId, KmsKeyId: DEFAULT_KEY });
		expect(await statusIn(east)).toEqual([inSync("eu-west-1")]);
		expect(await read(west)).toBe("first");
	});

	it("fails by its status while the key cannot be used, and is tried again at the next change", async () => {
		put("Disabled");
		const answer = await east.replicateSecretToRegions({
			SecretId,
			AddReplicaRegions: onItsKey,
		});
		expect(answer.ReplicationStatus).toMatchObject([{ Status: "InProgress" }]);
		const [failed] = (await statusIn(east)) ?? [];
		expect(failed?.Status).toBe("Failed");
		expect(withoutRequestId(failed?.StatusMessage ?? "")).toBe(
			`Replication failed: ${quoted(
				`arn:aws:kms:eu-west-1:${HERE.account}:key/${keyId("a")} is disabled.`,
				"DisabledException",
			)}`,
		);
		await expect(read(west)).rejects.toThrow(sdk.ResourceNotFoundException);
		put("Enabled");
		await east.putSecretValue({ SecretId, SecretString: "second" });
		expect(await statusIn(east)).toEqual([
			inSync("eu-west-1", { KmsKeyId: "alias/app" }),
		]);
		expect(await read(west)).toBe("second");
	});
});

describe("a region that has a secret of the name", () => {
	beforeEach(async () => {
		await west.createSecret({ Name: SecretId, SecretString: "in the way" });
	});

	it("keeps it, and the status says so", async () => {
		await east.replicateSecretToRegions({ SecretId, AddReplicaRegions });
		expect(await statusIn(east)).toEqual([
			{
				Region: "eu-west-1",
				KmsKeyId: DEFAULT_KEY,
				Status: "Failed",
				StatusMessage:
					"Replication failed: Secret name db already exists in region eu-west-1.",
			},
		]);
		expect(await read(west)).toBe("in the way");
	});

	it("gives it up where that is asked for", async () => {
		const { ARN: old } = await west.describeSecret({ SecretId });
		await host.advance({ days: 1 });
		await east.replicateSecretToRegions({
			SecretId,
			AddReplicaRegions,
			ForceOverwriteReplicaSecret: true,
		});
		expect(await statusIn(east)).toEqual([inSync("eu-west-1")]);
		expect(await read(west)).toBe("first");
		expect((await west.describeSecret({ SecretId })).CreatedDate).toEqual(
			new Date(NOON),
		);
		await expect(read(west, old)).rejects.toThrow(
			sdk.ResourceNotFoundException,
		);
	});
});

it.each(["xx-nowhere-1", "cn-north-1"])(
	"a region that cannot be reached fails by its status: %s",
	async (Region) => {
		await east.replicateSecretToRegions({
			SecretId,
			AddReplicaRegions: [{ Region }],
		});
		expect(await statusIn(east)).toMatchObject([
			{
				Status: "Failed",
				StatusMessage: `Replication failed: Region ${Region} is not a region of partition aws.`,
			},
		]);
	},
);

describe("what a replica refuses", () => {
	const value = { SecretId, SecretString: "y" };
	const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
		["PutSecretValue", () => west.putSecretValue(value)],
		["UpdateSecret", () => west.updateSecret({ SecretId, Description: "d" })],
		["UpdateSecret of its value", () => west.updateSecret(value)],
		[
			"UpdateSecretVersionStage",
			() =>
				west.updateSecretVersionStage({
					SecretId,
					VersionStage: "blue",
					MoveToVersionId: token("v1"),
				}),
		],
		["TagResource", () => west.tagResource({ SecretId, Tags: [{ Key: "a" }] })],
		["UntagResource", () => west.untagResource({ SecretId, TagKeys: ["a"] })],
		[
			"PutResourcePolicy",
			() => west.putResourcePolicy({ SecretId, ResourcePolicy }),
		],
		["DeleteResourcePolicy", () => west.deleteResourcePolicy({ SecretId })],
		["RotateSecret", () => west.rotateSecret({ SecretId })],
		["CancelRotateSecret", () => west.cancelRotateSecret({ SecretId })],
		["DeleteSecret", () => west.deleteSecret({ SecretId })],
		[
			"DeleteSecret by force",
			() => west.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true }),
		],
		["RestoreSecret", () => west.restoreSecret({ SecretId })],
		[
			"ReplicateSecretToRegions",
			() =>
				west.replicateSecretToRegions({
					SecretId,
					AddReplicaRegions: [{ Region: "ap-south-1" }],
				}),
		],
		[
			"RemoveRegionsFromReplication",
			() =>
				west.removeRegionsFromReplication({
					SecretId,
					RemoveReplicaRegions: ["eu-west-1"],
				}),
		],
	];

	it.each(calls)("%s", async (_, call) => {
		await east.replicateSecretToRegions({ SecretId, AddReplicaRegions });
		const before = host.store;
		const error = await reasonOf(call());
		expect(error).toBeInstanceOf(sdk.InvalidParameterException);
		expect(error).toMatchObject({
			name: "InvalidParameterException",
			message:
				"Operation not permitted on a replica secret. Call must be made in primary secret's region.",
			$metadata: { httpStatusCode: 400, attempts: 1 },
		});
		expect(host.store).toBe(before);
	});
});

describe("what is refused as a whole", () => {
	const ofWest = "Call must be made in replica secret's region.";
	const calls: readonly (readonly [
		string,
		() => Promise<unknown>,
		new (...args: never[]) => sdk.SecretsManagerServiceException,
		string,
	])[] = [
		[
			"a secret to its own region",
			() =>
				east.replicateSecretToRegions({
					SecretId,
					AddReplicaRegions: [...AddReplicaRegions, { Region: "us-east-1" }],
				}),
			sdk.InvalidParameterException,
			"Invalid replica region.",
		],
		[
			"a new secret to its own region",
			() =>
				east.createSecret({
					Name: "new",
					AddReplicaRegions: [{ Region: "us-east-1" }],
				}),
			sdk.InvalidParameterException,
			"Invalid replica region.",
		],
		[
			"a secret that there is not",
			() =>
				east.replicateSecretToRegions({
					SecretId: "nobody",
					AddReplicaRegions,
				}),
			sdk.ResourceNotFoundException,
			"Secrets Manager can't find the specified secret.",
		],
		[
			"what is no replica, promoted",
			() => east.stopReplicationToReplica({ SecretId }),
			sdk.InvalidParameterException,
			`Operation not permitted on a primary secret. ${ofWest}`,
		],
		[
			"a secret in a region where it is not, promoted",
			() => west.stopReplicationToReplica({ SecretId }),
			sdk.ResourceNotFoundException,
			"Secrets Manager can't find the specified secret.",
		],
		[
			"a region that is spelt otherwise",
			() =>
				east.replicateSecretToRegions({
					SecretId,
					AddReplicaRegions: [{ Region: "Frankfurt" }],
				}),
			sdk.SecretsManagerServiceException,
			"1 validation error detected: Value 'Frankfurt' at 'addReplicaRegions.1.member.region' failed to satisfy constraint: Member must satisfy regular expression pattern: ^([a-z]+-)+\\d+$",
		],
		[
			"no region at all",
			() => east.replicateSecretToRegions({ SecretId, AddReplicaRegions: [] }),
			sdk.SecretsManagerServiceException,
			"1 validation error detected: Value '[]' at 'addReplicaRegions' failed to satisfy constraint: Member must have length greater than or equal to 1",
		],
	];

	it.each(calls)("%s", async (_, call, Class, message) => {
		const before = host.store;
		const error = await reasonOf(call());
		expect(error).toBeInstanceOf(Class);
		expect(error).toMatchObject({ message });
		expect(host.store).toBe(before);
	});

	it("a name that a replica has, created", async () => {
		await east.replicateSecretToRegions({ SecretId, AddReplicaRegions });
		const error = await reasonOf(west.createSecret({ Name: SecretId }));
		expect(error).toBeInstanceOf(sdk.ResourceExistsException);
		expect(error).toMatchObject({
			message: "The operation failed because the secret db already exists.",
		});
	});

	it("a secret that another service manages", async () => {
		host.transact((store, context) =>
			putManagedSecret(
				store,
				{ Name: "rds!db", OwningService: "rds", SecretString: "x" },
				context,
			),
		);
		const error = await reasonOf(
			east.replicateSecretToRegions({ SecretId: "rds!db", AddReplicaRegions }),
		);
		expect(error).toBeInstanceOf(sdk.InvalidRequestException);
		expect(error).toMatchObject({
			message: "Operation is not allowed on secret owned by rds",
		});
	});
});

describe("a region that is lost", () => {
	beforeEach(async () => {
		await east.replicateSecretToRegions({
			SecretId,
			...regions("eu-west-1", "ap-south-1"),
		});
	});

	it("is replaced by a replica that is promoted", async () => {
		// when the replica is made a secret of its own
		const { $metadata, ...answer } = await west.stopReplicationToReplica({
			SecretId,
		});
		expect(answer).toEqual({ ARN: inRegion("eu-west-1") });
		// then it is written, and nobody else hears of it
		await west.putSecretValue({ SecretId, SecretString: "of the west" });
		await east.putSecretValue({ SecretId, SecretString: "of the east" });
		expect([await read(east), await read(west), await read(south)]).toEqual([
			"of the east",
			"of the west",
			"of the east",
		]);
		expect(await west.describeSecret({ SecretId })).not.toHaveProperty(
			"PrimaryRegion",
		);
		expect(await statusIn(east)).toMatchObject([inSync("ap-south-1")]);
	});

	it("comes back as a replica of what replaced it", async () => {
		// given a secret that took over
		await west.stopReplicationToReplica({ SecretId });
		await west.putSecretValue({ SecretId, SecretString: "of the west" });
		// when the region is there again, its secret in the way and with a replica still
		const comeBack = {
			SecretId,
			AddReplicaRegions: [{ Region: "us-east-1" }, { Region: "ap-south-1" }],
			ForceOverwriteReplicaSecret: true,
		};
		await west.replicateSecretToRegions(comeBack);
		expect(await statusIn(west)).toMatchObject([
			{
				Region: "us-east-1",
				StatusMessage:
					"Replication failed: Secret name db already exists in region us-east-1.",
			},
			{
				Region: "ap-south-1",
				StatusMessage:
					"Replication failed: Secret name db is currently replicated to ap-south-1 with a different arn.",
			},
		]);
		// then it gives way once that is removed
		await east.removeRegionsFromReplication({
			SecretId,
			RemoveReplicaRegions: ["ap-south-1"],
		});
		await west.replicateSecretToRegions(comeBack);
		expect(await statusIn(west)).toEqual([
			inSync("us-east-1"),
			inSync("ap-south-1"),
		]);
		expect(await read(east)).toBe("of the west");
		expect((await east.describeSecret({ SecretId })).PrimaryRegion).toBe(
			"eu-west-1",
		);
	});
});

describe("where replication takes four seconds", () => {
	beforeEach(() => begin({ replication: { afterMs: 4 * SECOND } }));

	it("a replica is there after that", async () => {
		await east.replicateSecretToRegions({ SecretId, AddReplicaRegions });
		await host.advance({ milliseconds: 3999 });
		expect(await statusIn(east)).toEqual([inProgress("eu-west-1")]);
		await expect(read(west)).rejects.toThrow(sdk.ResourceNotFoundException);
		await host.advance({ milliseconds: 1 });
		expect(await statusIn(east)).toEqual([inSync("eu-west-1")]);
		expect(await read(west)).toBe("first");
		expect((await west.describeSecret({ SecretId })).CreatedDate).toEqual(
			new Date(NOON + 4 * SECOND),
		);
	});

	it("a replica has the old value until then", async () => {
		await east.replicateSecretToRegions({ SecretId, AddReplicaRegions });
		await host.advance({ seconds: 4 });
		await east.putSecretValue({ SecretId, SecretString: "second" });
		expect(await statusIn(east)).toMatchObject([{ Status: "InProgress" }]);
		expect([await read(east), await read(west)]).toEqual(["second", "first"]);
		await host.advance({ seconds: 4 });
		expect(await read(west)).toBe("second");
	});

	it("a replica that was removed is described until then", async () => {
		await east.replicateSecretToRegions({ SecretId, AddReplicaRegions });
		await host.advance({ seconds: 4 });
		await east.removeRegionsFromReplication({
			SecretId,
			RemoveReplicaRegions: ["eu-west-1"],
		});
		const described = await west.describeSecret({ SecretId });
		expect(described.DeletedDate).toEqual(new Date(NOON + 4 * SECOND));
		await expect(read(west)).rejects.toThrow(sdk.InvalidRequestException);
		await host.advance({ seconds: 4 });
		await expect(west.describeSecret({ SecretId })).rejects.toThrow(
			sdk.ResourceNotFoundException,
		);
	});
});
