import { createStore } from "pure-secrets-manager";
import { interleaved } from "./measure.js";
import { atMost, only, type Section } from "./report.js";
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
	const token = freshTokens();
	const withVersions = (count: number) => {
		let store = after(create(createStore(), 0, PORTABLE));
		for (let i = 1; i < count; i++)
			store = after(put(store, 0, tokenOf(i), PORTABLE));
		return store;
	};
	const few = withVersions(2);
	const many = withVersions(100);
	const later = { now: PORTABLE.now + 2 * DAY };
	const measured = await interleaved({
		"2": () => after(put(few, 0, token(), PORTABLE)),
		"100": () => after(put(many, 0, token(), PORTABLE)),
		"100 pruned": () => after(put(many, 0, token(), { ...PORTABLE, ...later })),
		"2 node": () => after(put(few, 0, token(), NODE)),
		"100 node": () => after(put(many, 0, token(), NODE)),
		"100 pruned node": () =>
			after(put(many, 0, token(), { ...NODE, ...later })),
	});
	return {
		title: "One secret with many versions",
		rows: [
			only(
				"PutSecretValue to a secret with 2 versions, portable sealing",
				measured.micros("2"),
				" µs",
			),
			atMost("– with 100 versions", measured.ratio("100", "2"), 4),
			atMost(
				"– with 100 versions of which one is pruned",
				measured.ratio("100 pruned", "2"),
				4,
			),
			only(
				"PutSecretValue to a secret with 2 versions, node:crypto sealing",
				measured.micros("2 node"),
				" µs",
			),
			atMost("– with 100 versions", measured.ratio("100 node", "2 node"), 4),
			atMost(
				"– with 100 versions of which one is pruned",
				measured.ratio("100 pruned node", "2 node"),
				4,
			),
		],
	};
}
