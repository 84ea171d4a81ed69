// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import { expect, it } from "vitest";
import { held } from "./a-condition.js";

const keys = { secure: ["TRUE"] };

it.each<[own: string, named: string | readonly string[], holding: boolean]>([
	["true", "true", true],
	["false", "false", true],
	["true", "false", false],
	["false", "true", false],
	["TRUE", "true", true],
	["true", "True", true],
	["true", ["false", "true"], true],
	["true", [], false],
	["true", "${secure}", true],
	["true", "${none}", false],
	// Neither is a truth.
	["1", "1", false],
	["1", "true", false],
	["yes", "yes", false],
	["", "", false],
	["false", "", false],
	["undefined", "${none}", false],
	["true ", "true", false],
])("%j and %j: %s", (own, named, holding) => {
	expect(held("Bool", own, named, keys)).toBe(holding);
});
