import fc from "fast-check";
import {
	illegalTags,
	mostly,
	scope,
	secretId,
	tags,
	unless,
} from "../../support/arbitraries.js";
import { call } from "./command.js";

export const tagResource = () =>
	fc
		.record({
			scope: scope(),
			secret: secretId(),
			Tags: unless(
				mostly(tags(), fc.oneof(illegalTags(), fc.constant({})), 6),
				40,
			),
		})
		.map(({ scope, secret, ...input }) =>
			call("TagResource", scope, secret, input),
		);
