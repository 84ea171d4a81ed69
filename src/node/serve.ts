import {
	createServer,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { requireMembers } from "../base/members.js";
import { type Host, requireHost } from "../host/host.js";
import { bodyInPieces } from "../http/body.js";
import { type Exchange, exchangeOf } from "../http/exchange.js";
import type { HttpResponse } from "../http/message.js";
import { signatureCheck } from "./signatures.js";

export interface ServeOptions {
	/** 4566 without it; 0 takes any that is free. */
	readonly port?: number | undefined;
	/** The name or address to listen on; "127.0.0.1" without it, where only this machine gets in. */
	readonly hostname?: string | undefined;
	/** Whether the control endpoints below `/_control/` are served, as they are without it. */
	readonly control?: boolean | undefined;
}

/** A server that listens. */
export interface Serving {
	/** Such as `http://127.0.0.1:4566`; what a client of AWS takes as its endpoint. */
	readonly url: string;
	/**
	 * Takes no more requests and lets those under way finish, for a second; what still hangs then is cut. Resolves when
	 * no connection is left; may be called again.
	 */
	close(): Promise<void>;
}

/**
 * Serves a host over HTTP. Where the host has identities, a call must be signed with the access key of one, and with its
 * secret key where that is known; the control endpoints need no signature. Rejects with a TypeError for options that are
 * none, with an Error where the package that checks signatures is missing, and with the system's error (EADDRINUSE,
 * EACCES, ENOTFOUND) where it cannot listen.
 */
export async function serve(
	host: Host,
	options: ServeOptions = {},
): Promise<Serving> {
	requireMembers("serve", options, ["port", "hostname", "control"]);
	const { port = 4566, hostname = "127.0.0.1", control } = options;
	if (!(Number.isInteger(port) && port >= 0 && port <= 65_535))
		throw new TypeError(
			"serve: port must be a whole number from 0 to 65535; 0 takes any that is free.",
		);
	if (typeof hostname !== "string" || hostname === "")
		throw new TypeError(
			'serve: hostname must be a name or an address, such as "127.0.0.1".',
		);
	requireHost("serve", host);
	const { identities } = host;
	const admit = identities && (await signatureCheck(identities));
	const exchange = exchangeOf("serve", host, control, admit);
	const server = createServer(LIMITS, (request, response) =>
		receive(exchange, request, response, server),
	);
	await listening(server, port, hostname);
	const place = isIPv6(hostname) ? `[${hostname}]` : hostname;
	const { port: bound } = server.address() as AddressInfo;
	let closed: Promise<void> | undefined;
	return {
		url: `http://${place}:${bound}`,
		close() {
			closed ??= closing(server);
			return closed;
		},
	};
}

/** In milliseconds. A connection may idle for long, because clients send on one that the server is about to close. */
const LIMITS = {
	headersTimeout: 10_000,
	requestTimeout: 60_000,
	keepAliveTimeout: 75_000,
	connectionsCheckingInterval: 5000,
} as const;

function listening(
	server: Server,
	port: number,
	hostname: string,
): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, hostname, () => {
			server.off("error", reject);
			// A connection that cannot be accepted, for want of descriptors say, is no reason to end.
			server.on("error", (error) =>
				console.error("pure-secrets-manager: a connection failed:", error),
			);
			resolve();
		});
	});
}

function closing(server: Server): Promise<void> {
	return new Promise((resolve) => {
		const cut = setTimeout(() => server.closeAllConnections(), GRACE);
		server.close(() => {
			clearTimeout(cut);
			resolve();
		});
		server.closeIdleConnections();
	});
}

/** In milliseconds: what is left to a request under way when the server closes. */
const GRACE = 1000;

/**
 * Reads a request and answers it. One that breaks off is dropped: it was not a request yet. Of a body that is too large the
 * rest is thrown away as it comes, for a client that still sends would lose the answer with its connection.
 */
function receive(
	exchange: Exchange,
	request: IncomingMessage,
	response: ServerResponse,
	server: Server,
): void {
	const { method = "", url: path = "", headers } = request;
	const header = (name: string) => headerOf(request, name);
	const limit = exchange.bodyLimit(method, path);
	const pieces = bodyInPieces(limit);
	const answer = (body: Uint8Array | undefined) => {
		const said = exchange.answer({ method, path, header, body });
		if (said instanceof Promise)
			said.then((each) => respond(response, each, server.listening));
		else respond(response, said, server.listening); // at once, with no turn in between
	};

	request.on("error", () => {}); // the client is gone, or what it sends is malformed further on
	response.on("error", () => {});
	let answered = Number(headers["content-length"]) > limit;
	if (answered) answer(undefined);
	request.on("data", (piece: Uint8Array) => {
		if (answered || pieces.add(piece)) return;
		answered = true;
		answer(undefined);
	});
	request.on("end", () => {
		if (!answered) answer(pieces.whole());
	});
}

/**
 * The value of a header as signatures have it, and from what was sent: the objects of headers that Node makes leave
 * repeated ones out, and inherit members of their own.
 */
function headerOf(
	{ rawHeaders }: IncomingMessage,
	name: string,
): string | undefined {
	const values = rawHeaders.filter(
		(_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name,
	);
	return values.length === 0 ? undefined : values.join(",");
}

function respond(
	response: ServerResponse,
	{ status, headers, body }: HttpResponse,
	keepAlive: boolean,
): void {
	headers["content-length"] = String(Buffer.byteLength(body));
	// A connection that is kept would hold up a server that closes.
	if (!keepAlive) headers.connection = "close";
	response.writeHead(status, headers);
	response.end(body);
}
