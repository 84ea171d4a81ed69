import type { Result } from "../base/result.js";
import { ok } from "../base/result.js";
import { eventsBetween } from "../model/events.js";
import { effectsBetween } from "../model/rotation/effects.js";
import type { Secret } from "../model/secret.js";
import { purgeEvents } from "../store/advance.js";
import {
	addSecret,
	putSecret,
	removeSecret,
	type SecretStore,
} from "../store/store.js";
import type { Effect } from "../values/effect.js";
import type { DomainEvent } from "../values/event.js";
import type { Failure } from "../values/failure.js";
import type { Instant } from "../values/instant.js";

/** A store after a change, what happened, before the change because it was due and by the change, and what it asks for. */
interface Committed {
	readonly store: SecretStore;
	readonly overdue: readonly DomainEvent[];
	readonly events: readonly DomainEvent[];
	readonly effects: readonly Effect[];
}

/**
 * Puts a secret in the place of what was there (`undefined`: nothing). The same store when it is the same object.
 * Refuses with LimitExceededException when there is no room for a new one.
 */
export function commit(
	store: SecretStore,
	before: Secret | undefined,
	after: Secret | undefined,
	now: Instant,
): Result<Committed, Failure> {
	const events = eventsBetween(before, after, now);
	const effects = effectsBetween(before, after);
	const committed = { overdue: [], events, effects };
	if (before === after) return ok({ ...committed, store });
	if (after === undefined)
		return ok({
			...committed,
			store: before === undefined ? store : removeSecret(store, before),
		});
	if (before !== undefined)
		return ok({ ...committed, store: putSecret(store, after) });
	const added = addSecret(store, after, now);
	if (!added.ok) return added;
	const { expired } = added.value;
	const overdue = expired === undefined ? [] : purgeEvents(expired);
	return ok({ store: added.value.store, overdue, events, effects });
}
