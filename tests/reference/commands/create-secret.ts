import fc from "fast-check";
import {
	description,
	illegalName,
	illegalTags,
	malformedArn,
	mostly,
	name,
	rarely,
	scope,
	tags,
	type,
	unless,
	write,
} from "../../support/arbitraries.js";
import { kmsKeyId } from "../../support/key-arbitraries.js";
import { replicaRegions } from "../../support/replication-arbitraries.js";
import { call } from "./command.js";

export const createSecret = (
	keyOneIn = 4,
	where = { scope: scope(), name: name() },
	replicasOneIn = 6,
) =>
	fc
		.record({
			scope: where.scope,
			Name: unless(
				mostly(
					where.name,
					fc.oneof(illegalName(), malformedArn(), fc.constant("n".repeat(513))),
				),
				50,
			),
			write: write(),
			Description: rarely(description(), 4),
			KmsKeyId: rarely(kmsKeyId(), keyOneIn),
			Tags: rarely(mostly(tags(), illegalTags(), 10), 4),
			Type: rarely(type(), 8),
			AddReplicaRegions: rarely(replicaRegions(), replicasOneIn),
			ForceOverwriteReplicaSecret: rarely(fc.boolean(), replicasOneIn),
		})
		.map(({ scope, write, ...input }) =>
			call("CreateSecret", scope, undefined, { ...input, ...write }),
		);
