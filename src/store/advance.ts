import { invariant } from "../base/invariant.js";
import { entriesOf, naturalOrder, valueAt } from "../base/ordered-map.js";
import { requireSeed } from "../base/random.js";
import { isExpired } from "../model/deletion.js";
import { eventsBetween } from "../model/events.js";
import { effectsUnderWayOf } from "../model/rotation/effects.js";
import { rotateWhenDue } from "../model/rotation/when-due.js";
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
import { type Advanced, replaceSecret } from "./transition.js";
import { secretNamed } from "./vault.js";

/**
 * Does what time alone does, up to and including `now`, in the order of the instants at which it falls due; of one instant
 * by account, region and creation. Secrets whose recovery window has passed are purged; a rotation whose window is open
 * begins, or begins again after it failed, and one whose window has passed waits for the next. The same store when
 * nothing is due. What is drawn for a rotation comes from `seed`. A `now` that is no moment, or a seed that is no text, is
 * a TypeError.
 */
export function advance(
	store: SecretStore,
	context: { readonly now: Instant; readonly seed?: string | undefined },
): Advanced {
	requireStore(store);
	const { now, seed = "" } = Object(context);
	requireInstant(now);
	requireSeed(seed);
	const effects: Effect[] = [];
	const events: DomainEvent[] = [];
	let next = store;
	for (const { secret } of dueUntil(store, now)) {
		if (isExpired(secret, now)) {
			next = removeSecret(next, secret);
			events.push(...purgeEvents(secret));
			continue;
		}
		const rotated = rotateWhenDue(secret, now, seed);
		const replaced = replaceSecret(next, secret, rotated, now);
		next = replaced.store;
		effects.push(...replaced.effects);
		events.push(...replaced.events);
	}
	return { store: next, effects, events };
}

/** When `advance` will next have something to do, in epoch milliseconds; `undefined` when never. */
export function nextDue(store: SecretStore): Instant | undefined {
	requireStore(store);
	return firstDueAt(store.due);
}

/**
 * The steps of rotations that were asked for and are not reported yet, in all vaults by creation: for whoever takes a store
 * over, from a snapshot say, and has to perform them again. Reads everything.
 */
export function effectsUnderWay(store: SecretStore): readonly Effect[] {
	requireStore(store);
	const effects: Effect[] = [];
	for (const [, vault] of entriesOf(store.vaults))
		for (const [, secret] of entriesOf(vault.rows))
			effects.push(...effectsUnderWayOf(secret));
	return effects;
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
