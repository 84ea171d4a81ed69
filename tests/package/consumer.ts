// Compiled, not run: what a user's own code may expect of the types, under each way of resolving modules.
import {
	type Context,
	createSecret,
	createStore,
	execute,
	getSecretValue,
	type KeyState,
	type Kms,
	type Outcome,
	putAlias,
	registerKey,
	type SecretStore,
	setKeyState,
} from "pure-secrets-manager";
import { createHost, type Host, manualClock } from "pure-secrets-manager/host";
import * as node from "pure-secrets-manager/node";
import { attach, clientConfig } from "pure-secrets-manager/sdk";

const context: Context = {
	now: 0,
	seed: "a seed",
	account: "123456789012",
	region: "us-east-1",
};

export function readWithReducers(): string | undefined {
	const created: Outcome<{ ARN: string; Name: string }> = createSecret(
		createStore({ maxVersions: 100 }),
		{
			Name: "db",
			ClientRequestToken: "1".repeat(32),
			SecretBinary: Uint8Array.of(1),
		},
		context,
	);
	const store: SecretStore = created.store;
	const { result } = getSecretValue(store, { SecretId: "db" }, context);
	return result.ok ? result.value.SecretString : result.error.message;
}

export function withKey(state: KeyState): SecretStore {
	const { store, arn } = registerKey(
		createStore({ unknownKeys: "register" }),
		{ keyId: "11111111-2222-4333-8444-555555555555" },
		context,
	);
	const change = { alias: "alias/app", keyId: arn };
	const named = putAlias(store, change, context).store;
	return setKeyState(named, { keyId: arn, state }, context).store;
}

export const keyService: Kms = {
	generateDataKey: (_keyArn, random) => ({
		ok: true,
		value: { dataKey: random, wrapped: "x" },
	}),
	wrap: () => "x",
	unwrap: () => ({ ok: false, error: { name: "x", message: "" } }),
};

export function readThroughHost(host: Host): number | undefined {
	const result = host.execute("DescribeSecret", { SecretId: "db" });
	return result.ok ? result.value.CreatedDate : undefined;
}

export const nodeHost: Host = node.createHost({
	kms: node.nodeKms({ rootKey: new Uint8Array(32) }),
});

export async function serveIt(): Promise<string> {
	const server: node.Serving = await node.serve(nodeHost, { port: 0 });
	await server.close();
	return server.url;
}

export const timeOf = (host: Host): number => host.clock.now();

export function configureClients() {
	const host = createHost({ clock: manualClock(0) });
	const client = attach({ config: { requestHandler: undefined } }, host);
	const { region, credentials }: { region: string; credentials: object } =
		clientConfig(host, { maxAttempts: 1 });
	return { client, region, credentials };
}

// @ts-expect-error: a context without an account is none, so the types are not `any`.
getSecretValue(createStore(), { SecretId: "db" }, { now: 0, seed: "" });

// @ts-expect-error: a known operation checks its input, and does not fall back to any.
execute(
	createStore(),
	{ operation: "CreateSecret", input: { Nmae: "x" } },
	context,
);

// @ts-expect-error: a state that no key has.
withKey("Enabling");

// @ts-expect-error: the same through a host.
createHost().execute("CreateSecret", { Name: 5 });

export const unknownToTypes = (operation: string) =>
	createHost().execute(operation, {});
