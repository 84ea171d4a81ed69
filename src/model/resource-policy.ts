import type { Result } from "../base/result.js";
import { err } from "../base/result.js";
import { type AttachedPolicy, attachedPolicy } from "../iam/attached.js";
import { unknownPrincipal } from "../iam/known.js";
import type { Account } from "../values/account.js";
import type { Failure } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import type { Secret } from "./secret.js";

export const PUBLIC =
	"You can not attach a resource policy that grants Public access to your secret.";

export const LOCKED_OUT =
	"This resource policy will not allow you to manage this secret in the future.";

/** Understands a policy for a secret of an account; refuses one that names a principal who does not exist. */
export function policyToAttach(
	text: string,
	account: Account,
	known: readonly string[] | undefined,
): Result<AttachedPolicy, Failure> {
	const policy = attachedPolicy(text);
	if (!policy.ok) return policy;
	const unknown = unknownPrincipal(policy.value.document, account, known);
	return unknown === undefined ? policy : err(unknown);
}

/** Attaches a policy, in the place of the one there is. */
export const attachPolicy = (
	secret: Secret,
	resourcePolicy: AttachedPolicy,
	now: Instant,
): Secret => ({ ...secret, resourcePolicy, lastChangedDate: now });

/** Takes the policy away. It counts as a change also when there is none. */
export const detachPolicy = (secret: Secret, now: Instant): Secret => ({
	...secret,
	resourcePolicy: undefined,
	lastChangedDate: now,
});
