import { once } from "node:events";
import { Agent, get, request, Server } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import {
	CreateSecretCommand,
	GetSecretValueCommand,
	ResourceNotFoundException,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
	createHost,
	type ServeOptions,
	serve,
} from "pure-secrets-manager/node";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hostAtNoon, run } from "../host/host-at-noon.js";
import { callOf, jsonOf } from "../http/a-server.js";
import { NOON } from "../support/given.js";

const READ = callOf("GetSecretValue", { SecretId: "db" });
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map((close) => close()));
	vi.restoreAllMocks();
});

/** A server of a host that holds the secret "db". */
async function serverAtNoon(options: ServeOptions = {}) {
	const host = hostAtNoon();
	run(host, "CreateSecret", { Name: "db", SecretString: "€ 😀" });
	const server = await serve(host, { port: 0, ...options });
	open.push(server.close);
	const send = (path: string, init?: RequestInit) =>
		fetch(`${server.url}${path}`, init);
	const socket = () => socketTo(server.url);
	return { host, ...server, send, socket };
}

async function socketTo(url: string): Promise<Socket> {
	const { port, hostname } = new URL(url);
	const socket = connect(Number(port), hostname);
	socket.on("error", () => {});
	open.push(async () => socket.destroy());
	await once(socket, "connect");
	return socket;
}

/** Everything that a socket still gets, until it ends. */
async function textFrom(socket: Socket): Promise<string> {
	let text = "";
	socket.setEncoding("utf8").on("data", (piece) => {
		text += piece;
	});
	await once(socket, "close");
	return text;
}

const HEAD_OF_READ = [
	"POST / HTTP/1.1",
	"host: x",
	"x-amz-target: secretsmanager.GetSecretValue",
];

describe("a server", () => {
	it("answers the AWS SDK that has it as its endpoint", async () => {
		const { url } = await serverAtNoon();
		const client = new SecretsManagerClient({
			endpoint: url,
			region: "eu-west-1",
			credentials: { accessKeyId: "111111111111", secretAccessKey: "x" },
		});
		const { ARN } = await client.send(
			new CreateSecretCommand({ Name: "x", SecretString: "ß" }),
		);
		expect(ARN).toContain(":eu-west-1:111111111111:");
		const read = new GetSecretValueCommand({ SecretId: "x" });
		expect(await client.send(read)).toMatchObject({
			SecretString: "ß",
			CreatedDate: new Date(NOON),
		});
		const other = new GetSecretValueCommand({ SecretId: "db" });
		await expect(client.send(other)).rejects.toThrow(ResourceNotFoundException);
		client.destroy();
	});

	it("says how long its answers are, and the time of the world", async () => {
		const { send } = await serverAtNoon();
		const before = Date.now();
		const { headers, ...response } = await send("/", READ).then(
			async (sent) => ({ headers: sent.headers, text: await sent.text() }),
		);
		expect(headers.get("content-type")).toBe("application/x-amz-json-1.1");
		expect(headers.get("content-length")).toBe(
			String(Buffer.byteLength(response.text)),
		);
		expect(response.text).toContain("€ 😀");
		const date = Date.parse(headers.get("date") ?? "");
		expect(date).toBeGreaterThan(before - 1000); // it has no fractions of a second
	});

	it("has control endpoints, unless they are left out", async () => {
		const { send } = await serverAtNoon();
		expect((await send("/_control/health")).status).toBe(200);
		const closed = await serverAtNoon({ control: false });
		expect((await closed.send("/_control/health")).status).toBe(405);
	});

	it("answers HEAD without a body, on a connection that goes on", async () => {
		const { socket } = await serverAtNoon();
		const client = await socket();
		client.write("HEAD / HTTP/1.1\r\nhost: x\r\n\r\n");
		client.end("GET /_control/health HTTP/1.1\r\nhost: x\r\n\r\n");
		const text = await textFrom(client);
		expect(text).toMatch(/^HTTP\/1\.1 405 .*\r\n\r\nHTTP\/1\.1 200 /s);
	});

	it("answers 64 connections at once, each with its own", async () => {
		const { host, url } = await serverAtNoon();
		const agent = new Agent({ keepAlive: true, maxSockets: 64 });
		const names = Array.from({ length: 256 }, (_, i) => `secret-${i}`);
		const read = await Promise.all(
			names.map(async (Name) => {
				run(host, "CreateSecret", { Name, SecretString: `value of ${Name}` });
				const { body, ...init } = callOf("GetSecretValue", { SecretId: Name });
				const sent = request(url, { ...init, agent }).end(body);
				const [response] = await once(sent, "response");
				return JSON.parse(Buffer.concat(await response.toArray()).toString());
			}),
		);
		agent.destroy();
		expect(read.map(({ SecretString }) => SecretString)).toEqual(
			names.map((name) => `value of ${name}`),
		);
	});
});

describe("where a server listens", () => {
	it("is this machine alone, and the port that was free", async () => {
		const { url } = await serverAtNoon();
		expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
	});

	it("may be a name", async () => {
		const { url, send } = await serverAtNoon({ hostname: "localhost" });
		expect(url).toMatch(/^http:\/\/localhost:\d+$/);
		expect((await send("/", READ)).status).toBe(200);
	});

	it("may be an address of version 6, in brackets", async (context) => {
		const server = await serve(createHost(), {
			port: 0,
			hostname: "::1",
		}).catch((error) => {
			if (!/^(EADDRNOTAVAIL|EAFNOSUPPORT)$/.test(error.code)) throw error;
			return context.skip("this machine has no addresses of version 6");
		});
		open.push(server.close);
		expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
		expect((await fetch(`${server.url}/_control/health`)).status).toBe(200);
	});

	it("cannot be where another listens: the error is the system's", async () => {
		const { url } = await serverAtNoon();
		const port = Number(new URL(url).port);
		await expect(serve(createHost(), { port })).rejects.toMatchObject({
			code: "EADDRINUSE",
		});
	});

	it.each([
		[
			"a port beyond the last",
			{ port: 65_536 },
			/port must be a whole number from 0 to 65535/,
		],
		["a port below the first", { port: -1 }, /port must be/],
		["a part of a port", { port: 1.5 }, /port must be/],
		["a port as text", { port: "4566" }, /port must be/],
		["no name", { hostname: "" }, /hostname must be a name or an address/],
		[
			"a control that is no choice",
			{ control: 1 },
			/serve: control must be true/,
		],
		[
			"an option that nobody knows",
			{ host: "x" },
			/"host".*port, hostname, control/,
		],
		["no options at all", null, /takes an object/],
	])("cannot be told by %s", async (_, options, message) => {
		const served = serve(createHost(), options as ServeOptions);
		await expect(served).rejects.toThrow(TypeError);
		await expect(served).rejects.toThrow(message);
	});

	it("needs a host", async () => {
		const served = Reflect.apply(serve, undefined, [{}]);
		await expect(served).rejects.toThrow(/serve needs a host/);
	});
});

describe("what a client does wrong changes nothing, and ends nothing", () => {
	/** Does something to a server, and expects that it serves on, with the store that it had. */
	async function survives(
		harm: (server: Awaited<ReturnType<typeof serverAtNoon>>) => Promise<void>,
	) {
		const server = await serverAtNoon();
		run(server.host, "GetSecretValue", { SecretId: "db" }); // reading counts, once a day
		const before = server.host.store;
		await harm(server);
		expect((await server.send("/", READ)).status).toBe(200);
		expect(server.host.store).toBe(before);
	}

	it.each([
		["no HTTP", "hello\r\n\r\n", 400],
		["a target that is none", "POST \r\n\r\n", 400],
		[
			"a length that is none",
			"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n",
			400,
		],
		[
			"two lengths",
			"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
			400,
		],
		["no host", "POST / HTTP/1.1\r\n\r\n", 400],
		[
			"headers without end",
			`POST / HTTP/1.1\r\nhost: x\r\nx: ${"x".repeat(20_000)}`,
			431,
		],
	])("%s", (_, text, status) =>
		survives(async ({ socket }) => {
			const client = await socket();
			client.write(text);
			expect(await textFrom(client)).toMatch(
				new RegExp(`^HTTP/1\\.1 ${status} `),
			);
		}),
	);

	it("pieces of a body that are malformed", () =>
		survives(async ({ socket }) => {
			const client = await socket();
			client.write(
				[...HEAD_OF_READ, "transfer-encoding: chunked", "", "zz", ""].join(
					"\r\n",
				),
			);
			expect(await textFrom(client)).toMatch(/^(HTTP\/1\.1 400 .*)?$/s);
		}));

	it.each([
		["half of a head", "POST / HT"],
		[
			"a head without its body",
			[...HEAD_OF_READ, "content-length: 100", "", ""].join("\r\n"),
		],
		[
			"half of a body",
			[...HEAD_OF_READ, "content-length: 17", "", '{"Secr'].join("\r\n"),
		],
	])("%s, and then the end of the connection", (_, text) =>
		survives(async ({ socket }) => {
			for (const end of ["end", "destroy", "resetAndDestroy"] as const) {
				const client = await socket();
				client.write(text);
				await new Promise((resolve) => setTimeout(resolve, 20));
				client[end]();
			}
		}),
	);

	it("a request whose answer nobody waits for", () =>
		survives(async ({ socket }) => {
			for (let i = 0; i < 20; i++) {
				const client = await socket();
				client.write(
					[
						...HEAD_OF_READ,
						`content-length: ${READ.body.length}`,
						"",
						READ.body,
					].join("\r\n"),
				);
				client.resetAndDestroy();
			}
		}));

	it("a body that says itself that it is too large", () =>
		survives(async ({ send }) => {
			const response = await send("/", {
				...READ,
				body: "x".repeat(1_048_577),
			});
			expect(response.status).toBe(413);
			expect((await jsonOf(response)).__type).toBe(
				"RequestEntityTooLargeException",
			);
		}));

	it("a body of 40 MiB that does not say so", () =>
		survives(async ({ send }) => {
			let left = 640;
			const body = new ReadableStream({
				pull(controller) {
					if (left-- === 0) controller.close();
					else controller.enqueue(new Uint8Array(65_536));
				},
			});
			const init = { ...READ, body, duplex: "half" } as RequestInit;
			expect((await send("/", init)).status).toBe(413);
		}));

	it("a call that asks first whether it may send its body", async () => {
		const { url } = await serverAtNoon();
		const { body, ...init } = READ;
		const headers = { ...init.headers, expect: "100-continue" };
		const sent = request(url, { ...init, headers });
		sent.flushHeaders();
		await once(sent, "continue");
		sent.end(body);
		const [response] = await once(sent, "response");
		expect(response.statusCode).toBe(200);
		response.resume();
	});
});

describe("a server that closes", () => {
	it("takes no more connections, and is closed once", async () => {
		const { url, close } = await serverAtNoon();
		await Promise.all([close(), close()]);
		await close();
		await expect(fetch(url)).rejects.toThrow();
	});

	it("does not wait for connections that idle", async () => {
		const { url, close } = await serverAtNoon();
		const agent = new Agent({ keepAlive: true });
		const [response] = await once(
			get(`${url}/_control/health`, { agent }),
			"response",
		);
		await response.toArray();
		const cut = vi.spyOn(Server.prototype, "closeAllConnections");
		await close();
		expect(cut).not.toHaveBeenCalled();
		agent.destroy();
	});

	it("lets a request under way finish, and then ends its connection", async () => {
		const { socket, close } = await serverAtNoon();
		// given a client whose request has begun
		const client = await socket();
		const head = [...HEAD_OF_READ, `content-length: ${READ.body.length}`];
		client.write([...head, "expect: 100-continue", "", ""].join("\r\n"));
		await once(client, "data");
		// when the server closes, and the body comes
		const closed = close();
		client.write(READ.body);
		// then the client is answered
		const text = await textFrom(client);
		expect(text).toMatch(/^HTTP\/1\.1 200 /);
		expect(text).toMatch(/connection: close/i);
		expect(text).toContain("€ 😀");
		await closed;
	});

	it("cuts a request that hangs", async () => {
		const { socket, close } = await serverAtNoon();
		const client = await socket();
		client.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-le");
		await new Promise((resolve) => setTimeout(resolve, 50));
		await close();
		expect(await textFrom(client)).not.toContain("200");
	});

	it("leaves its host to others", async () => {
		const { host, close } = await serverAtNoon();
		await close();
		const again = await serve(host, { port: 0 });
		open.push(again.close);
		expect((await fetch(again.url, READ)).status).toBe(200);
	});

	it("frees its port", async () => {
		const { url, close } = await serverAtNoon();
		await close();
		const server = createServer().listen(
			Number(new URL(url).port),
			"127.0.0.1",
		);
		await once(server, "listening");
		server.close();
	});
});
