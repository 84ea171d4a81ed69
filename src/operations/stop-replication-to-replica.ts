import { secretOperation } from "../api/operation.js";
import { required, structure } from "../api/schema.js";
import { secretArn, secretId } from "../api/shapes.js";
import { ok } from "../base/result.js";
import { promote } from "../model/replica-regions.js";
import { arnOf } from "../model/secret.js";

/**
 * StopReplicationToReplica: makes a replica a secret of its own, in the region of the replica.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_StopReplicationToReplica.html
 */
export const stopReplicationToReplica = secretOperation({
	name: "StopReplicationToReplica",
	requires: "live",
	allowedOnReplica: true,
	input: structure({ SecretId: required(secretId) }),
	output: structure({ ARN: required(secretArn) }),
	run(secret, _input, { now }) {
		const promoted = promote(secret, now);
		return promoted.ok
			? ok({ answer: { ARN: arnOf(secret) }, secret: promoted.value })
			: promoted;
	},
});
