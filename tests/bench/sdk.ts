import {
	CreateSecretCommand,
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

/** The real client on a host, against the same client whose handler answers every request with one constant. */
export async function sdk(): Promise<Section> {
	const reads = {
		constant: constantClient(),
		"node:crypto sealing": clientOf(createNodeHost()),
		"portable sealing": clientOf(createPortableHost()),
	};
	const next = scattered(COUNT);
	const read = (client: SecretsManagerClient) => () =>
		client.send(new GetSecretValueCommand({ SecretId: nameOf(next()) }));
	const token = freshTokens();
	const write = (client: SecretsManagerClient) => () =>
		client.send(
			new PutSecretValueCommand({
				SecretId: nameOf(next()),
				SecretString: VALUE,
				ClientRequestToken: token(),
			}),
		);
	let created = COUNT;
	const create = (client: SecretsManagerClient) => () =>
		client.send(
			new CreateSecretCommand({
				Name: nameOf(created++),
				SecretString: VALUE,
				ClientRequestToken: token(),
			}),
		);
	const rows = [];
	for (const [what, call] of [
		["GetSecretValue", read],
		["PutSecretValue", write],
		["CreateSecret", create],
	] as const) {
		const measured = await interleaved({
			constant: call(reads.constant),
			"node:crypto sealing": call(reads["node:crypto sealing"]),
			"portable sealing": call(reads["portable sealing"]),
		});
		rows.push(
			only(`${what}, a constant answer`, measured.micros("constant"), " µs"),
			atMost(
				`– on a host, node:crypto sealing`,
				measured.ratio("node:crypto sealing", "constant"),
				1.25,
			),
			atMost(
				`– on a host, portable sealing`,
				measured.ratio("portable sealing", "constant"),
				1.5,
			),
		);
	}
	return {
		title: "Through the SDK client, in process",
		rows: [
			...rows,
			...(await insideOf("node:crypto sealing", createNodeHost())),
			...(await insideOf("portable sealing", createPortableHost())),
		],
	};
}

/**
 * What of a GetSecretValue is spent in the handler: when a request comes from the SDK, whose own work has filled the
 * processor's caches, and when the same request is handled once more at once.
 */
async function insideOf(sealing: string, host: Host): Promise<readonly Row[]> {
	const client = clientOf(host);
	const { requestHandler } = clientConfig(host);
	const [first, again]: [number[], number[]] = [[], []];
	const timed = (spent: number[], request: SdkRequest) => {
		const start = performance.now();
		const answer = requestHandler.handle(request); // its work is done when it returns; only the answer waits
		spent.push(1000 * (performance.now() - start));
		return answer;
	};
	const handle = (request: SdkRequest) => {
		const answer = timed(first, request);
		timed(again, request);
		return answer;
	};
	client.config.requestHandler = { ...client.config.requestHandler, handle };
	const next = scattered(COUNT);
	for (let i = 0; i < 20_000; i++)
		await client.send(new GetSecretValueCommand({ SecretId: nameOf(next()) }));
	const settled = (spent: number[]) => median(spent.slice(spent.length / 2));
	return [
		only(
			`GetSecretValue, ${sealing}: time in the handler, called by the SDK`,
			settled(first),
			" µs",
		),
		only("– called with the same request at once again", settled(again), " µs"),
	];
}

function clientOf(host: Host): SecretsManagerClient {
	for (let i = 0; i < COUNT; i++)
		host.execute("CreateSecret", { Name: nameOf(i), SecretString: VALUE });
	return new SecretsManagerClient(clientConfig(host));
}

/** Its answer is as long as a real one, and the same for each operation: no client here looks at it. */
function constantClient(): SecretsManagerClient {
	const body = new TextEncoder().encode(
		JSON.stringify({
			ARN: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${nameOf(1)}-AbCdEf`,
			CreatedDate: 1795521600,
			Name: nameOf(1),
			SecretString: VALUE,
			VersionId: "00000000-0000-4000-8000-000000000000",
			VersionStages: ["AWSCURRENT"],
		}),
	);
	return new SecretsManagerClient({
		...clientConfig(createPortableHost()),
		requestHandler: {
			handle: async () => ({
				response: {
					statusCode: 200,
					headers: {
						"content-type": "application/x-amz-json-1.1",
						"x-amzn-requestid": "constant",
					},
					body,
				},
			}),
		},
	});
}
