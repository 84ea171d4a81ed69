import { utf8Decode, utf8Encode } from "../base/bytes.js";
import type { Host } from "../host/host.js";
import { handle } from "../wire/handle.js";
import { type Scope, scopeOf } from "../wire/scope.js";

/** What of an SDK's HTTP request is looked at. Its body is a text or bytes, depending on the version of the SDK. */
export interface SdkRequest {
	readonly headers: Readonly<Record<string, string>>;
	// biome-ignore lint/suspicious/noExplicitAny: the SDK's own type of it, which varies with its version.
	readonly body?: any;
}

export interface SdkResponse {
	statusCode: number;
	headers: Record<string, string>;
	body: Uint8Array;
}

/** The option `requestHandler` of an SDK client: answers each request in process, with no socket. */
export interface SdkRequestHandler {
	handle(
		request: SdkRequest,
		options?: { readonly abortSignal?: unknown },
	): Promise<{ response: SdkResponse }>;
}

/**
 * Serves the requests of any number of clients from a host. Each says in its signature for whom and where; a client that
 * does not sign is taken for the `unsigned` scope.
 */
export const requestHandler = (
	host: Host,
	unsigned: Scope = {},
): SdkRequestHandler => ({
	async handle({ headers, body }, options) {
		refuseIfAborted(options?.abortSignal);
		const request = { target: headers["x-amz-target"], body: textOf(body) };
		const { response } = host.transact(
			(store, context) => handle(store, request, context),
			headers.authorization === undefined
				? unsigned
				: scopeOf(headers.authorization),
		);
		return {
			response: {
				statusCode: response.status,
				headers: response.headers,
				body: utf8Encode(response.body),
			},
		};
	},
});

function textOf(body: string | Uint8Array | undefined): string {
	if (body === undefined) return "";
	return typeof body === "string" ? body : utf8Decode(body);
}

/** As the SDK's own handlers do for a call that was given up before it was sent. */
function refuseIfAborted(signal: unknown): void {
	if ((signal as { readonly aborted?: boolean } | undefined)?.aborted === true)
		throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
}
