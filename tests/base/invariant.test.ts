import { expect, it } from "vitest";
import { invariant } from "../../src/base/invariant.js";

it("says nothing of a law that holds", () => {
	expect(() => invariant(true, "one is one")).not.toThrow();
});

it("throws for a law that does not, and not as for a caller's mistake", () => {
	let thrown: unknown;
	try {
		invariant(false, "one is two");
	} catch (error) {
		thrown = error;
	}
	expect(thrown).toBeInstanceOf(Error);
	expect(thrown).not.toBeInstanceOf(TypeError);
	expect((thrown as Error).message).toContain("one is two");
});
