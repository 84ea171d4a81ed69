import { eventsBetween } from "../model/events.js";
import { effectsBetween } from "../model/rotation/effects.js";
import type { Secret } from "../model/secret.js";
import type { Effect } from "../values/effect.js";
import type { DomainEvent } from "../values/event.js";
import type { Carrying } from "./delivery.js";
import { carryOn } from "./replicas.js";
import { putSecret, type SecretStore } from "./store.js";

/** The next store, what the host is asked to do, and what happened. */
export interface Advanced {
	readonly store: SecretStore;
	readonly effects: readonly Effect[];
	readonly events: readonly DomainEvent[];
}

/**
 * Puts a secret in the place of what it was before, compares the two, and carries on what replicas are to have. The same
 * store for the same object: what is due at a replica by then waits for a change, or for `advance`. `problem` is why a
 * rotation failed.
 */
export function replaceSecret(
	store: SecretStore,
	before: Secret,
	after: Secret,
	context: Carrying,
	problem?: string,
): Advanced {
	if (before === after) return { store, effects: [], events: [] };
	const put = putSecret(store, before, after);
	const carried = carryOn(put, before, after, context);
	const events = eventsBetween(before, after, context.now, problem);
	return {
		store: carried.store,
		effects: effectsBetween(before, after),
		events:
			carried.events.length === 0 ? events : [...events, ...carried.events],
	};
}
