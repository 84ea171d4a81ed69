import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hexEncode } from "../../src/base/bytes.js";
import {
	keyedDigest,
	randomBytes,
	randomText,
	randomUuid,
} from "../../src/base/random.js";
import { assertLaw } from "../support/depth.js";

const place = fc.array(
	fc.oneof(fc.constantFrom("", "0", "1", "suffix", "1:0"), fc.string()),
	{ maxLength: 4 },
);

describe("randomBytes", () => {
	it("gives the same bytes for the same seed and place, in the length asked for", () => {
		assertLaw(
			fc.property(fc.string(), place, fc.nat(100), (seed, place, length) => {
				const bytes = randomBytes(seed, place, length);
				expect(bytes).toHaveLength(length);
				expect(randomBytes(seed, [...place], length)).toEqual(bytes);
			}),
		);
	});

	it("gives other bytes at another place", () => {
		assertLaw(
			fc.property(place, place, (one, other) => {
				fc.pre(JSON.stringify(one) !== JSON.stringify(other));
				expect(randomBytes("seed", one, 16)).not.toEqual(
					randomBytes("seed", other, 16),
				);
			}),
		);
	});

	it("never uses bytes twice, neither at places that look alike nor within one", () => {
		const places = [[], [""], ["0"], ["1"], ["0", "0"], ["1", "0"], ["0", "1"]];
		const blocks = places.flatMap((place) => {
			const hex = hexEncode(randomBytes("seed", place, 4 * 32));
			return hex.match(/.{64}/g) ?? [];
		});
		expect(blocks).toHaveLength(4 * places.length);
		expect(new Set(blocks).size).toBe(blocks.length);
	});

	it("gives other bytes for another seed", () => {
		const seeds = ["", "a", "b", "A", "a ", "\ud800", "\udc00", "s".repeat(99)];
		const drawn = seeds.map((seed) => hexEncode(randomBytes(seed, ["x"], 16)));
		expect(new Set(drawn).size).toBe(seeds.length);
	});

	it("is SHA-256 of the framed seed, place and counter", () => {
		const block = createHash("sha256").update("4:seed1:x1:0").digest("hex");
		expect(hexEncode(randomBytes("seed", ["x"], 32))).toBe(block);
	});

	it("gives bytes that the caller may change", () => {
		randomBytes("seed", ["x"], 16).fill(0);
		expect(randomBytes("seed", ["x"], 16)).not.toEqual(new Uint8Array(16));
	});
});

describe("randomText", () => {
	it.each([
		["two", 2],
		["ten", 10],
		["62, as in a suffix", 62],
		["200, of which a byte holds one and a bit", 200],
		["256, as many as a byte has values", 256],
	])("draws each of %s characters equally often", (_, size) => {
		const alphabet = String.fromCharCode(
			...Array.from({ length: size }, (_, i) => 0x100 + i),
		);
		const each = 200;
		const text = randomText("seed", ["uniform"], alphabet, each * size);
		const counts = new Map([...alphabet].map((character) => [character, 0]));
		for (const character of text)
			counts.set(character, (counts.get(character) ?? 0) + 1);
		expect(counts.size).toBe(size);
		const chiSquare = [...counts.values()].reduce(
			(sum, count) => sum + (count - each) ** 2 / each,
			0,
		);
		// Mean and variance of chi-square are its degrees of freedom and twice as much: four deviations are far out.
		const freedom = size - 1;
		expect(chiSquare).toBeLessThan(freedom + 4 * Math.sqrt(2 * freedom) + 4);
	});

	it("has the length asked for and is decided by seed and place", () => {
		assertLaw(
			fc.property(fc.string(), place, fc.nat(50), (seed, place, length) => {
				const text = randomText(seed, place, "abc", length);
				expect(text).toMatch(new RegExp(`^[abc]{${length}}$`));
				expect(randomText(seed, [...place], "abc", length)).toBe(text);
			}),
		);
	});

	it("is another text at another place", () => {
		const texts = Array.from({ length: 1000 }, (_, i) =>
			randomText("seed", ["vault", String(i)], "0123456789abcdef", 16),
		);
		expect(new Set(texts).size).toBe(texts.length);
	});
});

describe("randomUuid", () => {
	it("is a UUID of version 4", () => {
		assertLaw(
			fc.property(fc.string(), place, (seed, place) => {
				const uuid = randomUuid(seed, place);
				expect(uuid).toMatch(
					/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
				);
				expect(randomUuid(seed, place)).toBe(uuid);
			}),
		);
	});

	it("is another one at another place", () => {
		expect(randomUuid("seed", ["a"])).not.toBe(randomUuid("seed", ["b"]));
	});
});

describe("keyedDigest", () => {
	it("is the beginning of HMAC-SHA-256", () => {
		const bytes = fc.uint8Array({ maxLength: 100 });
		assertLaw(
			fc.property(bytes, bytes, fc.nat(32), (key, data, length) => {
				expect(hexEncode(keyedDigest(key, data, length))).toBe(
					createHmac("sha256", key)
						.update(data)
						.digest("hex")
						.slice(0, 2 * length),
				);
			}),
		);
	});
});
