import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { Target } from "../store/locate.js";
import { accessDenied, type Failure } from "../values/failure.js";
import { rootPrincipal } from "../values/principal.js";
import type { Context } from "./context.js";

/**
 * Decides whether a call may go on. A call acts as the root of its account, which is trusted with every secret of that
 * account; a secret of another account would need a resource policy, and none is enforced yet.
 * Assumed: the text for another account is the recorded one for identity policies with the kind of policy exchanged.
 */
export function authorize(
	operation: string,
	{ id, arn }: Target,
	{ account, region }: Context,
): Result<void, Failure> {
	if (arn.account === account) return ok(undefined);
	const action = `secretsmanager:${operation}`;
	return err(
		accessDenied(
			`User: ${rootPrincipal(account, region)} is not authorized to perform: ${action} on resource: ${id} because no resource-based policy allows the ${action} action`,
		),
	);
}
