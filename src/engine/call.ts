import { type CallingPrincipal, understoodCaller } from "../iam/caller.js";
import type { Account } from "../values/account.js";
import { rootPrincipal } from "../values/principal.js";
import type { Context } from "./context.js";

/** A context whose caller is understood; its account is the account that calls. */
export interface Call {
	readonly context: Context;
	/** `undefined` without a caller: the root of the account, which is trusted with all that is there. */
	readonly caller: CallingPrincipal | undefined;
}

/** Understands the caller of a context; an invalid one is a TypeError that names the member and the remedy. */
export function callOf(context: Context): Call {
	if (context.caller === undefined) return { context, caller: undefined };
	const caller = understoodCaller(context.caller, "context.caller");
	const { account = context.account } = caller;
	return {
		context: account === context.account ? context : { ...context, account },
		caller,
	};
}

/** Whether a call is trusted with what an account owns: no policy is asked then. */
export const isTrusted = (
	{ caller, context }: Call,
	owner: Account | undefined,
): boolean => caller === undefined && owner === context.account;

/** Who calls. */
export const callerOf = ({
	caller,
	context: { account, region },
}: Call): CallingPrincipal =>
	caller ?? understoodCaller({ arn: rootPrincipal(account, region) }, "root");
