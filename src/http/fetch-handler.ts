import { requireMembers } from "../base/members.js";
import type { Host } from "../host/host.js";
import { bodyInPieces } from "./body.js";
import { exchangeOf, unexpected } from "./exchange.js";
import type { HttpResponse } from "./message.js";

export interface FetchHandlerOptions {
	/** Whether the control endpoints below `/_control/` are served, as they are without it. */
	readonly control?: boolean | undefined;
}

/**
 * Makes a handler of web-standard requests: for Hono, Deno, Bun, workers, msw and whatever else calls one, mounted on any
 * path. It needs the request before anything has read its body. Where the host has identities, a call must name
 * an access key in its header `authorization`; its signature is not checked: `serve` of the entry for Node does that. It never rejects. A host or options that are none are a
 * TypeError.
 */
export function createFetchHandler(
	host: Host,
	options: FetchHandlerOptions = {},
): (request: Request) => Promise<Response> {
	requireMembers("createFetchHandler", options, ["control"]);
	const { bodyLimit, answer } = exchangeOf(
		"createFetchHandler",
		host,
		options.control,
	);
	return async (request) => {
		let response: HttpResponse;
		try {
			const { method, headers } = request;
			const path = new URL(request.url).pathname;
			response = await answer({
				method,
				path,
				header: (name) => headers.get(name) ?? undefined,
				body: await bodyOf(request, bodyLimit(method, path)),
			});
		} catch (error) {
			response = unexpected(error);
		}
		const { body } = response;
		return new Response(request?.method === "HEAD" ? null : body, response);
	};
}

/** The body of a request, of which no more is read than the limit allows; `undefined` where it is larger. */
async function bodyOf(
	request: Request,
	limit: number,
): Promise<Uint8Array | undefined> {
	if (request.bodyUsed)
		throw new TypeError(
			"The body of the request was read before; give the handler the request ahead of any body parser.",
		);
	if (Number(request.headers.get("content-length")) > limit) return undefined;
	// Some browsers show no stream of a request's body.
	if (!request.body) {
		const bytes = new Uint8Array(await request.arrayBuffer());
		return bytes.length > limit ? undefined : bytes;
	}
	const reader = request.body.getReader();
	const body = bodyInPieces(limit);
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return body.whole();
		if (!body.add(value)) {
			await reader.cancel();
			return undefined;
		}
	}
}
