import { addedTags } from "../api/condition-keys.js";
import { secretOperation } from "../api/operation.js";
import { required, structure } from "../api/schema.js";
import { secretId } from "../api/shapes.js";
import { tags, tagsFrom } from "../api/tags.js";
import { ok } from "../base/result.js";
import { tagSecret } from "../model/tags.js";

/**
 * TagResource: adds tags to a secret, or overwrites them by key.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html
 */
export const tagResource = secretOperation({
	name: "TagResource",
	requires: "live",
	refusesLockOut: ["TagResource", "UntagResource"],
	conditionKeys: (input) => addedTags(input.Tags),
	input: structure({ SecretId: required(secretId), Tags: required(tags) }),
	output: structure({}),
	run(secret, input, { now }) {
		const tagged = tagSecret(secret, tagsFrom(input.Tags), now);
		return tagged.ok ? ok({ answer: {}, secret: tagged.value }) : tagged;
	},
});
