/**
 * The host on Node: the same host, with Node's own cryptography, and a server for it.
 *
 * @module pure-secrets-manager/node
 */
export type { Host } from "../host/host.js";
export type { Identities, Identity } from "../host/identities.js";
export type { HostOptions } from "../host/options.js";
export { nodeCipher } from "./cipher.js";
export { createHost } from "./host.js";
export { nodeKms } from "./kms.js";
export { type ServeOptions, type Serving, serve } from "./serve.js";
