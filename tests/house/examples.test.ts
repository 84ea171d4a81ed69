import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type Program,
	programsIn,
	readPrograms,
	removeFences,
	run,
	typeErrors,
	writeFences,
} from "./programs.js";
import { repository } from "./source.js";

const TIMEOUT = 60_000;
const programs = readPrograms();
const rotationPage = readFileSync(join(repository, "docs/rotation.md"), "utf8");
const sound = programFrom(
	"sound.md",
	`import { createStore } from "pure-secrets-manager";
	export const store = createStore();`,
);
const mistyped = programFrom("mistyped.md", 'const one: number = "1";\none;');
const noisy = programFrom("noisy.md", 'console.error("not quiet");');
const failing = programFrom("failing.md", "process.exitCode = 3;");

beforeAll(() => {
	removeFences();
	writeFences([...programs, sound, mistyped, noisy, failing]);
});
afterAll(removeFences);

describe("the programs that README and docs show", () => {
	it("are there, and so is the build they run on", () => {
		expect(programs.filter(isIn("README.md"))).not.toEqual([]);
		expect(programs.filter(isIn("docs/examples/"))).not.toEqual([]);
		expect(existsSync(join(repository, "dist")), "npm run build").toBe(true);
	});

	it("compile", { timeout: TIMEOUT }, () => {
		expect(typeErrors(programs)).toEqual([]);
	});

	it.each(programs)("run: $place", { timeout: TIMEOUT }, async (program) => {
		const { code, stderr, stdout } = await run(program);
		expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
		const [diagram] = /^sequenceDiagram(\n {4}.*)+/m.exec(stdout) ?? [];
		expect(diagram === undefined).toBe(
			!isIn("docs/examples/rotation.ts")(program),
		);
		if (diagram !== undefined)
			expect(rotationPage, "the same picture").toContain(
				`\`\`\`mermaid\n${diagram}\n\`\`\``,
			);
	});
});

describe("the key service of an emulator, docs/examples/own-kms.ts", () => {
	it("is asked for each key that can be used, and has the last word", {
		timeout: TIMEOUT,
	}, async () => {
		const { stdout } = await run({
			place: "",
			file: "docs/examples/own-kms.ts",
			text: undefined,
		});
		const told = stdout.split("\n").filter((line) => !/^(—|$)/.test(line));
		const validation = "for RequestToValidateKeyAccess";
		const value = "for version-1-of-the-orders-password";
		expect(told).toEqual([
			// CreateSecret and GetSecretValue
			`  KMS: GenerateDataKey with the old key, ${validation}`,
			`  KMS: Decrypt with the old key, ${validation}`,
			`  KMS: GenerateDataKey with the old key, ${value}`,
			`  KMS: Decrypt with the old key, ${value}`,
			"value: correct-horse-battery-staple",
			// UpdateSecret
			`  KMS: GenerateDataKey with the new key, ${validation}`,
			`  KMS: Decrypt with the new key, ${validation}`,
			`  KMS: Decrypt with the old key, ${value}`,
			`  KMS: Encrypt with the new key, ${value}`,
			"KmsKeyIds: [ 'old', 'new' ]",
			// the old key pending deletion, then also the new one disabled, and enabled
			`  KMS: Decrypt with the new key, ${value}`,
			"value: correct-horse-battery-staple",
			expect.stringMatching(
				/^DecryptionFailure: .* arn:aws:kms:us-east-1:123456789012:key\/2e300000-\S+ is disabled\. \(.* DisabledException;/,
			),
			`  KMS: Decrypt with the new key, ${value}`,
			"value: correct-horse-battery-staple",
			// another role
			`  KMS: Decrypt with the new key, ${value}`,
			"AccessDeniedException: Access to KMS is not allowed",
			// the same write twice
			"  KMS: GenerateDataKey with the new key, for version-2-of-the-orders-password",
			"  KMS: GenerateDataKey with the new key, for version-2-of-the-orders-password",
			"true",
		]);
	});
});

describe("the reader of fences", () => {
	it("takes TypeScript fences and keeps the numbers of their lines", () => {
		const page = [
			"# A",
			"```ts",
			"one;",
			"two;",
			"```",
			"~~~typescript",
			"three;",
			"~~~",
		];
		expect(programsIn("a/B.md", page.join("\n"))).toEqual([
			{
				place: "a/B.md:2",
				file: "tests/house/.fences/a-B-md-2.ts",
				text: "\n\none;\ntwo;",
			},
			{
				place: "a/B.md:6",
				file: "tests/house/.fences/a-B-md-6.ts",
				text: "\n\n\n\n\n\nthree;",
			},
		]);
	});

	it("leaves other fences, and what they quote, alone", () => {
		const page = [
			"```sh",
			"npm test",
			"```",
			"````md",
			"```ts",
			"one;",
			"```",
			"````",
		];
		expect(programsIn("a.md", page.join("\n"))).toEqual([]);
	});
});

describe("the checker of programs", () => {
	it("finds the one that does not compile", { timeout: TIMEOUT }, () => {
		const [error, ...others] = typeErrors([mistyped]);
		expect(error).toMatch(/mistyped-md-1.ts:2 Type 'string' is not assignable/);
		expect(others).toEqual([]);
	});

	it("lets the sound one pass", { timeout: TIMEOUT }, async () => {
		expect(typeErrors([sound])).toEqual([]);
		expect(await run(sound)).toMatchObject({ code: 0, stderr: "" });
	});

	it("finds the ones that fail or complain", { timeout: TIMEOUT }, async () => {
		expect(await run(failing)).toMatchObject({ code: 3, stderr: "" });
		expect(await run(noisy)).toMatchObject({ code: 0, stderr: "not quiet\n" });
	});
});

function isIn(place: string): (program: Program) => boolean {
	return (program) => program.place.startsWith(place);
}

function programFrom(page: string, text: string): Program {
	const [program] = programsIn(page, `\`\`\`ts\n${text}\n\`\`\``);
	if (program === undefined) throw new Error("The fence was not found.");
	return program;
}
