import { secretOperation } from "../api/operation.js";
import { optional, required, structure } from "../api/schema.js";
import {
	resourcePolicy,
	secretArn,
	secretId,
	secretName,
} from "../api/shapes.js";
import { ok } from "../base/result.js";
import { arnOf } from "../model/secret.js";

/**
 * GetResourcePolicy: reads the resource policy of a secret, as AWS prints it; left out when there is none.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html
 */
export const getResourcePolicy = secretOperation({
	name: "GetResourcePolicy",
	requires: "live",
	allowedWhenManaged: true,
	allowedOnReplica: true,
	input: structure({ SecretId: required(secretId) }),
	output: structure({
		ARN: required(secretArn),
		Name: required(secretName),
		ResourcePolicy: optional(resourcePolicy),
	}),
	run(secret) {
		const { name, resourcePolicy } = secret;
		return ok({
			answer: {
				ARN: arnOf(secret),
				Name: name,
				...(resourcePolicy && { ResourcePolicy: resourcePolicy.text }),
			},
			secret,
		});
	},
});
