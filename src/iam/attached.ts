import { invariant } from "../base/invariant.js";
import type { Result } from "../base/result.js";
import { ok } from "../base/result.js";
import type { Failure } from "../values/failure.js";
import { type PolicyDocument, parsePolicy } from "./document.js";
import { printPolicy } from "./print.js";

/** A policy that is attached to a resource: as AWS prints it, and understood once for all requests. */
export interface AttachedPolicy {
	readonly text: string;
	readonly document: PolicyDocument;
}

/** Understands a policy to attach. Observed: AWS prints it anew (2026-09). Refuses as `parsePolicy` does. */
export function attachedPolicy(text: string): Result<AttachedPolicy, Failure> {
	const document = parsePolicy(text);
	return document.ok
		? ok({ text: printPolicy(text), document: document.value })
		: document;
}

/** Whether a text is a policy that can be attached. */
export const isAttachable = (text: string): boolean => parsePolicy(text).ok;

/** The policy of a text that was attachable when it was stored. */
export function openedPolicy(text: string): AttachedPolicy {
	const document = parsePolicy(text);
	invariant(document.ok, "a stored policy is one");
	return { text, document: document.value };
}

/** Whether what is known of a policy is what its text says. */
export function isUnderstood({ text, document }: AttachedPolicy): boolean {
	const read = parsePolicy(text);
	return read.ok && JSON.stringify(read.value) === JSON.stringify(document);
}
