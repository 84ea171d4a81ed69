import { entriesOf, firstEntry, naturalOrder } from "../base/ordered-map.js";
import { happeningsBetween } from "../model/happenings.js";
import { arnOf, type Secret } from "../model/secret.js";
import type { Effect } from "../values/effect.js";
import type { DomainEvent } from "../values/event.js";
import { type Instant, requireInstant } from "../values/instant.js";
import { removeSecret, type SecretStore } from "./store.js";
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
	requireInstant(context.now);
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
	let earliest: Instant | undefined;
	for (const [, vault] of entriesOf(store.vaults)) {
		const at = firstEntry(vault.due)?.[0][0];
		if (at !== undefined && (earliest === undefined || at < earliest))
			earliest = at;
	}
	return earliest;
}

/** That an expired secret went: it happened when its window ended, whenever somebody looked. */
export const purgeEvents = (secret: Secret): readonly DomainEvent[] =>
	happeningsBetween(secret, undefined).map(({ name, detail }) => ({
		name,
		at: secret.deletion?.deletionDate ?? secret.lastChangedDate,
		arn: arnOf(secret),
		account: secret.account,
		region: secret.region,
		detail,
	}));

interface DueSecret {
	readonly at: Instant;
	readonly secret: Secret;
}

/** Everything due in all vaults by instant; of one instant by account, region and creation. */
function dueUntil(store: SecretStore, now: Instant): readonly DueSecret[] {
	const found: DueSecret[] = [];
	for (const [, vault] of entriesOf(store.vaults)) {
		for (const [[at], name] of entriesOf(vault.due)) {
			if (at > now) break;
			const secret = secretNamed(vault, name);
			if (secret !== undefined) found.push({ at, secret });
		}
	}
	// A stable sort: what falls due at one instant keeps the order in which it was read.
	return found.sort((a, b) => naturalOrder(a.at, b.at));
}
