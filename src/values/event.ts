import type { Account } from "./account.js";
import type { Instant } from "./instant.js";
import type { Region } from "./region.js";

/**
 * Something that happened to a secret. Named for the API operation that was accepted, or, when it is a consequence,
 * with the name that CloudTrail and EventBridge give it. An event never holds a secret value or key material.
 */
export interface DomainEvent {
	readonly name: string;
	/** Epoch milliseconds. */
	readonly at: Instant;
	/** The canonical ARN of the secret; `undefined` for a call that is about no single one, as ListSecrets is. */
	readonly arn: string | undefined;
	readonly account: Account;
	readonly region: Region;
	readonly detail: Readonly<Record<string, string | number>>;
}

/** Freezes a new event, so that no listener can change it for the next. */
export function freezeEvent(event: DomainEvent): DomainEvent {
	Object.freeze(event.detail);
	return Object.freeze(event);
}
