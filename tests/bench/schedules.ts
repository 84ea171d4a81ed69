import {
	advance,
	createSecret,
	createStore,
	nextDue,
	rotateSecret,
	type SecretStore,
} from "pure-secrets-manager";
import { interleaved, type Spread } from "./measure.js";
import { atMost, type Section } from "./report.js";
import { after, NODE, nameOf, tokenOf } from "./world.js";

const DAY = 86_400_000;
/** When the window of those that are due early opens. */
const TOMORROW = Math.floor(NODE.now / DAY) * DAY + DAY;

/** Secrets with schedules: what does asking cost that comes to nothing, and what does each that is due? */
export async function schedules(): Promise<Section> {
	const few = scheduled(100, 0);
	const many = scheduled(100_000, 0);
	const idle = await interleaved({
		"nextDue, few": () => nextDue(few),
		"nextDue, many": () => nextDue(many),
		"advance, few": () => advanced(few, 0),
		"advance, many": () => advanced(many, 0),
	});
	const one = scheduled(100_000, 1);
	const thousand = scheduled(100_000, 1000);
	const due = await interleaved({
		one: () => advanced(one, 1),
		thousand: () => advanced(thousand, 1000),
	});
	return {
		title: "Schedules",
		rows: [
			atMost("`nextDue` of 100,000", idle.micros("nextDue, many"), 100, " µs"),
			atMost("– against 100", idle.ratio("nextDue, many", "nextDue, few"), 3),
			atMost(
				"`advance` of 100,000, nothing due",
				idle.micros("advance, many"),
				100,
				" µs",
			),
			atMost("– against 100", idle.ratio("advance, many", "advance, few"), 3),
			atMost(
				"1,000 due of 100,000: cost of each against one due alone",
				perSecret(due.ratio("thousand", "one"), 1000),
				2,
			),
		],
	};
}

const perSecret = ({ low, median, high }: Spread, count: number): Spread => ({
	low: low / count,
	median: median / count,
	high: high / count,
});

/** So many secrets that rotate every 30 days, of which the last `early` do so tomorrow. */
function scheduled(count: number, early: number): SecretStore {
	let store = createStore();
	for (let i = 0; i < count; i++) {
		const ClientRequestToken = tokenOf(i);
		const Name = nameOf(i);
		store = after(createSecret(store, { Name, ClientRequestToken }, NODE));
		const configuration = {
			SecretId: Name,
			ClientRequestToken,
			RotationLambdaARN:
				"arn:aws:lambda:us-east-1:123456789012:function:rotate",
			RotationRules: { AutomaticallyAfterDays: i < count - early ? 30 : 1 },
			RotateImmediately: false, // without a value there is nothing to test: it only schedules
		};
		store = after(rotateSecret(store, configuration, NODE));
	}
	return store;
}

/** Tomorrow's store, where so many rotations must have begun. */
function advanced(store: SecretStore, count: number): SecretStore {
	const next = advance(store, { now: TOMORROW, seed: NODE.seed });
	if (next.effects.length !== count)
		throw new Error(`${next.effects.length} rotations began, not ${count}.`);
	return next.store;
}
