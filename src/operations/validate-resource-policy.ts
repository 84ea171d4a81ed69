import { secretOperation } from "../api/operation.js";
import {
	boolean,
	list,
	type Out,
	optional,
	required,
	string,
	structure,
} from "../api/schema.js";
import { resourcePolicy, secretId } from "../api/shapes.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { parsePolicy } from "../iam/document.js";
import { LOCKED_OUT, objectionsTo, PUBLIC } from "../model/resource-policy.js";
import { arnOf } from "../model/secret.js";
import { type Failure, noSuchSecret } from "../values/failure.js";

const output = structure({
	PolicyValidationPassed: required(boolean),
	ValidationErrors: required(
		list(
			structure({
				CheckName: required(string()),
				ErrorMessage: required(string()),
			}),
		),
	),
});

/**
 * ValidateResourcePolicy: tells what speaks against a resource policy, for a secret or in general; attaches nothing.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ValidateResourcePolicy.html
 */
export const validateResourcePolicy = secretOperation({
	name: "ValidateResourcePolicy",
	requires: "live",
	allowedOnReplica: true,
	input: structure({
		ResourcePolicy: required(resourcePolicy),
		SecretId: optional(secretId),
	}),
	output,
	run(secret, input, { principal }) {
		const answer = judge(input.ResourcePolicy, principal, arnOf(secret));
		return answer.ok ? ok({ answer: answer.value, secret }) : answer;
	},

	/** Without a SecretId the policy is judged for any secret. */
	whenAbsent({ id }, input, { principal }) {
		if (id !== undefined) return err(noSuchSecret);
		const answer = judge(input.ResourcePolicy, principal, undefined);
		return answer.ok ? ok({ answer: answer.value, secret: undefined }) : answer;
	},
});

function judge(
	text: string,
	principal: string,
	arn: string | undefined,
): Result<Out<typeof output>, Failure> {
	const document = parsePolicy(text);
	if (!document.ok) return document;
	const { isPublic, locksOut } = objectionsTo(document.value, principal, arn);
	const errors = [
		...(isPublic
			? [{ CheckName: "BlockPublicPolicyCheck", ErrorMessage: PUBLIC }]
			: []),
		...(locksOut
			? [{ CheckName: "LockOutCheck", ErrorMessage: LOCKED_OUT }]
			: []),
	];
	return ok({
		PolicyValidationPassed: errors.length === 0,
		ValidationErrors: errors,
	});
}
