import {
	type Context,
	createSecret,
	createStore,
	getSecretValue,
	type Outcome,
	putSecretValue,
	type SecretStore,
} from "pure-secrets-manager";
import { nodeKms } from "pure-secrets-manager/node";

export const PORTABLE: Context = {
	now: Date.UTC(2026, 10, 24, 12),
	seed: "bench",
	account: "123456789012",
	region: "us-east-1",
};
/** The same bytes, sealed by Node; what the store itself costs shows more beside it. */
export const NODE: Context = { ...PORTABLE, kms: nodeKms() };

/** What applications store: some credentials as JSON. */
export const VALUE = JSON.stringify({
	username: "app_user",
	password: "correct horse battery staple",
	host: "db.example.com",
});

export const nameOf = (i: number): string => `app/service-${i % 97}/db-${i}`;
export const tokenOf = (i: number): string =>
	`00000000-0000-4000-8000-${String(i).padStart(12, "0")}`;

export const create = (store: SecretStore, i: number, context: Context) =>
	createSecret(
		store,
		{ Name: nameOf(i), SecretString: VALUE, ClientRequestToken: tokenOf(i) },
		context,
	);
export const put = (
	store: SecretStore,
	i: number,
	token: string,
	context: Context,
) =>
	putSecretValue(
		store,
		{ SecretId: nameOf(i), SecretString: VALUE, ClientRequestToken: token },
		context,
	);
export const get = (store: SecretStore, i: number, context: Context) =>
	getSecretValue(store, { SecretId: nameOf(i) }, context);

/** The store after a command, which must have been accepted: a refusal would be quick and prove nothing. */
export function after({ store, result }: Outcome): SecretStore {
	if (!result.ok)
		throw new Error(`${result.error.name}: ${result.error.message}`);
	return store;
}

/** A store of so many secrets, created one by one. */
export function storeOf(count: number, context: Context): SecretStore {
	let store = createStore({ maxSecrets: 2 * count + 1_000_000 }); // no quota: what is timed is work, not a refusal
	for (let i = 0; i < count; i++) store = after(create(store, i, context));
	return store;
}

/** Numbers below `count` in an order without neighbours, the same in every run. */
export function scattered(count: number): () => number {
	let state = 1;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * count);
	};
}

/** Tokens of which no two are the same. */
export function freshTokens(): () => string {
	let next = 1_000_000;
	return () => tokenOf(next++);
}

/** The store when each of its secrets was read that day. */
export function allRead(store: SecretStore, count: number): SecretStore {
	let read = store;
	for (let i = 0; i < count; i++) read = after(get(read, i, NODE));
	return read;
}
