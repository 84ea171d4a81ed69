/**
 * Resource policies (7). What is to be said of a policy is known beforehand, so nothing is parsed here.
 * Imports nothing from the package.
 */
import { policies } from "../support/policies.js";
import { type Rule, rulesOf } from "../support/policy-language.js";
import { grants } from "../support/replication-arbitraries.js";
import type { Input } from "./admission.js";
import { LOCKED_OUT } from "./authorization.js";
import { refuse } from "./refusal.js";
import type { Output } from "./secret.js";

const PUBLIC =
	"You can not attach a resource policy that grants Public access to your secret.";

/** Whether these rules, attached to a secret, would keep whoever calls from replacing them. */
type LocksOut = (rules: readonly Rule[]) => boolean;

/** What speaks against the policy of a request, for whoever calls. */
function judge({ ResourcePolicy }: Input, locksOut: LocksOut) {
	const text = String(ResourcePolicy);
	const known = [...policies, ...grants].find((each) => each.text === text);
	if (known?.malformed !== undefined)
		refuse("MalformedPolicyDocumentException", known.malformed);
	const isPublic = known ? known.isPublic === true : opensToAll(text);
	return { isPublic, locksOut: locksOut(rulesOf(text)) };
}

/** 7.2, of policies that tests write: of all conditions one on the VPC ties down. */
const opensToAll = (text: string) =>
	rulesOf(text).some(
		({ effect, who = [], conditions = [] }) =>
			effect === "Allow" &&
			who.includes("*") &&
			conditions.every(({ key }) => key.toLowerCase() !== "aws:sourcevpc"),
	);

/** 7.1: the checks before a policy is attached. */
export function checkPolicy(input: Input, lockOut: LocksOut): void {
	const { isPublic, locksOut } = judge(input, lockOut);
	if (isPublic && input.BlockPublicPolicy === true)
		refuse("PublicPolicyException", PUBLIC);
	if (locksOut) refuse("AccessDeniedException", LOCKED_OUT);
}

/** 7.4. */
export function validatePolicy(input: Input, lockOut: LocksOut): Output {
	const { isPublic, locksOut } = judge(input, lockOut);
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
