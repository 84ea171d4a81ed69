import fc from "fast-check";
import { mostly, unless } from "../../support/arbitraries.js";
import { regionToReplicate } from "../../support/replication-arbitraries.js";
import { anywhere, call } from "./command.js";

export const removeRegionsFromReplication = (where = anywhere()) =>
	fc
		.record({
			...where,
			RemoveReplicaRegions: unless(
				mostly(
					fc.array(regionToReplicate(), { minLength: 1, maxLength: 2 }),
					fc.constantFrom([], ["no-region"]),
					30,
				),
				40,
			),
		})
		.map(({ scope, secret, ...input }) =>
			call("RemoveRegionsFromReplication", scope, secret, input),
		);
