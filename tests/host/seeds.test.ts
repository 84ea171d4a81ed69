import { describe, expect, it } from "vitest";
import { seedSequence } from "../../src/host/seeds.js";

const take = (count: number, next: () => string) =>
	Array.from({ length: count }, () => next());

describe("the seeds of a host", () => {
	it("are counted from a given one", () => {
		expect(take(3, seedSequence("s"))).toEqual(["s/0", "s/1", "s/2"]);
	});

	it("repeat from the same given one", () => {
		expect(take(5, seedSequence("s"))).toEqual(take(5, seedSequence("s")));
	});

	it("are counted from the empty text, too", () => {
		expect(take(2, seedSequence(""))).toEqual(["/0", "/1"]);
	});

	it("are left to chance without one", () => {
		const seeds = [
			...take(500, seedSequence(undefined)),
			...take(500, seedSequence(undefined)),
		];
		expect(new Set(seeds).size).toBe(1000);
	});
});
