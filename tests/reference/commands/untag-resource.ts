import fc from "fast-check";
import { tagKeyList, unless } from "../../support/arbitraries.js";
import { anywhere, call } from "./command.js";

export const untagResource = (where = anywhere()) =>
	fc
		.record({
			...where,
			TagKeys: unless(tagKeyList(), 40),
		})
		.map(({ scope, secret, ...input }) =>
			call("UntagResource", scope, secret, input),
		);
