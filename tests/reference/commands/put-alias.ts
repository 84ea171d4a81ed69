import fc from "fast-check";
import { keyAliases, keyScope } from "../../support/key-arbitraries.js";
import { keyChoice, setUp } from "./key-command.js";

export const putAlias = () =>
	fc
		.record({
			scope: keyScope(),
			alias: fc.constantFrom(...keyAliases),
			key: keyChoice(),
		})
		.map(({ scope, alias, key }) => setUp("putAlias", scope, { alias }, key));
