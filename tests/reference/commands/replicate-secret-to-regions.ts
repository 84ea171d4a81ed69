import fc from "fast-check";
import { rarely, unless } from "../../support/arbitraries.js";
import { replicaRegions } from "../../support/replication-arbitraries.js";
import { anywhere, call } from "./command.js";

export const replicateSecretToRegions = (where = anywhere()) =>
	fc
		.record({
			...where,
			AddReplicaRegions: unless(replicaRegions(), 40),
			ForceOverwriteReplicaSecret: rarely(fc.constantFrom(true, false), 2),
		})
		.map(({ scope, secret, ...input }) =>
			call("ReplicateSecretToRegions", scope, secret, input),
		);
