import fc from "fast-check";
import { keyRegistration, keyScope } from "../../support/key-arbitraries.js";
import { setUp } from "./key-command.js";

export const registerKey = () =>
	fc
		.record({ scope: keyScope(), input: keyRegistration() })
		.map(({ scope, input }) => setUp("registerKey", scope, input));
