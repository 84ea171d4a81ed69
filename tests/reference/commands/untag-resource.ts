import fc from "fast-check";
import {
	scope,
	secretId,
	tagKeyList,
	unless,
} from "../../support/arbitraries.js";
import { call } from "./command.js";

export const untagResource = () =>
	fc
		.record({
			scope: scope(),
			secret: secretId(),
			TagKeys: unless(tagKeyList(), 40),
		})
		.map(({ scope, secret, ...input }) =>
			call("UntagResource", scope, secret, input),
		);
