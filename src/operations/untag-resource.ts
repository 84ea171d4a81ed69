import { removedTags } from "../api/condition-keys.js";
import { secretOperation } from "../api/operation.js";
import { list, required, structure } from "../api/schema.js";
import { secretId } from "../api/shapes.js";
import { tagKey } from "../api/tags.js";
import { ok } from "../base/result.js";
import { untagSecret } from "../model/tags.js";

/**
 * UntagResource: takes tags from a secret by their keys; unknown keys are ignored.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html
 */
export const untagResource = secretOperation({
	name: "UntagResource",
	requires: "live",
	refusesLockOut: ["TagResource", "UntagResource"],
	conditionKeys: (input) => removedTags(input.TagKeys),
	input: structure({
		SecretId: required(secretId),
		TagKeys: required(list(tagKey)),
	}),
	output: structure({}),
	run: (secret, input) =>
		ok({ answer: {}, secret: untagSecret(secret, input.TagKeys) }),
});
