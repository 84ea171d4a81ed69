import { addedTags, namedKey, namedRegions } from "../api/condition-keys.js";
import { type Change, secretOperation } from "../api/operation.js";
import {
	describeReplicas,
	replicaRegions,
	replicationStatus,
	wantedRegions,
} from "../api/replication.js";
import { boolean, optional, required, structure } from "../api/schema.js";
import {
	clientRequestToken,
	description,
	kmsKeyId,
	secretBinary,
	secretName,
	secretString,
	secretVersionMembers,
	type,
} from "../api/shapes.js";
import { tags, tagsFrom } from "../api/tags.js";
import {
	type VersionReference,
	withCurrentValue,
} from "../api/version-reference.js";
import { err, ok, type Result } from "../base/result.js";
import { requireKey } from "../model/key-access.js";
import { replicateTo, requireElsewhere } from "../model/replica-regions.js";
import { newSecret } from "../model/secret.js";
import { withTags } from "../model/tags.js";
import { valueFrom } from "../model/value.js";
import { findVersion } from "../model/versions.js";
import { type Failure, resourceExists } from "../values/failure.js";

/**
 * CreateSecret: makes a secret, with or without a first value.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export const createSecret = secretOperation({
	name: "CreateSecret",
	identifiedBy: "Name",
	requires: "live",
	allowedWhenManaged: true, // its name is taken, like any other
	allowedOnReplica: true,
	// Assumed: a secret awaiting deletion refuses also the replay of the call that created it.
	whenDeleted:
		"You can't create this secret because a secret with this name is already scheduled for deletion.",
	// Assumed: CreateSecret needs a token also without a value; the recorded requests carried one.
	needsToken: () => true,
	alsoRequires: ({ Tags = [], AddReplicaRegions = [] }) => [
		...(Tags.length > 0 ? ["TagResource"] : []),
		...(AddReplicaRegions.length > 0 ? ["ReplicateSecretToRegions"] : []),
	],
	conditionKeys: (input, context) => ({
		"secretsmanager:Name": input.Name,
		"secretsmanager:Description": input.Description,
		"secretsmanager:Type": input.Type,
		"secretsmanager:ForceOverwriteReplicaSecret":
			input.ForceOverwriteReplicaSecret,
		...namedKey(input.KmsKeyId, context),
		...namedRegions(input.AddReplicaRegions),
		...addedTags(input.Tags),
	}),
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
	output: structure({
		...secretVersionMembers,
		ReplicationStatus: optional(replicationStatus),
	}),

	/**
	 * A secret of this name exists: the call is a replay of the one that made it, or it is refused.
	 * Assumed: the key and the regions that such a call names are not looked at.
	 */
	run(secret, input, context) {
		const value = valueFrom(input.SecretString, input.SecretBinary);
		if (!value.ok) return value;
		const token = input.ClientRequestToken;
		// Assumed: where the secret is a replica, its name is taken, replay or not.
		const made =
			secret.role.kind === "replica" ? undefined : findVersion(secret, token);
		if (!made || token === undefined || value.value === undefined)
			return err(
				resourceExists(
					`The operation failed because the secret ${secret.name} already exists.`,
				),
			);
		return withStatus(
			input.AddReplicaRegions,
			withCurrentValue(secret, token, value.value, context),
		);
	},

	whenAbsent({ arn: { account, region, name } }, input, context) {
		const value = valueFrom(input.SecretString, input.SecretBinary);
		if (!value.ok) return value;
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
		const regions = input.AddReplicaRegions;
		const wanted = wantedRegions(regions ?? []);
		// Assumed: the secret's own region is refused as by ReplicateSecretToRegions, and nothing is created.
		const elsewhere = requireElsewhere(secret, wanted);
		if (!elsewhere.ok) return elsewhere;
		const key = requireKey(secret, context);
		if (!key.ok) return key;
		const token = input.ClientRequestToken;
		const written = withCurrentValue(secret, token, value.value, context);
		if (!written.ok || regions === undefined) return written;
		const { answer, secret: made = secret } = written.value;
		const replicated = replicateTo(
			made,
			wanted,
			input.ForceOverwriteReplicaSecret ?? false,
			context,
		);
		return replicated.ok
			? withStatus(regions, ok({ answer, secret: replicated.value }))
			: replicated;
	},
});

/** Adds the status of replicas to the answer of a call that asked for some. */
function withStatus(
	regions: unknown,
	created: Result<Change<VersionReference>, Failure>,
) {
	if (!created.ok || regions === undefined) return created;
	const { answer, secret } = created.value;
	const replicas = secret === undefined ? [] : describeReplicas(secret);
	return ok({
		answer: {
			...answer,
			...(replicas.length > 0 && { ReplicationStatus: replicas }),
		},
		secret,
	});
}
