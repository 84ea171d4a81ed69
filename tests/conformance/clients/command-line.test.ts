/** The scripts of the page about the command line, in the order in which a reader tries them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scriptsIn } from "../../house/programs.js";
import { repository } from "../../house/source.js";
import { boto3Missing, cliMissing, missing, outputOf } from "./a-program.js";

const TIMEOUT = 40_000;
const page = readFileSync(
	join(repository, "docs/recipes/command-line.md"),
	"utf8",
);
const [start = "", environment = "", ...shellScripts] = scriptsIn(page, /^sh$/);
const [pythonScript = ""] = scriptsIn(page, /^python$/);
const scriptOf = (program: string) =>
	shellScripts.find((script) => script.startsWith(program)) ?? "";

let server: ChildProcess;
let url: string;

/** The command of the page, as it was built, on a port that is free. */
beforeAll(async () => {
	const [, args = ""] = /^npx pure-secrets-manager (.*)$/.exec(start) ?? [];
	server = spawn(
		process.execPath,
		[
			join(repository, "dist/cli.js"),
			...args.replace("4566", "0").split(" "),
			"--quiet",
		],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	const ended = once(server, "exit").then(() => {
		throw new Error("The command ended at once; is it built?");
	});
	const [printed] = await Promise.race([
		once(server.stdout ?? server, "data"),
		ended,
	]);
	url = String(printed).trim();
	ended.catch(() => {}); // from here on it ends because it is told to
}, TIMEOUT);
afterAll(async () => {
	server.kill();
});

/** Runs a script with what the page exports before it. */
const output = (script: string) =>
	outputOf(
		"sh",
		["-euc", `${environment.replace("http://127.0.0.1:4566", url)}\n${script}`],
		url,
	);

describe("the page", () => {
	it("shows how to begin, and a script for each program", () => {
		expect(start).toBe("npx pure-secrets-manager serve --port 4566");
		expect(environment).toContain("http://127.0.0.1:4566\n");
		for (const program of ["aws ", "curl "])
			expect(scriptOf(program)).not.toBe("");
		expect(shellScripts).toHaveLength(2);
	});
});

describe("its server", { timeout: TIMEOUT }, () => {
	it.skipIf(cliMissing())("answers the AWS command line", async () => {
		const printed = await output(scriptOf("aws "));
		expect(printed).toMatch(/^hunter2$/m);
		expect(printed).toContain('"Value": "orders"');
	});

	it.skipIf(boto3Missing())("answers boto3", async () => {
		const printed = await output(`python3 - <<'END'\n${pythonScript}\nEND`);
		expect(printed).toMatch(/^\[.*'key'\]$/m);
	});

	it.skipIf(missing("curl", "curl", ["--version"]))(
		"is driven by curl",
		async () => {
			const printed = await output(scriptOf("curl "));
			expect(printed).toContain('"status":"ok"');
			expect(printed).toMatch(/"arn":"arn:aws:kms:[^"]*:key\/1{8}-/);
		},
	);
});
