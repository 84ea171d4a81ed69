/**
 * The real AWS SDK client, in process. Nothing of the SDK is imported, so that any version and any copy of it will do.
 *
 * @module pure-secrets-manager/sdk
 */
export { attach, type ClientConfig, clientConfig } from "./client.js";
export type {
	SdkRequest,
	SdkRequestHandler,
	SdkResponse,
} from "./request-handler.js";
