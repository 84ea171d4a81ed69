import { isDeepStrictEqual } from "node:util";
import { produce } from "immer";
import type { Context, Outcome, SecretStore } from "pure-secrets-manager";
import { entriesOf } from "../../src/base/ordered-map.js";
import { developmentKms } from "../../src/kms/local-kms.js";
import type { Secret } from "../../src/model/secret.js";
import { interleaved } from "./measure.js";
import { type MutableSecret, mutableSecrets } from "./mutable-map.js";
import { atLeast, atMost, only, type Row, type Section } from "./report.js";
import {
	after,
	allRead,
	freshTokens,
	get,
	NODE,
	nameOf,
	PORTABLE,
	put,
	scattered,
	storeOf,
	VALUE,
} from "./world.js";

const COUNT = 100_000;

/** Against what one would write without this library. */
export async function baselines(): Promise<Section> {
	const store = storeOf(COUNT, NODE);
	const read = allRead(store, COUNT);
	return {
		title: `Against other ways to keep ${COUNT.toLocaleString("en-US")} secrets`,
		rows: [
			...(await againstMap(store, read, "portable sealing", PORTABLE)),
			...(await againstMap(store, read, "node:crypto sealing", NODE)),
			...(await againstImmer(store)),
		],
	};
}

/** Reads start from the same state each time; writes go on from where the last one left it, on both sides. */
async function againstMap(
	store: SecretStore,
	readStore: SecretStore,
	sealing: string,
	context: Context,
): Promise<readonly Row[]> {
	const secrets = new Map(
		secretsOf(store).map((secret) => [secret.name, mutable(secret)]),
	);
	const map = mutableSecrets(secrets, context, context.kms ?? developmentKms);
	const read = (i: number) => map.get({ SecretId: nameOf(i) }, context.now);
	requireSame(read(1), get(store, 1, context).result);
	const write = (i: number, token: string) =>
		map.put(
			{ SecretId: nameOf(i), SecretString: VALUE, ClientRequestToken: token },
			context.now,
		);
	const token = freshTokens();
	const next = scattered(COUNT);
	let current = store;
	const measured = await interleaved({
		"map read": () => read(next()),
		first: () => after(get(store, next(), context)),
		later: () => after(get(readStore, next(), context)),
		"map write": () => write(next(), token()),
		write: () => {
			current = after(put(current, next(), token(), context));
		},
	});
	return [
		only(
			`A read from a mutable Map, ${sealing}`,
			measured.micros("map read"),
			" µs",
		),
		atMost(
			"– GetSecretValue, the first of a day",
			measured.ratio("first", "map read"),
			2,
		),
		atMost(
			"– GetSecretValue, a later one",
			measured.ratio("later", "map read"),
			2,
		),
		only(
			`A write to a mutable Map, ${sealing}`,
			measured.micros("map write"),
			" µs",
		),
		atMost("– PutSecretValue", measured.ratio("write", "map write"), 3),
	];
}

/** What answers otherwise is no other way to do the same. */
function requireSame(answer: object, result: Outcome["result"]): void {
	if (!result.ok || !isDeepStrictEqual(answer, result.value))
		throw new Error("The mutable Map does not answer as GetSecretValue does.");
}

/** A record of plain secrets that immer drafts for each write; nothing is sealed or checked there. */
async function againstImmer(store: SecretStore): Promise<readonly Row[]> {
	let record: Readonly<Record<string, MutableSecret>> = Object.fromEntries(
		secretsOf(store).map((secret) => [secret.name, mutable(secret)]),
	);
	const [mine, its] = [scattered(COUNT), scattered(COUNT)];
	const token = freshTokens();
	let current = store;
	const tasks = (context: Context) => () => {
		current = after(put(current, mine(), token(), context));
	};
	const measured = await interleaved(
		{
			immer: () => {
				record = produce(record, (draft) => {
					const secret = draft[nameOf(its())] as MutableSecret;
					const [version] = secret.versions;
					if (version === undefined) throw new Error("No version to copy.");
					secret.versions.push({ ...version, id: token() });
					secret.lastChangedDate++;
				});
			},
			portable: tasks(PORTABLE),
			node: tasks(NODE),
		},
		{ rounds: 9, time: 300 },
	);
	return [
		only(
			"A write to a plain record under immer, unsealed",
			measured.micros("immer"),
			" µs",
		),
		atLeast(
			"– times a PutSecretValue, portable sealing",
			measured.ratio("immer", "portable"),
			1000,
		),
		atLeast(
			"– times a PutSecretValue, node:crypto sealing",
			measured.ratio("immer", "node"),
			1000,
		),
	];
}

const secretsOf = (store: SecretStore): readonly Secret[] =>
	[...entriesOf(store.vaults)].flatMap(([, { rows }]) =>
		[...entriesOf(rows)].map(([, secret]) => secret),
	);

/** A secret as its own copy, with its labels in a Map. */
const mutable = (secret: Secret): MutableSecret => ({
	name: secret.name,
	suffix: secret.suffix,
	lastChangedDate: secret.lastChangedDate,
	lastAccessedDate: undefined,
	deletionDate: undefined,
	versions: secret.versions.map((version) => ({ ...version })),
	stages: new Map(secret.stages),
});
