import { namedRegions } from "../api/condition-keys.js";
import { secretOperation } from "../api/operation.js";
import {
	describeReplicas,
	replicaRegions,
	replicationStatus,
	wantedRegions,
} from "../api/replication.js";
import { boolean, optional, required, structure } from "../api/schema.js";
import { secretArn, secretId } from "../api/shapes.js";
import { ok } from "../base/result.js";
import { replicateTo } from "../model/replica-regions.js";
import { arnOf } from "../model/secret.js";

/**
 * ReplicateSecretToRegions: has a secret carried to other regions. Whether it gets there is told by its status later on.
 * Assumed: the answer tells of every region that the secret is replicated to, not only of those that the call names.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html
 */
export const replicateSecretToRegions = secretOperation({
	name: "ReplicateSecretToRegions",
	requires: "live",
	conditionKeys: (input) => ({
		"secretsmanager:ForceOverwriteReplicaSecret":
			input.ForceOverwriteReplicaSecret,
		...namedRegions(input.AddReplicaRegions),
	}),
	input: structure({
		SecretId: required(secretId),
		AddReplicaRegions: required(replicaRegions),
		ForceOverwriteReplicaSecret: optional(boolean),
	}),
	output: structure({
		ARN: required(secretArn),
		ReplicationStatus: required(replicationStatus),
	}),
	run(secret, input, context) {
		const replicated = replicateTo(
			secret,
			wantedRegions(input.AddReplicaRegions),
			input.ForceOverwriteReplicaSecret ?? false,
			context,
		);
		if (!replicated.ok) return replicated;
		return ok({
			answer: {
				ARN: arnOf(secret),
				ReplicationStatus: describeReplicas(replicated.value),
			},
			secret: replicated.value,
		});
	},
});
