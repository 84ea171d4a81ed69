import type {
	Operation,
	SecretOperation,
	StoreOperation,
} from "../api/operation.js";
import type { Result } from "../base/result.js";
import { ok } from "../base/result.js";
import type { ConditionKeys } from "../iam/keys.js";
import type { Secret } from "../model/secret.js";
import type { Target } from "../store/locate.js";
import type { SecretStore } from "../store/store.js";
import type { Failure } from "../values/failure.js";
import {
	type Access,
	accessToAll,
	accessToOther,
	accessToSecret,
	noKeys,
} from "./access.js";
import { type Call, isTrusted } from "./call.js";
import { requirePermission } from "./permission.js";
import { suffixFor } from "./suffix.js";

/**
 * Decides whether a call may go on. Without a caller it acts as the root of its account, which is trusted with every secret
 * of that account. Refuses with AccessDeniedException, whether there is such a secret or not.
 * Observed: it names the SecretId, or the Name of a new secret, as it was sent, and nothing where there is none (2026-09).
 */
export function authorize(
	operation: SecretOperation,
	target: Target,
	input: unknown,
	keys: () => ConditionKeys,
	store: SecretStore,
	call: Call,
): Result<void, Failure> {
	if (isTrusted(call, target.arn.account)) return ok(undefined);
	return requireAll(operation, input, target.id, call, (action) =>
		accessBy(operation, action, target, keys, store, call),
	);
}

/** The same for what is about no one secret. */
export const authorizeOnStore = (
	operation: StoreOperation,
	input: unknown,
	call: Call,
): Result<void, Failure> =>
	isTrusted(call, call.context.account)
		? ok(undefined)
		: requireAll(operation, input, undefined, call, (action) =>
				accessToAll(action, noKeys, call),
			);

/** Its own action, and what else the operation needs. */
function requireAll(
	operation: Operation,
	input: unknown,
	id: string | undefined,
	call: Call,
	accessBy: (action: string) => Access,
): Result<void, Failure> {
	for (const name of [operation.name, ...operation.alsoRequires(input)]) {
		const access = accessBy(`secretsmanager:${name}`);
		const permitted = requirePermission(access, id, call);
		if (!permitted.ok) return permitted;
	}
	return ok(undefined);
}

/**
 * Whether the function that an operation will have invoked may be invoked for its caller. Refuses with
 * AccessDeniedException.
 * Assumed: asked once the state of the secret is known to allow the operation, and refused with the text of other permissions.
 */
export function authorizeInvocation(
	{ invokes }: SecretOperation,
	secret: Secret,
	input: unknown,
	call: Call,
): Result<void, Failure> {
	const functionArn = invokes?.(secret, input);
	if (functionArn === undefined) return ok(undefined);
	const access = accessToOther("lambda:InvokeFunction", functionArn);
	return requirePermission(access, functionArn, call);
}

/**
 * What an operation wants access to by an action.
 * Assumed: a secret that is not there is asked about by its ARN without a suffix; a new one by the ARN that it will have; without a SecretId, all of them by `*`.
 */
export function accessBy(
	{ identifiedBy }: Pick<SecretOperation, "identifiedBy">,
	action: string,
	{ id, arn, secret }: Target,
	keys: () => ConditionKeys,
	store: SecretStore,
	call: Call,
): Access {
	if (id === undefined) return accessToAll(action, keys, call);
	if (identifiedBy === "SecretId")
		return accessToSecret(action, arn, secret, keys, call);
	const suffix = suffixFor(store, call.context, "secret");
	// Who may create a secret is not to learn by it that there is one.
	return accessToSecret(action, { ...arn, suffix }, undefined, keys, call);
}

/** What a request tells conditions. */
export const keysOfRequest =
	(
		operation: SecretOperation,
		{ arn: { account, region } }: Target,
		input: unknown,
		{ keys }: SecretStore,
	) =>
	(): ConditionKeys =>
		operation.conditionKeys(input, { keys, account, region });
