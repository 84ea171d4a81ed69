import { secretOperation } from "../api/operation.js";
import { boolean, optional, required, structure } from "../api/schema.js";
import { resourcePolicy, secretId, secretReference } from "../api/shapes.js";
import { err, ok } from "../base/result.js";
import { parsePolicy } from "../iam/document.js";
import {
	attachPolicy,
	LOCKED_OUT,
	objectionsTo,
	PUBLIC,
} from "../model/resource-policy.js";
import { arnOf } from "../model/secret.js";
import { accessDenied, publicPolicy } from "../values/failure.js";

/**
 * PutResourcePolicy: attaches a resource policy to a secret, in the place of the one there is.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html
 */
export const putResourcePolicy = secretOperation({
	name: "PutResourcePolicy",
	requires: "live",
	input: structure({
		SecretId: required(secretId),
		ResourcePolicy: required(resourcePolicy),
		BlockPublicPolicy: optional(boolean),
	}),
	output: secretReference,
	run(secret, input, { now, principal }) {
		const document = parsePolicy(input.ResourcePolicy);
		if (!document.ok) return document;
		const arn = arnOf(secret);
		const { isPublic, locksOut } = objectionsTo(document.value, principal, arn);
		if (isPublic && input.BlockPublicPolicy === true)
			return err(publicPolicy(PUBLIC));
		// Assumed: a policy that locks its author out is refused as tags that do so are, with AccessDeniedException.
		if (locksOut) return err(accessDenied(LOCKED_OUT));
		return ok({
			answer: { ARN: arn, Name: secret.name },
			secret: attachPolicy(secret, input.ResourcePolicy, now),
		});
	},
});
