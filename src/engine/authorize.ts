import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { decisionOn } from "../model/resource-policy.js";
import type { Target } from "../store/locate.js";
import { accessDenied, type Failure } from "../values/failure.js";
import { rootPrincipal } from "../values/principal.js";
import type { Context } from "./context.js";

/**
 * Decides whether a call may go on. A call acts as the root of its account, which is trusted with every secret of that
 * account; on a secret of another account it needs a resource policy that allows that root. Refuses with
 * AccessDeniedException, whether there is such a secret or not.
 * Assumed: the texts for another account are the recorded ones for identity policies with the kind of policy exchanged.
 */
export function authorize(
	operation: string,
	{ id, arn, secret }: Target,
	{ account, region }: Context,
): Result<void, Failure> {
	if (arn.account === account) return ok(undefined);
	const principal = rootPrincipal(account, region);
	const action = `secretsmanager:${operation}`;
	const decision = secret && decisionOn(secret, principal, action);
	if (decision === "Allow") return ok(undefined);
	const why =
		decision === "Deny"
			? "with an explicit deny in a resource-based policy"
			: `because no resource-based policy allows the ${action} action`;
	return err(
		accessDenied(
			`User: ${principal} is not authorized to perform: ${action} on resource: ${id} ${why}`,
		),
	);
}
