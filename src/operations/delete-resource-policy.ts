import { secretOperation } from "../api/operation.js";
import { required, structure } from "../api/schema.js";
import { secretId, secretReference } from "../api/shapes.js";
import { ok } from "../base/result.js";
import { detachPolicy } from "../model/resource-policy.js";
import { arnOf } from "../model/secret.js";

/**
 * DeleteResourcePolicy: takes the resource policy of a secret away.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html
 *
 * Assumed: DeleteResourcePolicy succeeds, and sets LastChangedDate, also where there is no policy.
 */
export const deleteResourcePolicy = secretOperation({
	name: "DeleteResourcePolicy",
	requires: "live",
	input: structure({ SecretId: required(secretId) }),
	output: secretReference,
	run: (secret, _, { now }) =>
		ok({
			answer: { ARN: arnOf(secret), Name: secret.name },
			secret: detachPolicy(secret, now),
		}),
});
