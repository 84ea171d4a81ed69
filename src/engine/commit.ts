import type { Result } from "../base/result.js";
import { ok } from "../base/result.js";
import { eventsBetween, purgeEvents } from "../model/events.js";
import type { Secret } from "../model/secret.js";
import type { Carrying } from "../store/delivery.js";
import { carryOn } from "../store/replicas.js";
import { addSecret, removeSecret, type SecretStore } from "../store/store.js";
import { type Advanced, replaceSecret } from "../store/transition.js";
import type { DomainEvent } from "../values/event.js";
import type { Failure } from "../values/failure.js";

/** A change, and what had happened before it, because it was due. */
interface Committed extends Advanced {
	readonly overdue: readonly DomainEvent[];
}

/**
 * Puts a secret in the place of what was there (`undefined`: nothing), and carries on what replicas are to have. The same
 * store when it is the same object. Refuses with LimitExceededException when there is no room for a new one.
 */
export function commit(
	store: SecretStore,
	before: Secret | undefined,
	after: Secret | undefined,
	context: Carrying,
): Result<Committed, Failure> {
	if (before !== undefined && after !== undefined)
		return ok({ ...replaceSecret(store, before, after, context), overdue: [] });
	const { now } = context;
	const events = eventsBetween(before, after, now);
	if (after === undefined) {
		const rest = before === undefined ? store : removeSecret(store, before);
		return ok({ store: rest, overdue: [], events, effects: [] });
	}
	const added = addSecret(store, after, now);
	if (!added.ok) return added;
	const { expired } = added.value;
	const overdue = expired === undefined ? [] : purgeEvents(expired);
	const carried = carryOn(added.value.store, before, after, context);
	return ok({
		store: carried.store,
		overdue,
		events: [...events, ...carried.events],
		effects: [],
	});
}
