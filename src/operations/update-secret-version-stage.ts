import { secretOperation } from "../api/operation.js";
import { optional, required, structure } from "../api/schema.js";
import {
	secretId,
	secretReference,
	versionId,
	versionStage,
} from "../api/shapes.js";
import { ok } from "../base/result.js";
import { arnOf } from "../model/secret.js";
import { moveStage } from "../model/stages.js";

/**
 * UpdateSecretVersionStage: moves, attaches or removes one staging label.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export const updateSecretVersionStage = secretOperation({
	name: "UpdateSecretVersionStage",
	requires: "live",
	conditionKeys: (input) => ({
		"secretsmanager:VersionStage": input.VersionStage,
	}),
	input: structure({
		SecretId: required(secretId),
		VersionStage: required(versionStage),
		RemoveFromVersionId: optional(versionId),
		MoveToVersionId: optional(versionId),
	}),
	output: secretReference,
	run(secret, input, { now }) {
		const moved = moveStage(
			secret,
			input.VersionStage,
			input.RemoveFromVersionId,
			input.MoveToVersionId,
			now,
		);
		if (!moved.ok) return moved;
		return ok({
			answer: { ARN: arnOf(secret), Name: secret.name },
			secret: moved.value,
		});
	},
});
