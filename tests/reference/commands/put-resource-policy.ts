import fc from "fast-check";
import { rarely } from "../../support/arbitraries.js";
import { policyText } from "../../support/policies.js";
import { anywhere, call } from "./command.js";

export const putResourcePolicy = (where = anywhere(), text = policyText()) =>
	fc
		.record({
			...where,
			ResourcePolicy: text,
			BlockPublicPolicy: rarely(fc.constantFrom(true, true, false, null), 2),
		})
		.map(({ scope, secret, ...input }) =>
			call("PutResourcePolicy", scope, secret, input),
		);
