import { secretOperation } from "../api/operation.js";
import { required, structure } from "../api/schema.js";
import { secretId, secretVersionReference } from "../api/shapes.js";
import { ok } from "../base/result.js";
import { cancelRotation } from "../model/rotation/run.js";
import { arnOf } from "../model/secret.js";

/**
 * CancelRotateSecret: turns rotation off, also where it was never on; a rotation that is under way is not finished.
 * Observed: the answer has no VersionId, contrary to the documentation (2026-09).
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html
 */
export const cancelRotateSecret = secretOperation({
	name: "CancelRotateSecret",
	requires: "live",
	input: structure({ SecretId: required(secretId) }),
	output: secretVersionReference,
	run: (secret, _input, { now }) =>
		ok({
			answer: { ARN: arnOf(secret), Name: secret.name },
			secret: cancelRotation(secret, now),
		}),
});
