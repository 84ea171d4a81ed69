/**
 * An emulator with a KMS of its own plugs it in. Who may use a key, and what it encrypts with, stays there; which keys and
 * aliases there are, and in which state, is mirrored into the store.
 */
import { randomBytes } from "node:crypto";
import {
	CreateSecretCommand,
	GetSecretValueCommand,
	ListSecretVersionIdsCommand,
	SecretsManagerClient,
	UpdateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import {
	type Failure,
	type KeyState,
	type Kms,
	putAlias,
	putSecretValue,
	type Result,
	registerKey,
	setKeyState,
	toSnapshot,
} from "pure-secrets-manager";
import { createHost } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { decrypt, encrypt } from "./key-material.js";

/** A key as that KMS keeps it. One without a policy may be used by everybody. */
interface OwnKey {
	readonly material: Uint8Array;
	readonly policy?: Policy;
}

/** What each role may ask of a key. */
type Policy = Readonly<Record<string, readonly string[]>>;

const keys = new Map<string, OwnKey>(); // by their ARNs
let caller = "nobody";

/** What Secrets Manager asks of it; no call asks for a key that is disabled or about to be deleted. */
const kms: Kms = {
	generateDataKey(arn, random, context) {
		const key = use("GenerateDataKey", arn, context.SecretVersionId);
		if (!key.ok) return key;
		const wrapped = encrypt(key.value.material, random, context);
		return { ok: true, value: { dataKey: random, wrapped } };
	},
	wrap(arn, dataKey, context) {
		return encrypt(keyOf(arn).material, dataKey, context);
	},
	mayWrap: (arn, context) => use("Encrypt", arn, context.SecretVersionId).ok,
	unwrap(arn, wrapped, context) {
		const key = use("Decrypt", arn, context.SecretVersionId);
		if (!key.ok) return key;
		const dataKey = decrypt(key.value.material, wrapped, context);
		return dataKey === undefined
			? refusal("DecryptionFailure", "The data key is not of this key.")
			: { ok: true, value: dataKey };
	},
};

const host = createHost({ kms, seed: "own kms" });
const { account, region } = host;

// The API of that KMS: what it keeps for itself, and what it tells the store.

function createKey(keyId: string, policy: Policy): string {
	const { arn } = host.transact((store, at) =>
		registerKey(store, { keyId }, at),
	);
	keys.set(arn, { material: randomBytes(32), policy });
	return arn;
}

const createAlias = (alias: string, keyId: string) =>
	host.transact((store, at) => putAlias(store, { alias, keyId }, at));

const putInState = (state: KeyState) => (keyId: string) =>
	host.transact((store, at) => setKeyState(store, { keyId, state }, at));

const enableKey = putInState("Enabled");
const disableKey = putInState("Disabled");
const scheduleKeyDeletion = putInState("PendingDeletion");

title("CreateKey, CreateAlias, and a secret whose key the alias names");
const policy = { app: ["GenerateDataKey", "Decrypt", "Encrypt"] };
const OLD = createKey("01d00000-0000-4000-8000-000000000000", policy);
const NEW = createKey("2e300000-0000-4000-8000-000000000000", policy);
createAlias("alias/orders", OLD);
const app = clientOf("app");
const SecretId = "prod/orders";
await app.send(
	new CreateSecretCommand({
		Name: SecretId,
		KmsKeyId: "alias/orders",
		SecretString: "correct-horse-battery-staple",
		ClientRequestToken: "version-1-of-the-orders-password",
	}),
);
await read(app);

title("UpdateSecret names another key, which can open the value, too");
await app.send(new UpdateSecretCommand({ SecretId, KmsKeyId: NEW }));
const { Versions = [] } = await app.send(
	new ListSecretVersionIdsCommand({ SecretId }),
);
console.log("KmsKeyIds:", Versions[0]?.KmsKeyIds?.map(nameOf));

title(
	"ScheduleKeyDeletion of the old key, DisableKey and EnableKey of the new",
);
scheduleKeyDeletion(OLD);
await read(app);
disableKey(NEW);
await read(app);
enableKey(NEW);
await read(app);

title("A role that the policies of the keys do not know");
await read(clientOf("guest"));

title("The same store, input and context: the same outcome");
caller = "app";
const context = { now: host.clock.now(), seed: "any", account, region, kms };
const put = {
	SecretId,
	SecretString: "the next value",
	ClientRequestToken: "version-2-of-the-orders-password",
};
const [once, again] = [1, 2].map(() => {
	const { store, result } = putSecretValue(host.store, put, context);
	return JSON.stringify([result, toSnapshot(store)]);
});
console.log(once === again);

/** A client whose calls are those of a role. The host answers at once, so that nobody else is the caller meanwhile. */
function clientOf(role: string): SecretsManagerClient {
	const answer: typeof host.answer = (request, scope) => {
		caller = role;
		return host.answer(request, scope);
	};
	return new SecretsManagerClient(clientConfig({ account, region, answer }));
}

async function read(client: SecretsManagerClient): Promise<void> {
	try {
		const got = await client.send(new GetSecretValueCommand({ SecretId }));
		console.log("value:", got.SecretString);
	} catch (error) {
		console.log(String(error));
	}
}

/** The key, if the caller may use it for that. */
function use(
	action: string,
	arn: string,
	version: string | undefined,
): Result<OwnKey, Failure> {
	tell(action, arn, version);
	const key = keyOf(arn);
	return key.policy === undefined || key.policy[caller]?.includes(action)
		? { ok: true, value: key }
		: refusal("AccessDeniedException", "Access to KMS is not allowed");
}

/** Nobody creates the default key of an account and region: it is there when it is first used. */
function keyOf(arn: string): OwnKey {
	const key = keys.get(arn) ?? { material: randomBytes(32) };
	keys.set(arn, key);
	return key;
}

function refusal(name: string, message: string): Result<never, Failure> {
	return { ok: false, error: { name, message } };
}

function tell(action: string, arn: string, version = ""): void {
	console.log(`  KMS: ${action} with the ${nameOf(arn)} key, for ${version}`);
}

function nameOf(arn: string): string {
	return arn === OLD ? "old" : arn === NEW ? "new" : "default";
}

function title(text: string): void {
	console.log(`\n— ${text}`);
}
