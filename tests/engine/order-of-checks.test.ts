import { advance, createStore, putManagedSecret } from "pure-secrets-manager";
import { describe, it } from "vitest";
import { given, SECOND, token, type World } from "../support/given.js";
import { quoted } from "../support/keys.js";
import { HERE, STRANGE, THERE } from "../support/places.js";
import {
	both,
	createdIn,
	removed,
	replicated,
	there,
} from "../support/replication.js";

/**
 * decode → locate → authorize → validate → require → run → commit: proved for PutSecretValue [R-ST-val], assumed for
 * all [INF]. Each request below is wrong in two ways; the refusal is the earlier step's.
 */

const VALUE = { ClientRequestToken: token("v1"), SecretString: "x" };
const one = given().after("CreateSecret", { Name: "db", ...VALUE });
const scheduled = one.after("DeleteSecret", { SecretId: "db" });
const managed = given(
	putManagedSecret(one.store, { Name: "rds!db", ...VALUE }, one.context).store,
);
const replica = there(both);
const going = replicaToGo();
const FOREIGN =
	"arn:aws:secretsmanager:us-east-1:210987654321:secret:db-abcdef";

const NOT_FOUND = "Secrets Manager can't find the specified secret.";
const MARKED =
	"You can't perform this operation on the secret because it was marked for deletion.";
const OWNED = "Operation is not allowed on secret owned by rds";
const ON_REPLICA =
	"Operation not permitted on a replica secret. Call must be made in primary secret's region.";
const SCHEDULED =
	"You can't create this secret because a secret with this name is already scheduled for deletion.";
const ILLEGAL_NAME =
	"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!";
const NO_TOKEN =
	"You must provide a ClientRequestToken value. We recommend a UUID-type value.";
const BOTH_VALUES =
	"You can't specify both a binary secret value and a string secret value in the same secret.";
const STRUCTURE = "Start of structure or map found where not expected.";
const SYNTAX = "This resource policy contains a syntax error.";
const GARBAGE = `The operation failed because of an invalid KMS key: ${quoted("Invalid keyId 'garbage'", "NotFoundException")}`;
const EITHER =
	"Either 'SecretIdList' or 'Filters' must be provided, but not both.";
const failed = (value: string, path: string, must: string) =>
	`1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: Member must ${must}`;
const denied = (operation: string) =>
	`User: arn:aws:iam::123456789012:root is not authorized to perform: secretsmanager:${operation} on resource: ${FOREIGN} because no resource-based policy allows the secretsmanager:${operation} action`;
const short = (member: string) =>
	`1 validation error detected: Value 'short' at '${member}' failed to satisfy constraint: Member must have length greater than or equal to 32`;

describe.each<
	[
		earlier: string,
		later: string,
		cases: readonly [
			title: string,
			world: World,
			operation: string,
			input: unknown,
			name: string,
			message?: string,
		][],
	]
>([
	[
		"the operation's name",
		"decode",
		[
			[
				"no such operation, no object",
				one,
				"Nope",
				[],
				"UnknownOperationException",
			],
			[
				"a name of Object.prototype, no object",
				one,
				"constructor",
				[],
				"UnknownOperationException",
			],
		],
	],
	[
		"decode",
		"authorize",
		[
			[
				"a list for a structure, another account's secret",
				one,
				"RotateSecret",
				{ SecretId: FOREIGN, RotationRules: [] },
				"SerializationException",
			],
			[
				"an object for a list, another account's secret",
				one,
				"TagResource",
				{ SecretId: FOREIGN, Tags: {} },
				"SerializationException",
				STRUCTURE,
			],
			[
				"an object for a text, another account's secret",
				one,
				"PutSecretValue",
				{ SecretId: FOREIGN, ...VALUE, SecretString: {} },
				"SerializationException",
				STRUCTURE,
			],
			[
				"an object for a text, another account's secret",
				one,
				"GetSecretValue",
				{ SecretId: FOREIGN, VersionId: {} },
				"SerializationException",
				STRUCTURE,
			],
		],
	],
	[
		"decode",
		"validate",
		[
			[
				"an object for a text, MaxResults 0",
				one,
				"ListSecrets",
				{ NextToken: {}, MaxResults: 0 },
				"SerializationException",
				STRUCTURE,
			],
			[
				"an object for a number, too many excluded characters",
				one,
				"GetRandomPassword",
				{ PasswordLength: {}, ExcludeCharacters: "x".repeat(4097) },
				"SerializationException",
				STRUCTURE,
			],
			[
				"an object for an id, MaxResults 21",
				one,
				"BatchGetSecretValue",
				{ SecretIdList: [{}], MaxResults: 21 },
				"SerializationException",
				STRUCTURE,
			],
			[
				"an object for a text, a short token",
				one,
				"PutSecretValue",
				{ SecretId: "db", ClientRequestToken: "short", SecretString: {} },
				"SerializationException",
				STRUCTURE,
			],
			[
				"an object for a text, no Name",
				one,
				"CreateSecret",
				{ SecretString: {} },
				"SerializationException",
				STRUCTURE,
			],
		],
	],
	[
		"authorize",
		"validate: constraints",
		[
			[
				"another account's secret, 1001 days",
				one,
				"RotateSecret",
				{ SecretId: FOREIGN, RotationRules: { AutomaticallyAfterDays: 1001 } },
				"AccessDeniedException",
				denied("RotateSecret"),
			],
			[
				"another account's secret, no Tags",
				one,
				"TagResource",
				{ SecretId: FOREIGN },
				"AccessDeniedException",
				denied("TagResource"),
			],
			[
				"another account's secret, an empty policy",
				one,
				"ValidateResourcePolicy",
				{ SecretId: FOREIGN, ResourcePolicy: "" },
				"AccessDeniedException",
				denied("ValidateResourcePolicy"),
			],
			[
				"another account's secret, a short token [R-ST-val]",
				one,
				"PutSecretValue",
				{ SecretId: FOREIGN, ClientRequestToken: "short", SecretString: "x" },
				"AccessDeniedException",
				denied("PutSecretValue"),
			],
			[
				"another account's secret, a short VersionId",
				one,
				"GetSecretValue",
				{ SecretId: FOREIGN, VersionId: "short" },
				"AccessDeniedException",
				denied("GetSecretValue"),
			],
			[
				"another account's secret, no VersionStage",
				one,
				"UpdateSecretVersionStage",
				{ SecretId: FOREIGN },
				"AccessDeniedException",
				denied("UpdateSecretVersionStage"),
			],
			[
				"another account's secret, MaxResults 0",
				one,
				"ListSecretVersionIds",
				{ SecretId: FOREIGN, MaxResults: 0 },
				"AccessDeniedException",
				denied("ListSecretVersionIds"),
			],
		],
	],
	[
		"authorize",
		"validate: token",
		[
			[
				"another account's secret, no token",
				one,
				"RotateSecret",
				{ SecretId: FOREIGN },
				"AccessDeniedException",
				denied("RotateSecret"),
			],
			[
				"another account's secret, no token",
				one,
				"PutSecretValue",
				{ SecretId: FOREIGN, SecretString: "x" },
				"AccessDeniedException",
				denied("PutSecretValue"),
			],
		],
	],
	[
		"authorize",
		"run",
		[
			[
				"another account's secret, a malformed policy",
				one,
				"PutResourcePolicy",
				{ SecretId: FOREIGN, ResourcePolicy: "{" },
				"AccessDeniedException",
				denied("PutResourcePolicy"),
			],
			[
				"another account's secret, a key of AWS",
				one,
				"TagResource",
				{ SecretId: FOREIGN, Tags: [{ Key: "aws:x" }] },
				"AccessDeniedException",
				denied("TagResource"),
			],
			[
				"another account's unknown secret, a forced deletion with a bad window",
				one,
				"DeleteSecret",
				{
					SecretId: FOREIGN,
					ForceDeleteWithoutRecovery: true,
					RecoveryWindowInDays: 0,
				},
				"AccessDeniedException",
				denied("DeleteSecret"),
			],
		],
	],
	[
		"validate: constraints",
		"validate: name characters",
		[
			[
				"an empty key, an illegal name",
				one,
				"TagResource",
				{ SecretId: "with space", Tags: [{ Key: "" }] },
				"ValidationException",
				failed(
					"''",
					"tags.1.member.key",
					"have length greater than or equal to 1",
				),
			],
			[
				"a short VersionId, an illegal name",
				one,
				"GetSecretValue",
				{ SecretId: "with space", VersionId: "short" },
				"ValidationException",
				short("versionId"),
			],
			[
				"a short token, an illegal name",
				one,
				"CreateSecret",
				{ Name: "with space", ClientRequestToken: "short" },
				"ValidationException",
				short("clientRequestToken"),
			],
		],
	],
	[
		"validate: constraints",
		"validate: token",
		[
			[
				"0 days, no token",
				one,
				"RotateSecret",
				{ SecretId: "db", RotationRules: { AutomaticallyAfterDays: 0 } },
				"ValidationException",
				failed(
					"'0'",
					"rotationRules.automaticallyAfterDays",
					"have value greater than or equal to 1",
				),
			],
			[
				"an empty value, no token",
				one,
				"PutSecretValue",
				{ SecretId: "db", SecretString: "" },
				"ValidationException",
				"1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length greater than or equal to 1",
			],
		],
	],
	[
		"validate: constraints",
		"require: is there",
		[
			[
				"no TagKeys, an unknown secret",
				one,
				"UntagResource",
				{ SecretId: "other" },
				"ValidationException",
				failed("null", "tagKeys", "not be null"),
			],
			[
				"an empty policy, an unknown secret",
				one,
				"PutResourcePolicy",
				{ SecretId: "other", ResourcePolicy: "" },
				"ValidationException",
				failed(
					"''",
					"resourcePolicy",
					"have length greater than or equal to 1",
				),
			],
			[
				"a short VersionId, an unknown secret",
				one,
				"GetSecretValue",
				{ SecretId: "other", VersionId: "short" },
				"ValidationException",
				short("versionId"),
			],
			[
				"a short token, an unknown secret",
				one,
				"PutSecretValue",
				{ SecretId: "other", ClientRequestToken: "short", SecretString: "x" },
				"ValidationException",
				short("clientRequestToken"),
			],
		],
	],
	[
		"validate: name characters",
		"validate: token",
		[
			[
				"an illegal name, no token",
				one,
				"RotateSecret",
				{ SecretId: "with space" },
				"ValidationException",
				ILLEGAL_NAME,
			],
			[
				"an illegal name, no token",
				one,
				"CreateSecret",
				{ Name: "with space" },
				"ValidationException",
				ILLEGAL_NAME,
			],
			[
				"an illegal name, no token",
				one,
				"PutSecretValue",
				{ SecretId: "with space", SecretString: "x" },
				"ValidationException",
				ILLEGAL_NAME,
			],
			[
				"an illegal name, no token",
				one,
				"UpdateSecret",
				{ SecretId: "with space", SecretString: "x" },
				"ValidationException",
				ILLEGAL_NAME,
			],
		],
	],
	[
		"validate: token",
		"require: is there",
		[
			[
				"no token, an unknown secret [R-LS:test_no_client_request_token]",
				one,
				"RotateSecret",
				{ SecretId: "other", SecretString: "x" },
				"InvalidParameterException",
				NO_TOKEN,
			],
			[
				"no token, an unknown secret [R-LS:test_no_client_request_token]",
				one,
				"PutSecretValue",
				{ SecretId: "other", SecretString: "x" },
				"InvalidRequestException",
				NO_TOKEN,
			],
			[
				"no token, an unknown secret [R-LS:test_no_client_request_token]",
				one,
				"UpdateSecret",
				{ SecretId: "other", SecretString: "x" },
				"InvalidRequestException",
				NO_TOKEN,
			],
		],
	],
	[
		"validate",
		"require: is live",
		[
			[
				"no Tags, a scheduled secret",
				scheduled,
				"TagResource",
				{ SecretId: "db" },
				"ValidationException",
				failed("null", "tags", "not be null"),
			],
			[
				"no token, a scheduled secret",
				scheduled,
				"PutSecretValue",
				{ SecretId: "db", SecretString: "x" },
				"InvalidRequestException",
				NO_TOKEN,
			],
			[
				"no token, a scheduled name",
				scheduled,
				"CreateSecret",
				{ Name: "db", SecretString: "x" },
				"InvalidRequestException",
				NO_TOKEN,
			],
			[
				"a short VersionId, a scheduled secret",
				scheduled,
				"GetSecretValue",
				{ SecretId: "db", VersionId: "short" },
				"ValidationException",
				short("versionId"),
			],
		],
	],
	[
		"validate: token",
		"run",
		[
			[
				"no token, no function",
				one,
				"RotateSecret",
				{ SecretId: "db" },
				"InvalidParameterException",
				NO_TOKEN,
			],
			[
				"no token, no value",
				one,
				"PutSecretValue",
				{ SecretId: "db" },
				"InvalidRequestException",
				NO_TOKEN,
			],
			[
				"no token, both values",
				one,
				"UpdateSecret",
				{ SecretId: "db", SecretString: "x", SecretBinary: "AAAA" },
				"InvalidRequestException",
				NO_TOKEN,
			],
			[
				"no token, both values",
				one,
				"CreateSecret",
				{ Name: "new", SecretString: "x", SecretBinary: "AAAA" },
				"InvalidRequestException",
				NO_TOKEN,
			],
		],
	],
	[
		"require: is there",
		"run",
		[
			[
				"an unknown secret, no function",
				one,
				"RotateSecret",
				{ SecretId: "other", ClientRequestToken: token("r1") },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
			[
				"an unknown secret, a key of AWS",
				one,
				"TagResource",
				{ SecretId: "other", Tags: [{ Key: "aws:x" }] },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
			[
				"an unknown secret, a malformed policy",
				one,
				"PutResourcePolicy",
				{ SecretId: "other", ResourcePolicy: "{" },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
			[
				"an unknown secret, a malformed policy",
				one,
				"ValidateResourcePolicy",
				{ SecretId: "other", ResourcePolicy: "{" },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
			[
				"an unknown secret, no value",
				one,
				"PutSecretValue",
				{ SecretId: "other", ClientRequestToken: token("v1") },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
			[
				"an unknown secret, both values",
				one,
				"UpdateSecret",
				{ SecretId: "other", ...VALUE, SecretBinary: "AAAA" },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
			[
				"an unknown secret, a bad window",
				one,
				"DeleteSecret",
				{ SecretId: "other", RecoveryWindowInDays: 1 },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
			[
				"an unknown secret, a false NextToken",
				one,
				"ListSecretVersionIds",
				{ SecretId: "other", NextToken: "garbage" },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
			[
				"an unknown secret, neither version",
				one,
				"UpdateSecretVersionStage",
				{ SecretId: "other", VersionStage: "blue" },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
		],
	],
	[
		"require: is no other service's",
		"run",
		[
			[
				"a managed secret, no value",
				managed,
				"PutSecretValue",
				{ SecretId: "rds!db", ClientRequestToken: token("v2") },
				"InvalidRequestException",
				OWNED,
			],
			[
				"a managed secret, a bad window",
				managed,
				"DeleteSecret",
				{ SecretId: "rds!db", RecoveryWindowInDays: 1 },
				"InvalidRequestException",
				OWNED,
			],
			[
				"a managed secret, a malformed policy",
				managed,
				"PutResourcePolicy",
				{ SecretId: "rds!db", ResourcePolicy: "{" },
				"InvalidRequestException",
				OWNED,
			],
		],
	],
	[
		"validate",
		"require: is no other service's",
		[
			[
				"no Tags, a managed secret",
				managed,
				"TagResource",
				{ SecretId: "rds!db" },
				"ValidationException",
				failed("null", "tags", "not be null"),
			],
			[
				"no token, a managed secret",
				managed,
				"PutSecretValue",
				{ SecretId: "rds!db", SecretString: "x" },
				"InvalidRequestException",
				NO_TOKEN,
			],
		],
	],
	[
		"validate",
		"require: is no replica",
		[
			[
				"no Tags, a replica",
				replica,
				"TagResource",
				{ SecretId: "db" },
				"ValidationException",
				failed("null", "tags", "not be null"),
			],
			[
				"no token, a replica",
				replica,
				"PutSecretValue",
				{ SecretId: "db", SecretString: "x" },
				"InvalidRequestException",
				NO_TOKEN,
			],
			[
				"a region of no form, a replica",
				replica,
				"ReplicateSecretToRegions",
				{ SecretId: "db", AddReplicaRegions: [{ Region: "Frankfurt" }] },
				"ValidationException",
			],
			[
				"no regions, a replica",
				replica,
				"RemoveRegionsFromReplication",
				{ SecretId: "db", RemoveReplicaRegions: [] },
				"ValidationException",
			],
		],
	],
	[
		"require: is there",
		"require: is no replica",
		[
			[
				"the ARN of the primary, in the region of the replica",
				replica,
				"TagResource",
				{ SecretId: arnIn(one), Tags: [] },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
		],
	],
	[
		"require: is no replica",
		"require: is live",
		[
			[
				"a replica that is to go, tagged",
				going,
				"TagResource",
				{ SecretId: "db", Tags: [{ Key: "k" }] },
				"InvalidParameterException",
				ON_REPLICA,
			],
			[
				"a replica that is to go, replicated",
				going,
				"ReplicateSecretToRegions",
				{ SecretId: "db", AddReplicaRegions: [{ Region: "us-west-2" }] },
				"InvalidParameterException",
				ON_REPLICA,
			],
			[
				"a replica that is to go, deleted",
				going,
				"DeleteSecret",
				{ SecretId: "db" },
				"InvalidParameterException",
				ON_REPLICA,
			],
			[
				"a replica that is to go, with more than a key",
				going,
				"UpdateSecret",
				{ SecretId: "db", KmsKeyId: "", Description: "new" },
				"InvalidParameterException",
				ON_REPLICA,
			],
		],
	],
	[
		"require: is no replica",
		"run",
		[
			[
				"a replica, a key of AWS",
				replica,
				"TagResource",
				{ SecretId: "db", Tags: [{ Key: "aws:x" }] },
				"InvalidParameterException",
				ON_REPLICA,
			],
			[
				"a replica, a malformed policy",
				replica,
				"PutResourcePolicy",
				{ SecretId: "db", ResourcePolicy: "{" },
				"InvalidParameterException",
				ON_REPLICA,
			],
			[
				"a replica, its own region",
				replica,
				"ReplicateSecretToRegions",
				{ SecretId: "db", AddReplicaRegions: [{ Region: THERE.region }] },
				"InvalidParameterException",
				ON_REPLICA,
			],
			[
				"a replica, a bad window",
				replica,
				"DeleteSecret",
				{ SecretId: "db", RecoveryWindowInDays: 1 },
				"InvalidParameterException",
				ON_REPLICA,
			],
			[
				"a replica, garbage for a key and a description",
				replica,
				"UpdateSecret",
				{ SecretId: "db", KmsKeyId: "garbage", Description: "new" },
				"InvalidParameterException",
				ON_REPLICA,
			],
		],
	],
	[
		"require: is live",
		"run, of what a replica allows",
		[
			[
				"a replica that is to go, garbage for a key",
				going,
				"UpdateSecret",
				{ SecretId: "db", KmsKeyId: "garbage" },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a replica that is to go, an unknown version",
				going,
				"GetSecretValue",
				{ SecretId: "db", VersionId: token("v9") },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a replica that is to go, promoted",
				going,
				"StopReplicationToReplica",
				{ SecretId: "db" },
				"InvalidRequestException",
				MARKED,
			],
		],
	],
	[
		"require: is live",
		"run: a region is its own",
		[
			[
				"a scheduled secret, its own region",
				scheduled,
				"ReplicateSecretToRegions",
				{ SecretId: "db", AddReplicaRegions: [{ Region: HERE.region }] },
				"InvalidRequestException",
				MARKED,
			],
		],
	],
	[
		"require: is no other service's",
		"run: a region is its own",
		[
			[
				"a managed secret, its own region",
				managed,
				"ReplicateSecretToRegions",
				{ SecretId: "rds!db", AddReplicaRegions: [{ Region: HERE.region }] },
				"InvalidRequestException",
				OWNED,
			],
		],
	],
	[
		"run: it has no replicas",
		"run: its window (assumed)",
		[
			[
				"a primary, a bad window",
				both,
				"DeleteSecret",
				{ SecretId: "db", RecoveryWindowInDays: 1 },
				"InvalidParameterException",
				`You can't delete secret ${arnIn(both)} that still has replica regions [eu-west-1].`,
			],
		],
	],
	[
		"authorize",
		"require: is no replica",
		[
			[
				"a stranger, a replica",
				replica.as(STRANGE).as({ region: THERE.region }),
				"TagResource",
				{ SecretId: arnIn(replica), Tags: [] },
				"AccessDeniedException",
			],
		],
	],
	[
		"require: is live",
		"run",
		[
			[
				"a scheduled secret, no function",
				scheduled,
				"RotateSecret",
				{ SecretId: "db", ClientRequestToken: token("r1") },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled secret, a key of AWS",
				scheduled,
				"TagResource",
				{ SecretId: "db", Tags: [{ Key: "aws:x" }] },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled secret, a malformed policy",
				scheduled,
				"PutResourcePolicy",
				{ SecretId: "db", ResourcePolicy: "{" },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled secret, a malformed policy",
				scheduled,
				"ValidateResourcePolicy",
				{ SecretId: "db", ResourcePolicy: "{" },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled secret, no value",
				scheduled,
				"PutSecretValue",
				{ SecretId: "db", ClientRequestToken: token("v2") },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled secret, both values",
				scheduled,
				"UpdateSecret",
				{ SecretId: "db", ...VALUE, SecretBinary: "AAAA" },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled secret, an unknown version",
				scheduled,
				"GetSecretValue",
				{ SecretId: "db", VersionId: token("v9") },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled secret, neither version",
				scheduled,
				"UpdateSecretVersionStage",
				{ SecretId: "db", VersionStage: "blue" },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled secret, a bad window",
				scheduled,
				"DeleteSecret",
				{ SecretId: "db", RecoveryWindowInDays: 1 },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled secret, a replay",
				scheduled,
				"PutSecretValue",
				{ SecretId: "db", ...VALUE },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a scheduled name, both values",
				scheduled,
				"CreateSecret",
				{ Name: "db", ...VALUE, SecretBinary: "AAAA" },
				"InvalidRequestException",
				SCHEDULED,
			],
		],
	],
	[
		"run: one value",
		"run: the name is free",
		[
			[
				"both values, a name that exists",
				one,
				"CreateSecret",
				{ Name: "db", ...VALUE, SecretBinary: "AAAA" },
				"InvalidParameterException",
				BOTH_VALUES,
			],
		],
	],
	[
		"run",
		"commit",
		[
			[
				"both values, a full account",
				full(),
				"CreateSecret",
				{ Name: "new", ...VALUE, SecretBinary: "AAAA" },
				"InvalidParameterException",
				BOTH_VALUES,
			],
			[
				"a name that exists, a full account",
				full(),
				"CreateSecret",
				{ Name: "db", ClientRequestToken: token("v2") },
				"ResourceExistsException",
				"The operation failed because the secret db already exists.",
			],
		],
	],
	[
		"validate",
		"run, of operations on no single secret",
		[
			[
				"a password of no length, without any characters",
				one,
				"GetRandomPassword",
				{
					PasswordLength: 0,
					ExcludeUppercase: true,
					ExcludeLowercase: true,
					ExcludeNumbers: true,
					ExcludePunctuation: true,
				},
				"ValidationException",
				failed(
					"'0'",
					"passwordLength",
					"have value greater than or equal to 1",
				),
			],
			[
				"MaxResults 0, a false NextToken",
				one,
				"ListSecrets",
				{ MaxResults: 0, NextToken: "garbage" },
				"ValidationException",
				failed("'0'", "maxResults", "have value greater than or equal to 1"),
			],
			[
				"no id, besides filters",
				one,
				"BatchGetSecretValue",
				{ SecretIdList: [], Filters: [{ Key: "name", Values: ["a"] }] },
				"ValidationException",
				failed(
					"'[]'",
					"secretIdList",
					"have length greater than or equal to 1",
				),
			],
		],
	],
	[
		"all checks of the secret",
		"run: its key",
		[
			[
				"a token that is too short, garbage for a key",
				one,
				"CreateSecret",
				{ Name: "new", ClientRequestToken: "short", KmsKeyId: "garbage" },
				"ValidationException",
				short("clientRequestToken"),
			],
			[
				"no token, garbage for a key",
				one,
				"CreateSecret",
				{ Name: "new", KmsKeyId: "garbage" },
				"InvalidRequestException",
				NO_TOKEN,
			],
			[
				"another account's secret, garbage for a key",
				one,
				"UpdateSecret",
				{ SecretId: FOREIGN, KmsKeyId: "garbage" },
				"AccessDeniedException",
				denied("UpdateSecret"),
			],
			[
				"an unknown secret, garbage for a key",
				one,
				"UpdateSecret",
				{ SecretId: "other", KmsKeyId: "garbage" },
				"ResourceNotFoundException",
				NOT_FOUND,
			],
			[
				"a managed secret, garbage for a key",
				managed,
				"UpdateSecret",
				{ SecretId: "rds!db", KmsKeyId: "garbage" },
				"InvalidRequestException",
				OWNED,
			],
			[
				"a scheduled secret, garbage for a key",
				scheduled,
				"UpdateSecret",
				{ SecretId: "db", KmsKeyId: "garbage" },
				"InvalidRequestException",
				MARKED,
			],
			[
				"a taken name, garbage for a key",
				one,
				"CreateSecret",
				{
					Name: "db",
					ClientRequestToken: token("v2"),
					KmsKeyId: "garbage",
				},
				"ResourceExistsException",
				"The operation failed because the secret db already exists.",
			],
			[
				"both values, garbage for a key",
				one,
				"UpdateSecret",
				{
					SecretId: "db",
					...VALUE,
					SecretBinary: "AAAA",
					KmsKeyId: "garbage",
				},
				"InvalidParameterException",
				BOTH_VALUES,
			],
		],
	],
	[
		"run: its key",
		"run: its value and room (assumed)",
		[
			[
				"garbage for a key, a token that is in use",
				one,
				"UpdateSecret",
				{
					SecretId: "db",
					...VALUE,
					SecretString: "another",
					KmsKeyId: "garbage",
				},
				"InvalidParameterException",
				GARBAGE,
			],
			[
				"garbage for a key, an account without room",
				full(),
				"CreateSecret",
				{
					Name: "new",
					ClientRequestToken: token("v2"),
					KmsKeyId: "garbage",
				},
				"InvalidParameterException",
				GARBAGE,
			],
		],
	],
	[
		"run: filters",
		"run: ids or filters",
		[
			[
				"both, a filter without values",
				one,
				"BatchGetSecretValue",
				{ SecretIdList: ["db"], Filters: [{ Key: "name" }] },
				"InvalidParameterException",
				"Invalid filter values for key: name",
			],
		],
	],
	[
		"run: ids or filters",
		"run: pages",
		[
			[
				"both, a false NextToken",
				one,
				"BatchGetSecretValue",
				{
					SecretIdList: ["db"],
					Filters: [{ Key: "name", Values: ["db"] }],
					NextToken: "garbage",
				},
				"InvalidParameterException",
				EITHER,
			],
			[
				"neither, a false NextToken",
				one,
				"BatchGetSecretValue",
				{ NextToken: "garbage" },
				"InvalidParameterException",
				EITHER,
			],
		],
	],
	[
		"run: filters",
		"run: pages",
		[
			[
				"a filter without values, a false NextToken",
				one,
				"ListSecrets",
				{ Filters: [{ Key: "name" }], NextToken: "garbage" },
				"InvalidParameterException",
				"Invalid filter values for key: name",
			],
		],
	],
	[
		"run: the policy is one",
		"run: it opens or shuts nothing",
		[
			[
				"a public policy with an unknown element",
				one,
				"PutResourcePolicy",
				{
					SecretId: "db",
					ResourcePolicy: `{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","X":1}}`,
					BlockPublicPolicy: true,
				},
				"MalformedPolicyDocumentException",
				SYNTAX,
			],
		],
	],
])("%s before %s", (_earlier, _later, cases) => {
	it.each(cases)("%s", (_, world, operation, input, name, message) => {
		world.when(operation, input).refuses(name, message);
	});
});

/** An account and region with as many secrets as it may have. */
function full(): World {
	return given(createStore({ maxSecrets: 1 })).after("CreateSecret", {
		Name: "db",
		...VALUE,
	});
}

function arnIn(world: World): string {
	return world.when("DescribeSecret", { SecretId: "db" }).answer.ARN;
}

/** A replica whose region was removed, for as long as it can be described. */
function replicaToGo(): World {
	const delayed = replicated(
		createdIn(createStore({ replication: { afterMs: SECOND } })),
		THERE.region,
	).later(SECOND);
	const { store } = advance(delayed.store, delayed.context);
	const arrived = given(store, delayed.context);
	return there(removed(arrived, THERE.region));
}
