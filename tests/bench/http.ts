import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
	GetSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { createHost, serve } from "pure-secrets-manager/node";
import type { Load } from "./http-load.js";
import { interleaved, spreadOf } from "./measure.js";
import { atLeast, only, type Row, type Section } from "./report.js";
import { NODE, nameOf, storeOf, tokenOf, VALUE } from "./world.js";

/**
 * `serve` against a server of `node:http` that says the same thing to everybody: asked by sockets that do nothing but ask,
 * so that the server is what limits both, and by the SDK, as tests ask.
 */
export async function http(): Promise<Section> {
	const host = createHost({ store: storeOf(1000, NODE), seed: "bench" });
	const serving = await serve(host, { port: 0 });
	const client = fork(new URL("./http-load.js", import.meta.url));
	const rows: Row[] = [];
	for (const [operation, input] of Object.entries(CALLS)) {
		const request = requestOf(operation, input);
		const answer = host.execute(operation as "GetSecretValue", input);
		if (!answer.ok) throw new Error(answer.error.message);
		const bare = await constant(JSON.stringify(answer.value));
		const port = Number(new URL(serving.url).port);
		const barePort = (bare.address() as AddressInfo).port;
		const figures = await inTurn(client, request, barePort, port);
		rows.push(
			atLeast(
				`${operation} over HTTP: throughput against a server of a constant`,
				spreadOf(figures.map(({ ours, bare }) => ours / bare)),
				0.7,
			),
			only("– a second", spreadOf(figures.map(({ ours }) => ours)), ""),
			only("– of the constant", spreadOf(figures.map((each) => each.bare)), ""),
		);
		if (operation === "GetSecretValue")
			rows.push(...(await throughSdk(barePort, port)));
		bare.closeAllConnections();
		bare.close();
	}
	client.disconnect();
	await serving.close();
	return { title: "Over HTTP", rows };
}

const CALLS: Readonly<Record<string, { readonly SecretId: string }>> = {
	GetSecretValue: { SecretId: nameOf(7) },
	DescribeSecret: { SecretId: nameOf(7) },
	PutSecretValue: {
		SecretId: nameOf(8),
		SecretString: VALUE,
		ClientRequestToken: tokenOf(8), // a replay: it opens what is stored and compares it
	} as { readonly SecretId: string },
};

/** One call after the other, each signed, serialized and parsed by the client, in the process of the server. */
async function throughSdk(barePort: number, port: number) {
	const asker = (port: number) => {
		const client = new SecretsManagerClient({
			endpoint: `http://127.0.0.1:${port}`,
			region: NODE.region,
			credentials: { accessKeyId: NODE.account, secretAccessKey: "any" },
		});
		const read = new GetSecretValueCommand({ SecretId: nameOf(7) });
		return () => client.send(read);
	};
	const measured = await interleaved({
		bare: asker(barePort),
		ours: asker(port),
	});
	return [
		atLeast(
			"GetSecretValue over HTTP by the SDK: throughput against a server of a constant",
			measured.ratio("bare", "ours"),
			0.7,
		),
		only("– a call", measured.micros("ours"), " µs"),
		only("– to the constant", measured.micros("bare"), " µs"),
	];
}

const ROUNDS = 21;
const TIME = 400;

/** Requests a second of the two, round after round, in turn about who is first. */
async function inTurn(
	client: ChildProcess,
	request: string,
	barePort: number,
	port: number,
): Promise<readonly { readonly ours: number; readonly bare: number }[]> {
	const rate = async (port: number) => {
		client.send({ port, request, time: TIME } satisfies Load);
		const [count] = await once(client, "message");
		return (1000 * Number(count)) / TIME;
	};
	const figures: { ours: number; bare: number }[] = [];
	for (let round = -2; round < ROUNDS; round++) {
		const first = round % 2 === 0 ? await rate(port) : undefined;
		const bare = await rate(barePort);
		const ours = first ?? (await rate(port));
		if (round >= 0) figures.push({ ours, bare });
	}
	return figures;
}

async function constant(body: string): Promise<Server> {
	const headers = {
		"content-type": "application/x-amz-json-1.1",
		"x-amzn-requestid": "00000000-0000-4000-8000-000000000000",
		"content-length": Buffer.byteLength(body),
	};
	const server = createServer((_, response) => {
		response.writeHead(200, headers);
		response.end(body);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	return server;
}

/** As the AWS SDK writes it, less what it tells of itself. */
function requestOf(operation: string, input: object): string {
	const body = JSON.stringify(input);
	return [
		"POST / HTTP/1.1",
		"host: 127.0.0.1",
		"content-type: application/x-amz-json-1.1",
		`content-length: ${Buffer.byteLength(body)}`,
		`x-amz-target: secretsmanager.${operation}`,
		"x-amz-date: 20261124T141108Z",
		"amz-sdk-invocation-id: 00000000-0000-4000-8000-000000000000",
		"amz-sdk-request: attempt=1; max=3",
		"user-agent: aws-sdk-js/3.1164.0 ua/2.1 os/linux lang/js md/nodejs#20.20.2 api/secrets-manager#3.1164.0",
		`authorization: AWS4-HMAC-SHA256 Credential=123456789012/20261124/us-east-1/secretsmanager/aws4_request, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
		"",
		body,
	].join("\r\n");
}
