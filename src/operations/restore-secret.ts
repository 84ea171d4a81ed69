import { secretOperation } from "../api/operation.js";
import { required, structure } from "../api/schema.js";
import { secretId, secretReference } from "../api/shapes.js";
import { ok } from "../base/result.js";
import { restore } from "../model/deletion.js";
import { arnOf } from "../model/secret.js";

/**
 * RestoreSecret: takes a scheduled deletion back.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html
 */
export const restoreSecret = secretOperation({
	name: "RestoreSecret",
	requires: "any",
	input: structure({ SecretId: required(secretId) }),
	output: secretReference,
	run(secret, _input, { now }) {
		return ok({
			answer: { ARN: arnOf(secret), Name: secret.name },
			secret: restore(secret, now),
		});
	},
});
