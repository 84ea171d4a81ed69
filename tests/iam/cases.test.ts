import { describe, expect, it } from "vitest";
import { CASES, FILES, told } from "./a-case.js";

describe("the cases", () => {
	it("are many, and each has a name of its own", () => {
		expect(CASES.length).toBeGreaterThanOrEqual(200);
		const names = CASES.map(({ name }) => name);
		expect(
			names.filter((name, index) => names.indexOf(name) !== index),
		).toEqual([]);
	});

	it("each say where they come from", () => {
		for (const { name, source } of CASES)
			expect(source, name).toMatch(
				/^(recorded|assumed|IAM User Guide: .+|AWS Secrets Manager User Guide: .+|Service Authorization Reference: .+)$/,
			);
	});
});

describe.each(FILES)("%s:", (_, cases) => {
	it.each(cases.map((each) => [each.name, each] as const))("%s", (_, each) => {
		expect(told(each)).toEqual(each.expected);
	});
});
