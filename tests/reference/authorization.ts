/**
 * What a call of the naive model must be allowed (7.1, 7.4, 7.5): its operation, what that implies, and not to lock itself
 * out. Imports nothing from the package.
 */
import type { Person } from "../support/caller-arbitraries.js";
import { type Rule, rulesOf } from "../support/policy-language.js";
import {
	ARN,
	type Input,
	type ModelContext,
	type OperationName,
	partitionOf,
} from "./admission.js";
import {
	isDenied,
	refusalText,
	rootOf,
	type Wish,
	whyNot,
} from "./permission-model.js";
import { refuse } from "./refusal.js";
import type { Output, Secret } from "./secret.js";
import { arnOf, partialArn } from "./vaults.js";

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

/** Where a call comes from: the account of who calls, if it has one. */
export const originOf = (context: ModelContext): ModelContext => ({
	...context,
	account: context.person?.account ?? context.account,
});

type Call = Pick<ModelContext, "account" | "region" | "caller" | "person">;

/** Whether nobody is said to call what is of its own account: all of that is open then. */
export const isTrusted = ({ caller, person }: Call): boolean =>
	person === undefined && caller === undefined;

/** Who calls: without a person the root of its account. */
export const personOf = ({ account, caller, region, person }: Call): Person =>
	person ?? rootOf(caller ?? account, partitionOf(region));

/** Operations on no one secret. */
const ON_ALL: readonly OperationName[] = [
	...(["ListSecrets", "BatchGetSecretValue", "GetRandomPassword"] as const),
];

/** Refuses who may not do what an operation does, whether there is such a secret or not. */
export function authorize(
	operation: OperationName,
	input: Input,
	context: ModelContext,
	find: () => Secret | undefined,
): void {
	if (isTrusted(context) || operation === "PutManagedSecret") return;
	const isNew = operation === "CreateSecret";
	const sent = isNew ? input.Name : input.SecretId;
	const id = ON_ALL.includes(operation) ? undefined : (sent ?? undefined);
	const secret = isNew || id === undefined ? undefined : find();
	for (const action of [operation, ...alsoNeeded(operation, input)]) {
		const wish =
			id === undefined
				? { ...wishFor(action, undefined, context), resource: "*" }
				: wishFor(action, secret, context);
		const named = isNew
			? arnOf(String(id), context)
			: ARN.test(String(id))
				? String(id)
				: partialArn(String(id), context);
		demand(
			{
				...wish,
				resource: wish.resource ?? named,
				facts: { ...wish.facts, ...factsOf(operation, input) },
			},
			id === undefined ? undefined : String(id),
			context,
		);
	}
}

/** What else its caller must be allowed. */
function alsoNeeded(operation: OperationName, input: Input): string[] {
	const has = (member: string) => ((input[member] ?? []) as []).length > 0;
	switch (operation) {
		case "CreateSecret":
			return [
				...(has("Tags") ? ["TagResource"] : []),
				...(has("AddReplicaRegions") ? ["ReplicateSecretToRegions"] : []),
			];
		case "ValidateResourcePolicy":
			return ["PutResourcePolicy"];
		case "BatchGetSecretValue":
			return has("Filters") ? ["ListSecrets"] : [];
		default:
			return [];
	}
}

/** What a request tells conditions; a stage only where it is asked for (7.7). */
function factsOf(operation: OperationName, input: Input): Wish["facts"] {
	const stage =
		operation === "GetSecretValue" || operation === "UpdateSecretVersionStage"
			? input.VersionStage
			: undefined;
	const tags = ((operation === "CreateSecret" || operation === "TagResource"
		? input.Tags
		: undefined) ?? []) as Output[];
	return {
		"secretsmanager:VersionStage": stage == null ? undefined : String(stage),
		...tagsAs("aws:RequestTag", tags),
	};
}

/** An operation on a secret, which may not be there. */
const wishFor = (
	action: string,
	secret: Pick<Secret, "arn" | "policy" | "tags"> | undefined,
	{ caller }: Call,
): Wish => ({
	action: `secretsmanager:${action}`,
	resource: secret?.arn,
	foreign: caller !== undefined,
	closed: caller !== undefined,
	policy: rulesOf(secret?.policy),
	facts: tagsAs("aws:ResourceTag", secret?.tags ?? []),
});

const tagsAs = (prefix: string, tags: readonly Output[]) =>
	Object.fromEntries(
		tags
			.filter(({ Key }) => typeof Key === "string")
			.map(({ Key, Value }) => [`${prefix}/${Key}`, String(Value ?? "")]),
	);

/** Refuses what a wish is refused. */
function demand(wish: Wish, id: string | undefined, call: Call): void {
	const person = personOf(call);
	const why = whyNot(person, wish);
	if (why !== undefined)
		refuse("AccessDeniedException", refusalText(person, wish.action, id, why));
}

/** A caller hands its function on: it must be allowed to invoke it itself. */
export function mayInvoke(functionArn: string, call: Call): void {
	const wish = {
		...{ action: "lambda:InvokeFunction", resource: functionArn },
		...{ foreign: false, closed: false, policy: [], facts: {} },
	};
	demand(wish, functionArn, call);
}

/** Whether a policy would keep its author from replacing it. */
export function isLockedOut(
	secret: Secret | undefined,
	rules: readonly Rule[],
	call: ModelContext,
): boolean {
	const person = personOf(call);
	const wish = { ...wishFor("PutResourcePolicy", secret, call), policy: rules };
	if (!isTrusted(call) && secret !== undefined)
		return whyNot(person, wish) !== undefined;
	const counting = rules.filter(
		({ conditions = [] }) => !isTrusted(call) || conditions.length === 0,
	);
	return isDenied(counting, person, wish);
}

/** Refuses a change of tags that takes from its author what it could do to the policy or the tags of the secret. */
export function refuseLockOut(
	operation: "TagResource" | "UntagResource",
	secret: Secret,
	tags: readonly Output[] | undefined,
	input: Input,
	call: ModelContext,
): void {
	if (isTrusted(call)) return;
	const can = (action: string, tags: readonly Output[] | undefined) => {
		const after = { ...secret, tags: tags && [...tags] };
		const wish = wishFor(action, after, call);
		const facts = { ...wish.facts, ...factsOf(operation, input) };
		return whyNot(personOf(call), { ...wish, facts }) === undefined;
	};
	if (
		["PutResourcePolicy", "TagResource", "UntagResource"].some(
			(action) => can(action, secret.tags) && !can(action, tags),
		)
	)
		refuse("AccessDeniedException", LOCKED_OUT);
}

export const LOCKED_OUT =
	"This resource policy will not allow you to manage this secret in the future.";
