/**
 * Callers from another account of the naive model (7.5, 7.6): a call acts as the root of its account, and what belongs to
 * another one is open to it only where the policy of the secret says so. Imports nothing from the package.
 */
import {
	ARN,
	type Input,
	type ModelContext,
	type OperationName,
	partitionOf,
} from "./admission.js";
import { refuse } from "./refusal.js";
import type { Secret } from "./secret.js";

/** Where a call about this SecretId takes place: where the secret is, whoever calls. */
export function homeOf(
	{ SecretId }: Input,
	context: ModelContext,
): ModelContext {
	const owner = ARN.exec(String(SecretId))?.[1];
	return owner === undefined || owner === context.account
		? context
		: { ...context, account: owner, caller: context.account };
}

/** Refuses a caller from another account whom no policy lets in, whether there is such a secret or not. */
export function refuseStranger(
	operation: OperationName,
	{ SecretId }: Input,
	{ caller, region }: ModelContext,
	secret: () => Secret | undefined,
): void {
	if (caller === undefined) return;
	const action = `secretsmanager:${operation}`;
	const policy = secret()?.policy;
	if (letsIn(policy, caller, action)) return;
	const says = effectsOf(policy, caller, action);
	const why = says.includes("Deny")
		? "with an explicit deny in a resource-based policy"
		: `because no resource-based policy allows the ${action} action`;
	refuse(
		"AccessDeniedException",
		`User: arn:${partitionOf(region)}:iam::${caller}:root is not authorized to perform: ${action} on resource: ${SecretId} ${why}`,
	);
}

/** Whether a policy lets the root of another account do something. */
export function letsIn(
	policy: string | undefined,
	account: string,
	action: string,
): boolean {
	const says = effectsOf(policy, account, action);
	return says.includes("Allow") && !says.includes("Deny");
}

interface Statement {
	readonly Effect: string;
	readonly Principal: unknown;
	readonly Action: string | readonly string[];
	readonly Condition?: unknown;
}

/** The effects of the statements that speak of the root of an account; of those with conditions only a Deny counts. */
function effectsOf(
	policy: string | undefined,
	account: string,
	action: string,
): string[] {
	const { Statement: statements = [] } = JSON.parse(policy ?? "{}");
	return ([statements].flat() as Statement[])
		.filter(
			({ Effect, Principal, Action, Condition }) =>
				principalsOf(Principal).some((each) => isRootOf(each, account)) &&
				[Action].flat().some((pattern) => covers(pattern, action)) &&
				(Effect === "Deny" || Condition === undefined),
		)
		.map(({ Effect }) => Effect);
}

const principalsOf = (principal: unknown): string[] =>
	principal === "*" ? ["*"] : [Object(principal).AWS ?? []].flat();

const isRootOf = (principal: string, account: string) =>
	principal === "*" ||
	principal === account ||
	principal.endsWith(`:iam::${account}:root`);

/** Of wildcards, tests use one at the end. */
const covers = (pattern: string, action: string) =>
	pattern.endsWith("*")
		? action.startsWith(pattern.slice(0, -1))
		: action === pattern;
