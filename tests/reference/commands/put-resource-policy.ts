import fc from "fast-check";
import { rarely, scope, secretId } from "../../support/arbitraries.js";
import { policyText } from "../../support/policies.js";
import { call } from "./command.js";

export const putResourcePolicy = () =>
	fc
		.record({
			scope: scope(),
			secret: secretId(),
			ResourcePolicy: policyText(),
			BlockPublicPolicy: rarely(fc.constantFrom(true, true, false, null), 2),
		})
		.map(({ scope, secret, ...input }) =>
			call("PutResourcePolicy", scope, secret, input),
		);
