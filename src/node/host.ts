import { createHost as createPortableHost, type Host } from "../host/host.js";
import type { HostOptions } from "../host/options.js";
import { nodeKms } from "./kms.js";

/**
 * Makes the host of `pure-secrets-manager/host`, which seals with `node:crypto` where no `kms` is given. Its stores and
 * snapshots are the same, and open without it.
 */
export const createHost = (options: HostOptions = {}): Host =>
	createPortableHost(
		Object(options) === options
			? { ...options, kms: options.kms === undefined ? nodeKms() : options.kms }
			: options,
	);
