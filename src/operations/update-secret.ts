import { namedKey } from "../api/condition-keys.js";
import { secretOperation } from "../api/operation.js";
import { optional, required, structure } from "../api/schema.js";
import {
	clientRequestToken,
	description,
	kmsKeyId,
	secretBinary,
	secretId,
	secretString,
	secretVersionReference,
	type,
} from "../api/shapes.js";
import { withCurrentValue } from "../api/version-reference.js";
import { withSettings } from "../model/settings.js";
import { valueFrom } from "../model/value.js";

/**
 * UpdateSecret: changes description, key or type, and adds a version when a value is given.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
 */
export const updateSecret = secretOperation({
	name: "UpdateSecret",
	requires: "live",
	// Assumed: the key of a replica can be changed by itself, as the user guide says.
	allowedOnReplica: (input) =>
		input.KmsKeyId !== undefined &&
		Object.keys(input).every((name) => KEY_ALONE.includes(name)),
	// Assumed: UpdateSecret needs a token only when it is given a value.
	needsToken: ({ SecretString, SecretBinary }) =>
		SecretString !== undefined || SecretBinary !== undefined,
	conditionKeys: (input, context) => ({
		"secretsmanager:Description": input.Description,
		"secretsmanager:Type": input.Type,
		...namedKey(input.KmsKeyId, context),
	}),
	input: structure({
		SecretId: required(secretId),
		ClientRequestToken: optional(clientRequestToken),
		Description: optional(description),
		KmsKeyId: optional(kmsKeyId),
		SecretBinary: optional(secretBinary),
		SecretString: optional(secretString),
		Type: optional(type),
	}),
	output: secretVersionReference,
	run(secret, input, context) {
		const value = valueFrom(input.SecretString, input.SecretBinary);
		if (!value.ok) return value;
		// Assumed: the key is checked before a value is compared with that of an earlier call.
		const settings = {
			description: input.Description,
			kmsKeyId: input.KmsKeyId,
			type: input.Type,
		};
		const changed = withSettings(secret, settings, context);
		if (!changed.ok) return changed;
		const id = input.ClientRequestToken;
		// Assumed: UpdateSecret without a change still sets LastChangedDate.
		if (value.value === undefined)
			return withCurrentValue(
				{ ...changed.value, lastChangedDate: context.now },
				id,
				undefined,
				context,
			);
		// Assumed: a replay of the value alone changes nothing, not even LastChangedDate.
		return withCurrentValue(changed.value, id, value.value, context);
	},
});

const KEY_ALONE: readonly string[] = [
	"SecretId",
	"ClientRequestToken",
	"KmsKeyId",
];
