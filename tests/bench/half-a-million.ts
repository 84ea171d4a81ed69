import type { SecretStore } from "pure-secrets-manager";
import { heapUsed } from "./heap.js";
import { NODE, storeOf } from "./world.js";

export const HALF_A_MILLION = 500_000;

export interface Made {
	readonly store: SecretStore;
	readonly seconds: number;
	readonly bytesPerSecret: number;
}

let made: Made | undefined;

/** The quota of AWS, created one by one; once for all benchmarks. */
export function halfAMillion(): Made {
	if (made !== undefined) return made;
	const empty = heapUsed();
	const start = performance.now();
	const store = storeOf(HALF_A_MILLION, NODE);
	const seconds = (performance.now() - start) / 1000;
	const bytesPerSecret = (heapUsed() - empty) / HALF_A_MILLION;
	made = { store, seconds, bytesPerSecret };
	return made;
}
