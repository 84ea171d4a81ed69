import { getHeapStatistics } from "node:v8";
import type { Outcome, SecretStore } from "pure-secrets-manager";
import { HALF_A_MILLION, halfAMillion } from "./half-a-million.js";
import { heapUsed } from "./heap.js";
import { atMost, only, type Section } from "./report.js";
import {
	after,
	create,
	freshTokens,
	get,
	NODE,
	put,
	storeOf,
} from "./world.js";

const KIB = 1024;
const RETAINED = 1000;
const VAULT = 100_000;

/** Half a million secrets made one by one, and what keeping every state of a vault costs. */
export async function memory(): Promise<Section> {
	const { seconds, bytesPerSecret } = halfAMillion();
	return {
		title: "Memory",
		rows: [
			atMost(
				"Heap that this process may use",
				getHeapStatistics().heap_size_limit / 2 ** 20,
				4096 + 64, // the young generation comes on top of --max-old-space-size
				" MiB",
			),
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
				bytesPerState((store, i, token) => put(store, i, token, NODE)) / KIB,
				4,
				" KiB",
			),
			atMost(
				"– after a CreateSecret",
				bytesPerState((store, i) => create(store, VAULT + i, NODE)) / KIB,
				4,
				" KiB",
			),
			atMost(
				"– after a GetSecretValue, the first of a day",
				bytesPerState((store, i) => get(store, i, NODE)) / KIB,
				4,
				" KiB",
			),
		],
	};
}

/** `command` gets a secret of the vault that no other call gets, and a token of its own. */
function bytesPerState(
	command: (store: SecretStore, i: number, token: string) => Outcome,
): number {
	let store = storeOf(VAULT, NODE);
	const token = freshTokens();
	const kept: SecretStore[] = [];
	const before = heapUsed();
	for (let i = 0; i < RETAINED; i++) {
		store = after(command(store, (i * 7919) % VAULT, token()));
		kept.push(store);
	}
	return (heapUsed() - before) / kept.length;
}
