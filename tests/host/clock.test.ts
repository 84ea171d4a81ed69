import fc from "fast-check";
import {
	type Duration,
	manualClock,
	systemClock,
} from "pure-secrets-manager/host";
import { describe, expect, it } from "vitest";
import { millisecondsOf } from "../../src/host/clock.js";
import { assertLaw } from "../support/depth.js";
import { DAY, HOUR, MINUTE, NOON, SECOND } from "../support/given.js";

describe("a manual clock", () => {
	it.each([
		["epoch milliseconds", NOON],
		["a Date", new Date(NOON)],
		["a text", "2026-11-24T12:00:00Z"],
	])("starts at %s", (_, start) => {
		expect(manualClock(start).now()).toBe(NOON);
	});

	it("stands still until it is moved", () => {
		const clock = manualClock(NOON);
		expect([clock.now(), clock.now()]).toEqual([NOON, NOON]);
		clock.set(NOON + 1);
		expect(clock.now()).toBe(NOON + 1);
	});

	it("may be set to where it is", () => {
		const clock = manualClock(NOON);
		clock.set(NOON);
		expect(clock.now()).toBe(NOON);
	});

	it("never goes back, and says what to do instead", () => {
		const clock = manualClock(NOON);
		expect(() => clock.set(NOON - 1)).toThrow(TypeError);
		expect(() => clock.set(NOON - 1)).toThrow(
			/from 2026-11-24T12:00:00.000Z to 2026-11-24T11:59:59.999Z.*new clock/,
		);
		expect(clock.now()).toBe(NOON);
	});

	it.each([
		Number.NaN,
		Number.POSITIVE_INFINITY,
		8.64e15 + 1,
		"soon",
		"2026-01-01T00:00:00",
		"2026-02-30",
		new Date("soon"),
	])("does not start at %s, which is no date", (start) => {
		expect(() => manualClock(start)).toThrow(TypeError);
		expect(() => manualClock(start)).toThrow(/epoch milliseconds, a Date/);
	});

	it("is not moved to what is no date", () => {
		const clock = manualClock(NOON);
		expect(() => clock.set(Number.NaN)).toThrow(TypeError);
		expect(clock.now()).toBe(NOON);
	});

	it("takes no notice when the Date it started from is changed", () => {
		const start = new Date(NOON);
		const clock = manualClock(start);
		start.setTime(0);
		expect(clock.now()).toBe(NOON);
	});

	it("tells whole milliseconds", () => {
		const clock = manualClock(0.9);
		expect(Number.isInteger(clock.now())).toBe(true);
		clock.set(10.9);
		expect(Number.isInteger(clock.now())).toBe(true);
	});
});

describe("the system clock", () => {
	it("tells the time of the machine", () => {
		const before = Date.now();
		const now = systemClock().now();
		expect(now).toBeGreaterThanOrEqual(before);
		expect(now).toBeLessThanOrEqual(Date.now());
		expect(Number.isInteger(now)).toBe(true);
	});

	it("cannot be set", () => {
		expect(systemClock().set).toBeUndefined();
	});
});

describe("a duration", () => {
	it.each<[Duration, number]>([
		[{}, 0],
		[{ days: 1 }, DAY],
		[{ hours: 25 }, 25 * HOUR],
		[{ minutes: 90 }, 90 * MINUTE],
		[{ seconds: 1.5 }, 1.5 * SECOND],
		[{ milliseconds: 7 }, 7],
		[
			{ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 },
			DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND + 5,
		],
	])("%j adds up", (duration, milliseconds) => {
		expect(millisecondsOf(duration)).toBe(milliseconds);
	});

	it("is a whole number of milliseconds", () => {
		expect(millisecondsOf({ seconds: 0.0004 })).toBe(0);
		expect(millisecondsOf({ days: 1 / 3 })).toBe(DAY / 3);
	});

	it.each<Duration>([
		{ hours: -1 },
		{ days: Number.NaN },
		{ milliseconds: Number.POSITIVE_INFINITY },
	])("%j is refused", (duration) => {
		expect(() => millisecondsOf(duration)).toThrow(TypeError);
		expect(() => millisecondsOf(duration)).toThrow(/{ hours: 25 }/);
	});

	it("adds up whatever its members", () => {
		const count = fc.nat(1000);
		assertLaw(
			fc.property(
				fc.record({
					days: count,
					hours: count,
					minutes: count,
					seconds: count,
					milliseconds: count,
				}),
				(duration) => {
					const parts = Object.entries(duration).map(([unit, length]) =>
						millisecondsOf({ [unit]: length }),
					);
					expect(millisecondsOf(duration)).toBe(
						parts.reduce((sum, part) => sum + part, 0),
					);
				},
			),
		);
	});
});
