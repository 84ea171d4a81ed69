import type { WireRequest, WireResponse } from "../wire/handle.js";
import type { Scope } from "../wire/scope.js";

/** Whoever answers requests of the AWS JSON 1.1 protocol; a host does. */
export interface Service {
	/** The account of requests that name none. */
	readonly account: string;
	/** The region of requests that name none. */
	readonly region: string;
	/** Answers one request: at once, unless somebody else has to be asked about it first. */
	answer(
		request: WireRequest,
		scope?: Scope,
	): WireResponse | Promise<WireResponse>;
}

/** What is no host is its programmer's mistake: a TypeError of whoever needs one. */
export function requireService(
	who: string,
	service: unknown,
): asserts service is Service {
	if (typeof Object(service).answer !== "function")
		throw new TypeError(`${who} needs a host, as createHost() makes.`);
}
