import type { SecretStore } from "../store/store.js";

/** Saves a store that changes. */
export interface Saving {
	/** Saves what is not saved yet, and no more after that. Rejects where it cannot. */
	stop(): Promise<void>;
}

/**
 * Looks every 100 ms whether the store is another than the last one that was saved, at first `opened`, and saves it then; one
 * save at a time. When a save fails it says so once, and tries again every second until it succeeds.
 */
export function keepSaved(
	opened: SecretStore,
	current: () => SecretStore,
	save: (store: SecretStore) => Promise<void>,
	report: (line: string) => void,
): Saving {
	let saved = opened;
	let underWay: Promise<void> | undefined;
	let reported: string | undefined;
	let notBefore = 0;

	async function saveCurrent(): Promise<void> {
		const store = current();
		await save(store);
		saved = store;
	}

	async function attempt(): Promise<void> {
		try {
			await saveCurrent();
			if (reported !== undefined) report("The state file is saved again.");
			reported = undefined;
		} catch (error) {
			const { message } = error as Error;
			if (message !== reported) report(`${FAILED}: ${message}`);
			reported = message;
			notBefore = performance.now() + RETRY;
		}
		underWay = undefined;
	}

	const timer = setInterval(() => {
		if (underWay !== undefined || current() === saved) return;
		if (performance.now() >= notBefore) underWay = attempt();
	}, INTERVAL).unref();

	return {
		async stop() {
			clearInterval(timer);
			await underWay;
			if (current() === saved) return;
			await saveCurrent().catch((error: Error) => {
				throw new Error(`${FAILED_AT_THE_END}: ${error.message}`);
			});
		},
	};
}

const FAILED =
	"The state file cannot be saved, and is as it was; the server goes on, and tries again";

const FAILED_AT_THE_END =
	"The state file cannot be saved, and is as it was; the latest changes are lost";

/** In milliseconds. */
const INTERVAL = 100;
const RETRY = 1000;
