import { requireMembers } from "../base/members.js";
import { checkContext } from "../engine/context.js";
import type { Kms } from "../kms/kms.js";
import { createStore, requireStore, type SecretStore } from "../store/store.js";
import {
	type Clock,
	type Duration,
	millisecondsOf,
	systemClock,
} from "./clock.js";
import {
	copyOfIdentities,
	type Identities,
	requireIdentities,
} from "./identities.js";
import { type FunctionEndpoint, lambdaEndpoint } from "./lambda.js";
import type { RotationFunctions } from "./rotations.js";
import { LONGEST_TIMER } from "./time-limit.js";

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
	/**
	 * Who calls with which access key. A call that is signed with one of them has its caller and account; one with any other is
	 * refused, unless the key is an account of twelve digits. Without it, every access key will do. Signatures are
	 * checked by `serve` alone.
	 */
	readonly identities?: Identities | undefined;
	/** The rotation functions by their ARNs. RotateSecret refuses every other, unless there is a `lambdaEndpoint`. */
	readonly rotationFunctions?: RotationFunctions | undefined;
	/** The URL of a Lambda endpoint that has the other rotation functions, such as "http://127.0.0.1:3001". */
	readonly lambdaEndpoint?: string | undefined;
	/** How long a step of a rotation may take before it has failed, in real time: 30 seconds without it. */
	readonly rotationTimeout?: Duration | undefined;
}

/** The options of a host, each with its value. */
export interface HostParts {
	readonly store: SecretStore;
	readonly clock: Clock;
	readonly seed: string | undefined;
	readonly account: string;
	readonly region: string;
	readonly kms: Kms | undefined;
	readonly identities: Identities | undefined;
	readonly functions: RotationFunctions;
	readonly endpoint: FunctionEndpoint | undefined;
	/** In milliseconds. */
	readonly timeout: number;
}

/** Reads options. Those that no call could use (an account, a region, a clock, a function) are a TypeError. */
export function readOptions(options: HostOptions): HostParts {
	requireMembers("createHost", options, [
		"store",
		"clock",
		"seed",
		"account",
		"region",
		"kms",
		"identities",
		"rotationFunctions",
		"lambdaEndpoint",
		"rotationTimeout",
	]);
	const {
		store = createStore(),
		clock = systemClock(),
		seed,
		account = "123456789012",
		region = "us-east-1",
		kms,
		identities,
		rotationFunctions = {},
		lambdaEndpoint: url,
		rotationTimeout = { seconds: 30 },
	} = options;
	requireStore(store);
	if (typeof Object(clock).now !== "function")
		throw new TypeError(
			"createHost: clock must be a manualClock(…), a systemClock(), or an object with now().",
		);
	checkContext({ now: clock.now(), seed: seed ?? "", account, region, kms });
	if (identities !== undefined) requireIdentities("createHost", identities);
	requireFunctions(rotationFunctions);
	const timeout = millisecondsOf(rotationTimeout);
	if (timeout < 1 || timeout > LONGEST_TIMER)
		throw new TypeError(
			"createHost: rotationTimeout must be from a millisecond to 24 days, as { seconds: 30 } is.",
		);
	return {
		store,
		clock,
		seed,
		account,
		region,
		kms,
		identities: identities && copyOfIdentities(identities),
		functions: { ...rotationFunctions },
		endpoint: url === undefined ? undefined : lambdaEndpoint(url, timeout),
		timeout,
	};
}

function requireFunctions(functions: RotationFunctions): void {
	if (
		typeof functions !== "object" ||
		functions === null ||
		Symbol.iterator in functions || // a list or a Map
		!Object.values(functions).every((each) => typeof each === "function")
	)
		throw new TypeError(
			"createHost: rotationFunctions must be an object that has a function for each ARN, as { [arn]: async (event, tools) => { … } }.",
		);
}
