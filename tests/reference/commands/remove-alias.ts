import fc from "fast-check";
import { keyAliases, keyScope } from "../../support/key-arbitraries.js";
import { setUp } from "./key-command.js";

export const removeAlias = () =>
	fc
		.record({ scope: keyScope(), alias: fc.constantFrom(...keyAliases) })
		.map(({ scope, alias }) => setUp("removeAlias", scope, { alias }));
