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
import { ok } from "../base/result.js";
import { changeKey } from "../model/sealing.js";
import { arnOf } from "../model/secret.js";
import { valueFrom } from "../model/value.js";
import { writeValue } from "../model/writing.js";

/**
 * UpdateSecret: changes description, key or type, and adds a version when a value is given.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
 */
export const updateSecret = secretOperation({
	name: "UpdateSecret",
	requires: "live",
	// Assumed: UpdateSecret needs a token only when it is given a value.
	needsToken: ({ SecretString, SecretBinary }) =>
		SecretString !== undefined || SecretBinary !== undefined,
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
		const { Description, KmsKeyId, Type, ClientRequestToken: id } = input;
		const value = valueFrom(input.SecretString, input.SecretBinary);
		if (!value.ok) return value;
		const rekeyed =
			KmsKeyId === undefined
				? secret
				: changeKey(secret, KmsKeyId || undefined, context.kms);
		const settings = {
			...(Description !== undefined && {
				description: Description || undefined,
			}),
			...(Type !== undefined && { type: Type }),
		};
		const answer = { ARN: arnOf(secret), Name: secret.name };
		// Assumed: UpdateSecret without a change still sets LastChangedDate.
		const touched = { ...rekeyed, ...settings, lastChangedDate: context.now };
		if (id === undefined || value.value === undefined)
			return ok({ answer, secret: touched });
		// Assumed: a replay of the value alone changes nothing, not even LastChangedDate.
		const nothingElse =
			rekeyed === secret && Object.keys(settings).length === 0;
		const write = { id, payload: value.value, stages: undefined };
		const written = writeValue(nothingElse ? secret : touched, write, context);
		if (!written.ok) return written;
		return ok({ answer: { ...answer, VersionId: id }, secret: written.value });
	},
});
