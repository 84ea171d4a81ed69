"use strict";

/**
 * What a user of the installed package does first, through each of its doors. It answers the secret values as they were
 * read: by the pure reducers, through a host, by a web-standard request, through the host of Node, and through the request
 * handler of the SDK.
 */
module.exports = async function tellStory(pure, host, http, node, sdk) {
	return [
		readWithReducers(pure),
		readThroughHost(pure, host),
		await readByRequest(host, http),
		readWhatNodeSealed(host, node),
		await readThroughHandler(host, sdk),
	];
};

function readWithReducers({
	createSecret,
	createStore,
	getSecretValue,
	registerKey,
}) {
	const context = {
		now: 0,
		seed: "a seed",
		account: "123456789012",
		region: "us-east-1",
	};
	const keyed = registerKey(
		createStore(),
		{ keyId: "11111111-2222-4333-8444-555555555555", aliases: ["alias/app"] },
		context,
	);
	const { store } = createSecret(
		keyed.store,
		{
			Name: "db",
			KmsKeyId: "alias/app",
			ClientRequestToken: "1".repeat(32),
			SecretString: "reducers",
		},
		context,
	);
	return secretValueOf(
		getSecretValue(store, { SecretId: "db" }, context).result,
	);
}

/** The store goes from one door to another and back: each may carry its own copy of the core. */
function readThroughHost(
	{ createStore, describeSecret, getSecretValue },
	{ createHost, manualClock },
) {
	const host = createHost({ store: createStore(), clock: manualClock(0) });
	host.execute("CreateSecret", { Name: "db", SecretString: "host" });
	const context = {
		now: 0,
		seed: "a seed",
		account: host.account,
		region: host.region,
	};
	const seen = describeSecret(host.store, { SecretId: "db" }, context);
	const { ARN } = seen.result.value;
	return secretValueOf(
		getSecretValue(seen.store, { SecretId: ARN }, context).result,
	);
}

async function readByRequest({ createHost }, { createFetchHandler }) {
	const host = createHost();
	host.execute("CreateSecret", { Name: "db", SecretString: "fetch" });
	const response = await createFetchHandler(host)(
		new Request("http://localhost/", {
			method: "POST",
			headers: { "x-amz-target": "secretsmanager.GetSecretValue" },
			body: '{"SecretId":"db"}',
		}),
	);
	return (await response.json()).SecretString;
}

/** What one cipher sealed the other opens. */
function readWhatNodeSealed(host, node) {
	const sealer = node.createHost();
	sealer.execute("CreateSecret", { Name: "db", SecretString: "node" });
	const opener = host.createHost({ store: sealer.store });
	return secretValueOf(opener.execute("GetSecretValue", { SecretId: "db" }));
}

async function readThroughHandler({ createHost }, { clientConfig }) {
	const host = createHost({ seed: "a seed" });
	host.execute("CreateSecret", { Name: "db", SecretString: "handler" });
	const { response } = await clientConfig(host).requestHandler.handle({
		headers: { "x-amz-target": "secretsmanager.GetSecretValue" },
		body: '{"SecretId":"db"}',
	});
	return JSON.parse(new TextDecoder().decode(response.body)).SecretString;
}

function secretValueOf(result) {
	return result.ok ? result.value.SecretString : result.error.message;
}
