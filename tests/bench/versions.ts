import {
	type Context,
	createStore,
	type SecretStore,
} from "pure-secrets-manager";
import { interleaved } from "./measure.js";
import { atMost, only, type Row, type Section } from "./report.js";
import {
	after,
	create,
	freshTokens,
	NODE,
	PORTABLE,
	put,
	tokenOf,
} from "./world.js";

const DAY = 86_400_000;

/** A write to a secret with few versions, with many, and with so many that each write prunes one. */
export async function versions(): Promise<Section> {
	return {
		title: "One secret with many versions",
		rows: [
			...(await rowsOf("portable sealing", PORTABLE)),
			...(await rowsOf("node:crypto sealing", NODE)),
		],
	};
}

async function rowsOf(
	sealing: string,
	context: Context,
): Promise<readonly Row[]> {
	const few = withVersions(2);
	const many = withVersions(100);
	const later = { ...context, now: context.now + 2 * DAY };
	const token = freshTokens();
	const measured = await interleaved({
		few: () => after(put(few, 0, token(), context)),
		many: () => after(put(many, 0, token(), context)),
		pruned: () => after(put(many, 0, token(), later)),
	});
	return [
		only(
			`PutSecretValue to a secret with 2 versions, ${sealing}`,
			measured.micros("few"),
			" µs",
		),
		atMost("– with 100 versions", measured.ratio("many", "few"), 4),
		atMost(
			"– with 100 versions of which one is pruned",
			measured.ratio("pruned", "few"),
			4,
		),
	];
}

function withVersions(count: number): SecretStore {
	let store = after(create(createStore(), 0, PORTABLE));
	for (let i = 1; i < count; i++)
		store = after(put(store, 0, tokenOf(i), PORTABLE));
	return store;
}
