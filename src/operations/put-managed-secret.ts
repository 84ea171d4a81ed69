import { secretOperation } from "../api/operation.js";
import { owningService, rotationRules, rulesFrom } from "../api/rotation.js";
import { optional, type Read, required, structure } from "../api/schema.js";
import {
	clientRequestToken,
	description,
	kmsKeyId,
	secretBinary,
	secretName,
	secretString,
	secretVersionReference,
	type,
} from "../api/shapes.js";
import { tags, tagsFrom } from "../api/tags.js";
import { withCurrentValue } from "../api/version-reference.js";
import { err, ok, type Result } from "../base/result.js";
import { withRotationSettings } from "../model/rotation/settings.js";
import { scheduleFrom } from "../model/rotation/timetable.js";
import { newSecret, type Secret } from "../model/secret.js";
import { withSettings } from "../model/settings.js";
import { withTags } from "../model/tags.js";
import { valueFrom } from "../model/value.js";
import type { WriteContext } from "../model/writing.js";
import {
	type Failure,
	invalidParameter,
	resourceExists,
} from "../values/failure.js";
import { isServicePrincipal, servicePrincipal } from "../values/principal.js";

const input = structure({
	Name: required(secretName),
	/** Without it, what the name has before its `!`. */
	OwningService: optional(owningService),
	ClientRequestToken: optional(clientRequestToken),
	Description: optional(description),
	KmsKeyId: optional(kmsKeyId),
	SecretBinary: optional(secretBinary),
	SecretString: optional(secretString),
	Tags: optional(tags),
	Type: optional(type),
	/** Turns managed rotation on. Observed: a secret of `rds` has it from the start, every 7 days. */
	RotationRules: optional(rotationRules),
});

/**
 * Not of the API: what another service does with a secret of its own. It makes the secret, or changes what is given of one
 * that it owns, and turns managed rotation on where rules are given. Refuses a name without a service with
 * InvalidParameterException, and a secret of somebody else with ResourceExistsException.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html
 */
export const putManagedSecret = secretOperation({
	name: "PutManagedSecret",
	identifiedBy: "Name",
	requires: "live",
	allowedWhenManaged: true,
	input,
	output: secretVersionReference,

	run(secret, input, context) {
		const service = serviceOf(input);
		if (!service.ok) return service;
		if (secret.owningService !== service.value)
			return err(
				resourceExists(
					`The secret ${secret.name} exists already and is not owned by ${service.value}.`,
				),
			);
		return put(secret, input, context);
	},

	whenAbsent({ arn: { account, region, name } }, input, context) {
		const service = serviceOf(input);
		if (!service.ok) return service;
		const bare = {
			account,
			region,
			name,
			suffix: context.drawSuffix("secret"),
			description: undefined,
			kmsKeyId: undefined,
			type: undefined,
			tags: undefined,
			owningService: service.value,
		};
		const RotationRules =
			input.RotationRules ?? (service.value === "rds" ? WEEKLY : undefined);
		return put(
			newSecret(bare, context.now),
			{ ...input, ...(RotationRules && { RotationRules }) },
			context,
		);
	},
});

type Input = Read<typeof input>;

const WEEKLY = { AutomaticallyAfterDays: 7 } as const;

function serviceOf({ OwningService, Name }: Input): Result<string, Failure> {
	const service = OwningService ?? /^([^!]+)!/.exec(Name)?.[1] ?? "";
	return isServicePrincipal(servicePrincipal(service))
		? ok(service)
		: err(
				invalidParameter(
					"You must provide an OwningService of lower-case letters, digits and hyphens, such as rds, or a Name that begins with one, such as rds!cluster-1.",
				),
			);
}

/** Changes what is given of a secret, which may be new. */
function put(before: Secret, input: Input, context: WriteContext) {
	const value = valueFrom(input.SecretString, input.SecretBinary);
	if (!value.ok) return value;
	const tagged = withTags(before.tags ?? [], tagsFrom(input.Tags ?? []));
	if (!tagged.ok) return tagged;
	const settings = {
		description: input.Description,
		kmsKeyId: input.KmsKeyId,
		type: input.Type,
	};
	const changed = withSettings(before, settings, context);
	if (!changed.ok) return changed;
	const secret = {
		...changed.value,
		tags: input.Tags ? tagged.value : before.tags,
		lastChangedDate: context.now,
	};
	const rotating = withRules(secret, input, context.now);
	if (!rotating.ok) return rotating;
	return withCurrentValue(
		rotating.value,
		input.ClientRequestToken,
		value.value,
		context,
	);
}

function withRules(
	secret: Secret,
	{ RotationRules }: Input,
	now: number,
): Result<Secret, Failure> {
	if (RotationRules === undefined) return ok(secret);
	const rotation = withRotationSettings(secret, {
		functionArn: undefined,
		rules: rulesFrom(RotationRules),
		externalMetadata: undefined,
		externalRoleArn: undefined,
	});
	return rotation.ok
		? ok({ ...secret, rotation: scheduleFrom(rotation.value, now) })
		: rotation;
}
