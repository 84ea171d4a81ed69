import { DAY, HOUR, token } from "../support/given.js";

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

const HOME = { account: "123456789012", region: "us-east-1" };

const call = (
	operation: string,
	input: Readonly<Record<string, unknown>>,
	elsewhere: Partial<Call> = {},
): Call => ({ operation, input, ...HOME, after: 1, ...elsewhere });

const SecretId = "db";
const stranger = { account: "111111111111" };
const abroad = { region: "eu-central-1" };

/** Calls that AWS accepts and calls that it refuses, each carrying the token that an SDK would fill in. */
export const script: readonly ((arnOf: ArnOf) => Call)[] = [
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
			KmsKeyId: "alias/mine",
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
			KmsKeyId: "11111111-2222-4333-8444-555555555555",
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
	() =>
		call("CreateSecret", { Name: "db", ClientRequestToken: token("again") }),
	() => call("RestoreSecret", { SecretId }),
	() => call("RestoreSecret", { SecretId }),
	() => call("RestoreSecret", { SecretId: "nobody" }),
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
	// Not built yet
	() => call("ListSecrets", {}),
	() => call("TagResource", { SecretId, Tags: [] }),
];
