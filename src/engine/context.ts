import { requireSeed } from "../base/random.js";
import { err, type Result } from "../base/result.js";
import type { Caller } from "../iam/caller.js";
import { type Kms, requireKms } from "../kms/kms.js";
import type { SecretStore } from "../store/store.js";
import { type Account, isAccount } from "../values/account.js";
import type { Effect } from "../values/effect.js";
import type { DomainEvent } from "../values/event.js";
import type { Failure } from "../values/failure.js";
import { type Instant, requireInstant } from "../values/instant.js";
import { isRegion, type Region } from "../values/region.js";

/** Everything that a command takes from outside: with equal store, input and context the outcome is equal, bit for bit. */
export interface Context {
	/** Epoch milliseconds, a whole number. */
	readonly now: Instant;
	/** Where all randomness comes from. A constant seed is allowed: nothing that must differ is drawn from it alone. */
	readonly seed: string;
	/** Twelve digits. Without a caller, the call acts as the root of this account; with one, it is the caller's that calls. */
	readonly account: Account;
	readonly region: Region;
	/** Who calls, and with which permissions; without it, the root of the account, which is trusted with all that is there. */
	readonly caller?: Caller | undefined;
	/** What answers on the wire carry as the id of their request; without it, one that is drawn from the seed. */
	readonly requestId?: string | undefined;
	/** The key service; without one, `localKms` under a documented development key. */
	readonly kms?: Kms | undefined;
	/** The ARNs of the rotation functions that the service can invoke: "all" without it. RotateSecret refuses others. */
	readonly invocableFunctions?: "all" | readonly string[] | undefined;
}

/** What a command came to. */
export interface Outcome<Value = unknown> {
	/** The next store; the very same object when the command was refused or changed nothing. */
	readonly store: SecretStore;
	readonly result: Result<Value, Failure>;
	readonly effects: readonly Effect[];
	readonly events: readonly DomainEvent[];
}

/** The outcome of a command that was refused: nothing happened. */
export const refused = (
	store: SecretStore,
	error: Failure,
): Outcome<never> => ({
	store,
	result: err(error),
	effects: [],
	events: [],
});

/**
 * A context that is not one is its programmer's mistake: a TypeError that names the member and the remedy. Its caller is
 * looked at when it is understood (`callOf`).
 */
export function checkContext(context: Context): void {
	if (typeof context !== "object" || context === null)
		throw new TypeError(
			"context must be an object { now, seed, account, region, caller?, requestId?, kms?, invocableFunctions? }.",
		);
	const { now, seed, requestId, kms, invocableFunctions } = context;
	requireInstant(now);
	requireSeed(seed);
	requirePlace(context);
	if (requestId !== undefined && typeof requestId !== "string")
		throw new TypeError("context.requestId must be a text, such as a UUID.");
	if (kms !== undefined) requireKms(kms);
	if (!isListOfFunctions(invocableFunctions))
		throw new TypeError(
			'context.invocableFunctions must be "all", or a list of the ARNs of functions.',
		);
}

/** The same of account and region alone, for what nothing else counts. */
export function requirePlace(
	context: Pick<Context, "account" | "region">,
): void {
	const { account, region } = Object(context) as Partial<Context>;
	if (typeof account !== "string" || !isAccount(account))
		throw new TypeError(
			'context.account must be a text of 12 digits, such as "123456789012".',
		);
	if (typeof region !== "string" || !isRegion(region))
		throw new TypeError(
			'context.region must be a region name, such as "us-east-1".',
		);
}

const isListOfFunctions = (functions: unknown): boolean =>
	functions === undefined ||
	functions === "all" ||
	(Array.isArray(functions) &&
		functions.every((arn) => typeof arn === "string"));
