import { produce } from "immer";
import type { Context, Kms, SecretStore } from "pure-secrets-manager";
import { nodeKms } from "pure-secrets-manager/node";
import { entriesOf } from "../../src/base/ordered-map.js";
import { developmentKms } from "../../src/kms/local-kms.js";
import type { Secret } from "../../src/model/secret.js";
import { interleaved } from "./measure.js";
import { type MutableSecret, mutableSecrets } from "./mutable-map.js";
import { atLeast, atMost, only, type Row, type Section } from "./report.js";
import {
	after,
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
	return {
		title: `Against other ways to keep ${COUNT.toLocaleString("en-US")} secrets`,
		rows: [
			...(await againstMap(
				store,
				"portable sealing",
				PORTABLE,
				developmentKms,
			)),
			...(await againstMap(store, "node:crypto sealing", NODE, nodeKms())),
			...(await againstImmer(store)),
		],
	};
}

/** Both sides go on from where their last call left them. */
async function againstMap(
	store: SecretStore,
	sealing: string,
	context: Context,
	kms: Kms,
): Promise<readonly Row[]> {
	const secrets = new Map(
		secretsOf(store).map((secret) => [secret.name, mutable(secret)]),
	);
	const map = mutableSecrets(secrets, context, kms);
	const [mine, its] = [scattered(COUNT), scattered(COUNT)];
	const token = freshTokens();
	let current = store;
	const measured = await interleaved({
		"map read": () => map.get({ SecretId: nameOf(its()) }, context.now),
		read: () => {
			current = after(get(current, mine(), context));
		},
		"map write": () =>
			map.put(
				{
					SecretId: nameOf(its()),
					SecretString: VALUE,
					ClientRequestToken: token(),
				},
				context.now,
			),
		write: () => {
			current = after(put(current, mine(), token(), context));
		},
	});
	return [
		only(
			`A read from a mutable Map, ${sealing}`,
			measured.micros("map read"),
			" µs",
		),
		atMost("– GetSecretValue", measured.ratio("read", "map read"), 2),
		only(
			`A write to a mutable Map, ${sealing}`,
			measured.micros("map write"),
			" µs",
		),
		atMost("– PutSecretValue", measured.ratio("write", "map write"), 3),
	];
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
