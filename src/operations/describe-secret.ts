import { secretOperation } from "../api/operation.js";
import { optional, required, structure, timestamp } from "../api/schema.js";
import {
	description,
	kmsKeyId,
	secretArn,
	secretId,
	secretName,
	tags,
	type,
	versionIdsToStages,
} from "../api/shapes.js";
import { ok } from "../base/result.js";
import { arnOf } from "../model/secret.js";
import { stagesByVersion } from "../model/stages.js";

/**
 * DescribeSecret: everything about a secret but its values, whatever its state. A member without a value is left out.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
export const describeSecret = secretOperation({
	name: "DescribeSecret",
	requires: "any",
	input: structure({ SecretId: required(secretId) }),
	output: structure({
		ARN: required(secretArn),
		Name: required(secretName),
		Type: optional(type),
		Description: optional(description),
		KmsKeyId: optional(kmsKeyId),
		LastChangedDate: required(timestamp),
		LastAccessedDate: optional(timestamp),
		DeletedDate: optional(timestamp),
		Tags: optional(tags),
		VersionIdsToStages: optional(versionIdsToStages),
		CreatedDate: required(timestamp),
	}),
	run(secret) {
		const { type, description, kmsKeyId, lastAccessedDate, deletion, tags } =
			secret;
		return ok({
			answer: {
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
				...(tags !== undefined && {
					Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
				}),
				...(secret.stages.length > 0 && {
					VersionIdsToStages: Object.fromEntries(
						stagesByVersion(secret).map(([id, stages]) => [id, [...stages]]),
					),
				}),
				CreatedDate: secret.createdDate,
			},
			secret,
		});
	},
});
