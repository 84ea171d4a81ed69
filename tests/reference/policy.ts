/**
 * Resource policies (7). What is to be said of a policy is known beforehand, so nothing is parsed here.
 * Imports nothing from the package.
 */
import { policies } from "../support/policies.js";
import { grants } from "../support/replication-arbitraries.js";
import type { Input, ModelContext } from "./admission.js";
import { letsIn } from "./cross-account.js";
import { refuse } from "./refusal.js";
import type { Output } from "./secret.js";

const PUBLIC =
	"You can not attach a resource policy that grants Public access to your secret.";
const LOCKED_OUT =
	"This resource policy will not allow you to manage this secret in the future.";

/** What speaks against the policy of a request, for whoever calls. */
function judge(
	{ ResourcePolicy }: Input,
	{ account, caller = account }: ModelContext,
) {
	const known =
		[...policies, ...grants].find(({ text }) => text === ResourcePolicy) ??
		refuse("?", `${ResourcePolicy}`);
	const { text, malformed, isPublic, locksOut } = known;
	if (malformed !== undefined)
		refuse("MalformedPolicyDocumentException", malformed);
	const isShutOut =
		caller !== account &&
		!letsIn(text, caller, "secretsmanager:PutResourcePolicy");
	return {
		isPublic,
		locksOut: ["everybody", caller].includes(`${locksOut}`) || isShutOut,
	};
}

/** 7.1: the checks before a policy is attached. */
export function checkPolicy(input: Input, context: ModelContext): void {
	const { isPublic, locksOut } = judge(input, context);
	if (isPublic && input.BlockPublicPolicy === true)
		refuse("PublicPolicyException", PUBLIC);
	if (locksOut) refuse("AccessDeniedException", LOCKED_OUT);
}

/** 7.4. */
export function validatePolicy(input: Input, context: ModelContext): Output {
	const { isPublic, locksOut } = judge(input, context);
	const errors = [
		...(isPublic ? [["BlockPublicPolicyCheck", PUBLIC]] : []),
		...(locksOut ? [["LockOutCheck", LOCKED_OUT]] : []),
	];
	return {
		PolicyValidationPassed: errors.length === 0,
		ValidationErrors: errors.map(([CheckName, ErrorMessage]) => ({
			CheckName,
			ErrorMessage,
		})),
	};
}

/** A policy as GetResourcePolicy answers with it (7.3), where its text is known; else as it was put. */
export const printedPolicy = (policy: string | undefined) =>
	policies.find(({ text }) => text === policy)?.printed ?? policy;

/** Whether a text is what GetResourcePolicy may answer with: the known one, or the same JSON laid out anew. */
export function isPrintOf(policy: string, printed: string): boolean {
	if (policies.some((known) => known.printed === policy))
		return printed === policy;
	return (
		JSON.stringify(JSON.parse(policy)) === JSON.stringify(JSON.parse(printed))
	);
}
