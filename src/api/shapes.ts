import {
	blob,
	integer,
	list,
	map,
	optional,
	required,
	string,
	structure,
	timestamp,
} from "./schema.js";

/**
 * The shapes of the service model 2017-10-17 that operations share, with its constraints.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Types.html
 */
export const secretId = string({ min: 1, max: 2048 });
export const secretName = string({ min: 1, max: 512 });
export const secretArn = string({ min: 20, max: 2048 });
export const clientRequestToken = string({ min: 32, max: 64 });
export const versionId = string({ min: 32, max: 64 });
export const versionStage = string({ min: 1, max: 256 });
export const versionStages = list(versionStage, { min: 1, max: 20 });
export const rotationToken = string({
	min: 36,
	max: 256,
	pattern: "^[a-zA-Z0-9\\-]+$",
	sensitive: true,
});
export const description = string({ max: 2048 });
export const kmsKeyId = string({ max: 2048 });
export const type = string({ max: 256 });
export const nextToken = string({ min: 1, max: 4096 });
export const maxResults = integer({ min: 1, max: 100 });
export const maxResultsOfBatch = integer({ min: 1, max: 20 });
export const resourcePolicy = string({ min: 1, max: 20480 });

/** Assumed: the quota of 65,536 bytes and the model's limit of as many characters are one check, of UTF-8 bytes. */
export const secretString = string({
	min: 1,
	max: 65536,
	sensitive: true,
	countsBytes: true,
});
export const secretBinary = blob({ min: 1, max: 65536, sensitive: true });

/** Version id → labels. */
export const versionIdsToStages = map(list(versionStage));

/** The answer of calls that only say which secret they changed. */
export const secretReference = structure({
	ARN: required(secretArn),
	Name: required(secretName),
});

/** What calls answer that may have stored a value. */
export const secretVersionMembers = {
	ARN: required(secretArn),
	Name: required(secretName),
	VersionId: optional(versionId),
} as const;

/** The answer of calls that may have stored a value. */
export const secretVersionReference = structure(secretVersionMembers);

/** A version with its value: the answer of GetSecretValue, and an entry of BatchGetSecretValue's. */
export const secretValueEntry = structure({
	ARN: required(secretArn),
	Name: required(secretName),
	VersionId: required(versionId),
	SecretBinary: optional(secretBinary),
	SecretString: optional(secretString),
	VersionStages: optional(versionStages),
	CreatedDate: required(timestamp),
});

export const secretVersionsListEntry = structure({
	VersionId: required(versionId),
	VersionStages: optional(list(versionStage)),
	LastAccessedDate: optional(timestamp),
	CreatedDate: required(timestamp),
	KmsKeyIds: required(list(string())),
});
