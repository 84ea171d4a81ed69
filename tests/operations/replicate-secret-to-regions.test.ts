import { createStore, putManagedSecret } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { valueAt } from "../../src/base/ordered-map.js";
import { defaultKeyArn } from "../../src/kms/key.js";
import {
	aValue,
	DAY,
	given,
	HOUR,
	NOON,
	token,
	type World,
} from "../support/given.js";
import {
	denied,
	keyArn,
	keyId,
	kmsArn,
	quoted,
	withoutRequestId,
} from "../support/keys.js";
import { HERE, STRANGE, THERE } from "../support/places.js";
import {
	alone,
	both,
	created,
	createdIn,
	DEFAULT_KEY,
	described,
	expectAbsent,
	failed,
	here,
	inProgress,
	inSync,
	readValue,
	regions,
	removed,
	replicated,
	SecretId,
	takenThere,
	there,
} from "../support/replication.js";

const EU = THERE.region;
const replicate = (world: World, members: object = regions(EU)) =>
	world.when("ReplicateSecretToRegions", { SecretId, ...members });
const FORCE = { ForceOverwriteReplicaSecret: true };
/** What the next look at the primary tells of its replicas. */
const statusAfter = (world: World, members: object = regions(EU)) =>
	described(here(replicate(world, members).world)).ReplicationStatus.map(
		(status: { StatusMessage?: string }) => ({
			...status,
			StatusMessage: withoutRequestId(status.StatusMessage ?? ""),
		}),
	);

describe("ReplicateSecretToRegions", () => {
	it("answers that it is under way [R-ST-repl]", () => {
		replicate(alone, regions(EU, "us-west-2")).answersExactly({
			ARN: described(alone).ARN,
			ReplicationStatus: [inProgress(EU), inProgress("us-west-2")],
		});
	});

	it("is done by the next look [R-ST-repl]", () => {
		expect(described(replicate(alone.later(HOUR)).world)).toMatchObject({
			PrimaryRegion: HERE.region,
			ReplicationStatus: [inSync(EU)],
			LastChangedDate: NOON + HOUR,
		});
	});

	it("makes a secret of the same name and suffix, with dates and key of its own [R-ST-repl]", () => {
		const primary = described(alone);
		const replica = described(there(replicate(alone.later(HOUR)).world));
		expect(replica).toMatchObject({
			ARN: primary.ARN.replace(HERE.region, EU),
			PrimaryRegion: HERE.region,
			KmsKeyId: "alias/aws/secretsmanager",
			CreatedDate: NOON + HOUR,
			LastChangedDate: NOON + HOUR,
			VersionIdsToStages: primary.VersionIdsToStages,
		});
		expect(replica).not.toHaveProperty("ReplicationStatus");
		expect(primary).not.toHaveProperty("PrimaryRegion");
	});

	it("has the value read there, with the time of replication [R-ST-repl]", () => {
		there(replicate(alone.later(HOUR)).world)
			.when("GetSecretValue", { SecretId })
			.answers({ SecretString: "value of v1", CreatedDate: NOON + HOUR });
	});

	it("of a secret without a value makes one without a value", () => {
		const empty = given().after("CreateSecret", {
			Name: SecretId,
			ClientRequestToken: aValue("v1").ClientRequestToken,
		});
		there(replicated(empty, EU))
			.when("GetSecretValue", { SecretId })
			.refuses("ResourceNotFoundException");
	});

	it("is listed and filtered by its primary region", () => {
		const Filters = [{ Key: "primary-region", Values: [HERE.region] }];
		for (const world of [both, there(both)]) {
			const [listed] = world.when("ListSecrets", { Filters }).answer.SecretList;
			expect(listed.PrimaryRegion).toBe(HERE.region);
			expect(listed).not.toHaveProperty("ReplicationStatus");
		}
		expect(alone.when("ListSecrets", { Filters }).answer.SecretList).toEqual(
			[],
		);
	});

	it("leaves vaults that it does not touch alone, as the same objects", () => {
		const places = [STRANGE, { ...HERE, region: "us-west-1" }];
		const around = here(
			places.reduce((world, place) => created(world.as(place)), alone),
		);
		const { world } = replicate(around);
		for (const { account, region } of places) {
			const vault = valueAt(world.store.vaults, `${account}/${region}`);
			expect(vault).toBeDefined();
			expect(vault).toBe(valueAt(around.store.vaults, `${account}/${region}`));
		}
	});
});

describe("A region that is asked for again", () => {
	it("is replicated to again, also twice in one list [R-ST-repl]", () => {
		const again = replicate(both.later(HOUR), regions(EU, EU));
		again.answers({ ReplicationStatus: [inProgress(EU)] });
		expect(described(again.world)).toMatchObject({
			ReplicationStatus: [inSync(EU)],
			LastChangedDate: NOON + HOUR,
		});
	});

	it("keeps its place, its key and when it was read (assumed)", () => {
		const Key = { Region: EU, KmsKeyId: keyId("a") };
		const keyed = replicate(here(there(alone).withKey({ keyId: keyId("a") })), {
			AddReplicaRegions: [Key, { Region: "us-west-2" }],
		}).world;
		const read = here(
			there(keyed).when("GetSecretValue", { SecretId }).answers({}),
		);
		expect(statusAfter(read)).toEqual([
			inSync(EU, {
				KmsKeyId: keyId("a"),
				LastAccessedDate: NOON - 12 * HOUR,
			}),
			inSync("us-west-2"),
		]);
	});

	it("has another key if one is named; so has the replica (assumed)", () => {
		const keyed = here(there(both).withKey({ keyId: keyId("a") }));
		const { world } = replicate(keyed, {
			AddReplicaRegions: [{ Region: EU, KmsKeyId: keyId("a") }],
		});
		expect(described(there(world)).KmsKeyId).toBe(keyId("a"));
		there(world)
			.when("GetSecretValue", { SecretId })
			.answers({ SecretString: "value of v1" });
	});

	it("keeps its key where the one that is named fails, for as long as that is so (assumed)", () => {
		const asked = {
			AddReplicaRegions: [{ Region: EU, KmsKeyId: keyId("f") }],
		};
		expect(statusAfter(both, asked)).toEqual([
			failed(
				EU,
				quoted(
					`Key '${keyArn("f", THERE)}' does not exist`,
					"NotFoundException",
				),
			),
		]);
		const { world } = replicate(both, asked);
		expect(described(there(world)).KmsKeyId).toBe(DEFAULT_KEY);
		const changed = world.after("UpdateSecret", {
			SecretId,
			Description: "new",
		});
		expect(described(changed).ReplicationStatus).toEqual([inSync(EU)]);
		expect(described(there(changed))).toMatchObject({
			KmsKeyId: DEFAULT_KEY,
			Description: "new",
		});
	});

	it("has the default key where it failed and none is named (assumed)", () => {
		const tried = replicate(alone, {
			AddReplicaRegions: [{ Region: EU, KmsKeyId: keyId("f") }],
		}).world;
		expect(described(tried).ReplicationStatus).toMatchObject([
			{ Region: EU, Status: "Failed", KmsKeyId: keyId("f") },
		]);
		replicate(tried).answers({ ReplicationStatus: [inProgress(EU)] });
		expect(statusAfter(tried)).toEqual([inSync(EU)]);
		expect(described(there(replicate(tried).world)).KmsKeyId).toBe(DEFAULT_KEY);
	});

	it("is tried again with the key that failed when only its primary changes", () => {
		const asked = {
			AddReplicaRegions: [{ Region: EU, KmsKeyId: keyId("a") }],
		};
		const tried = replicate(alone, asked).world;
		const healed = here(there(tried).withKey({ keyId: keyId("a") })).after(
			"UpdateSecret",
			{ SecretId, Description: "new" },
		);
		expect(described(healed).ReplicationStatus).toEqual([
			inSync(EU, { KmsKeyId: keyId("a") }),
		]);
	});

	it("after it was removed is made anew", () => {
		const again = replicated(removed(both, EU).later(HOUR), EU);
		expect(described(there(again)).CreatedDate).toBe(NOON + HOUR);
		expect(readValue(there(again))).toBe("value of v1");
	});

	it("after it failed is tried again, and may succeed", () => {
		const tried = replicated(takenThere(alone), EU);
		expect(statusAfter(tried, { ...regions(EU), ...FORCE })).toEqual([
			inSync(EU),
		]);
	});
});

describe("A region is refused by the call itself", () => {
	const INVALID = [
		"InvalidParameterException",
		"Invalid replica region.",
	] as const;

	it.each<[what: string, members: object]>([
		["its own [R-ST-repl]", regions(HERE.region)],
		["its own among others", regions(EU, HERE.region)],
		["none (assumed)", { AddReplicaRegions: [{}] }],
	])("where it is %s", (_, members) => {
		replicate(alone, members).refuses(...INVALID);
	});

	it.each<[what: string, members: object]>([
		["an empty list", { AddReplicaRegions: [] }],
		["no list", {}],
		["a region that is called like none", regions("EU-WEST-1")],
	])("where it is %s, as no request", (_, members) => {
		replicate(alone, members).refuses("ValidationException");
	});
});

describe("A replication fails by its status", () => {
	const NAME = "already exists in region eu-west-1.";
	const stranger = takenThere(alone);
	const scheduled = here(there(stranger).after("DeleteSecret", { SecretId }));
	const primary = takenThere(alone, regions("us-west-2"));
	/** What is there is the replica of a secret in us-west-2. */
	const elsewhere = here(
		replicated(created(alone.as({ region: "us-west-2" })), EU),
	);
	const OTHERS =
		"Secret name db is currently replicated to eu-west-1 with a different arn.";

	it.each<[what: string, World, members: object, Region: string, why: string]>([
		[
			"to a region that is none (assumed)",
			alone,
			{},
			"xx-nowhere-1",
			"Region xx-nowhere-1 is not a region of partition aws.",
		],
		[
			"to a region of another partition (assumed)",
			alone,
			{},
			"cn-north-1",
			"Region cn-north-1 is not a region of partition aws.",
		],
		["to a taken name [R-ST-repl]", stranger, {}, EU, `Secret name db ${NAME}`],
		[
			"to a name that awaits its deletion (assumed)",
			scheduled,
			{},
			EU,
			`Secret name db ${NAME}`,
		],
		["to a primary", primary, {}, EU, `Secret name db ${NAME}`],
		[
			"to a primary, by force (assumed)",
			primary,
			FORCE,
			EU,
			`Secret name db ${NAME}`,
		],
		["to the replica of another [R-U]", elsewhere, {}, EU, OTHERS],
		[
			"to the replica of another, by force (assumed)",
			elsewhere,
			FORCE,
			EU,
			OTHERS,
		],
	])("%s", (_, world, members, Region, why) => {
		const asked = { ...regions(Region), ...members };
		replicate(world, asked).answers({
			ReplicationStatus: [inProgress(Region)],
		});
		expect(statusAfter(world, asked)).toEqual([failed(Region, why)]);
	});

	it("to a secret that another service manages, by force as well (assumed)", () => {
		const Name = "rds!cluster";
		const managed = putManagedSecret(
			alone.store,
			{ Name },
			{ ...alone.context, ...THERE },
		);
		const asked = given(managed.store)
			.after("CreateSecret", { Name, ...aValue("v1") })
			.after("ReplicateSecretToRegions", {
				SecretId: Name,
				...regions(EU),
				...FORCE,
			});
		const { answer } = asked.when("DescribeSecret", { SecretId: Name });
		expect(answer.ReplicationStatus).toEqual([
			failed(EU, `Secret name ${Name} ${NAME}`),
		]);
	});

	it("to a full vault", () => {
		const full = created(
			takenThere(given(createStore({ maxSecrets: 1 })), { Name: "another" }),
		);
		expect(statusAfter(full)).toEqual([
			failed(
				EU,
				"You exceeded the maximum number of secrets allowed in an account and region.",
			),
		]);
	});

	it("and leaves what is there as it is, in one region of several", () => {
		const { world } = replicate(stranger, regions("us-west-2", EU));
		expect(described(world).ReplicationStatus).toEqual([
			inSync("us-west-2"),
			failed(EU, `Secret name db ${NAME}`),
		]);
		expect(readValue(there(world))).toBe("value of other");
		expect(described(there(world))).not.toHaveProperty("PrimaryRegion");
	});

	it("and is tried again, without force, when the primary changes (assumed)", () => {
		const tried = replicated(stranger, EU);
		const tag = { SecretId, Tags: [{ Key: "k", Value: "v" }] };
		expect(
			described(tried.after("TagResource", tag)).ReplicationStatus,
		).toEqual([failed(EU, `Secret name db ${NAME}`)]);
		const freed = here(
			there(tried).after("DeleteSecret", {
				SecretId,
				ForceDeleteWithoutRecovery: true,
			}),
		);
		expect(
			described(freed.after("TagResource", tag)).ReplicationStatus,
		).toEqual([inSync(EU)]);
	});
});

describe("ForceOverwriteReplicaSecret", () => {
	const stranger = there(takenThere(alone));
	const old = described(stranger).ARN;
	const asked = { ...regions(EU), ...FORCE };
	const over = (world: World) => replicate(here(world.later(HOUR)), asked);

	it.each([
		["a secret", stranger],
		[
			"one that awaits its deletion (assumed)",
			stranger.after("DeleteSecret", { SecretId }),
		],
	])(
		"replaces %s, of which only CreatedDate stays [R-ST-repl]",
		(_, before) => {
			const { world, events } = over(before);
			const replica = described(there(world));
			expect(replica).toMatchObject({
				ARN: described(world).ARN.replace(HERE.region, EU),
				CreatedDate: NOON,
				LastChangedDate: NOON + HOUR,
				PrimaryRegion: HERE.region,
			});
			expect(replica).not.toHaveProperty("DeletedDate");
			expect(readValue(there(world))).toBe("value of v1");
			there(world)
				.when("DescribeSecret", { SecretId: old })
				.refuses("ResourceNotFoundException");
			expect(
				events.filter(({ name }) => name === "EndSecretVersionDelete"),
			).toMatchObject([{ arn: old }]);
		},
	);

	it("of nothing makes a replica", () => {
		expect(statusAfter(alone, asked)).toEqual([inSync(EU)]);
	});

	it("holds for this once", () => {
		const promoted = there(over(stranger).world).after(
			"StopReplicationToReplica",
			{ SecretId },
		);
		const again = replicated(here(promoted), EU);
		expect(described(again).ReplicationStatus[0].Status).toBe("Failed");
	});
});

describe("The key of a replica", () => {
	const ALIAS = "alias/mine";
	const keyed = (
		state: "Enabled" | "Disabled" | "PendingDeletion" = "Enabled",
	) =>
		here(there(alone).withKey({ keyId: keyId("a"), aliases: [ALIAS], state }));
	const asking = (KmsKeyId: string) => ({
		AddReplicaRegions: [{ Region: EU, KmsKeyId }],
	});

	it.each([keyId("a"), keyArn("a", THERE), ALIAS, kmsArn(ALIAS, THERE)])(
		"is named, and told, as %s",
		(KmsKeyId) => {
			const { world } = replicate(keyed(), asking(KmsKeyId));
			expect(described(world).ReplicationStatus).toEqual([
				inSync(EU, { KmsKeyId }),
			]);
			expect(described(there(world)).KmsKeyId).toBe(KmsKeyId);
		},
	);

	const arn = keyArn("a", THERE);
	const none = keyArn("f", THERE);
	it.each<[what: string, World, KmsKeyId: string, why: string]>([
		[
			"disabled",
			keyed("Disabled"),
			ALIAS,
			quoted(`${arn} is disabled.`, "DisabledException"),
		],
		[
			"pending deletion",
			keyed("PendingDeletion"),
			arn,
			quoted(`${arn} is pending deletion.`, "KMSInvalidStateException"),
		],
		[
			"unknown",
			keyed(),
			keyId("f"),
			quoted(`Key '${none}' does not exist`, "NotFoundException"),
		],
		[
			"the default key of another account",
			keyed()
				.as({ ...STRANGE, region: EU })
				.after("CreateSecret", {
					Name: "own",
					...aValue("v1"),
				}),
			defaultKeyArn({ ...STRANGE, region: EU }),
			denied("kms:GenerateDataKey", defaultKeyArn({ ...STRANGE, region: EU })),
		],
		[
			"of the region of its primary",
			keyed(),
			keyArn("a"),
			quoted("Invalid arn us-east-1", "NotFoundException"),
		],
	])(
		"fails the replication where it is %s, and is asked of nobody",
		(_, world, KmsKeyId, why) => {
			const asked = here(world);
			expect(statusAfter(asked, asking(KmsKeyId))).toEqual([
				failed(EU, why, { KmsKeyId }),
			]);
			expectAbsent(there(replicate(asked, asking(KmsKeyId)).world));
		},
	);

	it("is made where unknown keys are registered", () => {
		const world = createdIn(createStore({ unknownKeys: "register" }));
		expect(statusAfter(world, asking("alias/new"))).toEqual([
			inSync(EU, { KmsKeyId: "alias/new" }),
		]);
	});

	it("is all that counts where another key of the primary's still opens its value", () => {
		const dead = alone
			.withKey({ keyId: keyId("b") })
			.after("UpdateSecret", { SecretId, KmsKeyId: keyId("b") })
			.withKey({ keyId: keyId("b"), state: "Disabled" });
		expect(statusAfter(dead)).toEqual([inSync(EU)]);
	});

	it("does not help where no key of the primary opens its value: that fails the replication", () => {
		const own = given()
			.withKey({ keyId: keyId("b") })
			.after("CreateSecret", {
				Name: SecretId,
				KmsKeyId: keyId("b"),
				...aValue("v1"),
			})
			.withKey({ keyId: keyId("b"), state: "Disabled" });
		expect(statusAfter(own)).toEqual([
			failed(EU, quoted(`${keyArn("b")} is disabled.`, "DisabledException")),
		]);
	});
});

describe("CreateSecret with AddReplicaRegions", () => {
	const creating = (members: object = regions(EU)) => ({
		Name: SecretId,
		...aValue("v1"),
		...members,
	});
	const made = given().when("CreateSecret", creating());

	it("answers that it is under way, and is done by the next look", () => {
		made.answers({ ReplicationStatus: [inProgress(EU)] });
		expect(described(made.world).ReplicationStatus).toEqual([inSync(EU)]);
		expect(readValue(there(made.world))).toBe("value of v1");
	});

	it("again answers what has become of it, and changes nothing", () => {
		const again = made.world.later(DAY).when("CreateSecret", creating());
		again.answers({ ReplicationStatus: [inSync(EU)] });
		expect(again.world.store).toBe(made.world.store);
	});

	it.each<[what: string, World]>([
		["were removed", removed(made.world, EU)],
		[
			"were promoted",
			here(there(made.world).after("StopReplicationToReplica", { SecretId })),
		],
		["there never were", alone],
	])("again answers without status where its replicas %s", (_, world) => {
		const again = world.when("CreateSecret", creating());
		again.answersExactly({
			ARN: described(world).ARN,
			Name: SecretId,
			VersionId: token("v1"),
		});
		expect(again.world.store).toBe(world.store);
	});

	it.each([HERE.region, undefined])(
		"refuses %s, and creates nothing",
		(Region) => {
			given()
				.when("CreateSecret", creating({ AddReplicaRegions: [{ Region }] }))
				.refuses("InvalidParameterException", "Invalid replica region.")
				.when("DescribeSecret", { SecretId })
				.refuses("ResourceNotFoundException");
		},
	);

	it("refuses an empty list", () => {
		given()
			.when("CreateSecret", creating({ AddReplicaRegions: [] }))
			.refuses("ValidationException");
	});

	it("overwrites by force", () => {
		const taken = takenThere(given());
		for (const [members, Status] of [
			[{}, "Failed"],
			[FORCE, "InSync"],
		] as const)
			expect(
				described(
					taken.after("CreateSecret", creating({ ...regions(EU), ...members })),
				).ReplicationStatus,
			).toMatchObject([{ Status }]);
	});

	it("answers without ReplicationStatus where it has none to tell", () => {
		expect(
			given().when("CreateSecret", creating({})).answer,
		).not.toHaveProperty("ReplicationStatus");
	});
});
