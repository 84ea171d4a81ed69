import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	DAY,
	LAST_INSTANT,
	requireInstant,
	startOfUtcDay,
} from "../../src/values/instant.js";
import { assertLaw } from "../support/depth.js";

describe("a moment is a whole number from which a window ends at a date:", () => {
	it.each([0, -1, 1_790_000_000_000, LAST_INSTANT, -LAST_INSTANT])(
		"%d is one",
		(now) => {
			expect(() => requireInstant(now)).not.toThrow();
		},
	);

	it.each<[what: string, now: unknown]>([
		["a millisecond too late", LAST_INSTANT + 1],
		["a millisecond too early", -LAST_INSTANT - 1],
		["a part of a millisecond", 0.5],
		["NaN", Number.NaN],
		["infinity", Number.POSITIVE_INFINITY],
		["a text", "0"],
		["null", null],
		["nothing", undefined],
		["a Date", new Date(0)],
		["a bigint", 0n],
	])("%s is none, which is a TypeError with the remedy", (_, now) => {
		expect(() => requireInstant(now)).toThrow(TypeError);
		expect(() => requireInstant(now)).toThrow(
			/context\.now must be a whole number of epoch milliseconds/,
		);
	});
});

it("the longest recovery window that begins at the last moment ends at a date", () => {
	expect(new Date(LAST_INSTANT + 30 * DAY).getTime()).toBe(8.64e15);
});

it("a UTC day begins when Date says so, before the epoch too", () => {
	const moment = fc.oneof(
		fc.date({ noInvalidDate: true }).map(Number),
		fc.constantFrom(0, 1, -1, DAY - 1, DAY, -DAY, -DAY - 1, -8.64e15, 8.64e15),
	);
	assertLaw(
		fc.property(moment, (at) => {
			expect(startOfUtcDay(at)).toBe(new Date(at).setUTCHours(0, 0, 0, 0));
		}),
	);
});
