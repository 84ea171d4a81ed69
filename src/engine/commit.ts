import type { Result } from "../base/result.js";
import { ok } from "../base/result.js";
import { happeningsBetween } from "../model/happenings.js";
import { arnOf, type Secret } from "../model/secret.js";
import { purgeEvents } from "../store/advance.js";
import {
	addSecret,
	expiredHolder,
	putSecret,
	removeSecret,
	type SecretStore,
} from "../store/store.js";
import type { DomainEvent } from "../values/event.js";
import type { Failure } from "../values/failure.js";
import type { Instant } from "../values/instant.js";

/** A store after a change, and what the change did besides being accepted. */
interface Committed {
	readonly store: SecretStore;
	readonly events: readonly DomainEvent[];
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
	if (before === after) return ok({ store, events: [] });
	const events = changeEvents(before, after, now);
	if (after === undefined)
		return ok({
			store: before === undefined ? store : removeSecret(store, before),
			events,
		});
	if (before !== undefined)
		return ok({ store: putSecret(store, after), events });
	const expired = expiredHolder(store, after, now);
	const added = addSecret(store, after, now);
	if (!added.ok) return added;
	const purged = expired === undefined ? [] : purgeEvents(expired);
	return ok({ store: added.value, events: [...purged, ...events] });
}

function changeEvents(
	before: Secret | undefined,
	after: Secret | undefined,
	at: Instant,
): readonly DomainEvent[] {
	const secret = after ?? before;
	if (secret === undefined) return [];
	const { account, region } = secret;
	return happeningsBetween(before, after).map(({ name, detail }) => ({
		name,
		at,
		arn: arnOf(secret),
		account,
		region,
		detail,
	}));
}
