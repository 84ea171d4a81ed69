import fc from "fast-check";
import { rulesOfResource } from "../../support/caller-arbitraries.js";
import { keyRegistration, keyScope } from "../../support/key-arbitraries.js";
import { policyOf } from "../../support/policy-language.js";
import { setUp } from "./key-command.js";

export const registerKey = () =>
	fc
		.record({ scope: keyScope(), input: keyRegistration() })
		.map(({ scope, input }) => setUp("registerKey", scope, input));

/** The same with a key policy. */
export const guardKey = () =>
	fc
		.record({
			scope: keyScope(),
			input: keyRegistration(),
			rules: rulesOfResource(),
		})
		.map(({ scope, input, rules }) =>
			setUp("registerKey", scope, { ...input, policy: policyOf(rules) }),
		);
