import type { SecretStore } from "pure-secrets-manager";
import { HALF_A_MILLION, halfAMillion } from "./half-a-million.js";
import { heapUsed } from "./heap.js";
import { atMost, only, type Section } from "./report.js";
import { after, freshTokens, NODE, put, scattered, storeOf } from "./world.js";

const KIB = 1024;
const RETAINED = 1000;

/** Half a million secrets made one by one, and what keeping every state of a vault costs. */
export async function memory(): Promise<Section> {
	const { seconds, bytesPerSecret } = halfAMillion();
	return {
		title: "Memory",
		rows: [
			only(
				"Creating 500,000 secrets one by one in this process, node:crypto sealing",
				seconds,
				" s",
			),
			only("– for each", (1e6 * seconds) / HALF_A_MILLION, " µs"),
			only(
				"Bytes per secret with one version, indexes included",
				bytesPerSecret,
				" B",
			),
			atMost(
				"Each of 1,000 retained successive states of 100,000 secrets, after a PutSecretValue to one of them",
				bytesPerState() / KIB,
				4,
				" KiB",
			),
		],
	};
}

function bytesPerState(): number {
	let store = storeOf(100_000, NODE);
	const next = scattered(100_000);
	const token = freshTokens();
	const kept: SecretStore[] = [];
	const before = heapUsed();
	for (let i = 0; i < RETAINED; i++) {
		store = after(put(store, next(), token(), NODE));
		kept.push(store);
	}
	return (heapUsed() - before) / kept.length;
}
