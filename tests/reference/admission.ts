/**
 * What the naive model refuses before it looks at any secret: wrong JSON types,
 * foreign accounts, broken constraints, illegal names, a missing token, in this
 * order (0.4).
 * Imports nothing from the package.
 */
export type Input = Readonly<Record<string, unknown>>;
export interface ModelContext {
	readonly now: number;
	readonly account: string;
	readonly region: string;
}

export class Refusal extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}
export function refuse(code: string, message: string): never {
	throw new Refusal(code, message);
}

/** Members of each operation; "!" marks a required one (1.0). */
const MEMBERS = {
	CreateSecret:
		"Name! ClientRequestToken Description KmsKeyId SecretBinary SecretString Type",
	GetSecretValue: "SecretId! VersionId VersionStage",
	PutSecretValue:
		"SecretId! ClientRequestToken SecretBinary SecretString VersionStages",
	UpdateSecret:
		"SecretId! ClientRequestToken Description KmsKeyId SecretBinary SecretString Type",
	UpdateSecretVersionStage:
		"SecretId! VersionStage! RemoveFromVersionId MoveToVersionId",
	ListSecretVersionIds: "SecretId! MaxResults NextToken",
	DescribeSecret: "SecretId!",
	DeleteSecret: "SecretId!",
	RestoreSecret: "SecretId!",
} as const;
export type OperationName = keyof typeof MEMBERS;

/** Least and most length, for a number least and most value (3). */
const LIMITS = new Map<string, readonly [number, number]>([
	["SecretId", [1, 2048]],
	["Name", [1, 512]],
	["ClientRequestToken", [32, 64]],
	["VersionId", [32, 64]],
	["RemoveFromVersionId", [32, 64]],
	["MoveToVersionId", [32, 64]],
	["VersionStage", [1, 256]],
	["VersionStages", [1, 20]],
	["Description", [0, 2048]],
	["KmsKeyId", [0, 2048]],
	["Type", [0, 256]],
	["SecretString", [1, 65536]],
	["SecretBinary", [1, 65536]],
	["NextToken", [1, 4096]],
	["MaxResults", [1, 100]],
]);

export const partitionOf = (region: string) =>
	region.startsWith("cn-") ? "aws-cn" : "aws";
export const ARN = /^arn:[^:]+:secretsmanager:[^:]+:(\d{12}):secret:[^:]+$/;

export function admit(
	operation: OperationName,
	input: Input,
	{ account, region }: ModelContext,
): void {
	const members = MEMBERS[operation].split(" ").map((word) => ({
		member: word.replace("!", ""),
		value: input[word.replace("!", "")],
		required: word.endsWith("!"),
	}));
	if (members.some(({ value }) => isStructure(value)))
		refuse(
			"SerializationException",
			"Start of structure or map found where not expected.",
		);

	const owner = ARN.exec(String(input.SecretId))?.[1];
	if (owner !== undefined && owner !== account)
		refuse(
			"AccessDeniedException",
			`User: arn:${partitionOf(region)}:iam::${account}:root is not authorized to perform: secretsmanager:${operation} on resource: ${input.SecretId} because no resource-based policy allows the secretsmanager:${operation} action`,
		);

	const sentences = members.flatMap(({ member, value, required }) =>
		brokenConstraints(member, value, required),
	);
	if (sentences.length > 0)
		refuse(
			"ValidationException",
			`${sentences.length} validation error${sentences.length > 1 ? "s" : ""} detected: ${sentences.join("; ")}`,
		);

	const name = String(
		operation === "CreateSecret" ? input.Name : input.SecretId,
	);
	if (owner === undefined && !/^[A-Za-z0-9/_+=.@!-]+$/.test(name))
		refuse(
			"ValidationException",
			"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
		);

	const hasValue = (input.SecretString ?? input.SecretBinary) != null;
	const needsToken =
		operation === "CreateSecret" ||
		operation === "PutSecretValue" ||
		(operation === "UpdateSecret" && hasValue);
	if (needsToken && input.ClientRequestToken == null)
		refuse(
			"InvalidRequestException",
			"You must provide a ClientRequestToken value. We recommend a UUID-type value.",
		);
}

function isStructure(value: unknown): boolean {
	const isList = Array.isArray(value) || value instanceof Uint8Array;
	return typeof value === "object" && value !== null && !isList;
}

/** The sentences of 10.5 that one member of the request deserves. */
function brokenConstraints(
	member: string,
	value: unknown,
	required: boolean,
): string[] {
	const at = `at '${member.charAt(0).toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must`;
	if (value === undefined || value === null)
		return required ? [`Value null ${at} not be null`] : [];
	const echo = Array.isArray(value) ? `[${value.join(", ")}]` : value;
	const sensitive = member === "SecretString" || member === "SecretBinary";
	const start = sensitive ? `Value ${at}` : `Value '${echo}' ${at}`;

	const [least, most] = LIMITS.get(member) ?? refuse("?", member);
	const what = typeof value === "number" ? "value" : "length";
	const size = sizeOf(member, value);
	const sentences: string[] = [];
	if (size < least)
		sentences.push(`${start} have ${what} greater than or equal to ${least}`);
	if (size > most)
		sentences.push(`${start} have ${what} less than or equal to ${most}`);
	const labels: string[] = Array.isArray(value) ? value : [];
	if (labels.some((label) => label === "" || [...label].length > 256))
		sentences.push(
			`${start} satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 1]`,
		);
	return sentences;
}

/** The number itself; entries; bytes; of SecretString UTF-8 bytes, of other texts code points. */
function sizeOf(member: string, value: unknown): number {
	if (typeof value === "number") return value;
	if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
	if (member === "SecretString") return Buffer.byteLength(String(value));
	return [...String(value)].length;
}
