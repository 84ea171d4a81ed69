import fc from "fast-check";
import {
	illegalTags,
	mostly,
	tags,
	unless,
} from "../../support/arbitraries.js";
import { anywhere, call } from "./command.js";

export const tagResource = (
	where = anywhere(),
	usual: fc.Arbitrary<readonly object[]> = tags(),
) =>
	fc
		.record({
			...where,
			Tags: unless(
				mostly(usual, fc.oneof(illegalTags(), fc.constant({})), 6),
				40,
			),
		})
		.map(({ scope, secret, ...input }) =>
			call("TagResource", scope, secret, input),
		);
