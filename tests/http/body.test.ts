import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyInPieces } from "../../src/http/body.js";
import { assertLaw } from "../support/depth.js";

describe("a body in pieces", () => {
	it("is the same whole, wherever it is cut, and none above its limit", () => {
		const pieces = fc.array(fc.uint8Array({ maxLength: 20 }), {
			maxLength: 20,
		});
		assertLaw(
			fc.property(pieces, fc.nat(200), (given, limit) => {
				const body = bodyInPieces(limit);
				const fits = given.map((piece) => body.add(piece));
				const whole = Buffer.concat(given);
				expect(fits.every(Boolean)).toBe(whole.length <= limit);
				if (whole.length <= limit)
					expect(Buffer.from(body.whole())).toEqual(whole);
			}),
		);
	});

	it("never writes into a piece", () => {
		const pieces = [Uint8Array.of(1, 2), Uint8Array.of(3), Uint8Array.of(4)];
		const body = bodyInPieces(10);
		for (const piece of pieces) body.add(piece);
		body.whole().fill(0);
		expect(pieces).toEqual([
			Uint8Array.of(1, 2),
			Uint8Array.of(3),
			Uint8Array.of(4),
		]);
	});
});
