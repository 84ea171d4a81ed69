/** What each operation tells conditions of its request: every key of 7.7, present when it is sent and absent when not. */
import { createStore } from "pure-secrets-manager";
import { describe, it } from "vitest";
import { defaultKeyArn } from "../../src/kms/key.js";
import { EVE, may, of, policyTextOf, whoMay } from "../support/callers.js";
import { expectKey, type Values } from "../support/condition-keys.js";
import { everyOperation } from "../support/every-operation.js";
import { aValue, given, token } from "../support/given.js";
import { keyArn, keyId, kmsArn } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";

const KEY = keyId("a");
const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f";
const ROTATION_ROLE = "arn:aws:iam::123456789012:role/rotator";
const keyed = given()
	.as(STRANGE)
	.withKey({ keyId: KEY })
	.as(HERE)
	.withKey({ keyId: KEY, aliases: ["alias/mine"] });
const world = keyed
	.after("CreateSecret", { Name: "db", ...aValue("v1"), Type: "t" })
	.after("TagResource", {
		SecretId: "db",
		Tags: [
			{ Key: "team", Value: "a" },
			{ Key: "empty", Value: "" },
		],
	});
const SM = "secretsmanager:";

describe("what a request says of itself", () => {
	it.each<[operation: string, sent: object, key: string, values: Values]>([
		["CreateSecret", {}, "Name", "new"],
		["CreateSecret", { Description: "d" }, "Description", "d"],
		["CreateSecret", { Description: "" }, "Description", ""],
		["CreateSecret", { Type: "partner" }, "Type", "partner"],
		["CreateSecret", { KmsKeyId: KEY }, "KmsKeyId", KEY],
		...(
			[
				[KEY, keyArn("a")],
				[keyArn("a"), keyArn("a")],
				["alias/mine", keyArn("a")],
				[kmsArn("alias/mine"), keyArn("a")],
				[keyArn("a", STRANGE), keyArn("a", STRANGE)],
			] as const
		).flatMap(([KmsKeyId, arn]) =>
			["CreateSecret", "UpdateSecret"].map(
				(operation): [string, object, string, string] => [
					operation,
					{ KmsKeyId },
					"KmsKeyArn",
					arn,
				],
			),
		),
		[
			"CreateSecret",
			{
				AddReplicaRegions: [{ Region: "eu-west-1" }, { Region: "eu-north-1" }],
			},
			"AddReplicaRegions",
			["eu-west-1", "eu-north-1"],
		],
		...[true, false].map((sent): [string, object, string, string] => [
			"CreateSecret",
			{
				ForceOverwriteReplicaSecret: sent,
				AddReplicaRegions: [{ Region: "eu-west-1" }],
			},
			"ForceOverwriteReplicaSecret",
			String(sent),
		]),
		["UpdateSecret", { Description: "d" }, "Description", "d"],
		["UpdateSecret", { Type: "partner" }, "Type", "partner"],
		["UpdateSecret", { KmsKeyId: "alias/mine" }, "KmsKeyId", "alias/mine"],
		[
			"ReplicateSecretToRegions",
			{ AddReplicaRegions: [{ Region: "eu-west-1" }] },
			"AddReplicaRegions",
			"eu-west-1",
		],
		[
			"ReplicateSecretToRegions",
			{ ForceOverwriteReplicaSecret: true },
			"ForceOverwriteReplicaSecret",
			"true",
		],
		[
			"PutResourcePolicy",
			{ BlockPublicPolicy: true },
			"BlockPublicPolicy",
			"true",
		],
		[
			"PutResourcePolicy",
			{ BlockPublicPolicy: false },
			"BlockPublicPolicy",
			"false",
		],
		[
			"DeleteSecret",
			{ ForceDeleteWithoutRecovery: true },
			"ForceDeleteWithoutRecovery",
			"true",
		],
		["DeleteSecret", { RecoveryWindowInDays: 7 }, "RecoveryWindowInDays", "7"],
		[
			"RotateSecret",
			{ RotationLambdaARN: FUNCTION },
			"RotationLambdaARN",
			FUNCTION,
		],
		[
			"RotateSecret",
			{ RotateImmediately: false },
			"RotateImmediately",
			"false",
		],
		[
			"RotateSecret",
			{ RotationRules: { AutomaticallyAfterDays: 7 } },
			"ModifyRotationRules",
			"true",
		],
		[
			"RotateSecret",
			{ ExternalSecretRotationRoleArn: ROTATION_ROLE },
			"ExternalSecretRotationRoleArn",
			ROTATION_ROLE,
		],
		["GetSecretValue", { VersionId: token("v1") }, "VersionId", token("v1")],
		[
			"GetSecretValue",
			{ VersionStage: "AWSCURRENT" },
			"VersionStage",
			"AWSCURRENT",
		],
		[
			"UpdateSecretVersionStage",
			{ VersionStage: "blue" },
			"VersionStage",
			"blue",
		],
	])("%s with %j: %s", (operation, sent, key, values) => {
		const { identifiedBy, input } =
			everyOperation[operation as keyof typeof everyOperation];
		const id = identifiedBy === "Name" ? { Name: "new" } : { SecretId: "db" };
		expectKey(world, operation, { ...input, ...id, ...sent }, SM + key, values);
	});

	it("ModifyRotationRules is false where no rules are sent (assumed)", () => {
		expectKey(
			world,
			"RotateSecret",
			{ SecretId: "db", ClientRequestToken: token("r") },
			`${SM}ModifyRotationRules`,
			"false",
		);
	});
});

describe("what a request does not send is absent", () => {
	const keys = [
		"Description",
		"Type",
		"KmsKeyId",
		"KmsKeyArn",
		"AddReplicaRegions",
		"ForceOverwriteReplicaSecret",
		"BlockPublicPolicy",
		"ForceDeleteWithoutRecovery",
		"RecoveryWindowInDays",
		"RotationLambdaARN",
		"RotateImmediately",
		"ExternalSecretRotationRoleArn",
		"VersionId",
		"VersionStage",
	];
	const bare: Readonly<Record<string, object>> = {
		RotateSecret: { ClientRequestToken: token("r") },
		UpdateSecretVersionStage: {},
		ReplicateSecretToRegions: {},
		UpdateSecret: {},
	};

	it.each(
		Object.entries(everyOperation).filter(
			([, { identifiedBy }]) => identifiedBy !== undefined,
		),
	)("of %s", (operation, { identifiedBy = "", input }) => {
		const id = identifiedBy === "Name" ? "new" : "db";
		const asked = { ...(bare[operation] ?? input), [identifiedBy]: id };
		for (const key of keys)
			expectKey(world, operation, asked, SM + key, undefined);
		if (identifiedBy === "SecretId")
			expectKey(world, operation, asked, `${SM}Name`, undefined);
		if (operation !== "TagResource" && operation !== "UntagResource")
			expectKey(world, operation, asked, "aws:TagKeys", undefined);
	});

	it("VersionStage of a write, whatever it sends [R-ST-auth]", () => {
		expectKey(
			world,
			"PutSecretValue",
			{ SecretId: "db", ...aValue("v2"), VersionStages: ["AWSPENDING"] },
			`${SM}VersionStage`,
			undefined,
		);
	});

	it("but an empty KmsKeyId names the default key", () => {
		const input = { SecretId: "db", KmsKeyId: "" };
		expectKey(
			world,
			"UpdateSecret",
			input,
			`${SM}KmsKeyArn`,
			defaultKeyArn(HERE),
		);
		expectKey(world, "UpdateSecret", input, `${SM}KmsKeyId`, "");
	});

	it("the ARN of a key that nobody knows", () => {
		for (const KmsKeyId of ["alias/unknown", "garbage"])
			expectKey(
				world,
				"UpdateSecret",
				{ SecretId: "db", KmsKeyId },
				`${SM}KmsKeyArn`,
				undefined,
			);
	});
});

describe("the tags of a request", () => {
	const Tags = [{ Key: "env", Value: "prod" }, { Key: "bare" }];

	it.each([
		["TagResource", { SecretId: "db", Tags }],
		["CreateSecret", { Name: "new", ...aValue("v1"), Tags }],
	])("of %s", (operation, input) => {
		const expectIt = (key: string, values?: Values) =>
			expectKey(world, operation, input, key, values);
		expectIt("aws:TagKeys", ["env", "bare"]);
		expectIt("aws:RequestTag/env", "prod");
		expectIt("aws:RequestTag/bare", "");
		expectIt("aws:RequestTag/team");
	});

	it("that it takes away are keys alone", () => {
		const input = { SecretId: "db", TagKeys: ["team", "other"] };
		expectKey(world, "UntagResource", input, "aws:TagKeys", ["team", "other"]);
		expectKey(world, "UntagResource", input, "aws:RequestTag/team", undefined);
		expectKey(world, "UntagResource", input, "aws:ResourceTag/team", "a");
	});

	it("with gaps, which are not valid, are looked at all the same", () => {
		const holey = [
			["TagResource", { SecretId: "db", Tags: [null, {}, { Key: "env" }] }],
			["UntagResource", { SecretId: "db", TagKeys: [null, "env"] }],
		] as const;
		for (const [operation, input] of holey)
			expectKey(world, operation, input, "aws:TagKeys", "env");
		expectKey(
			world,
			"ReplicateSecretToRegions",
			{
				SecretId: "db",
				AddReplicaRegions: [null, {}, { Region: "eu-west-1" }],
			},
			`${SM}AddReplicaRegions`,
			"eu-west-1",
		);
	});
});

it("a key that is made because it is named has no ARN before that", () => {
	const lenient = given(createStore({ unknownKeys: "register" }));
	const input = { Name: "new", ...aValue("v1"), KmsKeyId: KEY };
	expectKey(lenient, "CreateSecret", input, `${SM}KmsKeyId`, KEY);
});

it("the ARN of a key is that of the secret's account, whoever calls", () => {
	const { ARN } = world.when("DescribeSecret", { SecretId: "db" }).answer;
	const theirs = keyId("b");
	const shared = world
		.as(STRANGE)
		.withKey({ keyId: theirs, aliases: ["alias/mine"] })
		.as(HERE)
		.after("PutResourcePolicy", {
			SecretId: "db",
			ResourcePolicy: policyTextOf(of(EVE, may("*"))),
		});
	const update = (arn: string) =>
		shared
			.as({
				caller: whoMay(
					EVE,
					may("*", {
						Condition: { StringEquals: { [`${SM}KmsKeyArn`]: arn } },
					}),
					may("kms:*"),
				),
			})
			.when("UpdateSecret", { SecretId: ARN, KmsKeyId: "alias/mine" });
	update(keyArn("a")).answers({});
	update(keyArn("b", STRANGE)).refuses("AccessDeniedException");
});
