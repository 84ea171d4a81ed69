import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { floors } from "./floors.js";
import { findCycles, findForbiddenImports, importsOf } from "./imports.js";
import { readSources, repository, type Source } from "./source.js";

const sources = readSources();

describe("the floors of src", () => {
	it("are all there to be read", () => {
		expect(sources.length).toBeGreaterThan(30);
		expect(sources.flatMap(importsOf).length).toBeGreaterThan(30);
	});

	it("have each a place in the table", () => {
		const rooms = readdirSync(join(repository, "src"), { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => name);
		const known = floors.map(({ room }) => room);
		expect(rooms.filter((room) => !known.includes(room))).toEqual([]);
	});

	it("import downwards only, and only the packages of their room", () => {
		expect(findForbiddenImports(sources)).toEqual([]);
	});

	it("read addresses in one file of iam, and nowhere else", () => {
		const importers = sources
			.flatMap(importsOf)
			.filter(({ specifier }) => specifier === "ipaddr.js")
			.map(({ from }) => from);
		expect(importers).toEqual(["iam/conditions/ip-address.ts"]);
	});

	it("hold no import cycle", () => {
		expect(findCycles(sources)).toEqual([]);
	});
});

describe("the table of floors", () => {
	it("names each room once, from the ground up", () => {
		const levels = floors.map(({ level }) => level);
		expect(new Set(floors.map(({ room }) => room)).size).toBe(floors.length);
		expect(levels).toEqual([...levels].sort((a, b) => a - b));
	});
});

describe("the reader of imports", () => {
	it.each([
		['import { a } from "./a.js";', "./a.js"],
		['import type { A } from "./a.js";', "./a.js"],
		['import { type A } from "./a.js";', "./a.js"],
		['import "./a.js";', "./a.js"],
		['import * as a from "./a.js";', "./a.js"],
		['export { a } from "./a.js";', "./a.js"],
		['export * from "./a.js";', "./a.js"],
		['export type { A } from "./a.js";', "./a.js"],
		['const a = () => import("./a.js");', "./a.js"],
		["const a = () => import(`./a.js`);", "./a.js"],
		['const a = require("./a.js");', "./a.js"],
		['import a = require("./a.js");', "./a.js"],
		['type A = import("./a.js").A;', "./a.js"],
		['type A = typeof import("./a.js");', "./a.js"],
		['declare module "./a.js" {}', "./a.js"],
	])("sees %s", (text, specifier) => {
		expect(importsOf({ path: "base/b.ts", text })).toEqual([
			{ from: "base/b.ts", specifier, place: "src/base/b.ts:1" },
		]);
	});

	it("is not misled by text that only looks like an import", () => {
		const text = `// import "./a.js"\nexport const word = 'import "./a.js"';\n`;
		expect(importsOf({ path: "base/b.ts", text })).toEqual([]);
	});
});

describe("the checker of floors", () => {
	it.each([
		["model/secret.ts", "../values/arn.js", "values/arn.ts"],
		["model/secret.ts", "./versions", "model/versions.ts"],
		["iam/evaluate.ts", "./conditions/index.js", "iam/conditions/index.ts"],
		["iam/conditions/date.ts", "../match.js", "iam/match.ts"],
		["host/index.ts", "../sdk", "sdk/index.ts"],
		["wire/handle.ts", "../engine/execute.ts", "engine/execute.ts"],
		["index.ts", "./engine/execute.js", "engine/execute.ts"],
	])("lets %s import %s", (from, specifier, target) => {
		expect(complaints(from, specifier, target)).toEqual([]);
	});

	it.each([
		["a climb", "model/secret.ts", "../store/vault.js", "store/vault.ts"],
		["a climb of a type", "base/a.ts", "../wire/b.js", "wire/b.ts"],
		["a neighbour", "kms/key.ts", "../iam/match.js", "iam/match.ts"],
		["its neighbour", "iam/match.ts", "../kms/key.js", "kms/key.ts"],
		["a shell beside", "testing/index.ts", "../http/a.js", "http/a.ts"],
		["a door above", "engine/a.ts", "../index.js", "index.ts"],
		["the public door from below", "wire/a.ts", "../index.js", "index.ts"],
		["the public door by folder", "host/a.ts", "..", "index.ts"],
		["wire at the door", "index.ts", "./wire/a.js", "wire/a.ts"],
		["a missing file", "base/a.ts", "./b.js", "base/c.ts"],
		["a way out of src", "base/a.ts", "../../tests/b.js", "base/b.ts"],
	])("finds %s", (_, from, specifier, target) => {
		expect(complaints(from, specifier, target)).toHaveLength(1);
	});

	it.each([
		["base/a.ts", "@noble/hashes/sha2.js"],
		["base/a.ts", "sorted-btree"],
		["kms/a.ts", "@noble/ciphers/aes.js"],
		["iam/conditions/a.ts", "ipaddr.js"],
		["model/a.ts", "immer"],
		["host/a.ts", "nanoid/non-secure"],
		["node/a.ts", "node:http"],
	])("lets %s use %s", (path, specifier) => {
		expect(packageComplaints(path, specifier)).toEqual([]);
	});

	it.each([
		["values/a.ts", "@noble/hashes/sha2.js"],
		["kms/a.ts", "sorted-btree"],
		["base/a.ts", "@noble/hashes-imitation"],
		["base/a.ts", "@noble/curves"],
		["kms/a.ts", "ipaddr.js"],
		["store/a.ts", "immer"],
		["sdk/a.ts", "@aws-sdk/client-secrets-manager"],
		["host/a.ts", "node:crypto"],
		["host/a.ts", "crypto"],
		["index.ts", "nanoid"],
		["wire/a.ts", "pure-secrets-manager"],
	])("finds that %s uses %s", (path, specifier) => {
		expect(packageComplaints(path, specifier)).toHaveLength(1);
	});

	it("finds an import whose path is computed", () => {
		const text = "export const load = (name: string) => import(name);";
		expect(findForbiddenImports([{ path: "base/a.ts", text }])).toEqual([
			"src/base/a.ts:1: imports a computed path",
		]);
	});

	it("finds a room and a top-level file that are not in the table", () => {
		const strangers = [
			{ path: "utils/a.ts", text: "" },
			{ path: "helpers.ts", text: "" },
		];
		expect(findForbiddenImports(strangers)).toHaveLength(2);
	});

	it("finds a cycle, of types too, and shows the way round", () => {
		const cycle = [
			{ path: "base/a.ts", text: 'import "./b.js";' },
			{ path: "base/b.ts", text: 'import type { C } from "./c.js";' },
			{ path: "base/c.ts", text: 'export * from "./b.js";' },
		];
		expect(findCycles(cycle)).toEqual(["base/b.ts → base/c.ts → base/b.ts"]);
	});

	it("takes two ways to one file for no cycle", () => {
		const diamond = [
			{ path: "base/a.ts", text: 'import "./b.js"; import "./c.js";' },
			{ path: "base/b.ts", text: 'import "./d.js";' },
			{ path: "base/c.ts", text: 'import "./d.js";' },
			{ path: "base/d.ts", text: "" },
		];
		expect(findCycles(diamond)).toEqual([]);
	});
});

function complaints(
	from: string,
	specifier: string,
	target: string,
): readonly string[] {
	const importer: Source = {
		path: from,
		text: `import type { A } from "${specifier}";`,
	};
	return findForbiddenImports([importer, { path: target, text: "" }]);
}

function packageComplaints(path: string, specifier: string): readonly string[] {
	return findForbiddenImports([{ path, text: `import "${specifier}";` }]);
}
