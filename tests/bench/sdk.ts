import {
	CreateSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	PutSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { createHost as createPortableHost } from "pure-secrets-manager/host";
import { createHost as createNodeHost } from "pure-secrets-manager/node";
import { clientConfig, type SdkRequest } from "pure-secrets-manager/sdk";
import { interleaved, median } from "./measure.js";
import { atMost, only, type Row, type Section } from "./report.js";
import { freshTokens, nameOf, scattered, VALUE } from "./world.js";

const COUNT = 1000;

type Call = (client: SecretsManagerClient) => () => Promise<unknown>;

/** The real client on a host, against the same client whose handler answers every request with one constant. */
export async function sdk(): Promise<Section> {
	const node = clientOf(createNodeHost());
	const portable = clientOf(createPortableHost());
	const next = scattered(COUNT);
	const token = freshTokens();
	let created = COUNT;
	const read: Call = (client) => () =>
		client.send(new GetSecretValueCommand({ SecretId: nameOf(next()) }));
	const describe: Call = (client) => () =>
		client.send(new DescribeSecretCommand({ SecretId: nameOf(next()) }));
	const write: Call = (client) => () =>
		client.send(
			new PutSecretValueCommand({
				SecretId: nameOf(next()),
				SecretString: VALUE,
				ClientRequestToken: token(),
			}),
		);
	const create: Call = (client) => () =>
		client.send(
			new CreateSecretCommand({
				Name: nameOf(created++),
				SecretString: VALUE,
				ClientRequestToken: token(),
			}),
		);
	const rows: Row[] = [];
	for (const [what, call] of [
		["GetSecretValue", read],
		["PutSecretValue", write],
		["CreateSecret", create],
	] as const) {
		const measured = await interleaved({
			constant: call(constantClient()),
			node: call(node),
			portable: call(portable),
		});
		rows.push(
			only(`${what}, a constant answer`, measured.micros("constant"), " µs"),
			atMost(
				"– on a host, node:crypto sealing",
				measured.ratio("node", "constant"),
				1.25,
			),
			atMost(
				"– on a host, portable sealing",
				measured.ratio("portable", "constant"),
				1.5,
			),
		);
	}
	const unsealed = await interleaved({
		constant: describe(constantClient()),
		host: describe(node),
	});
	return {
		title: "Through the SDK client, in process",
		rows: [
			...rows,
			only(
				"DescribeSecret, which seals nothing: on a host against a constant answer",
				unsealed.ratio("host", "constant"),
				"×",
			),
			...(await insideOf("node:crypto sealing", createNodeHost())),
			...(await insideOf("portable sealing", createPortableHost())),
		],
	};
}

function fill(host: Host): Host {
	for (let i = 0; i < COUNT; i++)
		host.execute("CreateSecret", { Name: nameOf(i), SecretString: VALUE });
	return host;
}

const clientOf = (host: Host): SecretsManagerClient =>
	new SecretsManagerClient(clientConfig(fill(host)));

/** Gives every request the answer that a host gave to the first one. */
function constantClient(): SecretsManagerClient {
	const config = clientConfig(fill(createPortableHost()));
	let first: ReturnType<typeof config.requestHandler.handle> | undefined;
	const handle = async (request: SdkRequest) => {
		first ??= config.requestHandler.handle(request);
		const { response } = await first;
		return { response: { ...response, headers: { ...response.headers } } };
	};
	return new SecretsManagerClient({ ...config, requestHandler: { handle } });
}

/**
 * What of a GetSecretValue is spent in the handler: when a request comes from the SDK, whose own work has filled the
 * processor's caches, and when the same request is handled once more at once.
 */
async function insideOf(sealing: string, host: Host): Promise<readonly Row[]> {
	const config = clientConfig(fill(host));
	const [first, again]: [number[], number[]] = [[], []];
	const timed = (spent: number[], request: SdkRequest) => {
		const start = performance.now();
		const answer = config.requestHandler.handle(request); // its work is done when it returns; only the answer waits
		spent.push(1000 * (performance.now() - start));
		return answer;
	};
	const handle = (request: SdkRequest) => {
		const answer = timed(first, request);
		timed(again, request);
		return answer;
	};
	const client = new SecretsManagerClient({
		...config,
		requestHandler: { handle },
	});
	const next = scattered(COUNT);
	for (let i = 0; i < 20_000; i++)
		await client.send(new GetSecretValueCommand({ SecretId: nameOf(next()) }));
	const settled = (spent: number[]) => median(spent.slice(spent.length / 2));
	return [
		only(
			`GetSecretValue, ${sealing}: time in the handler, called by the SDK (median call)`,
			settled(first),
			" µs",
		),
		only("– called with the same request at once again", settled(again), " µs"),
	];
}
