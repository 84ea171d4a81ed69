import { secretOperation } from "../api/operation.js";
import { optional, required, structure } from "../api/schema.js";
import {
	secretId,
	secretValueEntry,
	versionId,
	versionStage,
} from "../api/shapes.js";
import { ok } from "../base/result.js";
import { recordAccess } from "../model/access.js";
import { openPayload } from "../model/sealing.js";
import { arnOf } from "../model/secret.js";
import { selectVersion, stagesOf } from "../model/stages.js";
import { bytesOf, type Payload } from "../values/payload.js";

/**
 * GetSecretValue: reads the value of one version, AWSCURRENT's when none is named.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export const getSecretValue = secretOperation({
	name: "GetSecretValue",
	requires: "live",
	allowedWhenManaged: true,
	allowedOnReplica: true,
	// Observed: a stage that the request leaves out is none, not AWSCURRENT.
	conditionKeys: (input) => ({
		"secretsmanager:VersionId": input.VersionId,
		"secretsmanager:VersionStage": input.VersionStage,
	}),
	input: structure({
		SecretId: required(secretId),
		VersionId: optional(versionId),
		VersionStage: optional(versionStage),
	}),
	output: secretValueEntry,
	run(secret, input, context) {
		const version = selectVersion(secret, input.VersionId, input.VersionStage);
		if (!version.ok) return version;
		const payload = openPayload(secret, version.value, context);
		if (!payload.ok) return payload;
		const stages = stagesOf(secret, version.value.id);
		return ok({
			answer: {
				ARN: arnOf(secret),
				Name: secret.name,
				VersionId: version.value.id,
				...valueMembers(payload.value),
				...(stages.length > 0 && { VersionStages: [...stages] }),
				CreatedDate: version.value.createdDate,
			},
			secret: recordAccess(secret, version.value, context.now),
		});
	},
});

function valueMembers(
	payload: Payload,
): { SecretString: string } | { SecretBinary: Uint8Array } {
	if (payload.kind === "string") return { SecretString: payload.text };
	return { SecretBinary: bytesOf(payload.base64) };
}
