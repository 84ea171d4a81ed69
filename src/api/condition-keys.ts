import { type ConditionKeys, tagKeys } from "../iam/keys.js";
import type { KeyHome } from "../kms/key.js";
import { type KeyRing, keyArnNamed } from "../kms/key-ring.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import type { replicaRegions } from "./replication.js";
import type { Read } from "./schema.js";
import type { tags } from "./tags.js";

/** What conditions may ask of the tags that a request adds; of equal keys the last counts, as for the tags themselves. */
export const addedTags = (
	given: Read<typeof tags> | undefined = [],
): ConditionKeys => {
	const added = new Map(
		given.flatMap((tag) =>
			typeof tag?.Key === "string" ? [[tag.Key, tag.Value ?? ""] as const] : [],
		),
	);
	return {
		"aws:TagKeys": [...added.keys()],
		...tagKeys("aws:RequestTag/", added),
	};
};

/** What conditions may ask of the keys of tags that a request takes away. */
export const removedTags = (keys: readonly string[] = []): ConditionKeys => ({
	"aws:TagKeys": texts(keys),
});

/**
 * What conditions may ask of the KMS key that a request names.
 * Assumed: an alias counts as the key that it names when the call is made.
 */
export const namedKey = (
	keyId: KmsKeyId | undefined,
	home: KeyHome & { readonly keys: KeyRing },
): ConditionKeys =>
	keyId === undefined
		? {}
		: {
				"secretsmanager:KmsKeyId": keyId,
				"secretsmanager:KmsKeyArn": keyArnNamed(home.keys, keyId, home),
			};

/** What conditions may ask of the regions that a request replicates to. */
export const namedRegions = (
	regions: Read<typeof replicaRegions> = [],
): ConditionKeys => ({
	"secretsmanager:AddReplicaRegions": texts(
		regions.map((each) => each?.Region),
	),
});

/** A list of a request that is not validated yet may have gaps. */
const texts = (values: readonly (string | undefined)[]): readonly string[] =>
	values.filter((value) => typeof value === "string");
