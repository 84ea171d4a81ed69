/**
 * A host as a handler of web-standard requests: `(request: Request) => Promise<Response>`.
 *
 * @module pure-secrets-manager/http
 */
export {
	createFetchHandler,
	type FetchHandlerOptions,
} from "./fetch-handler.js";
