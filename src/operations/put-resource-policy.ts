import { secretOperation } from "../api/operation.js";
import { boolean, optional, required, structure } from "../api/schema.js";
import { resourcePolicy, secretId, secretReference } from "../api/shapes.js";
import { err, ok } from "../base/result.js";
import { isPublic } from "../iam/public.js";
import {
	attachPolicy,
	PUBLIC,
	policyToAttach,
} from "../model/resource-policy.js";
import { arnOf } from "../model/secret.js";
import { publicPolicy } from "../values/failure.js";

/**
 * PutResourcePolicy: attaches a resource policy to a secret, in the place of the one there is.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html
 */
export const putResourcePolicy = secretOperation({
	name: "PutResourcePolicy",
	requires: "live",
	refusesLockOut: [],
	input: structure({
		SecretId: required(secretId),
		ResourcePolicy: required(resourcePolicy),
		BlockPublicPolicy: optional(boolean),
	}),
	output: secretReference,
	conditionKeys: (input) => ({
		"secretsmanager:BlockPublicPolicy": input.BlockPublicPolicy,
	}),
	run(secret, input, { now, knownPrincipals }) {
		const policy = policyToAttach(
			input.ResourcePolicy,
			secret.account,
			knownPrincipals,
		);
		if (!policy.ok) return policy;
		if (isPublic(policy.value.document) && input.BlockPublicPolicy === true)
			return err(publicPolicy(PUBLIC));
		return ok({
			answer: { ARN: arnOf(secret), Name: secret.name },
			secret: attachPolicy(secret, policy.value, now),
		});
	},
});
