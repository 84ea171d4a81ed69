import type { Condition } from "./conditions/holds.js";
import {
	type Deciding,
	type Decision,
	POLICY_KINDS,
	type Policies,
	type PolicyKind,
} from "./decide.js";
import { type Keys, valuesOf } from "./keys.js";
import { type Mismatch, mismatchOf } from "./match.js";
import type { Operator } from "./operator.js";
import type { Request } from "./request.js";
import type { Scope, Statement } from "./statement.js";

/** How a request was decided, and what each statement of each policy had to do with that. */
export interface Explanation {
	readonly decision: "Allow" | "Deny";
	/** In the words of a refusal: `because no identity-based policy allows the … action`. */
	readonly reason: string;
	/** The statement that decided; `undefined` where one is lacking, or none was needed. */
	readonly deciding: StatementReport | undefined;
	/** Every statement that was looked at, by kind of policy and in its order. */
	readonly statements: readonly StatementReport[];
	/** All of it for people, in lines. */
	readonly text: string;
}

/** What one statement had to do with a request. */
export interface StatementReport {
	/** Where the policy is: `caller.identityPolicies[0]`, `resourcePolicy`, `keyPolicy`. */
	readonly policy: string;
	readonly kind: PolicyKind;
	/** Its place in the policy, from 0. */
	readonly index: number;
	readonly sid: string | undefined;
	readonly effect: "Allow" | "Deny";
	/** Whether it applies to the request. */
	readonly matched: boolean;
	/** Why it does not; `undefined` where it does. */
	readonly why: string | undefined;
}

/** What is asked, as an explanation says it. */
export interface Question {
	/** The ARN of who calls. */
	readonly caller: string;
	readonly action: string;
	readonly resource: string;
}

/** Explains a decision, statement by statement. */
export function explanationOf(
	question: Question,
	request: Request,
	policies: Policies,
	{ effect, deciding }: Pick<Decision, "effect" | "deciding">,
	reason: string,
): Explanation {
	const statements = POLICY_KINDS.flatMap((kind) =>
		policies[kind].flatMap((policy) =>
			policy.document.statements.map((statement, index) =>
				reportOn({ policy, index, statement }, kind, request, question),
			),
		),
	);
	const decided = statements.find(
		({ policy, index }) =>
			policy === deciding?.policy.name && index === deciding.index,
	);
	return {
		decision: effect,
		reason,
		deciding: decided,
		statements,
		text: print(question, effect, reason, decided, statements),
	};
}

function reportOn(
	{ policy, index, statement }: Deciding,
	kind: PolicyKind,
	request: Request,
	question: Question,
): StatementReport {
	const mismatch = mismatchOf(statement, request);
	return {
		policy: policy.name,
		kind,
		index,
		sid: statement.sid,
		effect: statement.effect,
		matched: mismatch === undefined,
		why: mismatch && reasonOf(mismatch, statement, request.keys, question),
	};
}

/** Why a statement does not speak of a request. */
function reasonOf(
	mismatch: Mismatch,
	{ principals, actions, resources }: Statement,
	keys: Keys,
	{ caller, action, resource }: Question,
): string {
	switch (mismatch.element) {
		case "Principal":
			return principals?.kind === "all but these"
				? `its NotPrincipal spares ${caller}`
				: `its Principal does not name ${caller}`;
		case "Action":
			return `${opening("Action", actions)} ${action}`;
		case "Resource":
			return `${opening("Resource", resources)} ${resource}`;
		case "Condition":
			return unmet(mismatch.condition, keys);
	}
}

const opening = (
	element: string,
	{ kind, list }: Scope<{ readonly text: string }>,
): string => {
	const texts = list.map(({ text }) => JSON.stringify(text)).join(", ");
	return kind === "these"
		? `its ${element} [${texts}] does not cover`
		: `its Not${element} [${texts}] leaves out`;
};

function unmet({ operator, key, values }: Condition, keys: Keys): string {
	const has = valuesOf(keys, key);
	const wanted = values.map(({ text }) => JSON.stringify(text)).join(", ");
	const found =
		has.length === 0
			? "the request has no such key"
			: `the request has ${has.map((value) => JSON.stringify(value)).join(", ")}`;
	return `its condition ${nameOf(operator)} ${key} [${wanted}] does not hold: ${found}`;
}

const nameOf = ({ test, set, absent }: Operator): string =>
	`${set === "one" ? "" : `${set}:`}${test}${absent === "holds" ? "IfExists" : ""}`;

function print(
	{ caller, action, resource }: Question,
	effect: Explanation["decision"],
	reason: string,
	deciding: StatementReport | undefined,
	statements: readonly StatementReport[],
): string {
	const verb = effect === "Allow" ? "is" : "is not";
	return [
		`${effect}: ${caller} ${verb} authorized to perform ${action} on ${resource} ${reason}.`,
		...(deciding ? [`Decided by ${titleOf(deciding)}.`] : []),
		...(statements.length === 0 ? ["There is no statement to look at."] : []),
		...statements.map((each) =>
			each.matched
				? `  + ${titleOf(each)}: applies to this request`
				: `  - ${titleOf(each)}: ${each.why}`,
		),
	].join("\n");
}

const titleOf = ({ policy, index, sid, effect }: StatementReport): string =>
	`${effect} in ${policy}.Statement[${index}]${sid === undefined ? "" : ` ${JSON.stringify(sid)}`}`;
