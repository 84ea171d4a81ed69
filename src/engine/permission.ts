import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { subjectOf } from "../base/wildcard.js";
import {
	type Decision,
	decide,
	type Policies,
	type PolicyKind,
} from "../iam/decide.js";
import { inLowerCase } from "../iam/keys.js";
import type { Request } from "../iam/request.js";
import { isAwsManaged, parseKmsArn } from "../kms/key.js";
import { accessDenied, type Failure } from "../values/failure.js";
import type { Access } from "./access.js";
import { type Call, callerOf, isTrusted } from "./call.js";
import { keysOf } from "./condition-keys.js";

/** What is decided of an access: by policies, or because nobody is asked. */
export type Ruling =
	| Decision
	| {
			readonly effect: "Allow";
			readonly by: "trust" | "aws managed key";
			readonly deciding: undefined;
	  };

/** Rules on an access. All that is permitted or refused is ruled on here. */
export function ruleOn(access: Access, call: Call): Ruling {
	if (isTrusted(call, access.owner)) return TRUSTED;
	if (isOpenKey(access, call)) return OPEN_KEY;
	const { kind } = callerOf(call);
	return decide(requestFor(access, call), policiesFor(access, call), {
		caller: kind === "root" || kind === "service" ? kind : "principal",
		foreign: access.owner !== call.context.account,
		resourceMustAllow: access.resourceMustAllow,
	});
}

const TRUSTED: Ruling = { effect: "Allow", by: "trust", deciding: undefined };
const OPEN_KEY: Ruling = {
	effect: "Allow",
	by: "aws managed key",
	deciding: undefined,
};

/** Everybody in an account may use the key that AWS manages there, through Secrets Manager. */
function isOpenKey(
	{ action, owner, resource = "" }: Access,
	{ context: { account } }: Call,
): boolean {
	return (
		KEY_USES.includes(inLowerCase(action)) &&
		owner === account &&
		parseKmsArn(resource) !== undefined &&
		isAwsManaged(resource)
	);
}

const KEY_USES: readonly string[] = [
	"kms:generatedatakey",
	"kms:decrypt",
	"kms:encrypt",
];

/** An access as policies look at it. */
export function requestFor(access: Access, call: Call): Request {
	const caller = callerOf(call);
	const { action, resource, owner, keys } = access;
	return {
		callerNames: caller.callerNames,
		bounded: caller.policies.boundary.length > 0,
		action: subjectOf(inLowerCase(action)),
		resource: resource === undefined ? undefined : subjectOf(resource),
		keys: keysOf(caller, call.context, owner, keys),
	};
}

/** All policies that have a say in an access. */
export const policiesFor = (
	{ resourcePolicy }: Access,
	call: Call,
): Policies => ({ ...callerOf(call).policies, resource: resourcePolicy });

export const isPermitted = (access: Access, call: Call): boolean =>
	ruleOn(access, call).effect === "Allow";

/**
 * Refuses an access that a call may not have with AccessDeniedException. That names what is touched as the request does,
 * `id`, or not at all.
 */
export function requirePermission(
	access: Access,
	id: string | undefined,
	call: Call,
): Result<void, Failure> {
	const ruling = ruleOn(access, call);
	return ruling.effect === "Allow"
		? ok(undefined)
		: err(accessDenied(refusalOf(ruling, access, id, call)));
}

/**
 * Observed: the texts about identity-based and session policies (2026-09).
 * Assumed: the text about a boundary, and about the policy of a resource in another account, is the same with that name.
 */
export function refusalOf(
	ruling: Ruling,
	{ action }: Pick<Access, "action">,
	id: string | undefined,
	call: Call,
): string {
	const where = id === undefined ? "" : ` on resource: ${id}`;
	return `User: ${callerOf(call).arn} is not authorized to perform: ${action}${where} ${reasonOf(ruling, action)}`;
}

/** Why it was ruled so, in the words of a refusal. */
export function reasonOf(
	{ effect, by, deciding }: Ruling,
	action: string,
): string {
	switch (by) {
		case "trust":
			return "because a call without a caller acts as the root of its account, which is trusted there";
		case "aws managed key":
			return "because everybody in its account may use the key that AWS manages through Secrets Manager";
		case "root":
			return "because the root of an account needs no policy";
	}
	if (effect === "Allow")
		return `because ${ONE[by]} allows the ${action} action`;
	return deciding === undefined
		? `because no ${KIND[by]} allows the ${action} action`
		: `with an explicit deny in ${ONE[by]}`;
}

const KIND: Readonly<Record<PolicyKind, string>> = {
	identity: "identity-based policy",
	boundary: "permissions boundary",
	session: "session policy",
	resource: "resource-based policy",
};

const ONE: Readonly<Record<PolicyKind, string>> = {
	identity: `an ${KIND.identity}`,
	boundary: `a ${KIND.boundary}`,
	session: `a ${KIND.session}`,
	resource: `a ${KIND.resource}`,
};
