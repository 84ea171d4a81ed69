import { matches } from "../base/wildcard.js";
import { type Condition, holds } from "./conditions/holds.js";
import { isSamePrincipal, type Level } from "./principal.js";
import type { Request } from "./request.js";
import type { Scope, Statement } from "./statement.js";
import { resolvePattern } from "./template.js";

/** Why a statement does not speak of a request: the first part of it that does not. */
export type Mismatch =
	| { readonly element: "Principal" | "Action" | "Resource" }
	| { readonly element: "Condition"; readonly condition: Condition };

/** The first part of a statement that does not speak of a request; `undefined` where the statement speaks of it. */
export function mismatchOf(
	statement: Statement,
	request: Request,
): Mismatch | undefined {
	if (!coversAction(statement, request)) return NOT_THE_ACTION;
	if (levelOf(statement, request) === undefined) return NOT_THE_PRINCIPAL;
	if (!coversResource(statement, request)) return NOT_THE_RESOURCE;
	const condition = statement.conditions.find(
		(each) => !holds(each, request.keys),
	);
	return condition && { element: "Condition", condition };
}

const NOT_THE_ACTION: Mismatch = { element: "Action" };
const NOT_THE_RESOURCE: Mismatch = { element: "Resource" };
const NOT_THE_PRINCIPAL: Mismatch = { element: "Principal" };

/** Upper and lower case are one. */
const coversAction = (
	{ actions }: Pick<Statement, "actions">,
	{ action }: Pick<Request, "action">,
): boolean => covers(actions, ({ pattern }) => matches(pattern, action));

/**
 * By the ARN of the resource.
 * Assumed: a wildcard goes over the colons of an ARN as over all else.
 * Assumed: an Allow with NotResource, of which a variable has no value, allows nothing; a Deny denies as if it were not there.
 */
const coversResource = (
	{ effect, resources }: Pick<Statement, "effect" | "resources">,
	{ resource, keys }: Pick<Request, "resource" | "keys">,
): boolean =>
	resource === undefined ||
	covers(resources, (template) => {
		const pattern = resolvePattern(template, keys);
		if (pattern === undefined)
			return resources.kind === "all but these" && effect === "Allow";
		return matches(pattern, resource);
	});

const covers = <T>(
	{ kind, list }: Scope<T>,
	matches: (each: T) => boolean,
): boolean => list.some(matches) === (kind === "these");

/**
 * How a statement names a caller; `undefined` where it does not speak of it. Principal needs to name one thing that the
 * caller is; the nearest counts. A Deny with NotPrincipal spares only a caller of whom it names all, and none that has a
 * permissions boundary, as documented. What is attached to the caller names nobody, and means it.
 * Assumed: an Allow with NotPrincipal speaks only of callers whom it names in no way: neither account nor role nor self.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function levelOf(
	{ effect, principals }: Pick<Statement, "effect" | "principals">,
	{ callerNames, bounded }: Pick<Request, "callerNames" | "bounded">,
): Level | undefined {
	if (principals === undefined) return "self";
	const { kind, list } = principals;
	if (list.some(({ kind }) => kind === "everyone"))
		return kind === "these" ? "self" : undefined;
	const named = callerNames.filter(({ called }) =>
		list.some((each) => called.some((name) => isSamePrincipal(each, name))),
	);
	if (kind === "these")
		return NEAREST_FIRST.find((level) =>
			named.some((each) => each.level === level),
		);
	const spared =
		effect === "Deny"
			? named.length === callerNames.length && !bounded
			: named.length > 0;
	return spared ? undefined : "self";
}

const NEAREST_FIRST: readonly Level[] = ["self", "role", "account"];
