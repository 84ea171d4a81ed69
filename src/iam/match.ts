import { matchesWildcard } from "../base/wildcard.js";
import type { Scope, Statement } from "./document.js";
import { identitiesOf, names } from "./principal.js";

/** Whether a statement speaks of an action such as `secretsmanager:GetSecretValue`; upper and lower case are one. */
export function coversAction(
	{ actions }: Pick<Statement, "actions">,
	action: string,
): boolean {
	const lower = action.toLowerCase();
	return covers(actions, (pattern) =>
		matchesWildcard(pattern.toLowerCase(), lower),
	);
}

/**
 * Whether a statement speaks of a resource, by its ARN.
 * Assumed: a wildcard goes over the colons of an ARN as over all else.
 */
export const coversResource = (
	{ resources }: Pick<Statement, "resources">,
	arn: string,
): boolean => covers(resources, (pattern) => matchesWildcard(pattern, arn));

const covers = <T>(
	{ kind, list }: Scope<T>,
	matches: (each: T) => boolean,
): boolean => list.some(matches) === (kind === "these");

/**
 * Whether a statement speaks of a caller, by its ARN. Principal needs to name one thing that the caller is: its account,
 * its role, itself. A Deny with NotPrincipal spares only a caller of whom it names all of that, as documented.
 * Assumed: an Allow with NotPrincipal speaks only of callers of whom it names none of that.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function coversPrincipal(
	{
		effect,
		principals: { kind, list },
	}: Pick<Statement, "effect" | "principals">,
	callerArn: string,
): boolean {
	const named = identitiesOf(callerArn).map((identity) =>
		list.some((principal) => names(principal, identity)),
	);
	if (kind === "these") return named.includes(true);
	return effect === "Deny" ? named.includes(false) : !named.includes(true);
}
