import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	assertLaw,
	assertLawInTurns,
	commandSequence,
} from "../support/depth.js";
import { repository } from "./source.js";

test("every property is tried as deep as is asked for, and none in a way of its own", () => {
	const tests = join(repository, "tests");
	const strays = readdirSync(tests, { recursive: true, encoding: "utf8" })
		.filter((path) => path.endsWith(".ts") && !path.endsWith("depth.ts"))
		.filter((path) =>
			/\bfc\.(assert|check|commands)\(/.test(
				readFileSync(join(tests, path), "utf8"),
			),
		);
	expect(strays).toEqual([]);
});

describe("a law that fails", () => {
	test("tells how its counterexample is tried again", () => {
		const law = fc.property(fc.constant("broken"), () => false);
		expect(() => assertLaw(law)).toThrow(
			/LAW_SEED=-?\d+ LAW_PATH=0 npx vitest run tests.house.depth\.test\.ts -t "\^a law that fails tells how its counterexample is tried again\$"/,
		);
	});

	test("tells so, too, where it takes turns", async () => {
		const law = fc.asyncProperty(fc.constant("broken"), async () => false);
		await expect(assertLawInTurns(law)).rejects.toThrow(
			/LAW_SEED=-?\d+ LAW_PATH=0 npx vitest run tests.house.depth\.test\.ts/,
		);
	});

	test("tells which of its commands had run", () => {
		const broken = {
			check: () => true,
			run() {
				throw new Error("broken");
			},
		};
		const law = fc.property(
			commandSequence([fc.constant(broken)], 3),
			(commands) =>
				fc.modelRun(() => ({ model: {}, real: undefined }), commands),
		);
		expect(() => assertLaw(law)).toThrow(
			/LAW_PATH=[\d:]+ LAW_REPLAY=[\w+/:]+ npx/,
		);
	});

	test("may have failed to meet what it is about", () => {
		const law = fc.property(fc.nat(), () => {});
		expect(() => assertLaw(law, 100, { met: 1, never: 0 })).toThrow("never");
	});

	test("may have failed to meet it in turns", async () => {
		const law = fc.asyncProperty(fc.nat(), async () => {});
		await expect(assertLawInTurns(law, 1, { never: 0 })).rejects.toThrow(
			"never",
		);
	});
});
