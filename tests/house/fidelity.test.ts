import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { operations } from "../../src/operations/table.js";
import { readSources, repository } from "./source.js";

const fidelity = readFileSync(join(repository, "docs/fidelity.md"), "utf8");

describe("docs/fidelity.md", () => {
	test("lists every assumption of the code, and no other", () => {
		const [, section = ""] = fidelity.split("## Assumptions");
		const listed = section
			.split("\n")
			.filter((line) => line.startsWith("- "))
			.map((line) => line.slice(2));
		const assumed = readSources().flatMap(({ path, text }) =>
			assumptionsIn(text).map((sentence) => `\`${path}\`: ${sentence}`),
		);
		expect(assumed.length).toBeGreaterThan(20);
		expect(listed).toEqual(assumed);
	});

	test("names every operation that is built", () => {
		for (const name of Object.keys(operations))
			expect(fidelity).toMatch(new RegExp(`^\\| ${name} +\\|`, "m"));
	});

	test("an assumption is read to the end of its sentence, over the lines of its comment", () => {
		const text =
			"/**\n * Observed: x.\n * Assumed: a dot.in a\n *   word. More.\n */";
		expect(assumptionsIn(text)).toEqual(["a dot.in a word."]);
	});
});

/** The sentence after each `Assumed:`. */
function assumptionsIn(text: string): readonly string[] {
	const flat = text.replace(/\n\s*(\*|\/\/)\s*/g, " ").replace(/\s+/g, " ");
	return [...flat.matchAll(/Assumed: (.*?\.)(?= |$)/g)].map(
		([, sentence]) => sentence ?? "",
	);
}
