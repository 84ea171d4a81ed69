import {
	createStore,
	execute,
	registerKey,
	type SecretStore,
	setKeyState,
} from "pure-secrets-manager";
import { KEY_STATES, type KeyState } from "../../src/kms/key.js";
import { CONTEXT, DAY, HOUR, token } from "../support/given.js";
import { kmsArn } from "../support/keys.js";
import { HERE } from "../support/places.js";

/** One call of the script: what is asked, by whom, and how long after the call before it. */
export interface Call {
	readonly operation: string;
	readonly input: Readonly<Record<string, unknown>>;
	readonly account: string;
	readonly region: string;
	readonly after: number;
}

/** The ARN under which CreateSecret last answered for a name. */
export type ArnOf = (name: string) => string;

/** The NextToken that an operation last answered with. */
export type NextTokenOf = (operation: string) => string | undefined;

const call = (
	operation: string,
	input: Readonly<Record<string, unknown>>,
	elsewhere: Partial<Call> = {},
): Call => ({ operation, input, ...HERE, after: 1, ...elsewhere });

const SecretId = "db";
const policy = (...statements: readonly object[]): string =>
	JSON.stringify({
		Version: "2012-10-17",
		Statement: statements.map((each) => ({
			Effect: "Allow",
			Principal: { AWS: "arn:aws:iam::123456789012:user/reader" },
			Action: "secretsmanager:GetSecretValue",
			Resource: "*",
			...each,
		})),
	});
const PUBLIC = { Principal: "*", Sid: "é \ud800 __proto__" };
const DENY_PUT = {
	Effect: "Deny",
	Principal: "*",
	Action: "secretsmanager:PutResourcePolicy",
};
const filter = (Key: string, ...Values: readonly string[]) => [{ Key, Values }];

/** The rotation function that can be invoked, in all ways. */
export const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:rotate";

/** A call of RotateSecret by that function, on `db`, unless it says otherwise. */
const rotate = (
	name: string,
	input: Readonly<Record<string, unknown>>,
	elsewhere: Partial<Call> = {},
): Call =>
	call(
		"RotateSecret",
		{
			SecretId,
			RotationLambdaARN: FUNCTION,
			ClientRequestToken: token(name),
			...input,
		},
		elsewhere,
	);

const stranger = { account: "111111111111" };
const abroad = { region: "eu-central-1" };
/** Where `db` has a replica from some call on. */
const replica = { region: "eu-west-1" };

/** Calls of the operations that begin and end the replication of `db`. */
const replicate = (...AddReplicaRegions: readonly object[]): Call =>
	call("ReplicateSecretToRegions", { SecretId, AddReplicaRegions });
const removeFrom = (...RemoveReplicaRegions: readonly string[]): Call =>
	call("RemoveRegionsFromReplication", { SecretId, RemoveReplicaRegions });

/** Customer keys, by the state that they are in when the script begins. */
const KEYS: Readonly<Record<KeyState, string>> = {
	Enabled: "11111111-2222-4333-8444-555555555555",
	Disabled: "22222222-2222-4333-8444-555555555555",
	PendingDeletion: "33333333-2222-4333-8444-555555555555",
	Deleted: "44444444-2222-4333-8444-555555555555",
};

/** A key that is enabled, of the stranger. */
const KEY_OF_STRANGER = kmsArn(`key/${KEYS.Enabled}`, { ...HERE, ...stranger });

/**
 * The store that the script begins with: of each state a key, `alias/<state>`, and a secret `of/<state>` that was sealed
 * under it while it was enabled.
 */
export function storeWithKeys(): SecretStore {
	let store = createStore();
	for (const state of KEY_STATES) {
		const keyId = KEYS[state];
		const aliases = [`alias/${state}`];
		store = registerKey(store, { keyId, aliases }, CONTEXT).store;
		const input = {
			Name: `of/${state}`,
			SecretString: "sealed",
			KmsKeyId: keyId,
			ClientRequestToken: token("v1"),
		};
		store = execute(store, { operation: "CreateSecret", input }, CONTEXT).store;
		store = setKeyState(store, { keyId, state }, CONTEXT).store;
	}
	const context = { ...CONTEXT, ...stranger };
	return registerKey(store, { keyId: KEYS.Enabled }, context).store;
}

/** Identifiers that name no key which can be used. */
const UNUSABLE = [
	"55555555-2222-4333-8444-555555555555",
	"alias/unknown",
	"arn:aws:kms:us-east-1:123456789012:key/__proto__",
	"arn:aws:kms:us-east-1:123456789012:alias/unknown",
	`arn:aws:kms:eu-central-1:123456789012:key/${KEYS.Enabled}`,
	`arn:aws:kms:us-east-1:${stranger.account}:alias/aws/secretsmanager`,
	"no key ’ \ud800",
	"__proto__",
	KEYS.Disabled,
	"alias/Disabled",
	KEYS.PendingDeletion,
	KEYS.Deleted,
	"alias/Deleted",
];

/** Calls that AWS accepts and calls that it refuses, each carrying the token that an SDK would fill in. */
export const script: readonly ((
	arnOf: ArnOf,
	nextTokenOf: NextTokenOf,
) => Call)[] = [
	// Create
	() =>
		call("CreateSecret", {
			Name: "db",
			SecretString: "first ’ 😀 \ud800",
			Description: "a database",
			Tags: [{ Key: "team", Value: "orders" }, { Key: "__proto__" }],
			ClientRequestToken: token("v1"),
		}),
	() =>
		call("CreateSecret", {
			Name: "db",
			SecretString: "first ’ 😀 \ud800",
			ClientRequestToken: token("v1"),
		}),
	() =>
		call("CreateSecret", {
			Name: "db",
			SecretString: "other",
			ClientRequestToken: token("v1"),
		}),
	() =>
		call("CreateSecret", {
			Name: "db",
			SecretString: "other",
			ClientRequestToken: token("v2"),
		}),
	() =>
		call("CreateSecret", {
			Name: "empty",
			KmsKeyId: "alias/Enabled",
			Tags: [],
			ClientRequestToken: token("e"),
		}),
	() => call("CreateSecret", { Name: "a b", ClientRequestToken: token("bad") }),
	() =>
		call("CreateSecret", {
			Name: "",
			SecretString: "",
			Description: "d".repeat(2049),
			ClientRequestToken: "short",
		}),
	() =>
		call("CreateSecret", {
			Name: "both",
			SecretString: "s",
			SecretBinary: Uint8Array.of(1),
			ClientRequestToken: token("both"),
		}),
	() =>
		call("CreateSecret", {
			Name: "__proto__",
			SecretBinary: Uint8Array.of(0, 127, 128, 255),
			Type: "partner",
			ClientRequestToken: token("p1"),
		}),
	() =>
		call(
			"CreateSecret",
			{
				Name: "db",
				SecretString: "abroad",
				ClientRequestToken: token("v1"),
			},
			abroad,
		),
	() =>
		call(
			"CreateSecret",
			{
				Name: "db",
				SecretString: "of a stranger",
				ClientRequestToken: token("v1"),
			},
			stranger,
		),
	// Read
	() => call("GetSecretValue", { SecretId }),
	() => call("GetSecretValue", { SecretId }, abroad),
	() => call("GetSecretValue", { SecretId }, stranger),
	() => call("GetSecretValue", { SecretId: "__proto__" }),
	() => call("GetSecretValue", { SecretId: "empty" }),
	() => call("GetSecretValue", { SecretId: "nobody" }),
	() => call("GetSecretValue", {}),
	() => call("GetSecretValue", { SecretId: "db*" }),
	() => call("GetSecretValue", { SecretId, VersionId: "short" }),
	() => call("GetSecretValue", { SecretId, VersionId: token("v9") }),
	() => call("GetSecretValue", { SecretId, VersionStage: "blue" }),
	(arnOf) => call("GetSecretValue", { SecretId: arnOf("db") }),
	(arnOf) => call("GetSecretValue", { SecretId: arnOf("db").slice(0, -7) }),
	(arnOf) => call("GetSecretValue", { SecretId: arnOf("db") }, abroad),
	(arnOf) => call("GetSecretValue", { SecretId: arnOf("db") }, stranger),
	// Write
	() =>
		call(
			"PutSecretValue",
			{
				SecretId,
				SecretBinary: new Uint8Array(300).fill(7),
				ClientRequestToken: token("v2"),
			},
			{ after: HOUR },
		),
	() =>
		call("PutSecretValue", {
			SecretId,
			SecretBinary: new Uint8Array(300).fill(7),
			VersionStages: ["blue", "AWSPENDING"],
			ClientRequestToken: token("v2"),
		}),
	() =>
		call("PutSecretValue", {
			SecretId,
			SecretString: "another",
			ClientRequestToken: token("v2"),
		}),
	() =>
		call("PutSecretValue", {
			SecretId,
			SecretString: "third",
			VersionStages: ["green", "green", "__proto__"],
			ClientRequestToken: token("v3"),
		}),
	() => call("PutSecretValue", { SecretId, ClientRequestToken: token("v4") }),
	() =>
		call("PutSecretValue", {
			SecretId,
			SecretString: "x".repeat(65537),
			VersionStages: [""],
			ClientRequestToken: token("v4"),
		}),
	() =>
		call("PutSecretValue", {
			SecretId,
			SecretString: "labels",
			VersionStages: Array.from({ length: 19 }, (_, i) => `many-${i}`),
			ClientRequestToken: token("v4"),
		}),
	() =>
		call("PutSecretValue", {
			SecretId: "empty",
			SecretString: "no longer",
			ClientRequestToken: token("e"),
		}),
	() =>
		call("UpdateSecret", {
			SecretId,
			SecretString: "fifth",
			Description: "",
			KmsKeyId: KEYS.Enabled,
			ClientRequestToken: token("v5"),
		}),
	() =>
		call("UpdateSecret", {
			SecretId,
			SecretString: "fifth",
			ClientRequestToken: token("v5"),
		}),
	() =>
		call("UpdateSecret", {
			SecretId,
			SecretString: "not the fifth",
			ClientRequestToken: token("v5"),
		}),
	() => call("UpdateSecret", { SecretId, ClientRequestToken: token("unused") }),
	() =>
		call("UpdateSecret", {
			SecretId: "nobody",
			Description: "d",
			ClientRequestToken: token("unused"),
		}),
	// Keys
	...UNUSABLE.flatMap((KmsKeyId) => [
		() =>
			call("CreateSecret", {
				Name: "unmade",
				KmsKeyId,
				ClientRequestToken: token("k"),
			}),
		() =>
			call("UpdateSecret", {
				SecretId: "of/Enabled",
				KmsKeyId,
				ClientRequestToken: token("k"),
			}),
	]),
	...["", "alias/aws/secretsmanager", KEY_OF_STRANGER, "alias/Enabled"].flatMap(
		(KmsKeyId) => [
			() =>
				call("UpdateSecret", {
					SecretId: "of/Enabled",
					KmsKeyId,
					ClientRequestToken: token("k"),
				}),
			() => call("DescribeSecret", { SecretId: "of/Enabled" }),
			() => call("ListSecretVersionIds", { SecretId: "of/Enabled" }),
		],
	),
	...KEY_STATES.map((state) => `of/${state}`).flatMap((SecretId) => [
		() => call("GetSecretValue", { SecretId }),
		() =>
			call("PutSecretValue", {
				SecretId,
				SecretString: "sealed",
				ClientRequestToken: token("v1"), // which is compared with what is there
			}),
		() =>
			call("PutSecretValue", {
				SecretId,
				SecretString: "another",
				ClientRequestToken: token("v2"),
			}),
		() =>
			call("UpdateSecret", {
				SecretId,
				SecretString: "a third",
				Description: "of a key",
				ClientRequestToken: token("v3"),
			}),
		() =>
			call("UpdateSecret", {
				SecretId,
				Description: "of a key",
				ClientRequestToken: token("unused"),
			}),
		() => call("DescribeSecret", { SecretId }),
		() => call("ListSecretVersionIds", { SecretId }),
	]),
	() =>
		call("BatchGetSecretValue", {
			SecretIdList: [SecretId, ...KEY_STATES.map((state) => `of/${state}`)],
		}),
	() => call("BatchGetSecretValue", { Filters: filter("name", "of/") }),
	() =>
		call("UpdateSecret", {
			SecretId: "of/Disabled",
			SecretString: "under another key",
			KmsKeyId: "alias/Enabled",
			ClientRequestToken: token("v4"),
		}),
	() => call("GetSecretValue", { SecretId: "of/Disabled" }),
	() =>
		call("GetSecretValue", {
			SecretId: "of/Disabled",
			VersionStage: "AWSPREVIOUS",
		}),
	() =>
		call("ListSecretVersionIds", {
			SecretId: "of/Disabled",
			IncludeDeprecated: true,
		}),
	// of which a test takes a copy
	() => rotate("k", { SecretId: "of/Enabled", RotateImmediately: false }),
	() => rotate("k", { SecretId: "of/Deleted", RotateImmediately: false }),
	...KEY_STATES.map(
		(state) => () =>
			call("DeleteSecret", {
				SecretId: `of/${state}`,
				ForceDeleteWithoutRecovery: true,
			}),
	),
	// Labels
	() =>
		call("UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "AWSCURRENT",
			RemoveFromVersionId: token("v5"),
			MoveToVersionId: token("v2"),
		}),
	() =>
		call("UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "AWSCURRENT",
			RemoveFromVersionId: token("v2"),
		}),
	() =>
		call("UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "blue",
			MoveToVersionId: token("v1"),
		}),
	() =>
		call("UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "blue",
			RemoveFromVersionId: token("v1"),
			MoveToVersionId: token("v1"),
		}),
	() =>
		call("UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "blue",
			RemoveFromVersionId: token("v2"),
		}),
	() => call("UpdateSecretVersionStage", { SecretId, VersionStage: "blue" }),
	() =>
		call("UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "new",
			MoveToVersionId: token("v9"),
		}),
	// Describe and list, a day later
	() => call("GetSecretValue", { SecretId }, { after: DAY }),
	() => call("DescribeSecret", { SecretId }),
	() => call("DescribeSecret", { SecretId: "empty" }),
	() => call("DescribeSecret", { SecretId: "__proto__" }),
	() => call("DescribeSecret", { SecretId: "s".repeat(2049) }),
	() => call("ListSecretVersionIds", { SecretId }),
	() =>
		call("ListSecretVersionIds", {
			SecretId,
			IncludeDeprecated: true,
			MaxResults: 2,
		}),
	() => call("ListSecretVersionIds", { SecretId, MaxResults: 101 }),
	() => call("ListSecretVersionIds", { SecretId, NextToken: "AAAA" }),
	() => call("ListSecretVersionIds", { SecretId: "nobody" }),
	// Tags
	() =>
		call("TagResource", {
			SecretId,
			Tags: [
				{ Key: "team", Value: "bills" },
				{ Key: "Env", Value: "prod" },
			],
		}),
	(arnOf) =>
		call("TagResource", {
			SecretId: arnOf("__proto__"),
			Tags: [{ Key: "__proto__", Value: "\ud800" }, { Key: "none" }],
		}),
	() => call("TagResource", { SecretId, Tags: [] }),
	() => call("TagResource", { SecretId, Tags: [{ Key: "aws:x" }] }),
	() => call("TagResource", { SecretId, Tags: [{ Value: "no key" }] }),
	() => call("TagResource", { SecretId: "nobody", Tags: [] }),
	() =>
		call("TagResource", {
			SecretId,
			Tags: Array.from({ length: 50 }, (_, i) => ({ Key: `tag-${i}` })),
		}),
	() => call("TagResource", { SecretId }),
	() => call("UntagResource", { SecretId, TagKeys: ["team", "unknown"] }),
	() => call("UntagResource", { SecretId, TagKeys: [] }),
	() => call("UntagResource", { SecretId: "empty", TagKeys: ["__proto__"] }),
	() => call("UntagResource", { SecretId, TagKeys: [""] }),
	() => call("UntagResource", { SecretId: "nobody", TagKeys: ["a"] }),
	() => call("UntagResource", { SecretId: "a b", TagKeys: ["a"] }),
	// Resource policies
	() =>
		call("PutResourcePolicy", {
			SecretId,
			ResourcePolicy: policy({}, PUBLIC),
			BlockPublicPolicy: false,
		}),
	(arnOf) =>
		call("PutResourcePolicy", {
			SecretId: arnOf("empty"),
			ResourcePolicy: policy({}),
			BlockPublicPolicy: true,
		}),
	() =>
		call("PutResourcePolicy", {
			SecretId,
			ResourcePolicy: policy({}, PUBLIC),
			BlockPublicPolicy: true,
		}),
	() =>
		call("PutResourcePolicy", { SecretId, ResourcePolicy: policy(DENY_PUT) }),
	() => call("PutResourcePolicy", { SecretId, ResourcePolicy: "not json" }),
	() =>
		call("PutResourcePolicy", {
			SecretId,
			ResourcePolicy: policy({ Principal: { AWS: "nobody" } }),
		}),
	() =>
		call("PutResourcePolicy", {
			SecretId,
			ResourcePolicy: policy({}).padEnd(20481),
		}),
	() => call("GetResourcePolicy", { SecretId }),
	() => call("GetResourcePolicy", { SecretId: "empty" }),
	() => call("GetResourcePolicy", { SecretId: "__proto__" }),
	() => call("GetResourcePolicy", { SecretId: "nobody" }),
	(arnOf) => call("GetResourcePolicy", { SecretId: arnOf("db") }, stranger),
	() => call("ValidateResourcePolicy", { ResourcePolicy: policy({}) }),
	() =>
		call("ValidateResourcePolicy", {
			SecretId,
			ResourcePolicy: policy(PUBLIC, DENY_PUT),
		}),
	() => call("ValidateResourcePolicy", { SecretId, ResourcePolicy: "{}" }),
	() => call("ValidateResourcePolicy", { SecretId }),
	() =>
		call("ValidateResourcePolicy", {
			SecretId: "nobody",
			ResourcePolicy: policy({}),
		}),
	() => call("DeleteResourcePolicy", { SecretId: "empty" }),
	() => call("DeleteResourcePolicy", { SecretId: "__proto__" }),
	() => call("DeleteResourcePolicy", { SecretId: "nobody" }),
	() => call("DeleteResourcePolicy", {}),
	// Passwords
	() => call("GetRandomPassword", {}),
	() =>
		call("GetRandomPassword", {
			PasswordLength: 4096,
			ExcludeCharacters: "aB3$\ud800",
			IncludeSpace: true,
		}),
	() =>
		call("GetRandomPassword", {
			PasswordLength: 8,
			ExcludePunctuation: true,
			ExcludeUppercase: true,
			RequireEachIncludedType: false,
		}),
	() => call("GetRandomPassword", { PasswordLength: 3 }),
	() => call("GetRandomPassword", { PasswordLength: 4097 }),
	() => call("GetRandomPassword", { ExcludeCharacters: "0123456789" }),
	// Lists and batches
	() => call("ListSecrets", {}),
	() => call("ListSecrets", { MaxResults: 2, SortBy: "name" }, stranger),
	() => call("ListSecrets", { MaxResults: 2, SortOrder: "desc" }),
	(_, nextTokenOf) =>
		call("ListSecrets", {
			MaxResults: 2,
			SortOrder: "desc",
			NextToken: nextTokenOf("ListSecrets"),
		}),
	(_, nextTokenOf) =>
		call("ListSecrets", { NextToken: nextTokenOf("ListSecrets") }),
	() =>
		call("ListSecrets", {
			Filters: [...filter("tag-key", "Env"), ...filter("name", "!_")],
		}),
	() => call("ListSecrets", { SortBy: "last-accessed-date" }),
	() => call("ListSecrets", { Filters: filter("size", "1") }),
	() => call("ListSecrets", { Filters: filter("name", "*") }),
	() => call("ListSecrets", { MaxResults: 0, SortOrder: "up" }),
	(arnOf) =>
		call("BatchGetSecretValue", {
			SecretIdList: [SecretId, "nobody", arnOf("__proto__"), "a b"],
		}),
	() =>
		call(
			"BatchGetSecretValue",
			{ Filters: filter("name", "") },
			{ after: DAY },
		),
	() =>
		call("BatchGetSecretValue", { Filters: filter("name", ""), MaxResults: 1 }),
	(_, nextTokenOf) =>
		call("BatchGetSecretValue", {
			Filters: filter("name", ""),
			MaxResults: 1,
			NextToken: nextTokenOf("BatchGetSecretValue"),
		}),
	() => call("BatchGetSecretValue", {}),
	() =>
		call("BatchGetSecretValue", { SecretIdList: [SecretId], MaxResults: 1 }),
	() => call("BatchGetSecretValue", { SecretIdList: Array(21).fill(SecretId) }),
	(_, nextTokenOf) =>
		call("BatchGetSecretValue", {
			SecretIdList: [SecretId],
			NextToken: nextTokenOf("BatchGetSecretValue"),
		}),
	// Delete and restore
	() => call("DeleteSecret", { SecretId, RecoveryWindowInDays: 6 }),
	() =>
		call("DeleteSecret", {
			SecretId,
			RecoveryWindowInDays: 7,
			ForceDeleteWithoutRecovery: true,
		}),
	() => call("DeleteSecret", { SecretId, RecoveryWindowInDays: 7 }),
	() => call("DeleteSecret", { SecretId }),
	() => call("GetSecretValue", { SecretId }),
	() => call("DescribeSecret", { SecretId }),
	() => call("TagResource", { SecretId, Tags: [{ Key: "late" }] }),
	() => call("UntagResource", { SecretId, TagKeys: ["Env"] }),
	() => call("GetResourcePolicy", { SecretId }),
	() => call("PutResourcePolicy", { SecretId, ResourcePolicy: policy({}) }),
	() => call("DeleteResourcePolicy", { SecretId }),
	() => call("BatchGetSecretValue", { SecretIdList: [SecretId, "empty"] }),
	() => call("ListSecrets", {}),
	() => call("ListSecrets", { IncludePlannedDeletion: true }),
	() =>
		call("CreateSecret", { Name: "db", ClientRequestToken: token("again") }),
	() => call("RestoreSecret", { SecretId }),
	() => call("RestoreSecret", { SecretId }),
	() => call("RestoreSecret", { SecretId: "nobody" }),
	() => call("RestoreSecret", {}),
	() => call("DeleteSecret", { SecretId }),
	() => call("DescribeSecret", { SecretId }, { after: 30 * DAY }),
	() =>
		call("CreateSecret", {
			Name: "db",
			SecretString: "again",
			ClientRequestToken: token("v1"),
		}),
	() =>
		call("DeleteSecret", {
			SecretId: "empty",
			ForceDeleteWithoutRecovery: true,
		}),
	() =>
		call("DeleteSecret", {
			SecretId: "nobody",
			ForceDeleteWithoutRecovery: true,
		}),
	() => call("DeleteSecret", { SecretId: "nobody" }),
	(arnOf) => call("GetSecretValue", { SecretId: arnOf("db") }),
	// Rotate, by a function that never ends, and cancel
	() => call("RotateSecret", { SecretId, ClientRequestToken: token("r1") }),
	() => rotate("r1", { RotationLambdaARN: `${FUNCTION}2` }),
	() => rotate("r1", { RotationRules: { AutomaticallyAfterDays: 0 } }),
	() => rotate("r1", { RotationLambdaARN: "a".repeat(2049) }),
	() => rotate("r1", { SecretId: "nobody" }),
	(arnOf) => rotate("r1", { SecretId: arnOf("db") }, stranger),
	() => rotate("r1", { RotationRules: { AutomaticallyAfterDays: 30 } }),
	() => call("DescribeSecret", { SecretId }),
	() => rotate("r1", {}),
	() => rotate("r2", {}),
	() => rotate("v1", {}),
	() =>
		call("PutSecretValue", {
			SecretId,
			SecretString: "rotated",
			VersionStages: ["AWSPENDING"],
			RotationToken: "00000000-0000-4000-8000-000000000000",
			ClientRequestToken: token("r1"),
		}),
	() => call("CancelRotateSecret", { SecretId }),
	() => call("CancelRotateSecret", { SecretId }),
	() => call("CancelRotateSecret", { SecretId: "nobody" }),
	() => call("CancelRotateSecret", {}),
	(arnOf) => call("CancelRotateSecret", { SecretId: arnOf("db") }, stranger),
	() => rotate("r3", {}),
	() => call("DescribeSecret", { SecretId }),
	() =>
		call("CreateSecret", { Name: "later", ClientRequestToken: token("l1") }),
	() =>
		rotate("l2", {
			SecretId: "later",
			RotationRules: { AutomaticallyAfterDays: 1000 },
			RotateImmediately: false,
		}),
	() => call("ListSecrets", { SortOrder: "asc" }),
	() => call("CancelRotateSecret", { SecretId: "later" }),
	() => call("DeleteSecret", { SecretId: "later", RecoveryWindowInDays: 7 }),
	() => rotate("l3", { SecretId: "later" }),
	() => call("CancelRotateSecret", { SecretId: "later" }),
	// Replicate, and what a replica takes
	() =>
		replicate(
			{ Region: "eu-west-1" },
			{ Region: "eu-west-3", KmsKeyId: "alias/unknown" },
			{ Region: "xx-nowhere-1" },
			{ Region: "eu-west-1", KmsKeyId: "" },
		),
	() => call("DescribeSecret", { SecretId }),
	() => call("DescribeSecret", { SecretId }, replica),
	() => call("GetSecretValue", { SecretId }, { ...replica, after: DAY }),
	() => call("GetSecretValue", { SecretId }, { region: "xx-nowhere-1" }),
	() => call("DescribeSecret", { SecretId }),
	() => replicate({ Region: "eu-central-1" }),
	() => replicate({ Region: "us-east-1" }, { Region: "eu-west-2" }),
	() => replicate({ KmsKeyId: KEYS.Enabled }),
	() => replicate({ Region: "no region" }),
	() => replicate(),
	() => call("ReplicateSecretToRegions", { SecretId }),
	(arnOf) =>
		call(
			"ReplicateSecretToRegions",
			{ SecretId: arnOf("db"), AddReplicaRegions: [{ Region: "eu-west-1" }] },
			stranger,
		),
	() =>
		call("CreateSecret", {
			Name: "replicated",
			SecretBinary: Uint8Array.of(0, 255),
			AddReplicaRegions: [{ Region: "eu-west-1" }],
			ClientRequestToken: token("v1"),
		}),
	() =>
		call("CreateSecret", {
			Name: "unmade",
			AddReplicaRegions: [{ Region: "us-east-1" }],
			ClientRequestToken: token("v1"),
		}),
	() =>
		call("PutSecretValue", {
			SecretId,
			SecretString: "for all regions",
			ClientRequestToken: token("w1"),
		}),
	() => call("TagResource", { SecretId, Tags: [{ Key: "replicated" }] }),
	() => call("GetSecretValue", { SecretId }, replica),
	() => call("ListSecretVersionIds", { SecretId }, replica),
	() => call("GetResourcePolicy", { SecretId }, replica),
	() => call("ListSecrets", {}, replica),
	() => call("ListSecrets", { Filters: filter("primary-region", "us-east-1") }),
	() =>
		call(
			"BatchGetSecretValue",
			{ SecretIdList: [SecretId, "replicated"] },
			replica,
		),
	() =>
		call(
			"UpdateSecret",
			{
				SecretId,
				KmsKeyId: "alias/aws/secretsmanager",
				ClientRequestToken: token("w2"),
			},
			replica,
		),
	() =>
		call(
			"PutSecretValue",
			{ SecretId, SecretString: "x", ClientRequestToken: token("w2") },
			replica,
		),
	() => call("DeleteSecret", { SecretId }, replica),
	() =>
		call(
			"CreateSecret",
			{ Name: SecretId, ClientRequestToken: token("w2") },
			replica,
		),
	() => call("DeleteSecret", { SecretId, ForceDeleteWithoutRecovery: true }),
	() => call("StopReplicationToReplica", { SecretId }),
	() => call("StopReplicationToReplica", {}, replica),
	() => call("StopReplicationToReplica", { SecretId: "nobody" }, replica),
	() => call("StopReplicationToReplica", { SecretId: "replicated" }, replica),
	() => call("DescribeSecret", { SecretId: "replicated" }),
	() =>
		call(
			"DeleteSecret",
			{ SecretId: "replicated" },
			{ ...replica, after: DAY },
		),
	() =>
		call("ReplicateSecretToRegions", {
			SecretId: "replicated",
			AddReplicaRegions: [{ Region: "eu-west-1" }],
			ForceOverwriteReplicaSecret: true,
		}),
	() => call("DescribeSecret", { SecretId: "replicated" }, replica),
	() => removeFrom("eu-west-2"),
	() => removeFrom("eu-west-3", "xx-nowhere-1", "eu-west-3"),
	() => removeFrom(),
	() => removeFrom("no region"),
	() =>
		call("RemoveRegionsFromReplication", {
			SecretId: "nobody",
			RemoveReplicaRegions: ["eu-west-1"],
		}),
	() => call("StopReplicationToReplica", { SecretId }, replica),
	() => call("GetSecretValue", { SecretId }, replica),
	() => call("DescribeSecret", { SecretId }),
	() => removeFrom("eu-central-1"),
	// Another account, by a policy
	() =>
		call("PutResourcePolicy", {
			SecretId,
			ResourcePolicy: policy(
				{ Principal: { AWS: stranger.account }, Action: "secretsmanager:*" },
				{ ...DENY_PUT, Principal: { AWS: stranger.account } },
			),
		}),
	(arnOf) => call("DescribeSecret", { SecretId: arnOf("db") }, stranger),
	(arnOf) => call("GetSecretValue", { SecretId: arnOf("db") }, stranger),
	(arnOf) =>
		call(
			"PutResourcePolicy",
			{ SecretId: arnOf("db"), ResourcePolicy: policy({}) },
			stranger,
		),
	() =>
		call("UpdateSecret", {
			SecretId,
			SecretString: "for strangers",
			KmsKeyId: KEYS.Enabled,
			ClientRequestToken: token("w3"),
		}),
	(arnOf) => call("GetSecretValue", { SecretId: arnOf("db") }, stranger),
	(arnOf) =>
		call(
			"BatchGetSecretValue",
			{ SecretIdList: [arnOf("db"), arnOf("replicated")] },
			stranger,
		),
];
