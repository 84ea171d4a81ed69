import type { SecretOperation } from "../api/operation.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { AttachedPolicy } from "../iam/attached.js";
import { firstSaying } from "../iam/decide.js";
import type { ConditionKeys } from "../iam/keys.js";
import { LOCKED_OUT } from "../model/resource-policy.js";
import { type Secret, secretArnOf } from "../model/secret.js";
import { accessDenied, type Failure } from "../values/failure.js";
import { accessToAll, accessToSecret } from "./access.js";
import { type Call, isTrusted } from "./call.js";
import { isPermitted, requestFor } from "./permission.js";

/** What managing a secret takes: who may no longer change its policy cannot take anything back. */
const MANAGING = "secretsmanager:PutResourcePolicy";

/**
 * Refuses, with AccessDeniedException, a change of tags or policy that would take from its caller the permission to replace
 * the policy or, by tags, to change them again.
 * Observed: the code and the text, of changes of tags (2026-09).
 * Assumed: a policy that locks its author out is refused as tags that do so are; other permissions may be lost.
 */
export function refuseLockOut(
	{ refusesLockOut }: SecretOperation,
	before: Secret | undefined,
	after: Secret | undefined,
	keys: () => ConditionKeys,
	call: Call,
): Result<void, Failure> {
	if (!refusesLockOut || !before || !after) return ok(undefined);
	const actions = [
		MANAGING,
		...refusesLockOut.map((name) => `secretsmanager:${name}`),
	];
	return isLockedOut(actions, before, after, keys, call)
		? err(accessDenied(LOCKED_OUT))
		: ok(undefined);
}

/** Whether a policy would lock its author out of a secret or, without one, of whichever it is attached to. */
export const wouldLockOut = (
	policy: AttachedPolicy,
	secret: Secret | undefined,
	keys: () => ConditionKeys,
	call: Call,
): boolean =>
	secret === undefined
		? deniesManaging(policy, undefined, keys, call)
		: isLockedOut(
				[MANAGING],
				secret,
				{ ...secret, resourcePolicy: policy },
				keys,
				call,
			);

function isLockedOut(
	actions: readonly string[],
	before: Secret,
	after: Secret,
	keys: () => ConditionKeys,
	call: Call,
): boolean {
	if (before === after) return false;
	const { account, resourcePolicy } = after;
	if (isTrusted(call, account))
		return (
			resourcePolicy !== undefined &&
			resourcePolicy !== before.resourcePolicy &&
			deniesManaging(resourcePolicy, after, keys, call)
		);
	const isPermittedOn = (secret: Secret, action: string) =>
		isPermitted(accessTo(action, secret, keys, call), call);
	return actions.some(
		(action) => isPermittedOn(before, action) && !isPermittedOn(after, action),
	);
}

/**
 * Whether a policy denies its author to replace it.
 * Assumed: a Deny with conditions does not lock out a call without a caller, of which nothing is known.
 */
function deniesManaging(
	{ document }: AttachedPolicy,
	secret: Secret | undefined,
	keys: () => ConditionKeys,
	call: Call,
): boolean {
	const access =
		secret === undefined
			? { ...accessToAll(MANAGING, keys, call), resource: undefined }
			: accessTo(MANAGING, secret, keys, call);
	const counting =
		call.caller === undefined
			? document.statements.filter(({ conditions }) => conditions.length === 0)
			: document.statements;
	const policy = {
		name: "resourcePolicy",
		document: { ...document, statements: counting },
	};
	return firstSaying("Deny", [policy], requestFor(access, call)) !== undefined;
}

const accessTo = (
	action: string,
	secret: Secret,
	keys: () => ConditionKeys,
	call: Call,
) => accessToSecret(action, secretArnOf(secret), secret, keys, call);
