import { describe, expect, it } from "vitest";
import { seedOfTime, seedSequence } from "../../src/host/seeds.js";

const UUID =
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const take = (count: number, seed: string | undefined) => {
	const next = seedSequence(seed);
	return Array.from({ length: count }, () => next());
};
const seeds = (count: number, seed: string | undefined) =>
	take(count, seed).map((draw) => draw.seed);

describe("the seeds of a host", () => {
	it("are counted from a given one", () => {
		expect(seeds(3, "s")).toEqual(["s/0", "s/1", "s/2"]);
	});

	it("repeat from the same given one, and the request ids with them", () => {
		expect(take(5, "s")).toEqual(take(5, "s"));
	});

	it("are counted from the empty text, too", () => {
		expect(seeds(2, "")).toEqual(["/0", "/1"]);
	});

	it("are left to chance without one", () => {
		const drawn = [...seeds(500, undefined), ...seeds(500, undefined)];
		expect(new Set(drawn).size).toBe(1000);
	});
});

describe("the request ids of a host", () => {
	it.each(["s", "", undefined])("are UUIDs that differ: seed %j", (seed) => {
		const ids = take(1000, seed).map(({ requestId }) => requestId);
		expect(new Set(ids).size).toBe(1000);
		for (const id of ids) expect(id).toMatch(UUID);
	});

	it("tell nothing of the seed: they are the same for another one", () => {
		const ids = (seed: string) => take(3, seed).map((draw) => draw.requestId);
		expect(ids("one")).toEqual(ids("other"));
		expect(ids("one")[1]).toBe("00000000-0000-4000-8000-000000000001");
	});
});

describe("the seed of time", () => {
	it("is told from a given one, and is none that a command draws", () => {
		for (const seed of ["s", ""]) {
			expect(seedOfTime(seed)).toBe(seedOfTime(seed));
			expect(seeds(1000, seed)).not.toContain(seedOfTime(seed));
		}
	});

	it("is another one for another", () => {
		expect(new Set(["s", "t", ""].map(seedOfTime)).size).toBe(3);
	});

	it("is left to chance without one", () => {
		const drawn = Array.from({ length: 1000 }, () => seedOfTime(undefined));
		expect(new Set(drawn).size).toBe(1000);
	});
});
