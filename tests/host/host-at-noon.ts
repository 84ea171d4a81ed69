import type { DomainEvent } from "pure-secrets-manager";
import {
	createHost,
	type Host,
	type HostOptions,
	manualClock,
} from "pure-secrets-manager/host";
import { NOON } from "../support/given.js";

/** A host whose clock stands at noon, unless told otherwise. */
export const hostAtNoon = (options: HostOptions = {}): Host =>
	createHost({ clock: manualClock(NOON), seed: "s", ...options });

// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
type Answer = any;

/** Runs an operation that must be accepted. */
export function run(
	host: Host,
	operation: string,
	input: unknown,
	scope = {},
): Answer {
	const result = host.execute(operation, input, scope);
	if (!result.ok)
		throw new Error(`${result.error.name}: ${result.error.message}`);
	return result.value;
}

/** The code of the refusal of an operation that must be refused. */
export function refusalOf(
	host: Host,
	operation: string,
	input: unknown,
	scope = {},
) {
	const result = host.execute(operation, input, scope);
	if (result.ok) throw new Error(`accepted: ${JSON.stringify(result.value)}`);
	return result.error.name;
}

/** Collects the events of a host from now on. */
export function record(host: Host) {
	const heard: DomainEvent[] = [];
	host.subscribe((event) => void heard.push(event));
	return heard;
}
