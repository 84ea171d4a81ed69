import { advance, createStore, reportRotationStep } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	aValue,
	DAY,
	given,
	HOUR,
	NOON,
	ResourcePolicy,
	token,
	type World,
} from "../support/given.js";
import { keyId } from "../support/keys.js";
import { HERE, THERE } from "../support/places.js";
import {
	alone,
	both,
	createdIn,
	DEFAULT_KEY,
	described,
	here,
	inSync,
	readValue,
	regions,
	removed,
	replicated,
	SecretId,
	takenThere,
	there,
} from "../support/replication.js";
import { complete, rotate } from "../support/rotation-world.js";

const EU = THERE.region;
const later = both.later(HOUR);
const policyOf = (world: World) =>
	world.when("GetResourcePolicy", { SecretId }).answer.ResourcePolicy;

describe("What changes in a primary is in its replica by the next look:", () => {
	const put = (world: World, name: string, members: object = {}) =>
		world.after("PutSecretValue", { SecretId, ...aValue(name), ...members });
	const tagged = later.after("TagResource", {
		SecretId,
		Tags: [{ Key: "k", Value: "v" }],
	});
	const attached = later.after("PutResourcePolicy", {
		SecretId,
		ResourcePolicy,
	});

	it.each<[what: string, World, replica: object]>([
		[
			"a value, and with it the labels",
			put(later, "v2"),
			{
				VersionIdsToStages: {
					[token("v1")]: ["AWSPREVIOUS"],
					[token("v2")]: ["AWSCURRENT"],
				},
			},
		],
		[
			"a value with labels of its own",
			put(later, "v2", { VersionStages: ["blue"] }),
			{
				VersionIdsToStages: {
					[token("v1")]: ["AWSCURRENT"],
					[token("v2")]: ["blue"],
				},
			},
		],
		[
			"labels that move",
			later.after("UpdateSecretVersionStage", {
				SecretId,
				VersionStage: "blue",
				MoveToVersionId: token("v1"),
			}),
			{ VersionIdsToStages: { [token("v1")]: ["blue", "AWSCURRENT"] } },
		],
		["tags", tagged, { Tags: [{ Key: "k", Value: "v" }] }],
		[
			"that tags are gone",
			tagged.after("UntagResource", { SecretId, TagKeys: ["k"] }),
			{ Tags: [] },
		],
		[
			"a description",
			later.after("UpdateSecret", { SecretId, Description: "new" }),
			{ Description: "new" },
		],
		[
			"a type",
			later.after("UpdateSecret", { SecretId, Type: "new" }),
			{ Type: "new" },
		],
	])("%s", (_, world, replica) => {
		expect(described(there(world))).toMatchObject({
			...replica,
			LastChangedDate: NOON + HOUR,
			CreatedDate: NOON,
		});
		expect(described(world).ReplicationStatus).toEqual([inSync(EU)]);
	});

	it("a value, to be read", () => {
		there(put(later, "v2"))
			.when("GetSecretValue", { SecretId })
			.answers({ SecretString: "value of v2", CreatedDate: NOON + HOUR });
	});

	it("a policy, and that it is gone", () => {
		expect(policyOf(there(attached))).toBe(policyOf(attached));
		expect(policyOf(attached)).toBeDefined();
		const detached = attached.after("DeleteResourcePolicy", { SecretId });
		expect(policyOf(there(detached))).toBeUndefined();
	});

	it("that versions were pruned", () => {
		const many = Array.from({ length: 101 }, (_, i) => `p${i}`).reduce(
			(world, name) => put(world, name),
			both,
		);
		const old = { SecretId, VersionId: token("p0") };
		expect(readValueOf(there(many), old)).toBe("value of p0");
		const pruned = put(many.later(2 * DAY), "last");
		pruned.when("GetSecretValue", old).refuses("ResourceNotFoundException");
		there(pruned)
			.when("GetSecretValue", old)
			.refuses("ResourceNotFoundException");
	});

	it("a rotation that ended, not how and when it rotates (assumed)", () => {
		const functionArn = "arn:aws:lambda:us-east-1:123456789012:function:f";
		const started = later.after("RotateSecret", {
			SecretId,
			ClientRequestToken: token("r1"),
			RotationLambdaARN: functionArn,
			RotationRules: { AutomaticallyAfterDays: 1 },
		});
		// AWSPENDING has no value yet, and is not carried.
		expect(described(there(started)).VersionIdsToStages).toEqual({
			[token("v1")]: ["AWSCURRENT"],
		});
		expect(described(there(started))).not.toHaveProperty("RotationEnabled");
		const arn = described(started).ARN;
		const report = (world: World, step: string) =>
			given(
				reportRotationStep(
					world.store,
					{ arn, token: token("r1"), step: step as never, ok: true },
					world.context,
				).store,
				world.context,
			);
		const pending = report(
			put(started, "r1", { VersionStages: ["AWSPENDING"] }),
			"createSecret",
		);
		expect(described(there(pending)).VersionIdsToStages[token("r1")]).toEqual([
			"AWSPENDING",
		]);
		const tested = report(report(pending, "setSecret"), "testSecret");
		const moved = tested.after("UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "AWSCURRENT",
			RemoveFromVersionId: token("v1"),
			MoveToVersionId: token("r1"),
		});
		const finished = report(moved, "finishSecret");
		expect(readValue(there(finished))).toBe("value of r1");
		const replica = described(there(finished));
		expect(replica.LastRotatedDate).toBe(NOON + HOUR);
		expect(described(finished).LastRotatedDate).toBe(NOON + HOUR);
		for (const member of [
			"RotationEnabled",
			"RotationRules",
			"RotationLambdaARN",
			"NextRotationDate",
		])
			expect(replica).not.toHaveProperty(member);
	});
});

describe("RotateSecret, which makes a version without a value,", () => {
	const asked = {
		SecretId,
		ClientRequestToken: token("r1"),
		RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:f",
		RotationRules: { AutomaticallyAfterDays: 1 },
	};

	it("carries nothing to a replica (assumed)", () => {
		const { world, events } = later.when("RotateSecret", asked);
		expect(described(world).LastChangedDate).toBe(NOON + HOUR);
		expect(described(there(world))).toEqual(described(there(both)));
		expect(events.map(({ name }) => name)).toEqual([
			"RotateSecret",
			"RotationStarted",
			"Secret Label Updated",
		]);
	});

	it("sends nothing on its way where that takes time", () => {
		const delayed = createdIn(createStore({ replication: { afterMs: HOUR } }));
		const begun = replicated(delayed, EU).later(HOUR);
		const { store } = advance(begun.store, begun.context);
		const rotated = given(store, begun.context).after("RotateSecret", asked);
		expect(described(rotated).ReplicationStatus).toEqual([inSync(EU)]);
	});

	it("tries no region again whose replication failed", () => {
		const failed = replicated(takenThere(alone), EU);
		const freed = here(
			there(failed).after("DeleteSecret", {
				SecretId,
				ForceDeleteWithoutRecovery: true,
			}),
		);
		const told = (world: World) => described(world).ReplicationStatus[0].Status;
		const rotated = freed.after("RotateSecret", asked);
		expect(told(rotated)).toBe("Failed");
		// The value of the same rotation is another matter.
		expect(
			told(
				rotated.after("PutSecretValue", {
					SecretId,
					...aValue("r1"),
					VersionStages: ["AWSPENDING"],
				}),
			),
		).toBe("InSync");
	});
});

describe("Whether it rotates is told of a replica", () => {
	const rotated = complete(rotate(both.later(HOUR)).world).world;
	const promoted = there(rotated).after("StopReplicationToReplica", {
		SecretId,
	});

	it.each([
		["not while it is one", there(rotated)],
		["not once it is promoted", promoted],
	])("%s", (_, world) => {
		const secret = described(world);
		expect(secret.LastRotatedDate).toBe(NOON + HOUR);
		expect(secret).not.toHaveProperty("RotationEnabled");
		const [listed] = world.when("ListSecrets", {}).answer.SecretList;
		expect(listed).not.toHaveProperty("RotationEnabled");
	});

	it.each<[what: string, World, is: boolean]>([
		[
			"set up",
			promoted.after("RotateSecret", {
				SecretId,
				ClientRequestToken: token("r2"),
				RotationLambdaARN: "arn:aws:lambda:eu-west-1:123456789012:function:f",
				RotationRules: { AutomaticallyAfterDays: 1 },
			}),
			true,
		],
		["cancelled", promoted.after("CancelRotateSecret", { SecretId }), false],
	])("once rotation was %s there", (_, world, is) => {
		expect(described(world).RotationEnabled).toBe(is);
	});
});

/** The value of one version. */
const readValueOf = (world: World, reference: object): string =>
	world.when("GetSecretValue", reference).answer.SecretString;

describe("Not carried to a replica, which stays the same as it was, is", () => {
	it.each<[what: string, World]>([
		["a read", later.after("GetSecretValue", { SecretId })],
		[
			"a key",
			later
				.withKey({ keyId: keyId("a") })
				.after("UpdateSecret", { SecretId, KmsKeyId: keyId("a") }),
		],
		["a replay", later.after("PutSecretValue", { SecretId, ...aValue("v1") })],
		["another region", replicated(later, "us-west-2")],
	])("%s", (_, world) => {
		expect(described(there(world))).toEqual(described(there(both)));
	});
});

describe("A replica whose key is disabled", () => {
	const KmsKeyId = keyId("a");
	const keyed = given()
		.as(THERE)
		.withKey({ keyId: KmsKeyId })
		.as(HERE)
		.after("CreateSecret", {
			Name: SecretId,
			...aValue("v1"),
			AddReplicaRegions: [{ Region: EU, KmsKeyId }],
		});
	const dead = here(
		there(keyed).withKey({ keyId: KmsKeyId, state: "Disabled" }),
	);
	const told = (world: World) => described(world).ReplicationStatus;

	it.each<[operation: string, members: object]>([
		["PutSecretValue", aValue("v2")],
		["UpdateSecret", { Description: "new" }],
		["TagResource", { Tags: [{ Key: "k", Value: "v" }] }],
		["PutResourcePolicy", { ResourcePolicy }],
	])(
		"stays as a whole what it was when %s changes its primary",
		(operation, members) => {
			const changed = dead
				.later(HOUR)
				.after(operation, { SecretId, ...members });
			expect(told(changed)).toMatchObject([{ Region: EU, Status: "Failed" }]);
			expect(described(there(changed))).toEqual(described(there(keyed)));
			expect(policyOf(there(changed))).toBeUndefined();
		},
	);

	it("is sealed anew, and can be read, once another key is named for it", () => {
		const moved = dead.later(HOUR).after("ReplicateSecretToRegions", {
			SecretId,
			AddReplicaRegions: [{ Region: EU, KmsKeyId: DEFAULT_KEY }],
		});
		expect(told(moved)).toEqual([inSync(EU)]);
		there(moved)
			.when("GetSecretValue", { SecretId })
			.answers({ SecretString: "value of v1", CreatedDate: NOON + HOUR });
	});

	it("has all that it missed once its key is usable and its primary changes", () => {
		const missed = dead
			.after("PutSecretValue", { SecretId, ...aValue("v2") })
			.after("TagResource", { SecretId, Tags: [{ Key: "k", Value: "v" }] });
		const healed = here(
			there(missed).withKey({ keyId: KmsKeyId, state: "Enabled" }),
		).after("UpdateSecret", { SecretId, Description: "new" });
		expect(told(healed)).toEqual([inSync(EU, { KmsKeyId })]);
		expect(readValue(there(healed))).toBe("value of v2");
		expect(described(there(healed))).toMatchObject({
			Description: "new",
			Tags: [{ Key: "k", Value: "v" }],
		});
	});
});

describe("A primary whose key is disabled", () => {
	it("still carries what has not to be opened", () => {
		const keyed = given()
			.withKey({ keyId: keyId("a") })
			.after("CreateSecret", {
				Name: SecretId,
				...aValue("v1"),
				KmsKeyId: keyId("a"),
				...regions(EU),
			});
		const dead = keyed
			.withKey({ keyId: keyId("a"), state: "Disabled" })
			.after("UpdateSecret", { SecretId, Description: "new" });
		expect(described(dead).ReplicationStatus).toEqual([inSync(EU)]);
		expect(described(there(dead)).Description).toBe("new");
		expect(readValue(there(dead))).toBe("value of v1");
	});
});

describe("DeleteSecret of a primary", () => {
	const two = replicated(both, "us-west-2");
	const refusal = (list: string) =>
		[
			"InvalidParameterException",
			`You can't delete secret ${described(both).ARN} that still has replica regions [${list}].`,
		] as const;

	it.each([
		{},
		{ ForceDeleteWithoutRecovery: true },
		{ RecoveryWindowInDays: 7 },
		{ RecoveryWindowInDays: 1 },
	])("with %j is refused while it has replicas [R-ST-repl]", (members) => {
		two
			.when("DeleteSecret", { SecretId, ...members })
			.refuses(...refusal(`${EU}, us-west-2`));
	});

	it("is refused while it has a region whose replication failed (assumed)", () => {
		replicated(alone, "xx-1")
			.when("DeleteSecret", { SecretId })
			.refuses(...refusal("xx-1"));
	});

	it.each([
		["the regions are removed", removed(both, EU)],
		[
			"the replica is promoted",
			here(there(both).after("StopReplicationToReplica", { SecretId })),
		],
	])("is accepted once %s", (_, world) => {
		world.after("DeleteSecret", { SecretId });
	});

	it("restored, replicates again", () => {
		const restored = alone
			.after("DeleteSecret", { SecretId })
			.after("RestoreSecret", { SecretId });
		expect(described(replicated(restored, EU)).ReplicationStatus).toEqual([
			inSync(EU),
		]);
	});
});
