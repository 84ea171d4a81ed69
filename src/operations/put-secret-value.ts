import { secretOperation } from "../api/operation.js";
import { optional, required, structure } from "../api/schema.js";
import {
	clientRequestToken,
	rotationToken,
	secretArn,
	secretBinary,
	secretId,
	secretName,
	secretString,
	versionId,
	versionStages,
} from "../api/shapes.js";
import { err, ok } from "../base/result.js";
import { checkRotationToken } from "../model/rotation/run.js";
import { arnOf } from "../model/secret.js";
import { stagesOf } from "../model/stages.js";
import { valueFrom } from "../model/value.js";
import { writeValue } from "../model/writing.js";
import { invalidRequest } from "../values/failure.js";

/**
 * PutSecretValue: adds a version and moves staging labels onto it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
export const putSecretValue = secretOperation({
	name: "PutSecretValue",
	requires: "live",
	needsToken: () => true,
	input: structure({
		SecretId: required(secretId),
		ClientRequestToken: optional(clientRequestToken),
		SecretBinary: optional(secretBinary),
		SecretString: optional(secretString),
		VersionStages: optional(versionStages),
		RotationToken: optional(rotationToken),
	}),
	output: structure({
		ARN: required(secretArn),
		Name: required(secretName),
		VersionId: required(versionId),
		VersionStages: optional(versionStages),
	}),
	run(secret, input, context) {
		const value = valueFrom(input.SecretString, input.SecretBinary);
		if (!value.ok) return value;
		const id = input.ClientRequestToken;
		if (id === undefined || value.value === undefined)
			return err(
				invalidRequest("You must provide either SecretString or SecretBinary."),
			);
		const rotating = checkRotationToken(secret, id, input.RotationToken);
		if (!rotating.ok) return rotating;
		const write = { id, payload: value.value, stages: input.VersionStages };
		const written = writeValue(secret, write, context);
		if (!written.ok) return written;
		const stages = stagesOf(written.value, id);
		return ok({
			answer: {
				ARN: arnOf(secret),
				Name: secret.name,
				VersionId: id,
				...(stages.length > 0 && { VersionStages: [...stages] }),
			},
			secret: written.value,
		});
	},
});
