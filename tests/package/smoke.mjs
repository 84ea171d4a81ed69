// The package as its users get it: packed, installed into an empty project, then imported, required and compiled there.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
	copyFileSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = fileURLToPath(new URL(".", import.meta.url));
const repository = join(here, "..", "..");
const workshop = mkdtempSync(join(tmpdir(), "pure-secrets-manager-"));
const project = join(workshop, "project");

const READABLE = ["package.json", "README.md", "LICENSE", "CHANGELOG.md"];

const IMPORTS = `
import * as pure from "pure-secrets-manager";
import * as host from "pure-secrets-manager/host";
import * as http from "pure-secrets-manager/http";
import * as node from "pure-secrets-manager/node";
import * as sdk from "pure-secrets-manager/sdk";
import tellStory from "./story.cjs";
console.log((await tellStory(pure, host, http, node, sdk)).join(" "));
`;

const REQUIRES = `
const pure = require("pure-secrets-manager");
const host = require("pure-secrets-manager/host");
const http = require("pure-secrets-manager/http");
const node = require("pure-secrets-manager/node");
const sdk = require("pure-secrets-manager/sdk");
const tellStory = require("./story.cjs");
tellStory(pure, host, http, node, sdk).then((read) => console.log(read.join(" ")));
`;

const COMPILATIONS = [
	["consumer.mts", { module: "nodenext", moduleResolution: "nodenext" }],
	["consumer.cts", { module: "nodenext", moduleResolution: "nodenext" }],
	["consumer.ts", { module: "esnext", moduleResolution: "bundler" }],
];

/** What each source of a consumer may take for granted; only the entry for HTTP speaks of Request and Response. */
const CONSUMERS = [
	["consumer", ["es2022"]],
	["web-consumer", ["es2022", "dom"]],
];

const tally = { passed: 0, failed: 0 };
try {
	checkPackage();
} finally {
	rmSync(workshop, { recursive: true, force: true });
}
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exitCode = tally.failed === 0 ? 0 : 1;

function checkPackage() {
	const tarball = check("npm pack makes a tarball", pack);
	check("it holds the build and words for readers, nothing else", () => {
		const files = tarball.files.map(({ path }) => path);
		assert.deepEqual(files.filter(isUnexpected), []);
		assert.deepEqual(
			READABLE.filter((file) => !files.includes(file)),
			[],
		);
		assert.ok(files.includes("dist/cli.js"));
		assert.ok(!files.includes("dist/cli.cjs"));
	});
	check("every link of its pages leads to a file in it", () => {
		const files = tarball.files.map(({ path }) => path);
		const pages = files.filter((file) => file.endsWith(".md"));
		const dead = pages.flatMap((page) =>
			linksIn(page).filter((link) => !files.some(isAt(link))),
		);
		assert.ok(pages.length > 10);
		assert.deepEqual(dead, []);
	});
	check("it installs into an empty project", () => install(tarball.filename));
	check("an ES module imports each entry and reads what it wrote", () =>
		runStory("main.mjs", IMPORTS),
	);
	check("a CommonJS module requires each entry and reads what it wrote", () =>
		runStory("main.cjs", REQUIRES),
	);
	check("its command runs", () =>
		assert.equal(
			npm(project, "exec", "--", "pure-secrets-manager", "--version"),
			`${tarball.version}\n`,
		),
	);
	for (const [consumer, lib] of CONSUMERS)
		for (const [name, options] of COMPILATIONS) {
			const file = name.replace("consumer", consumer);
			check(`${file} compiles (${options.moduleResolution})`, () =>
				compile(`${consumer}.ts`, file, { ...options, lib }),
			);
		}
	check(
		"no entry but the one for Node and the command uses a Node builtin",
		() => {
			const users = entriesWithBuiltins();
			assert.deepEqual(users, ["cli.js", "node.cjs", "node.js"]);
		},
	);
}

/** Runs one check, prints one line on it and answers what it made; a failure is counted and shown. */
function check(what, run) {
	try {
		const made = run();
		tally.passed += 1;
		console.log(`ok    ${what}`);
		return made;
	} catch (error) {
		tally.failed += 1;
		console.log(`FAIL  ${what}\n${reasonOf(error).replace(/^/gm, "      ")}`);
		return undefined;
	}
}

/** What a failed child printed says more than that it failed. */
function reasonOf({ stdout = "", stderr = "", message }) {
	return `${stdout}${stderr}`.trim() || message;
}

function pack() {
	const report = npm(
		repository,
		"pack",
		"--json",
		"--pack-destination",
		workshop,
	);
	return JSON.parse(report)[0];
}

function isUnexpected(file) {
	const isPage = /^docs\/(.*\.md|examples\/[^/]*\.ts)$/.test(file); // that the README leads to
	return !READABLE.includes(file) && !file.startsWith("dist/") && !isPage;
}

/** The files and folders that a page links to, below the repository. */
function linksIn(page) {
	const text = readFileSync(join(repository, page), "utf8");
	return [...text.matchAll(/\]\(([^)#:]+)(#[^)]*)?\)/g)].map(([, path]) =>
		normalize(join(dirname(page), path)),
	);
}

function isAt(link) {
	return (file) => file === link || file.startsWith(`${link}/`);
}

function install(filename) {
	mkdirSync(project);
	write("package.json", JSON.stringify({ name: "consumer", private: true }));
	const tarball = join(workshop, filename);
	npm(
		project,
		"install",
		"--prefer-offline",
		"--no-audit",
		"--no-fund",
		tarball,
	);
}

function runStory(file, text) {
	copyFileSync(join(here, "story.cjs"), join(project, "story.cjs"));
	write(file, text);
	assert.equal(
		run(project, process.execPath, file),
		"reducers host fetch node handler\n",
	);
}

/** The user's compiler settings at their strictest; our declarations are checked like his own code. */
function compile(source, file, options) {
	copyFileSync(join(here, source), join(project, file));
	const compilerOptions = {
		...options,
		target: "es2022",
		types: [],
		strict: true,
		exactOptionalPropertyTypes: true,
		skipLibCheck: false,
		noEmit: true,
	};
	write("tsconfig.json", JSON.stringify({ compilerOptions, files: [file] }));
	const tsc = join(repository, "node_modules", "typescript", "lib", "tsc.js");
	run(project, process.execPath, tsc, "-p", project);
}

/** The files of the build that stand for themselves and, in what they load, reach a builtin of Node. */
function entriesWithBuiltins() {
	const dist = join(project, "node_modules", "pure-secrets-manager", "dist");
	const importsOf = (file) =>
		ts
			.preProcessFile(readFileSync(join(dist, file), "utf8"), true, true)
			.importedFiles.map(({ fileName }) => fileName);
	const reachesBuiltin = (file) =>
		importsOf(file).some(
			(name) =>
				isBuiltin(name) ||
				(name.startsWith("./") && reachesBuiltin(name.slice(2))),
		);
	const entries = readdirSync(dist).filter((file) =>
		/^(?!chunk-).*\.c?js$/.test(file),
	);
	assert.ok(entries.length > 10);
	return entries.filter(reachesBuiltin).sort();
}

function write(file, text) {
	writeFileSync(join(project, file), text);
}

function npm(cwd, ...args) {
	return run(cwd, "npm", ...args);
}

function run(cwd, command, ...args) {
	// On Windows npm is a script, which only a shell can start.
	const shell = command === "npm" && process.platform === "win32";
	return execFileSync(command, args, {
		cwd,
		shell,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
	});
}
