import { requireMembers } from "../base/members.js";
import type { Result } from "../base/result.js";
import {
	type Context,
	checkContext,
	type Outcome,
	refused,
} from "../engine/context.js";
import { operationNamed, perform } from "../engine/execute.js";
import { withToken } from "../engine/token.js";
import type { Kms } from "../kms/kms.js";
import type { Input, OperationName, Output } from "../operations/table.js";
import { advance, nextDue } from "../store/advance.js";
import { createStore, requireStore, type SecretStore } from "../store/store.js";
import type { Failure } from "../values/failure.js";
import { LAST_INSTANT } from "../values/instant.js";
import type { Scope } from "../wire/scope.js";
import {
	type Clock,
	type Duration,
	millisecondsOf,
	systemClock,
} from "./clock.js";
import { eventStream, type Listener } from "./events.js";
import { seedSequence } from "./seeds.js";

/** What a host is made of; everything has a default. */
export interface HostOptions {
	/** Where to begin; an empty store without it. */
	readonly store?: SecretStore | undefined;
	/** `systemClock()` without it. */
	readonly clock?: Clock | undefined;
	/** Makes every suffix, token and key repeatable; without it they are left to chance. */
	readonly seed?: string | undefined;
	/** The account of calls that name none: "123456789012" without it. */
	readonly account?: string | undefined;
	/** The region of calls that name none: "us-east-1" without it. */
	readonly region?: string | undefined;
	readonly kms?: Kms | undefined;
}

/** Holds the one mutable cell. */
export interface Host {
	/** The store as the last command left it; secrets that have expired since go with the next one. */
	readonly store: SecretStore;
	readonly account: string;
	readonly region: string;
	/** The clock that the host reads, for shells that show it; `advance` moves it. */
	readonly clock: Clock;
	/** Runs one API operation; a missing ClientRequestToken is filled in, as every SDK does. */
	execute<Name extends OperationName>(
		operation: Name,
		input: Input<Name>,
		scope?: Scope,
	): Result<Output<Name>, Failure>;
	/** The same for a name that is not known when the program is written. */
	execute<Name extends string>(
		operation: Name extends OperationName ? never : Name,
		input: unknown,
		scope?: Scope,
	): Result<unknown, Failure>;
	/** Runs any pure transition against the cell: for shells that speak another protocol. Run inside another, a TypeError. */
	transact<Done extends { readonly outcome: Outcome }>(
		transition: (store: SecretStore, context: Context) => Done,
		scope?: Scope,
	): Done;
	/**
	 * Calls a listener with each event from now on, in order; the answer ends that. What a listener throws harms neither
	 * the command nor the other listeners: it is written to the console.
	 */
	subscribe(listener: Listener): () => void;
	/** Moves the clock, through every instant at which something falls due. Rejects (TypeError) where the clock cannot be set. */
	advance(duration: Duration): Promise<void>;
	/** Waits until nothing is under way. Operations of this version leave nothing under way. */
	settled(): Promise<void>;
}

/** What is no host is its programmer's mistake: a TypeError of whoever needs one. */
export function requireHost(who: string, host: unknown): asserts host is Host {
	const { transact, subscribe, clock } = Object(host) as Partial<Host>;
	if (
		typeof transact !== "function" ||
		typeof subscribe !== "function" ||
		typeof clock?.now !== "function"
	)
		throw new TypeError(`${who} needs a host, as createHost() makes.`);
}

/** Makes a host. Options that no call could use (an account, a region, a clock) are a TypeError. */
export function createHost(options: HostOptions = {}): Host {
	requireMembers("createHost", options, [
		"store",
		"clock",
		"seed",
		"account",
		"region",
		"kms",
	]);
	const { clock = systemClock(), kms } = options;
	const { account = "123456789012", region = "us-east-1" } = options;
	const nextDraw = seedSequence(options.seed);
	const events = eventStream();
	let store = options.store ?? createStore();
	let inTransition = false;
	requireStore(store);
	if (typeof Object(clock).now !== "function")
		throw new TypeError(
			"createHost: clock must be a manualClock(…), a systemClock(), or an object with now().",
		);
	const { seed = "" } = options;
	checkContext({ now: clock.now(), seed, account, region, kms });

	/** What another command did while a transition runs would be lost with its outcome. */
	function refuseInTransition(): void {
		if (inTransition)
			throw new TypeError(
				"host: a transition cannot run a command, or advance, on its own host; do it afterwards.",
			);
	}

	/**
	 * Lets time do what is due before a command looks; again, should a listener have moved the clock meanwhile. Answers
	 * with the time by which nothing more is due.
	 */
	function settleTime(): number {
		for (;;) {
			const now = clock.now();
			const due = nextDue(store);
			if (due === undefined || due > now) return now;
			const advanced = advance(store, { now });
			store = advanced.store;
			events.publish(advanced.events);
		}
	}

	/** Runs a transition; what is no outcome, a promise for instance, changes nothing. */
	function outcomeOf<Done extends { readonly outcome: Outcome }>(
		transition: (store: SecretStore, context: Context) => Done,
		context: Context,
	): Done {
		inTransition = true;
		try {
			const done = transition(store, context);
			const outcome = Object(Object(done).outcome);
			requireStore(outcome.store);
			if (!Array.isArray(outcome.events))
				throw new TypeError(
					"host.transact: a transition must return { outcome } with an outcome as execute(…) gives.",
				);
			return done;
		} finally {
			inTransition = false;
		}
	}

	function transact<Done extends { readonly outcome: Outcome }>(
		transition: (store: SecretStore, context: Context) => Done,
		scope: Scope = {},
	): Done {
		refuseInTransition();
		requireMembers("A scope", scope, ["account", "region"]);
		const context: Context = {
			now: settleTime(),
			...nextDraw(),
			account: scope.account ?? account,
			region: scope.region ?? region,
			kms,
		};
		checkContext(context);
		const done = outcomeOf(transition, context);
		store = done.outcome.store;
		events.publish(done.outcome.events);
		return done;
	}

	return {
		get store() {
			return store;
		},
		account,
		region,
		clock,
		execute(operation: string, input: unknown, scope?: Scope) {
			const { outcome } = transact((current, context) => {
				const found = operationNamed(operation);
				if (!found.ok) return { outcome: refused(current, found.error) };
				const filled = withToken(current, found.value, input, context);
				return { outcome: perform(current, found.value, filled, context) };
			}, scope);
			// biome-ignore lint/suspicious/noExplicitAny: the overloads of the interface say which answer it is.
			return outcome.result as Result<any, Failure>;
		},
		transact,
		subscribe: events.subscribe,
		async advance(duration) {
			refuseInTransition();
			if (clock.set === undefined)
				throw new TypeError(
					"host.advance: this host follows real time; give createHost a manualClock to move it.",
				);
			const target = clock.now() + millisecondsOf(duration);
			if (target > LAST_INSTANT)
				throw new TypeError(
					"host.advance: no date is so late; advance by less, to the year 275760 at most.",
				);
			for (
				let due = nextDue(store);
				due !== undefined && due <= target;
				due = nextDue(store)
			) {
				clock.set(Math.max(due, clock.now()));
				if (clock.now() < due)
					throw new TypeError(
						"host.advance: the clock does not move; its set(to) must make now() answer to.",
					);
				settleTime();
			}
			clock.set(Math.max(target, clock.now())); // a listener may have advanced further
		},
		async settled() {},
	};
}
