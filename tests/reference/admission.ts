/**
 * What the naive model refuses before it looks at any secret: wrong JSON types,
 * foreign accounts, broken constraints, illegal names, a missing token, in this
 * order (0.4).
 * Imports nothing from the package.
 */
import type { Person } from "../support/caller-arbitraries.js";
import { brokenConstraints } from "./constraints.js";
import { refuse } from "./refusal.js";

export type Input = Readonly<Record<string, unknown>>;
export interface ModelContext {
	readonly now: number;
	readonly account: string;
	readonly region: string;
	/** The account of the caller, where the secret is of another one. */
	readonly caller?: string;
	/** Who calls; without it, the root of the account, which is trusted there. */
	readonly person?: Person | undefined;
}

/** Members of each operation; "!" marks a required one (1.0). */
const MEMBERS = {
	CreateSecret:
		"Name! ClientRequestToken Description KmsKeyId SecretBinary SecretString Tags AddReplicaRegions Type",
	GetSecretValue: "SecretId! VersionId VersionStage",
	PutSecretValue:
		"SecretId! ClientRequestToken SecretBinary SecretString VersionStages RotationToken",
	UpdateSecret:
		"SecretId! ClientRequestToken Description KmsKeyId SecretBinary SecretString Type",
	UpdateSecretVersionStage:
		"SecretId! VersionStage! RemoveFromVersionId MoveToVersionId",
	ListSecretVersionIds: "SecretId! MaxResults NextToken",
	DescribeSecret: "SecretId!",
	DeleteSecret: "SecretId!",
	RestoreSecret: "SecretId!",
	RotateSecret:
		"SecretId! ClientRequestToken RotationLambdaARN RotationRules ExternalSecretRotationMetadata ExternalSecretRotationRoleArn",
	CancelRotateSecret: "SecretId!",
	PutManagedSecret:
		"Name! OwningService ClientRequestToken Description KmsKeyId SecretBinary SecretString Tags Type RotationRules",
	ReplicateSecretToRegions: "SecretId! AddReplicaRegions!",
	RemoveRegionsFromReplication: "SecretId! RemoveReplicaRegions!",
	StopReplicationToReplica: "SecretId!",
	TagResource: "SecretId! Tags!",
	UntagResource: "SecretId! TagKeys!",
	PutResourcePolicy: "SecretId! ResourcePolicy!",
	GetResourcePolicy: "SecretId!",
	DeleteResourcePolicy: "SecretId!",
	ValidateResourcePolicy: "SecretId ResourcePolicy!",
	ListSecrets: "MaxResults NextToken Filters SortOrder SortBy",
	BatchGetSecretValue: "SecretIdList Filters MaxResults NextToken",
	GetRandomPassword: "PasswordLength ExcludeCharacters",
} as const;
export type OperationName = keyof typeof MEMBERS;

export const partitionOf = (region: string) =>
	region.startsWith("cn-") ? "aws-cn" : "aws";
export const ARN = /^arn:[^:]+:secretsmanager:[^:]+:(\d{12}):secret:[^:]+$/;

export function admit(
	operation: OperationName,
	input: Input,
	authorize: () => void,
): void {
	const members = MEMBERS[operation].split(" ").map((word) => ({
		member: word.replace("!", ""),
		value: input[word.replace("!", "")],
		required: word.endsWith("!"),
	}));
	if (
		members.some(
			({ member, value }) => member !== "RotationRules" && isStructure(value),
		)
	)
		refuse(
			"SerializationException",
			"Start of structure or map found where not expected.",
		);

	const owner = members.some(({ member }) => member === "SecretId")
		? ARN.exec(String(input.SecretId))?.[1]
		: undefined;
	authorize();

	const sentences = members.flatMap(({ member, value, required }) =>
		brokenConstraints(operation, member, value, required),
	);
	if (sentences.length > 0)
		refuse(
			"ValidationException",
			`${sentences.length} validation error${sentences.length > 1 ? "s" : ""} detected: ${sentences.join("; ")}`,
		);

	// Operations on many secrets or on none have no id, and ValidateResourcePolicy need not have one.
	const [id] = members[0]?.member.match(/^(Name|SecretId)$/) ?? [];
	const name = id === undefined ? undefined : input[id];
	if (
		name != null &&
		owner === undefined &&
		!/^[A-Za-z0-9/_+=.@!-]+$/.test(String(name))
	)
		refuse(
			"ValidationException",
			"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
		);

	const hasValue = (input.SecretString ?? input.SecretBinary) != null;
	const needsToken =
		operation === "CreateSecret" ||
		operation === "PutSecretValue" ||
		operation === "RotateSecret" ||
		(operation === "UpdateSecret" && hasValue);
	if (needsToken && input.ClientRequestToken == null)
		refuse(
			operation === "RotateSecret"
				? "InvalidParameterException"
				: "InvalidRequestException",
			"You must provide a ClientRequestToken value. We recommend a UUID-type value.",
		);
}

function isStructure(value: unknown): boolean {
	const isList = Array.isArray(value) || value instanceof Uint8Array;
	return typeof value === "object" && value !== null && !isList;
}
