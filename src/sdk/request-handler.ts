import { isBytes, utf8Decode, utf8Encode } from "../base/bytes.js";
import { type Scope, scopeOf } from "../wire/scope.js";
import type { Service } from "./service.js";

/** What of an SDK's HTTP request is looked at. Its body is a text or bytes, depending on the version of the SDK. */
export interface SdkRequest {
	readonly headers: Readonly<Record<string, string>>;
	// biome-ignore lint/suspicious/noExplicitAny: the SDK's own type of it, which varies with its version.
	readonly body?: any;
}

/** What an SDK gets back. */
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
 * Serves the requests of any number of clients from a host. Each says in its signature for whom and where; what it does not
 * say, because it does not sign or its access key is no account, is as in `defaults`.
 */
export const requestHandler = (
	host: Service,
	defaults: Scope = {},
): SdkRequestHandler => ({
	async handle({ headers, body }, options) {
		refuseIfAborted(options?.abortSignal);
		const target = headerOf(headers, "x-amz-target");
		const request = { target, body: textOf(body) };
		const response = await host.answer(request, {
			...defaults,
			...signedScope(headers),
		});
		return {
			response: {
				statusCode: response.status,
				headers: response.headers,
				body: utf8Encode(response.body),
			},
		};
	},
});

/** A client that signs for a place that is no region would else be answered from another one. */
function signedScope(headers: SdkRequest["headers"]): Scope {
	const authorization = headerOf(headers, "authorization");
	const scope = scopeOf(authorization);
	if (authorization !== undefined && scope.region === undefined)
		throw new TypeError(
			'The client\'s region is no region name; give it one, such as "us-east-1".',
		);
	return scope;
}

/** Names of headers are alike in any case; SDKs write them in lower case. */
const headerOf = (
	headers: Readonly<Record<string, string>>,
	name: string,
): string | undefined =>
	headers[name] ??
	Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];

function textOf(body: unknown): string {
	if (body === undefined || body === null) return "";
	if (typeof body === "string") return body;
	if (isBytes(body)) return utf8Decode(body);
	throw new TypeError("The body of a request must be a text or a Uint8Array.");
}

/** As the SDK's own handlers do for a call that was given up before it was sent. */
function refuseIfAborted(signal: unknown): void {
	if ((signal as { readonly aborted?: boolean } | undefined)?.aborted === true)
		throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
}
