import fc from "fast-check";
import { scope, secretId, unless } from "../../support/arbitraries.js";
import { policyText } from "../../support/policies.js";
import { call } from "./command.js";

/** For a secret, or in general. */
export const validateResourcePolicy = () =>
	fc
		.record({
			scope: scope(),
			secret: unless(secretId(), 3),
			ResourcePolicy: policyText(),
		})
		.map(({ scope, secret, ...input }) =>
			call("ValidateResourcePolicy", scope, secret, input),
		);
