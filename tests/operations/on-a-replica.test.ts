import { createStore, putManagedSecret } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import type { operations } from "../../src/operations/table.js";
import {
	aValue,
	given,
	HOUR,
	NOON,
	ResourcePolicy,
	token,
} from "../support/given.js";
import { keyId } from "../support/keys.js";
import { HERE, THERE } from "../support/places.js";
import {
	alone,
	both,
	createdIn,
	DEFAULT_KEY,
	described,
	expectAbsent,
	here,
	inSync,
	regions,
	removed,
	replicated,
	SecretId,
	there,
} from "../support/replication.js";

const ON_REPLICA = [
	"InvalidParameterException",
	"Operation not permitted on a replica secret. Call must be made in primary secret's region.",
] as const;
const EXISTS = [
	"ResourceExistsException",
	"The operation failed because the secret db already exists.",
] as const;
type Refusal = readonly [name: string, message: string];
type Row = readonly [
	members: object,
	evidence: string,
	refusal: Refusal | undefined,
	answer?: object,
];

const replica = there(both);
const ARN = described(replica).ARN;
const reference = { ARN, Name: SecretId };

/** Every operation of the table, with the evidence for what it answers. */
const OPERATIONS: Readonly<Record<keyof typeof operations, Row>> = {
	BatchGetSecretValue: [
		{ SecretIdList: [SecretId] },
		"R-ST-repl",
		undefined,
		{ SecretValues: [{ ARN, SecretString: "value of v1" }], Errors: [] },
	],
	CancelRotateSecret: [{ SecretId }, "INF", ON_REPLICA],
	CreateSecret: [{ Name: SecretId, ...aValue("v2") }, "INF", EXISTS],
	DeleteResourcePolicy: [{ SecretId }, "R-ST-repl", ON_REPLICA],
	DeleteSecret: [{ SecretId }, "R-ST-repl", ON_REPLICA],
	DescribeSecret: [
		{ SecretId },
		"R-ST-repl",
		undefined,
		{ ...reference, PrimaryRegion: HERE.region, KmsKeyId: DEFAULT_KEY },
	],
	GetRandomPassword: [{}, "about no secret", undefined],
	GetResourcePolicy: [{ SecretId }, "R-ST-repl", undefined, reference],
	GetSecretValue: [
		{ SecretId },
		"R-ST-repl",
		undefined,
		{ ...reference, SecretString: "value of v1", VersionId: token("v1") },
	],
	ListSecretVersionIds: [
		{ SecretId, IncludeDeprecated: true },
		"R-ST-repl",
		undefined,
		{ ...reference, Versions: [] },
	],
	ListSecrets: [
		{},
		"R-ST-repl",
		undefined,
		{ SecretList: [{ ...reference, PrimaryRegion: HERE.region }] },
	],
	PutResourcePolicy: [{ SecretId, ResourcePolicy }, "R-ST-repl", ON_REPLICA],
	PutSecretValue: [{ SecretId, ...aValue("v2") }, "R-ST-repl", ON_REPLICA],
	RemoveRegionsFromReplication: [
		{ SecretId, RemoveReplicaRegions: ["us-west-2"] },
		"INF",
		ON_REPLICA,
	],
	ReplicateSecretToRegions: [
		{ SecretId, ...regions("us-west-2") },
		"INF",
		ON_REPLICA,
	],
	RestoreSecret: [{ SecretId }, "INF", ON_REPLICA],
	RotateSecret: [
		{
			SecretId,
			ClientRequestToken: token("v2"),
			RotationLambdaARN: "arn:aws:lambda:eu-west-1:123456789012:function:f",
		},
		"INF",
		ON_REPLICA,
	],
	StopReplicationToReplica: [{ SecretId }, "R-ST-repl", undefined, { ARN }],
	TagResource: [
		{ SecretId, Tags: [{ Key: "k", Value: "v" }] },
		"R-ST-repl",
		ON_REPLICA,
	],
	UntagResource: [{ SecretId, TagKeys: ["k"] }, "R-ST-repl", ON_REPLICA],
	UpdateSecret: [{ SecretId, Description: "new" }, "R-ST-repl", ON_REPLICA],
	UpdateSecretVersionStage: [
		{ SecretId, VersionStage: "blue", MoveToVersionId: token("v1") },
		"INF",
		ON_REPLICA,
	],
	ValidateResourcePolicy: [
		{ SecretId, ResourcePolicy },
		"INF",
		undefined,
		{ PolicyValidationPassed: true },
	],
};

describe("On a replica", () => {
	it.each(
		Object.entries(OPERATIONS).map(
			([operation, [members, evidence, refusal, answer = {}]]) => ({
				operation,
				members,
				evidence,
				refusal,
				answer,
				is: refusal === undefined ? "is allowed" : "is refused",
			}),
		),
	)("$operation $is [$evidence]", ({ operation, members, refusal, answer }) => {
		const result = replica.when(operation, members);
		if (refusal === undefined) result.answers(answer);
		else result.refuses(...refusal);
	});

	it.each<[operation: string, members: object, refusal: Refusal]>([
		["DeleteSecret", { ForceDeleteWithoutRecovery: true }, ON_REPLICA],
		["UpdateSecret", {}, ON_REPLICA],
		["UpdateSecret", { ...aValue("v2"), KmsKeyId: "" }, ON_REPLICA],
		["UpdateSecret", { Type: "new", KmsKeyId: "" }, ON_REPLICA],
		["ReplicateSecretToRegions", regions(THERE.region), ON_REPLICA],
	])("%s with %j is refused", (operation, members, refusal) => {
		replica.when(operation, { SecretId, ...members }).refuses(...refusal);
	});

	it("the very call that created its primary is no replay", () => {
		replica
			.when("CreateSecret", { Name: SecretId, ...aValue("v1") })
			.refuses(...EXISTS);
	});

	it("once it is promoted, everything is allowed that is on a secret of its own", () => {
		const own = replica.after("StopReplicationToReplica", { SecretId });
		own.after("PutSecretValue", { SecretId, ...aValue("v2") });
		own.after("DeleteSecret", { SecretId });
		const { answer } = own.when("ListSecretVersionIds", { SecretId });
		expect(answer.Versions).toMatchObject([
			{ VersionId: token("v1"), CreatedDate: NOON },
		]);
	});
});

describe("The key of a replica", () => {
	const keyed = replica.withKey({ keyId: keyId("a") });
	const KmsKeyId = keyId("a");

	it.each([{}, { ClientRequestToken: token("x") }])(
		"is changed by UpdateSecret with nothing else but %j (assumed); its primary knows it",
		(members) => {
			const changed = keyed
				.later(HOUR)
				.after("UpdateSecret", { SecretId, KmsKeyId, ...members });
			expect(described(changed)).toMatchObject({
				KmsKeyId,
				LastChangedDate: NOON + HOUR,
			});
			changed
				.when("GetSecretValue", { SecretId })
				.answers({ SecretString: "value of v1" });
			const primary = described(here(changed));
			expect(primary.ReplicationStatus).toEqual([
				inSync(THERE.region, { KmsKeyId }),
			]);
			expect(primary.LastChangedDate).toBe(NOON);
			expect(primary).not.toHaveProperty("KmsKeyId");
		},
	);

	it("is still its own when the primary changes", () => {
		const changed = here(keyed.after("UpdateSecret", { SecretId, KmsKeyId }));
		const put = changed.after("PutSecretValue", { SecretId, ...aValue("v2") });
		expect(described(there(put)).KmsKeyId).toBe(KmsKeyId);
	});

	it("that is unknown is refused", () => {
		replica
			.when("UpdateSecret", { SecretId, KmsKeyId })
			.refuses("InvalidParameterException");
	});

	it("given as the empty text is the default key", () => {
		const back = keyed
			.after("UpdateSecret", { SecretId, KmsKeyId })
			.after("UpdateSecret", { SecretId, KmsKeyId: "" });
		expect(described(back).KmsKeyId).toBe(DEFAULT_KEY);
		expect(described(here(back)).ReplicationStatus).toEqual([
			inSync(THERE.region),
		]);
	});
});

describe("A read of a replica", () => {
	const read = replica.after("GetSecretValue", { SecretId });
	const LastAccessedDate = NOON - 12 * HOUR;

	it("is a date of its own, which the primary tells of it and which is no change there", () => {
		expect(described(read).LastAccessedDate).toBe(LastAccessedDate);
		const primary = described(here(read));
		expect(primary).not.toHaveProperty("LastAccessedDate");
		expect(primary.ReplicationStatus).toEqual([
			inSync(THERE.region, { LastAccessedDate }),
		]);
		expect(primary.LastChangedDate).toBe(NOON);
	});

	it("a second time on that day changes nothing", () => {
		const again = read.later(HOUR).after("GetSecretValue", { SecretId });
		expect(again.store).toBe(read.store);
	});

	it("stays when the primary changes", () => {
		const put = here(read).after("PutSecretValue", {
			SecretId,
			...aValue("v2"),
		});
		expect(described(there(put)).LastAccessedDate).toBe(LastAccessedDate);
	});
});

it("a replica of one region changes nothing in that of another", () => {
	const two = replicated(alone, THERE.region, "us-west-2");
	const read = there(two).after("GetSecretValue", { SecretId });
	expect(described(here(read)).ReplicationStatus[1]).toEqual(
		inSync("us-west-2"),
	);
	expect(described(read.as({ region: "us-west-2" }))).not.toHaveProperty(
		"LastAccessedDate",
	);
});

describe("A replica that is removed while replication takes its time", () => {
	const arrived = replicated(
		createdIn(createStore({ replication: { afterMs: HOUR } })),
		THERE.region,
	)
		.later(HOUR)
		.after("UpdateSecret", { SecretId }); // by now it is there
	const going = there(removed(arrived, THERE.region));
	const MARKED = [
		"InvalidRequestException",
		"You can't perform this operation on the secret because it was marked for deletion.",
	] as const;

	it("can be described for that time", () => {
		expect(described(going)).toMatchObject({
			DeletedDate: NOON + HOUR,
			PrimaryRegion: HERE.region,
		});
		expectAbsent(going.later(HOUR));
	});

	it.each<[operation: string, members: object, refusal: Refusal]>([
		["GetSecretValue", {}, MARKED],
		["StopReplicationToReplica", {}, MARKED],
		["UpdateSecret", { KmsKeyId: "" }, MARKED],
		["RestoreSecret", {}, ON_REPLICA],
		["DeleteSecret", { ForceDeleteWithoutRecovery: true }, ON_REPLICA],
	])(
		"refuses %s: first as a replica, then as to be deleted (assumed)",
		(operation, members, refusal) => {
			going.when(operation, { SecretId, ...members }).refuses(...refusal);
		},
	);
});

describe("A service that would manage a secret", () => {
	const Name = "rds!cluster";
	const shared = given().after("CreateSecret", {
		Name,
		...aValue("v1"),
		...regions(THERE.region),
	});

	it.each([
		["a replica", there(shared)],
		["a primary", shared],
	])("does not take %s over", (_, world) => {
		const { result, store } = putManagedSecret(
			world.store,
			{ Name },
			world.context,
		);
		expect(result.ok).toBe(false);
		expect(store).toBe(world.store);
	});
});
