import { secretOperation } from "../api/operation.js";
import { boolean, optional, required, structure } from "../api/schema.js";
import {
	clientRequestToken,
	description,
	kmsKeyId,
	replicaRegions,
	secretBinary,
	secretName,
	secretString,
	secretVersionReference,
	type,
} from "../api/shapes.js";
import { tags, tagsFrom } from "../api/tags.js";
import { withCurrentValue } from "../api/version-reference.js";
import { err } from "../base/result.js";
import { requireKey } from "../model/key-access.js";
import { newSecret } from "../model/secret.js";
import { withTags } from "../model/tags.js";
import { valueFrom } from "../model/value.js";
import { findVersion } from "../model/versions.js";
import {
	invalidParameter,
	invalidRequest,
	resourceExists,
} from "../values/failure.js";

/**
 * CreateSecret: makes a secret, with or without a first value.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export const createSecret = secretOperation({
	name: "CreateSecret",
	identifiedBy: "Name",
	requires: "live",
	allowedWhenManaged: true, // its name is taken, like any other
	// Assumed: a secret awaiting deletion refuses also the replay of the call that created it.
	whenDeleted:
		"You can't create this secret because a secret with this name is already scheduled for deletion.",
	// Assumed: CreateSecret needs a token also without a value; the recorded requests carried one.
	needsToken: () => true,
	input: structure({
		Name: required(secretName),
		ClientRequestToken: optional(clientRequestToken),
		Description: optional(description),
		KmsKeyId: optional(kmsKeyId),
		SecretBinary: optional(secretBinary),
		SecretString: optional(secretString),
		Tags: optional(tags),
		AddReplicaRegions: optional(replicaRegions),
		ForceOverwriteReplicaSecret: optional(boolean),
		Type: optional(type),
	}),
	output: secretVersionReference,

	/**
	 * A secret of this name exists: the call is a replay of the one that made it, or it is refused.
	 * Assumed: the key that such a call names is not looked at.
	 */
	run(secret, input, context) {
		const value = valueFrom(input.SecretString, input.SecretBinary);
		if (!value.ok) return value;
		const token = input.ClientRequestToken;
		const made = findVersion(secret, token);
		if (!made || token === undefined || value.value === undefined)
			return err(
				resourceExists(
					`The operation failed because the secret ${secret.name} already exists.`,
				),
			);
		return withCurrentValue(secret, token, value.value, context);
	},

	whenAbsent({ arn: { account, region, name } }, input, context) {
		const value = valueFrom(input.SecretString, input.SecretBinary);
		if (!value.ok) return value;
		if (input.AddReplicaRegions !== undefined)
			return err(cannotReplicate(input.AddReplicaRegions, region));
		const tagged = withTags([], tagsFrom(input.Tags ?? []));
		if (!tagged.ok) return tagged;
		const secret = newSecret(
			{
				account,
				region,
				name,
				suffix: context.drawSuffix("secret"),
				description: input.Description || undefined,
				kmsKeyId: input.KmsKeyId || undefined,
				type: input.Type || undefined,
				tags: input.Tags && tagged.value,
				owningService: undefined,
			},
			context.now,
		);
		const key = requireKey(secret, context);
		if (!key.ok) return key;
		const token = input.ClientRequestToken;
		return withCurrentValue(secret, token, value.value, context);
	},
});

/** Refused as a whole rather than created without its replicas; see docs/fidelity.md. */
function cannotReplicate(
	replicas: readonly { readonly Region?: string }[],
	ownRegion: string,
) {
	return replicas.some(({ Region }) => Region === ownRegion)
		? invalidParameter("Invalid replica region.")
		: invalidRequest(
				"pure-secrets-manager does not replicate secrets yet: leave out AddReplicaRegions.",
			);
}
