import { eventsBetween } from "../model/events.js";
import { effectsBetween } from "../model/rotation/effects.js";
import type { Secret } from "../model/secret.js";
import type { Effect } from "../values/effect.js";
import type { DomainEvent } from "../values/event.js";
import type { Instant } from "../values/instant.js";
import { putSecret, type SecretStore } from "./store.js";

/** The next store, what the host is asked to do, and what happened. */
export interface Advanced {
	readonly store: SecretStore;
	readonly effects: readonly Effect[];
	readonly events: readonly DomainEvent[];
}

/**
 * Puts a secret in the place of what it was before, and compares the two. The same store for the same object. `problem` is
 * why a rotation failed.
 */
export const replaceSecret = (
	store: SecretStore,
	before: Secret,
	after: Secret,
	at: Instant,
	problem?: string,
): Advanced => ({
	store: before === after ? store : putSecret(store, before, after),
	effects: effectsBetween(before, after),
	events: eventsBetween(before, after, at, problem),
});
