import { secretOperation } from "../api/operation.js";
import {
	describeReplicas,
	regionName,
	replicationStatus,
} from "../api/replication.js";
import { list, required, structure } from "../api/schema.js";
import { secretArn, secretId } from "../api/shapes.js";
import { ok } from "../base/result.js";
import { endReplicationTo } from "../model/replica-regions.js";
import { arnOf } from "../model/secret.js";

/**
 * RemoveRegionsFromReplication: deletes replicas of a secret. Observed: a region without one is no mistake (2026-09).
 * Assumed: where no region is one of a replica, LastChangedDate stays.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RemoveRegionsFromReplication.html
 */
export const removeRegionsFromReplication = secretOperation({
	name: "RemoveRegionsFromReplication",
	requires: "live",
	input: structure({
		SecretId: required(secretId),
		RemoveReplicaRegions: required(list(regionName, { min: 1 })),
	}),
	output: structure({
		ARN: required(secretArn),
		ReplicationStatus: required(replicationStatus),
	}),
	run(secret, input, { now }) {
		const rest = endReplicationTo(secret, input.RemoveReplicaRegions, now);
		return ok({
			answer: {
				ARN: arnOf(secret),
				ReplicationStatus: describeReplicas(rest),
			},
			secret: rest,
		});
	},
});
