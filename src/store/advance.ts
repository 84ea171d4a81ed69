import { invariant } from "../base/invariant.js";
import { entriesOf, naturalOrder, valueAt } from "../base/ordered-map.js";
import { eventsBetween } from "../model/events.js";
import type { Secret } from "../model/secret.js";
import type { Effect } from "../values/effect.js";
import type { DomainEvent } from "../values/event.js";
import { type Instant, requireInstant } from "../values/instant.js";
import { firstDueAt } from "./due.js";
import {
	removeSecret,
	requireStore,
	type SecretStore,
	type VaultKey,
} from "./store.js";
import { secretNamed } from "./vault.js";

/**
 * Does what time alone does, up to and including `now`, in the order of the instants at which it falls due: secrets
 * whose recovery window has passed are purged. The same store when nothing is due. Between two calls nothing shows
 * whether it was called: an expired secret is absent anyway. A `now` that is no moment is a TypeError.
 */
export function advance(
	store: SecretStore,
	context: { readonly now: Instant },
): {
	readonly store: SecretStore;
	readonly effects: readonly Effect[];
	readonly events: readonly DomainEvent[];
} {
	requireStore(store);
	requireInstant(context?.now);
	const expired = dueUntil(store, context.now);
	return {
		store: expired.reduce(
			(rest, { secret }) => removeSecret(rest, secret),
			store,
		),
		effects: [],
		events: expired.flatMap(({ secret }) => purgeEvents(secret)),
	};
}

/** When `advance` will next have something to do, in epoch milliseconds; `undefined` when never. */
export function nextDue(store: SecretStore): Instant | undefined {
	requireStore(store);
	return firstDueAt(store.due);
}

/** That an expired secret went: it happened when its window ended, whenever somebody looked. */
export function purgeEvents(secret: Secret): readonly DomainEvent[] {
	invariant(secret.deletion !== undefined, "what expired was to be deleted");
	return eventsBetween(secret, undefined, secret.deletion.deletionDate);
}

interface DueSecret {
	readonly at: Instant;
	readonly vault: VaultKey;
	readonly secret: Secret;
}

/** Everything due in all vaults by instant; of one instant by account, region and creation. */
function dueUntil(store: SecretStore, now: Instant): readonly DueSecret[] {
	const found: DueSecret[] = [];
	for (const [[first], key] of entriesOf(store.due)) {
		if (first > now) break;
		const vault = valueAt(store.vaults, key);
		invariant(vault !== undefined, "what is due is due in a vault");
		for (const [[at], name] of entriesOf(vault.due)) {
			if (at > now) break;
			const secret = secretNamed(vault, name);
			invariant(secret !== undefined, "what is due is due for a secret");
			found.push({ at, vault: key, secret });
		}
	}
	// A stable sort: what falls due in a vault at one instant keeps its order, that of creation.
	return found.sort(
		(a, b) => naturalOrder(a.at, b.at) || naturalOrder(a.vault, b.vault),
	);
}
