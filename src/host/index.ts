/**
 * The one mutable cell around the pure core: a store, a clock and seeds.
 *
 * @module pure-secrets-manager/host
 */

export type { Caller } from "../iam/caller.js";
export type { RotationEvent } from "../values/effect.js";
export type { Scope } from "../wire/scope.js";
export {
	type Clock,
	type Duration,
	type ManualClock,
	manualClock,
	systemClock,
} from "./clock.js";
export type { Listener } from "./events.js";
export { createHost, type Host, type Transitioned } from "./host.js";
export type { Identities, Identity } from "./identities.js";
export type { HostOptions } from "./options.js";
export type {
	RotationFunction,
	RotationFunctions,
	RotationTools,
} from "./rotations.js";
