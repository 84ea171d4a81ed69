import type { OperationContext } from "../api/operation.js";
import type { ConditionKeys } from "../iam/keys.js";
import { developmentKms } from "../kms/local-kms.js";
import type { SecretStore } from "../store/store.js";
import type { Call } from "./call.js";
import { keyGuard } from "./key-guard.js";
import { wouldLockOut } from "./lock-out.js";
import { suffixFor } from "./suffix.js";

/** What an operation takes from outside its request; `keysOfRequest` is what that tells conditions. */
export function operationContextOf(
	store: SecretStore,
	call: Call,
	keysOfRequest: () => ConditionKeys,
): OperationContext {
	const { context } = call;
	const { now, seed, account, region, kms = developmentKms } = context;
	const { invocableFunctions: invocable = "all" } = context;
	return {
		now,
		seed,
		account,
		region,
		kms,
		guard: guardOf(store, call),
		keys: store.keys,
		maxVersions: store.limits.maxVersions,
		replicationLag: store.replicationLag,
		knownPrincipals: store.knownPrincipals,
		isInvocable: (functionArn) =>
			invocable === "all" || invocable.includes(functionArn),
		locksOut: (policy, secret) =>
			wouldLockOut(policy, secret, keysOfRequest, call),
		drawSuffix: (purpose) => suffixFor(store, context, purpose),
	};
}

/** Most calls have no caller, and most stores no key policies: then nobody is to be asked. */
const guardOf = (
	{ keys }: SecretStore,
	call: Call,
): OperationContext["guard"] =>
	call.caller === undefined && !keys.hasPolicies
		? undefined
		: keyGuard(keys, call);
