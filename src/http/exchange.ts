import { hexEncode, utf8Decode } from "../base/bytes.js";
import { uuidOf } from "../base/random.js";
import { type Host, requireHost } from "../host/host.js";
import { type Identities, identityOf } from "../host/identities.js";
import {
	type Failure,
	NO_TOKEN,
	UNKNOWN_ACCESS_KEY,
	unknownOperation,
} from "../values/failure.js";
import { printFailure, statusOf } from "../wire/errors.js";
import { type Scope, scopeOf } from "../wire/scope.js";
import { type Control, controlOf, endpointIn } from "./control.js";
import { type HttpRequest, type HttpResponse, reportError } from "./message.js";

/** HTTP on a host: what every server and every handler of requests is made of. */
export interface Exchange {
	/** The bytes that the body of a request may have. */
	bodyLimit(method: string, path: string): number;
	/**
	 * Answers one request: most calls at once, a control endpoint when it is done. Total: what fails unexpectedly is an answer
	 * of status 500, and changes no store.
	 */
	answer(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
}

/**
 * Looks at a call before it is answered: what refuses it, if anything does. It is asked for nothing but calls, with their whole
 * body.
 */
export type Admit = (
	request: HttpRequest & { readonly body: Uint8Array },
) => Failure | undefined | Promise<Failure | undefined>;

/**
 * Serves a host: the API by POST on any path, and the control endpoints below `/_control/`, unless they are left out; then
 * their paths are like any other. For whom and where a call is made is what it was signed for, else the host's account
 * and region. Where the host has identities, a call must say by which access key it is made; where `admit` is given, that says who
 * may call. What is no host or no choice is a TypeError of `maker`, who asked for it.
 */
export function exchangeOf(
	maker: string,
	host: Host,
	control = true,
	admit?: Admit,
): Exchange {
	requireHost(maker, host);
	if (typeof control !== "boolean")
		throw new TypeError(
			`${maker}: control must be true, or false to leave the control endpoints out.`,
		);
	const endpoints = control ? controlOf(host) : undefined;
	return {
		bodyLimit: (method, path) =>
			endpoints?.bodyLimit(method, endpointIn(path)) ?? MEBIBYTE,
		answer: (request) =>
			controlled(endpoints, request) ?? called(host, admit, request),
	};
}

const MEBIBYTE = 1_048_576;

/** The answer of a control endpoint, if it is one that is asked. */
function controlled(
	endpoints: Control | undefined,
	request: HttpRequest,
): Promise<HttpResponse> | undefined {
	const endpoint = endpoints && endpointIn(request.path);
	return endpoint === undefined
		? undefined
		: endpoints?.answer(endpoint, request);
}

function called(
	host: Host,
	admit: Admit | undefined,
	request: HttpRequest,
): HttpResponse | Promise<HttpResponse> {
	const { method, header, body } = request;
	if (method !== "POST")
		return refusal(405, unknownOperation(NOT_POST), { allow: "POST" });
	if (body === undefined) return refusal(413, TOO_LARGE);
	const scope = scopeOf(header("authorization"));
	const { identities } = host;
	const unknown =
		identities && !admit ? strangerTo(identities, scope, header) : undefined;
	if (unknown) return refusal(statusOf(unknown), unknown);
	const answer = (refused: Failure | undefined) =>
		refused === undefined
			? host.answer(
					{ target: header("x-amz-target"), body: utf8Decode(body) },
					scope,
				)
			: refusal(statusOf(refused), refused);
	try {
		const looked = admit?.({ ...request, body });
		const response =
			looked instanceof Promise ? looked.then(answer) : answer(looked);
		return response instanceof Promise ? response.catch(unexpected) : response;
	} catch (error) {
		return unexpected(error);
	}
}

/** Why a call is of nobody that a host knows; `undefined` where it says whose it is. */
function strangerTo(
	identities: Identities,
	{ accessKeyId }: Scope,
	header: HttpRequest["header"],
): Failure | undefined {
	if (identityOf(identities, accessKeyId) !== undefined) return undefined;
	return header("authorization") ? UNKNOWN_ACCESS_KEY : NO_TOKEN;
}

/** The answer to a request that failed for no reason of its own; the reason is for whoever runs the server. */
export function unexpected(error: unknown): HttpResponse {
	reportError(error);
	return refusal(500, UNEXPECTED);
}

const NOT_POST =
	"Every operation is a POST, with its name in the header x-amz-target, such as secretsmanager.GetSecretValue.";

const TOO_LARGE: Failure = {
	name: "RequestEntityTooLargeException",
	message: "The request body is larger than 1 MiB (1048576 bytes).",
};

const UNEXPECTED: Failure = { name: "InternalServiceError", message: "" };

/** A refusal that no command of the host came to; its id is drawn by chance, so that the host's own draws stay the same. */
const refusal = (
	status: number,
	failure: Failure,
	headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
	status,
	headers: {
		"content-type": "application/x-amz-json-1.1",
		"x-amzn-requestid": uuidOf(
			hexEncode(crypto.getRandomValues(new Uint8Array(16))),
		),
		...headers,
	},
	body: printFailure(failure),
});
