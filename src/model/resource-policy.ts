import { type PolicyDocument, parsePolicy } from "../iam/document.js";
import { type Decision, evaluate } from "../iam/evaluate.js";
import { locksOut } from "../iam/lock-out.js";
import { printPolicy } from "../iam/print.js";
import { isPublic } from "../iam/public.js";
import type { Instant } from "../values/instant.js";
import { arnOf, type Secret } from "./secret.js";

/** What speaks against a policy: it opens a secret to everybody, or shuts out the one who would have to change it. */
export interface Objections {
	readonly isPublic: boolean;
	readonly locksOut: boolean;
}

/** Looks for objections on behalf of a principal, for one secret or, without an ARN, for any. */
export const objectionsTo = (
	document: PolicyDocument,
	principal: string,
	arn: string | undefined,
): Objections => ({
	isPublic: isPublic(document),
	locksOut: locksOut(document, {
		principal,
		action: "secretsmanager:PutResourcePolicy",
		resource: arn,
	}),
});

/** What the policy of a secret says of a caller who wants an action on it; nothing where it has none. */
export function decisionOn(
	secret: Secret,
	principal: string,
	action: string,
): Decision {
	const document =
		secret.resourcePolicy === undefined
			? undefined
			: parsePolicy(secret.resourcePolicy);
	return document?.ok === true
		? evaluate(document.value, { principal, action, resource: arnOf(secret) })
		: "none";
}

export const PUBLIC =
	"You can not attach a resource policy that grants Public access to your secret.";

export const LOCKED_OUT =
	"This resource policy will not allow you to manage this secret in the future.";

/** Attaches a policy whose text parses, in the place of the one there is. Observed: AWS prints it anew (2026-09). */
export const attachPolicy = (
	secret: Secret,
	text: string,
	now: Instant,
): Secret => ({
	...secret,
	resourcePolicy: printPolicy(text),
	lastChangedDate: now,
});

/** Takes the policy away. It counts as a change also when there is none. */
export const detachPolicy = (secret: Secret, now: Instant): Secret => ({
	...secret,
	resourcePolicy: undefined,
	lastChangedDate: now,
});
