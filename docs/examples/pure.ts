/**
 * The reducers alone: a store goes in, the next store and an answer come out. Every store stays valid, so that going back
 * in time is keeping a variable.
 */
import {
	advance,
	type Context,
	createSecret,
	createStore,
	deleteSecret,
	describeSecret,
	getSecretValue,
	nextDue,
	putSecretValue,
} from "pure-secrets-manager";

const HOUR = 3_600_000;

const at = (hours: number): Context => ({
	now: Date.UTC(2026, 10, 24) + hours * HOUR,
	seed: "pure",
	account: "123456789012",
	region: "eu-central-1",
});

const empty = createStore();

const created = createSecret(
	empty,
	{
		Name: "app/token",
		ClientRequestToken: "version-1-of-the-token-of-the-app",
		SecretString: "one",
	},
	at(0),
);

const put = putSecretValue(
	created.store,
	{
		SecretId: "app/token",
		ClientRequestToken: "version-2-of-the-token-of-the-app",
		SecretString: "two",
	},
	at(1),
);

// The same question to three stores.
for (const store of [empty, created.store, put.store]) {
	const { result } = getSecretValue(store, { SecretId: "app/token" }, at(2));
	console.log(
		result.ok ? result.value.SecretString : `refused: ${result.error.name}`,
	);
}

const described = describeSecret(put.store, { SecretId: "app/token" }, at(2));
if (described.result.ok)
	console.table(described.result.value.VersionIdsToStages);

// What happened comes back as data, and so does what time will do.
for (const { name, detail } of put.events) console.log(name, detail);
const deleted = deleteSecret(
	put.store,
	{ SecretId: "app/token", RecoveryWindowInDays: 7 },
	at(3),
);
const due = nextDue(deleted.store);
console.log("due:", due === undefined ? "never" : new Date(due).toISOString());
const purged = advance(deleted.store, at(3 + 7 * 24));
console.log(purged.events.map(({ name }) => name));

// A refused command returns the very same store.
const refused = deleteSecret(purged.store, { SecretId: "app/token" }, at(200));
console.log(refused.result.ok, refused.store === purged.store);
