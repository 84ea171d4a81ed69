import type { PolicyDocument } from "./document.js";
import { coversAction, coversPrincipal, coversResource } from "./match.js";

/** What a call wants: ARNs of who calls and of what is touched, and an action such as `secretsmanager:GetSecretValue`. */
export interface Request {
	readonly principal: string;
	readonly action: string;
	readonly resource: string;
}

/** Said by a statement, or, where none speaks of the request, by none. */
export type Decision = "Allow" | "Deny" | "none";

/**
 * What a policy says of a request; a Deny wins over any Allow.
 * Conditions are not evaluated yet, and taken as they open least: an Allow that has some is not counted, a Deny is.
 */
export function evaluate(
	{ statements }: PolicyDocument,
	{ principal, action, resource }: Request,
): Decision {
	const effects = statements
		.filter(
			(statement) =>
				(statement.effect === "Deny" || statement.conditions.length === 0) &&
				coversPrincipal(statement, principal) &&
				coversAction(statement, action) &&
				coversResource(statement, resource),
		)
		.map(({ effect }) => effect);
	if (effects.includes("Deny")) return "Deny";
	return effects.includes("Allow") ? "Allow" : "none";
}
