import type { PolicyDocument } from "./document.js";
import { evaluate } from "./evaluate.js";
import { coversAction, coversPrincipal, coversResource } from "./match.js";

/** Who must not lose which permission, and on which secret: ARNs, and any secret where it is not known. */
export interface Management {
	readonly principal: string;
	readonly action: string;
	readonly resource: string | undefined;
}

/**
 * Whether a policy would keep its author from replacing it: by a Deny, or an author from another account by no Allow.
 * Assumed: a Deny with conditions locks nobody out.
 */
export const locksOut = (
	document: PolicyDocument,
	{ principal, action, resource }: Management,
): boolean =>
	(resource !== undefined &&
		accountIn(principal) !== accountIn(resource) &&
		evaluate(document, { principal, action, resource }) !== "Allow") ||
	document.statements.some(
		(statement) =>
			statement.effect === "Deny" &&
			statement.conditions.length === 0 &&
			coversPrincipal(statement, principal) &&
			coversAction(statement, action) &&
			(resource === undefined || coversResource(statement, resource)),
	);

const accountIn = (arn: string): string | undefined => arn.split(":")[4];
