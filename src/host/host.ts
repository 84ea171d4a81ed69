import { requireMembers } from "../base/members.js";
import type { Result } from "../base/result.js";
import { type Context, checkContext, refused } from "../engine/context.js";
import { operationNamed, perform } from "../engine/execute.js";
import {
	type RotationReport,
	reportRotationStep,
} from "../engine/report-rotation-step.js";
import { withToken } from "../engine/token.js";
import type { Input, OperationName, Output } from "../operations/table.js";
import type { Service } from "../sdk/service.js";
import { advance, effectsUnderWay, nextDue } from "../store/advance.js";
import { isStore, type SecretStore } from "../store/store.js";
import type { Advanced } from "../store/transition.js";
import { type Failure, UNKNOWN_ACCESS_KEY } from "../values/failure.js";
import { LAST_INSTANT } from "../values/instant.js";
import {
	handle,
	refuse,
	type WireRequest,
	type WireResponse,
} from "../wire/handle.js";
import { functionNeededBy } from "../wire/rotation-request.js";
import type { Scope } from "../wire/scope.js";
import { alarm } from "./alarm.js";
import { type Clock, type Duration, millisecondsOf } from "./clock.js";
import { eventStream, type Listener } from "./events.js";
import {
	accountOf,
	hasUnknownKey,
	type Identities,
	identityOf,
} from "./identities.js";
import { type HostOptions, readOptions } from "./options.js";
import { rotationsOf } from "./rotations.js";
import { seedOfTime, seedSequence } from "./seeds.js";
import { inTurns } from "./turns.js";

/** Holds the one mutable cell. Its `answer` is what the SDK, HTTP and other protocols are built on. */
export interface Host extends Service {
	/** The store as the last command left it; secrets that have expired since go with the next one. */
	readonly store: SecretStore;
	/** The clock that the host reads, for shells that show it; `advance` moves it. */
	readonly clock: Clock;
	/**
	 * Who calls with which access key, as the host was made; `undefined` where every key will do. For shells that check
	 * signatures: `answer` believes them.
	 */
	readonly identities: Identities | undefined;
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
	/**
	 * Runs any pure transition against the cell, and answers with what that gave. For set-up commands
	 * (`host.transact((store, context) => setKeyState(store, { keyId, state: "Disabled" }, context))`), and for shells that
	 * speak another protocol. Run inside another, or for an access key that the host does not know, a TypeError.
	 */
	transact<Done extends Transitioned>(
		transition: (store: SecretStore, context: Context) => Done,
		scope?: Scope,
	): Done;
	/**
	 * Calls a listener with each event from now on, in order; the answer ends that. What a listener throws harms neither
	 * the command nor the other listeners: it is written to the console.
	 */
	subscribe(listener: Listener): () => void;
	/**
	 * Moves the clock, through every instant at which something falls due, and waits at each until the rotations that began
	 * there have ended. Rejects (TypeError) where the clock cannot be set.
	 */
	advance(duration: Duration): Promise<void>;
	/** Waits until no rotation is under way, nor any that follows. */
	settled(): Promise<void>;
}

/** The next store, and what else came of a transition: an outcome is one, and so is the answer of every set-up command. */
export interface Transitioned {
	readonly store: SecretStore;
	readonly effects?: Advanced["effects"] | undefined;
	readonly events?: Advanced["events"] | undefined;
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

/** Makes a host. Options that no call could use (an account, a region, a clock, a function) are a TypeError. */
export function createHost(options: HostOptions = {}): Host {
	const parts = readOptions(options);
	const { clock, account, region, kms, functions, endpoint } = parts;
	const { identities } = parts;
	const nextDraw = seedSequence(parts.seed);
	const timeSeed = seedOfTime(parts.seed);
	const events = eventStream();
	let store = parts.store;
	let inTransition = false;

	const service: Service = { account, region, answer };
	const rotations = rotationsOf({ ...parts, service, report });
	const timer =
		clock.set === undefined ? alarm(() => clock.now(), settleTime) : undefined;
	const own = Object.keys(functions);
	const invocableFunctions = endpoint ? "all" : own;

	/** Takes a transition over: the store, what happened, and what is to be done about it. */
	function take({
		store: next,
		events: happened = [],
		effects = [],
	}: Transitioned): void {
		store = next;
		rotations.perform(effects); // which begin after this, so that listeners hear first, and find them under way
		events.publish(happened);
		timer?.set(nextDue(store));
	}

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
			take(advance(store, { now, seed: timeSeed, kms }));
		}
	}

	/** Who calls, and where; an access key that is listed says more than the defaults of a client. */
	function placeOf(
		scope: Scope,
	): Pick<Context, "account" | "region" | "caller"> {
		const identity =
			scope.caller === undefined
				? identityOf(identities, scope.accessKeyId)
				: undefined;
		const caller = scope.caller === undefined ? identity?.caller : scope.caller;
		const own = accountOf(caller) ?? identity?.account;
		return {
			account: own ?? scope.account ?? account,
			region: scope.region ?? region,
			caller,
		};
	}

	/** What a command takes from outside, once time has done what is due. */
	function contextFor(scope: Scope, facts: Facts): Context {
		requireMembers("A scope", scope, [
			"account",
			"region",
			"accessKeyId",
			"caller",
		]);
		const context: Context = {
			now: settleTime(),
			...nextDraw(),
			...placeOf(scope),
			kms,
			...facts,
		};
		checkContext(context);
		return context;
	}

	/** Runs a transition; what gives no store, a promise for instance, changes nothing. */
	function doneBy<Done extends Transitioned>(
		transition: (store: SecretStore, context: Context) => Done,
		context: Context,
	): Done {
		inTransition = true;
		try {
			const done = transition(store, context);
			const { store: next, effects = [], events = [] } = Object(done);
			if (!isStore(next) || !Array.isArray(effects) || !Array.isArray(events))
				throw new TypeError(
					"host.transact: a transition must return { store, effects?, events? }, as execute(…) and registerKey(…) do, and not a promise.",
				);
			return done;
		} finally {
			inTransition = false;
		}
	}

	function transact<Done extends Transitioned>(
		transition: (store: SecretStore, context: Context) => Done,
		scope: Scope = {},
		facts: Facts = { invocableFunctions },
	): Done {
		refuseInTransition();
		const done = doneBy(transition, contextFor(scope, facts));
		take(done);
		return done;
	}

	/** Whether a function of the endpoint can be invoked is asked before the call that needs it. */
	function answer(
		request: WireRequest,
		scope: Scope = {},
	): WireResponse | Promise<WireResponse> {
		const isUnknown = hasUnknownKey(identities, scope);
		const run = (facts?: Facts) =>
			transact(
				(current, context) => {
					const { outcome, response } = isUnknown
						? refuse(current, UNKNOWN_ACCESS_KEY, context)
						: handle(current, request, context);
					return { ...outcome, response };
				},
				scope,
				facts,
			).response;
		if (endpoint === undefined || isUnknown) return run();
		const asking = { now: clock.now(), seed: "", ...placeOf(scope) }; // nothing is drawn
		const needed = functionNeededBy(store, request, asking);
		if (needed === undefined || Object.hasOwn(functions, needed)) return run();
		return endpoint
			.has(needed)
			.then((has) => run({ invocableFunctions: has ? [...own, needed] : own }));
	}

	/** Takes note of how a step of a rotation went. */
	function report(told: RotationReport): void {
		const context = { now: settleTime(), seed: timeSeed, account, region, kms };
		take(reportRotationStep(store, told, context));
	}

	/** Moves the clock, through all that falls due. One at a time: another would move it on under rotations of the first. */
	const pass = inTurns(async (length: number, set: (to: number) => void) => {
		const target = clock.now() + length;
		if (target > LAST_INSTANT)
			throw new TypeError(
				"host.advance: no date is so late; advance by less, to the year 275760 at most.",
			);
		// Without rotations it goes on at once, and is done when it returns.
		if (rotations.isBusy()) await rotations.settled();
		for (
			let due = nextDue(store);
			due !== undefined && due <= target;
			due = nextDue(store)
		) {
			set(Math.max(due, clock.now()));
			if (clock.now() < due)
				throw new TypeError(
					"host.advance: the clock does not move; its set(to) must make now() answer to.",
				);
			settleTime();
			if (rotations.isBusy()) await rotations.settled();
		}
		set(Math.max(target, clock.now())); // a listener may have set it further
	});

	rotations.perform(effectsUnderWay(store));
	timer?.set(nextDue(store));

	return {
		get store() {
			return store;
		},
		account,
		region,
		clock,
		identities,
		execute(operation: string, input: unknown, scope?: Scope) {
			const { result } = transact((current, context) => {
				if (hasUnknownKey(identities, scope ?? {}))
					return refused(current, UNKNOWN_ACCESS_KEY);
				const found = operationNamed(operation);
				if (!found.ok) return refused(current, found.error);
				const filled = withToken(current, found.value, input, context);
				return perform(current, found.value, filled, context);
			}, scope);
			// biome-ignore lint/suspicious/noExplicitAny: the overloads of the interface say which answer it is.
			return result as Result<any, Failure>;
		},
		answer,
		transact(transition, scope) {
			if (hasUnknownKey(identities, scope ?? {}))
				throw new TypeError(
					`host.transact: the host does not know the access key ${scope?.accessKeyId}; list it in the identities of createHost.`,
				);
			return transact(transition, scope);
		},
		subscribe: events.subscribe,
		async advance(duration) {
			refuseInTransition();
			const set = clock.set?.bind(clock);
			if (set === undefined)
				throw new TypeError(
					"host.advance: this host follows real time; give createHost a manualClock to move it.",
				);
			await pass(millisecondsOf(duration), set);
		},
		settled: rotations.settled,
	};
}

/** What a host knows besides its options when a command asks. */
type Facts = Pick<Context, "invocableFunctions">;
