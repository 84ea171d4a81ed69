import { secretOperation } from "../api/operation.js";
import {
	externalSecretRotationMetadata,
	externalSecretRotationRoleArn,
	metadataFrom,
	rotationLambdaArn,
	rotationRules,
	rulesFrom,
} from "../api/rotation.js";
import { boolean, optional, required, structure } from "../api/schema.js";
import {
	clientRequestToken,
	secretId,
	secretVersionReference,
} from "../api/shapes.js";
import { err, ok } from "../base/result.js";
import { withRotationSettings } from "../model/rotation/settings.js";
import { isReplay, startRotation, startTest } from "../model/rotation/start.js";
import { scheduleFrom } from "../model/rotation/timetable.js";
import { arnOf } from "../model/secret.js";
import { accessDenied, invalidParameter } from "../values/failure.js";
import { isServicePrincipal } from "../values/principal.js";

/**
 * RotateSecret: sets how a secret is rotated, and starts a rotation, or a test of its function, which goes on after the
 * answer. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export const rotateSecret = secretOperation({
	name: "RotateSecret",
	requires: "live",
	allowedWhenManaged: true,
	needsToken: () => true,
	// Observed: it alone calls a missing token an invalid parameter.
	withoutToken: invalidParameter,
	// What another service manages that service rotates itself.
	invokes: ({ owningService, rotation }, { RotationLambdaARN }) =>
		owningService === undefined
			? RotationLambdaARN || rotation?.functionArn
			: undefined,
	conditionKeys: (input) => ({
		"secretsmanager:RotationLambdaARN": input.RotationLambdaARN,
		"secretsmanager:RotateImmediately": input.RotateImmediately,
		"secretsmanager:ModifyRotationRules": input.RotationRules !== undefined,
		"secretsmanager:ExternalSecretRotationRoleArn":
			input.ExternalSecretRotationRoleArn,
	}),
	input: structure({
		SecretId: required(secretId),
		ClientRequestToken: optional(clientRequestToken),
		RotationLambdaARN: optional(rotationLambdaArn),
		RotationRules: optional(rotationRules),
		ExternalSecretRotationMetadata: optional(externalSecretRotationMetadata),
		ExternalSecretRotationRoleArn: optional(externalSecretRotationRoleArn),
		RotateImmediately: optional(boolean),
	}),
	output: secretVersionReference,
	run(secret, input, context) {
		const { ClientRequestToken: token = "" } = input; // which its validation demands
		const answer = { ARN: arnOf(secret), Name: secret.name, VersionId: token };
		if (isReplay(secret, token)) return ok({ answer, secret });
		const rotation = withRotationSettings(secret, {
			functionArn: input.RotationLambdaARN || undefined,
			rules: input.RotationRules && rulesFrom(input.RotationRules),
			externalMetadata:
				input.ExternalSecretRotationMetadata &&
				metadataFrom(input.ExternalSecretRotationMetadata),
			externalRoleArn: input.ExternalSecretRotationRoleArn,
		});
		if (!rotation.ok) return rotation;
		const { functionArn } = rotation.value;
		const isFunction =
			functionArn === undefined ||
			(context.isInvocable(functionArn) && !isServicePrincipal(functionArn));
		if (!isFunction) return err(CANNOT_INVOKE);
		const configured = {
			...secret,
			lastChangedDate: context.now,
			rotation: scheduleFrom(rotation.value, context.now),
		};
		const start = input.RotateImmediately === false ? startTest : startRotation;
		const started = start(configured, token, context);
		return started.ok ? ok({ answer, secret: started.value }) : started;
	},
});

const CANNOT_INVOKE = accessDenied(
	"Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.",
);
