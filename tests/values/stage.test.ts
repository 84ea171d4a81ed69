import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inListingOrder } from "../../src/values/stage.js";
import { assertLaw } from "../support/depth.js";

describe("labels are listed as captured from AWS", () => {
	it.each([
		[["AWSPREVIOUS", "AWSCURRENT"]],
		[["REPLAY", "AWSCURRENT"]],
		[["AWSPREVIOUS", "REPLAY"]],
		[["BLUE", "AWSCURRENT"]],
		[["AWSPREVIOUS", "BLUE"]],
		[["AWSPREVIOUS", "CUSTOM"]],
		[["AWSCURRENT", "AWSPENDING"]],
	])("%j, however they were attached", (captured) => {
		expect(inListingOrder(captured)).toEqual(captured);
		expect(inListingOrder([...captured].reverse())).toEqual(captured);
	});
});

/** A HashSet as in Java: it starts with 16 buckets and doubles them when more than three quarters are taken. */
class JavaHashSet {
	private buckets: string[][] = Array.from({ length: 16 }, () => []);
	private size = 0;

	add(text: string): void {
		this.bucketOf(text).push(text);
		this.size++;
		if (this.size > 0.75 * this.buckets.length) this.resize();
	}

	iterate(): readonly string[] {
		return this.buckets.flat();
	}

	private resize(): void {
		const texts = this.iterate();
		this.buckets = Array.from({ length: 2 * this.buckets.length }, () => []);
		for (const text of texts) this.bucketOf(text).push(text);
	}

	private bucketOf(text: string): string[] {
		const hash = Array.from({ length: text.length }, (_, i) =>
			text.charCodeAt(i),
		).reduce((hash, unit) => (31n * hash + BigInt(unit)) % 2n ** 32n, 0n);
		const spread = hash ^ (hash >> 16n);
		const at = Number(spread % BigInt(this.buckets.length));
		return this.buckets[at] as string[];
	}
}

describe("labels are listed in the order of a Java HashSet", () => {
	const label = fc.oneof(
		fc.constantFrom("AWSCURRENT", "AWSPREVIOUS", "AWSPENDING", "__proto__"),
		fc.constantFrom("a", "q", "A", "Q", "CUSTOM", "REPLAY", "\ud800"),
		fc.string({ minLength: 1 }),
		fc.string({ minLength: 1, maxLength: 256, unit: "binary" }),
	);

	it("whatever they are and however many", () => {
		const labels = fc.uniqueArray(label, { maxLength: 30, size: "max" });
		assertLaw(
			fc.property(labels, (labels) => {
				const set = new JavaHashSet();
				for (const each of labels) set.add(each);
				expect(inListingOrder(labels)).toEqual(set.iterate());
			}),
		);
	});

	it("of one bucket, as they were attached", () => {
		expect(inListingOrder(["CUSTOM", "REPLAY"])).toEqual(["CUSTOM", "REPLAY"]);
		expect(inListingOrder(["REPLAY", "CUSTOM"])).toEqual(["REPLAY", "CUSTOM"]);
	});

	it("whose table grows with the thirteenth", () => {
		// Of 16 buckets, "p" is in the first and "e" to "o" are in the last eleven; of 32, "p" and "q" come after them.
		const eToO = [..."efghijklmno"];
		expect(inListingOrder([...eToO, "p"])).toEqual(["p", ...eToO]);
		expect(inListingOrder([...eToO, "p", "q"])).toEqual([...eToO, "p", "q"]);
	});

	it("without a change to the list that was handed in", () => {
		const labels = Object.freeze(["AWSCURRENT", "AWSPREVIOUS"]);
		expect(inListingOrder(labels)).toEqual(["AWSPREVIOUS", "AWSCURRENT"]);
		expect(inListingOrder([])).toEqual([]);
	});
});
