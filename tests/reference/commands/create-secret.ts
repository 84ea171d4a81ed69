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
import { call } from "./command.js";

export const createSecret = (keyOneIn = 4) =>
	fc
		.record({
			scope: scope(),
			Name: unless(
				mostly(
					name(),
					fc.oneof(illegalName(), malformedArn(), fc.constant("n".repeat(513))),
				),
				50,
			),
			write: write(),
			Description: rarely(description(), 4),
			KmsKeyId: rarely(kmsKeyId(), keyOneIn),
			Tags: rarely(mostly(tags(), illegalTags(), 10), 4),
			Type: rarely(type(), 8),
		})
		.map(({ scope, write, ...input }) =>
			call("CreateSecret", scope, undefined, { ...input, ...write }),
		);
