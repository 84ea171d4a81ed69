import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pure from "pure-secrets-manager";
import * as host from "pure-secrets-manager/host";
import * as http from "pure-secrets-manager/http";
import * as node from "pure-secrets-manager/node";
import * as sdk from "pure-secrets-manager/sdk";
import { describe, expect, it } from "vitest";
import { repository } from "./source.js";

interface Manifest {
	readonly sideEffects: unknown;
	readonly engines: unknown;
	readonly bin: unknown;
	readonly files: readonly string[];
	readonly dependencies: Readonly<Record<string, string>>;
	readonly peerDependencies: Readonly<Record<string, string>>;
	readonly peerDependenciesMeta: unknown;
	readonly exports: Readonly<Record<string, unknown>>;
}

const manifest: Manifest = JSON.parse(
	readFileSync(join(repository, "package.json"), "utf8"),
);
const { "./package.json": ownManifest, ...entries } = manifest.exports;

describe("package.json", () => {
	it("exports one entry per subpath that is built, and itself", () => {
		expect(Object.keys(entries)).toEqual([
			".",
			"./host",
			"./http",
			"./node",
			"./sdk",
		]);
		expect(ownManifest).toBe("./package.json");
	});

	it.each(Object.entries(entries))(
		"gives %s to import and to require, each with its own types first",
		(subpath, conditions) => {
			const built =
				subpath === "." ? "./dist/index" : `./dist/${subpath.slice(2)}`;
			// As text, because the order of conditions decides and toEqual ignores it.
			expect(JSON.stringify(conditions)).toBe(
				JSON.stringify({
					import: { types: `${built}.d.ts`, default: `${built}.js` },
					require: { types: `${built}.d.cts`, default: `${built}.cjs` },
				}),
			);
		},
	);

	it("has one command", () => {
		expect(manifest.bin).toEqual({ "pure-secrets-manager": "dist/cli.js" });
	});

	it("promises no side effects, and Node as old as it can be", () => {
		expect(manifest.sideEffects).toBe(false);
		expect(manifest.engines).toEqual({ node: ">=20.19" });
	});

	it("packs the build and words for readers, and neither tests nor sources", () => {
		const readable = [
			"dist",
			"docs/**/*.md",
			"docs/examples/*.ts",
			"CHANGELOG.md",
			"README.md",
			"LICENSE",
		];
		expect(manifest.files).toContain("dist");
		expect(manifest.files.filter((file) => !readable.includes(file))).toEqual(
			[],
		);
	});

	it("depends on seven packages", () => {
		expect(Object.keys(manifest.dependencies).sort()).toEqual([
			"@noble/ciphers",
			"@noble/hashes",
			"croner",
			"immer",
			"ipaddr.js",
			"nanoid",
			"sorted-btree",
		]);
	});

	it("needs one more, where signatures are checked", () => {
		const name = "@smithy/signature-v4";
		expect(Object.keys(manifest.peerDependencies)).toEqual([name]);
		expect(manifest.peerDependenciesMeta).toEqual({
			[name]: { optional: true },
		});
	});
});

describe("the top level of the repository", () => {
	it("holds what must stand there and nothing else", () => {
		expect(topLevel()).toEqual([
			".ci",
			".gitignore",
			"CHANGELOG.md",
			"LICENSE",
			"README.md",
			"biome.json",
			"docs",
			"package-lock.json",
			"package.json",
			"src",
			"tests",
			"tsconfig.json",
			"tsup.config.ts",
			"vitest.config.ts",
		]);
	});
});

describe("the doors", () => {
	it.each([
		[
			"pure-secrets-manager",
			pure,
			[
				"advance",
				"batchGetSecretValue",
				"cancelRotateSecret",
				"checkInvariants",
				"createSecret",
				"createStore",
				"deleteResourcePolicy",
				"deleteSecret",
				"describeSecret",
				"effectsUnderWay",
				"execute",
				"explain",
				"fromSnapshot",
				"getRandomPassword",
				"getResourcePolicy",
				"getSecretValue",
				"listSecretVersionIds",
				"listSecrets",
				"localKms",
				"nextDue",
				"putAlias",
				"putManagedSecret",
				"putResourcePolicy",
				"putSecretValue",
				"registerKey",
				"removeAlias",
				"removeRegionsFromReplication",
				"replicateSecretToRegions",
				"reportRotationStep",
				"restoreSecret",
				"rotateSecret",
				"setKeyState",
				"stopReplicationToReplica",
				"tagResource",
				"toSnapshot",
				"untagResource",
				"updateSecret",
				"updateSecretVersionStage",
				"validateResourcePolicy",
			],
		],
		[
			"pure-secrets-manager/host",
			host,
			["createHost", "manualClock", "systemClock"],
		],
		["pure-secrets-manager/http", http, ["createFetchHandler"]],
		[
			"pure-secrets-manager/node",
			node,
			["createHost", "nodeCipher", "nodeKms", "serve"],
		],
		["pure-secrets-manager/sdk", sdk, ["attach", "clientConfig"]],
	])("of %s let exactly these names through", (_, door, names) => {
		expect(Object.keys(door).sort()).toEqual(names);
	});
});

/** What git holds or would take: a build, installed packages and other ignored things do not count. */
function topLevel(): readonly string[] {
	const listing = execFileSync(
		"git",
		["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
		{ cwd: repository, encoding: "utf8" },
	);
	const roots = listing
		.split("\0")
		.filter((path) => path !== "")
		.map((path) => path.replace(/\/.*$/s, ""));
	return [...new Set(roots)].sort();
}
