import { type OperationContext, secretOperation } from "../api/operation.js";
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
import { err, ok, type Result } from "../base/result.js";
import { isPublic } from "../iam/public.js";
import {
	LOCKED_OUT,
	PUBLIC,
	policyToAttach,
} from "../model/resource-policy.js";
import type { Secret } from "../model/secret.js";
import type { Account } from "../values/account.js";
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
	alsoRequires: () => ["PutResourcePolicy"],
	run(secret, input, context) {
		const answer = judge(input.ResourcePolicy, secret.account, secret, context);
		return answer.ok ? ok({ answer: answer.value, secret }) : answer;
	},

	/** Without a SecretId the policy is judged for any secret. */
	whenAbsent({ id, arn }, input, context) {
		if (id !== undefined) return err(noSuchSecret);
		const { account } = arn;
		const answer = judge(input.ResourcePolicy, account, undefined, context);
		return answer.ok ? ok({ answer: answer.value, secret: undefined }) : answer;
	},
});

function judge(
	text: string,
	account: Account,
	secret: Secret | undefined,
	{ knownPrincipals, locksOut }: OperationContext,
): Result<Out<typeof output>, Failure> {
	const policy = policyToAttach(text, account, knownPrincipals);
	if (!policy.ok) return policy;
	const errors = [
		...(isPublic(policy.value.document)
			? [{ CheckName: "BlockPublicPolicyCheck", ErrorMessage: PUBLIC }]
			: []),
		...(locksOut(policy.value, secret)
			? [{ CheckName: "LockOutCheck", ErrorMessage: LOCKED_OUT }]
			: []),
	];
	return ok({
		PolicyValidationPassed: errors.length === 0,
		ValidationErrors: errors,
	});
}
