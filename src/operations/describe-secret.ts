import {
	describe,
	describedMembers,
	describeStages,
} from "../api/description.js";
import { secretOperation } from "../api/operation.js";
import { describeReplicas, replicationStatus } from "../api/replication.js";
import { optional, required, structure, timestamp } from "../api/schema.js";
import { secretId, versionIdsToStages } from "../api/shapes.js";
import { ok } from "../base/result.js";

/**
 * DescribeSecret: everything about a secret but its values, whatever its state. A member without a value is left out.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
export const describeSecret = secretOperation({
	name: "DescribeSecret",
	requires: "any",
	allowedWhenManaged: true,
	allowedOnReplica: true,
	input: structure({ SecretId: required(secretId) }),
	output: structure({
		...describedMembers,
		VersionIdsToStages: optional(versionIdsToStages),
		CreatedDate: required(timestamp),
		ReplicationStatus: optional(replicationStatus),
	}),
	run(secret) {
		const stages = describeStages(secret);
		const replicas = describeReplicas(secret);
		return ok({
			answer: {
				...describe(secret),
				...(stages !== undefined && { VersionIdsToStages: stages }),
				...(replicas.length > 0 && { ReplicationStatus: replicas }),
			},
			secret,
		});
	},
});
