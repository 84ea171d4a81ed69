// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import { expect, it } from "vitest";
import { held } from "./a-condition.js";

const keys = { bytes: ["QmluYXJ5"] };

it.each<[own: string, named: string | readonly string[], holding: boolean]>([
	["QmluYXJ5", "QmluYXJ5", true],
	["QmluYXI=", "QmluYXI=", true],
	["", "", true],
	["QmluYXJ5", ["AAAA", "QmluYXJ5"], true],
	["QmluYXJ5", [], false],
	["QmluYXJ5", "qmluyxj5", false],
	["QmluYXJ5", "AAAA", false],
	// No base64 matches nothing, not even itself.
	["QmluYXI", "QmluYXI", false],
	["Qmlu YXJ5", "Qmlu YXJ5", false],
	["QmluYXJ=", "QmluYXJ=", false],
	["QmluYXJ5", "${bytes}", false],
])("%j and %j: %s", (own, named, holding) => {
	expect(held("BinaryEquals", own, named, keys)).toBe(holding);
});
