import type { PolicyDocument } from "./document.js";
import { levelOf, mismatchOf } from "./match.js";
import type { Level } from "./principal.js";
import type { Request } from "./request.js";
import type { Statement } from "./statement.js";

/** A policy, and what it is called where a decision is explained. */
export interface NamedPolicy {
	readonly name: string;
	readonly document: PolicyDocument;
}

/** The kinds of policies, in the order in which a refusal names them. */
export const POLICY_KINDS = [
	"identity",
	"boundary",
	"session",
	"resource",
] as const;

export type PolicyKind = (typeof POLICY_KINDS)[number];

/** All that has a say, by its kind; there may be one boundary, and one policy of the resource. */
export type Policies = Readonly<Record<PolicyKind, readonly NamedPolicy[]>>;

/** What is known of caller and resource besides policies. */
export interface Standing {
	/** Whether it may do everything that no policy denies, as the root of an account may, or can have no identity policies. */
	readonly caller: "root" | "principal" | "service";
	/** Whether the caller is of another account than the resource. */
	readonly foreign: boolean;
	/** Whether nobody gets in whom the resource's policy does not let in, as into another account. */
	readonly resourceMustAllow: boolean;
}

/** A statement that decides, and where it stands. */
export interface Deciding {
	readonly policy: NamedPolicy;
	/** From 0, in its policy. */
	readonly index: number;
	readonly statement: Statement;
}

/** What becomes of a request, and the kind of policies that decides; the root is allowed without any. */
export type Decision =
	| {
			readonly effect: "Allow";
			readonly by: PolicyKind | "root";
			readonly deciding: Deciding | undefined;
	  }
	| {
			readonly effect: "Deny";
			readonly by: PolicyKind;
			/** `undefined` where these policies lack an Allow. */
			readonly deciding: Deciding | undefined;
	  };

/**
 * Decides a request: a Deny anywhere wins; in one account identity or resource policy must allow, across accounts both;
 * boundary and session policies must allow as well. A resource policy that names the caller itself, or everybody, needs
 * nothing else within its account; one that names a role stands for the identity policies of its sessions; one that names
 * an account leaves it to that account's policies.
 * Observed: a policy that names a session needs no session policy to allow, one that names its role does (2026-09).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * Assumed: of several reasons to refuse, identity policies are told first, then the boundary, the session, the resource.
 */
export function decide(
	request: Request,
	policies: Policies,
	{ caller, foreign, resourceMustAllow }: Standing,
): Decision {
	for (const by of POLICY_KINDS) {
		const deciding = firstSaying("Deny", policies[by], request);
		if (deciding !== undefined) return { effect: "Deny", by, deciding };
	}
	const opening = nearestAllow(policies.resource, request);
	if (opening?.level === "self" && !foreign) return allow("resource", opening);
	const standsForIdentity = opening?.level === "role" && !foreign;
	const granted = firstSaying("Allow", policies.identity, request);
	if (caller === "principal" && !standsForIdentity && granted === undefined)
		return lacking("identity");
	for (const by of ["boundary", "session"] as const)
		if (
			caller === "principal" &&
			policies[by].length > 0 &&
			!firstSaying("Allow", policies[by], request)
		)
			return lacking(by);
	if (opening === undefined && (resourceMustAllow || caller === "service"))
		return lacking("resource");
	if (opening !== undefined && (resourceMustAllow || standsForIdentity))
		return allow("resource", opening);
	return granted === undefined
		? allow("root", undefined)
		: allow("identity", granted);
}

const allow = (
	by: PolicyKind | "root",
	deciding: Deciding | undefined,
): Decision => ({ effect: "Allow", by, deciding });

const lacking = (by: PolicyKind): Decision => ({
	effect: "Deny",
	by,
	deciding: undefined,
});

/** The first statement of an effect that speaks of a request. */
export function firstSaying(
	effect: Statement["effect"],
	policies: readonly NamedPolicy[],
	request: Request,
): Deciding | undefined {
	for (const policy of policies)
		for (const [index, statement] of policy.document.statements.entries())
			if (statement.effect === effect && !mismatchOf(statement, request))
				return { policy, index, statement };
	return undefined;
}

interface Opening extends Deciding {
	readonly level: Level;
}

/** The Allow that names the caller most nearly. */
function nearestAllow(
	policies: readonly NamedPolicy[],
	request: Request,
): Opening | undefined {
	let nearest: Opening | undefined;
	for (const policy of policies)
		for (const [index, statement] of policy.document.statements.entries()) {
			if (statement.effect !== "Allow" || mismatchOf(statement, request))
				continue;
			const level = levelOf(statement, request);
			if (level === undefined) continue;
			const isNearer = RANK[level] > (nearest ? RANK[nearest.level] : 0);
			if (isNearer) nearest = { policy, index, statement, level };
		}
	return nearest;
}

/** How near a level is to the caller itself. */
const RANK: Readonly<Record<Level, number>> = { account: 1, role: 2, self: 3 };
