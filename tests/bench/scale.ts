import type { Context, SecretStore } from "pure-secrets-manager";
import { HALF_A_MILLION, halfAMillion } from "./half-a-million.js";
import { interleaved } from "./measure.js";
import { atMost, only, type Row, type Section } from "./report.js";
import {
	after,
	allRead,
	create,
	freshTokens,
	get,
	NODE,
	PORTABLE,
	put,
	scattered,
	storeOf,
} from "./world.js";

/** Reads and writes of single secrets: what does a large store add? */
export async function scale(): Promise<Section> {
	const small = storeOf(100, NODE);
	const large = halfAMillion().store;
	const smallRead = allRead(small, 100);
	const largeRead = allRead(large, HALF_A_MILLION);
	const rows: Row[] = [];
	for (const [sealing, context] of [
		["portable sealing", PORTABLE],
		["node:crypto sealing", NODE],
	] as const) {
		const one = tasksOf(small, smallRead, 100, context);
		const other = tasksOf(large, largeRead, HALF_A_MILLION, context);
		const tasks = { ...prefixed("small", one), ...prefixed("large", other) };
		const measured = await interleaved(tasks);
		for (const what of Object.keys(one)) {
			rows.push(
				atMost(
					`${what}, ${sealing}: cost at 500,000 secrets against 100`,
					measured.ratio(`large ${what}`, `small ${what}`),
					3,
				),
				only("– at 100 secrets", measured.micros(`small ${what}`), " µs"),
				only("– at 500,000 secrets", measured.micros(`large ${what}`), " µs"),
			);
		}
	}
	return { title: "One secret among many", rows };
}

/** Each call starts from the same store, so that both stores stay as large as they are. */
function tasksOf(
	store: SecretStore,
	read: SecretStore,
	count: number,
	context: Context,
) {
	const next = scattered(count);
	const token = freshTokens();
	return {
		"GetSecretValue, the first of a day": () =>
			after(get(store, next(), context)),
		"GetSecretValue, a later one": () => after(get(read, next(), context)),
		PutSecretValue: () => after(put(store, next(), token(), context)),
		CreateSecret: () => after(create(store, count + next(), context)),
	};
}

const prefixed = (
	prefix: string,
	tasks: Readonly<Record<string, () => unknown>>,
): Record<string, () => unknown> =>
	Object.fromEntries(
		Object.entries(tasks).map(([name, task]) => [`${prefix} ${name}`, task]),
	);
