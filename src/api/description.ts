import { primaryRegionOf } from "../model/role.js";
import { arnOf, type Secret } from "../model/secret.js";
import { stagesByVersion } from "../model/stages.js";
import { regionName } from "./replication.js";
import { describeRotation, rotationMembers } from "./rotation.js";
import { optional, required, timestamp } from "./schema.js";
import {
	description,
	kmsKeyId,
	secretArn,
	secretName,
	type,
} from "./shapes.js";
import { tagMembers, tags } from "./tags.js";

/** What DescribeSecret and ListSecrets both tell of a secret: everything but its values and its labels. */
export const describedMembers = {
	ARN: required(secretArn),
	Name: required(secretName),
	Type: optional(type),
	Description: optional(description),
	KmsKeyId: optional(kmsKeyId),
	LastChangedDate: required(timestamp),
	LastAccessedDate: optional(timestamp),
	DeletedDate: optional(timestamp),
	Tags: optional(tags),
	PrimaryRegion: optional(regionName),
	...rotationMembers,
} as const;

/** A secret in these members; one without a value is left out. */
export function describe(secret: Secret) {
	const primaryRegion = primaryRegionOf(secret);
	const { type, description, kmsKeyId, lastAccessedDate, deletion, tags } =
		secret;
	return {
		ARN: arnOf(secret),
		Name: secret.name,
		...(type !== undefined && { Type: type }),
		...(description !== undefined && { Description: description }),
		...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
		LastChangedDate: secret.lastChangedDate,
		...(lastAccessedDate !== undefined && {
			LastAccessedDate: lastAccessedDate,
		}),
		...(deletion !== undefined && { DeletedDate: deletion.deletedDate }),
		...(tags !== undefined && { Tags: tagMembers(tags) }),
		...(primaryRegion !== undefined && { PrimaryRegion: primaryRegion }),
		...describeRotation(secret),
		CreatedDate: secret.createdDate,
	};
}

/** The labels of a secret by version id; `undefined` when it has none. */
export const describeStages = (secret: Secret) =>
	secret.stages.length === 0
		? undefined
		: Object.fromEntries(
				stagesByVersion(secret).map(([id, stages]) => [id, [...stages]]),
			);
