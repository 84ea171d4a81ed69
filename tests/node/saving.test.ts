import { createStore, type SecretStore } from "pure-secrets-manager";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepSaved } from "../../src/node/saving.js";

beforeEach(
	() =>
		void vi.useFakeTimers({
			toFake: ["setInterval", "clearInterval", "performance"],
		}),
);
afterEach(() => void vi.useRealTimers());

/** Lets everything happen that waits for nothing. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A cell whose store is saved into a list, by saves that end when they are told to. */
function cell() {
	const state = {
		store: createStore(),
		fails: undefined as string | undefined,
	};
	const written: SecretStore[] = [];
	const said: string[] = [];
	const underWay: (() => void)[] = [];
	const save = async (store: SecretStore) => {
		await new Promise<void>((resolve) => underWay.push(resolve));
		if (state.fails !== undefined) throw new Error(state.fails);
		written.push(store);
	};
	const saving = keepSaved(
		state.store,
		() => state.store,
		save,
		(line) => said.push(line),
	);
	const change = () => {
		state.store = createStore();
		return state.store;
	};
	/** Lets the save that is under way end. */
	const finish = async () => {
		await settled();
		underWay.shift()?.();
		await settled();
	};
	return { state, written, said, underWay, saving, change, finish };
}

describe("a store is saved", () => {
	it("within 100 ms of its change, once", async () => {
		const { written, underWay, change, finish } = cell();
		vi.advanceTimersByTime(1000);
		expect(underWay).toHaveLength(0);
		const store = change();
		vi.advanceTimersByTime(100);
		await finish();
		vi.advanceTimersByTime(1000);
		expect(underWay).toHaveLength(0);
		expect(written).toEqual([store]);
	});

	it("by one save at a time; what changes meanwhile goes with the next", async () => {
		const { written, underWay, change, finish } = cell();
		const first = change();
		vi.advanceTimersByTime(100);
		change();
		vi.advanceTimersByTime(1000);
		const last = change();
		vi.advanceTimersByTime(1000);
		expect(underWay).toHaveLength(1);
		await finish();
		vi.advanceTimersByTime(100);
		await finish();
		expect(written).toEqual([first, last]);
	});

	it("again and again until it can be; each reason is told once", async () => {
		const { state, written, said, underWay, change, finish } = cell();
		const store = change();
		for (state.fails of ["disk full", "disk full", "no disk"]) {
			vi.advanceTimersByTime(1000);
			await finish();
			vi.advanceTimersByTime(900);
			expect(underWay).toHaveLength(0);
		}
		state.fails = undefined;
		vi.advanceTimersByTime(200);
		await finish();
		expect(written).toEqual([store]);
		expect(said).toEqual([
			expect.stringMatching(/cannot be saved.*tries again: disk full/),
			expect.stringMatching(/: no disk/),
			"The state file is saved again.",
		]);
	});
});

describe("at the end", () => {
	it("nothing is saved that is saved already", async () => {
		const { saving, underWay } = cell();
		await saving.stop();
		expect(underWay).toHaveLength(0);
	});

	it("the save under way ends, and what came meanwhile is saved", async () => {
		const { saving, written, change, finish } = cell();
		const first = change();
		vi.advanceTimersByTime(100);
		const last = change();
		const stopped = saving.stop();
		await finish();
		await finish();
		await stopped;
		expect(written).toEqual([first, last]);
	});

	it("what cannot be saved is told", async () => {
		const { state, saving, change, finish } = cell();
		change();
		state.fails = "disk full";
		const stopped = saving.stop();
		const refused = expect(stopped).rejects.toThrow(
			/latest changes are lost: disk full/,
		);
		await finish();
		await refused;
	});
});
