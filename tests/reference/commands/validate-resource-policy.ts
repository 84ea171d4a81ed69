import fc from "fast-check";
import { unless } from "../../support/arbitraries.js";
import { policyText } from "../../support/policies.js";
import { anywhere, call } from "./command.js";

/** For a secret, or in general. */
export const validateResourcePolicy = (
	where = anywhere(),
	text = policyText(),
) =>
	fc
		.record({
			scope: where.scope,
			secret: unless(where.secret, 3),
			ResourcePolicy: text,
		})
		.map(({ scope, secret, ...input }) =>
			call("ValidateResourcePolicy", scope, secret, input),
		);
