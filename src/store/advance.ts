import { invariant } from "../base/invariant.js";
import { entriesOf, firstEntry, valueAt } from "../base/ordered-map.js";
import { requireSeed } from "../base/random.js";
import { type Kms, requireKms } from "../kms/kms.js";
import { developmentKms } from "../kms/local-kms.js";
import { isExpired } from "../model/deletion.js";
import { purgeEvents } from "../model/events.js";
import { arrivalOf } from "../model/role.js";
import { effectsUnderWayOf } from "../model/rotation/effects.js";
import { rotateWhenDue } from "../model/rotation/when-due.js";
import type { Secret } from "../model/secret.js";
import type { Effect } from "../values/effect.js";
import type { DomainEvent } from "../values/event.js";
import { type Instant, requireInstant } from "../values/instant.js";
import { firstDueAt } from "./due.js";
import { carryOn } from "./replicas.js";
import { removeSecret, requireStore, type SecretStore } from "./store.js";
import { type Advanced, replaceSecret } from "./transition.js";
import { secretNamed } from "./vault.js";

/**
 * Does what time alone does, up to and including `now`, in the order of the instants at which it falls due; of one instant
 * by account, region and creation. Secrets whose recovery window has passed are purged; a rotation whose window is open
 * begins, or begins again after it failed, and one whose window has passed waits for the next; what is on its way to
 * replicas arrives there. The same store when nothing is due. What is drawn comes from `seed`: tokens of rotations, and the
 * data keys of values for replicas, for which there must be one, and it be secret where the root key is. They are sealed by
 * `kms`, by the development key without one. A `now` that is no moment, a seed that is no text, or a key service that is
 * none, is a TypeError.
 */
export function advance(
	store: SecretStore,
	context: {
		readonly now: Instant;
		readonly seed?: string | undefined;
		readonly kms?: Kms | undefined;
	},
): Advanced {
	requireStore(store);
	const { now, seed, kms = developmentKms } = Object(context);
	requireInstant(now);
	if (seed !== undefined) requireSeed(seed);
	requireKms(kms);
	const effects: Effect[] = [];
	const events: DomainEvent[] = [];
	let next = store;
	for (
		let secret = firstDue(next, now);
		secret !== undefined;
		secret = firstDue(next, now)
	) {
		const advanced = advanceSecret(next, secret, now, seed, kms);
		invariant(advanced.store !== next, "what is due gets done");
		next = advanced.store;
		effects.push(...advanced.effects);
		events.push(...advanced.events);
	}
	return { store: next, effects, events };
}

/**
 * Does what is due for a secret: it ends, or something arrives at its replicas, both when they fall due; or it is rotated
 * now, after all that.
 */
function advanceSecret(
	store: SecretStore,
	secret: Secret,
	now: Instant,
	seed: string | undefined,
	kms: Kms,
): Advanced {
	if (isExpired(secret, now)) {
		const rest = removeSecret(store, secret);
		return { store: rest, effects: [], events: purgeEvents(secret) };
	}
	const arrival = arrivalOf(secret);
	if (arrival !== undefined && arrival <= now) {
		requireSeed(seed); // from which data keys are drawn
		const context = { now: arrival, seed, kms };
		return { ...carryOn(store, secret, secret, context), effects: [] };
	}
	const context = { now, seed: seed ?? "", kms };
	const rotated = rotateWhenDue(secret, now, context.seed);
	return replaceSecret(store, secret, rotated, context);
}

/** The secret for which something is due first; of one instant the first by account, region and creation. */
function firstDue(store: SecretStore, now: Instant): Secret | undefined {
	const first = firstEntry(store.due);
	if (first === undefined || first[0][0] > now) return undefined;
	const vault = valueAt(store.vaults, first[1]);
	const due = vault && firstEntry(vault.due);
	const secret = due && secretNamed(vault, due[1]);
	invariant(secret !== undefined, "what is due is due for a secret in a vault");
	return secret;
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
