import { describe, expect, it } from "vitest";
import { parseDuration, parseInstant } from "../../src/host/iso-time.js";
import { DAY, HOUR, MINUTE, SECOND } from "../support/given.js";

describe("a duration", () => {
	it.each([
		["PT25H", 25 * HOUR],
		["P1DT1H", 25 * HOUR],
		["P2W", 14 * DAY],
		["P1W2DT3H4M5.678S", 9 * DAY + 3 * HOUR + 4 * MINUTE + 5678],
		["PT0.001S", 1],
		["PT1,5S", 1500],
		["PT90M", 90 * MINUTE],
		["PT0S", 0],
		["P0D", 0],
		["PT36000S", 36_000 * SECOND],
	])("%s has %i milliseconds", (text, milliseconds) => {
		expect(parseDuration(text)).toBe(milliseconds);
	});

	it.each(["P1Y", "P3M", "P1Y2M3D", "P1MT1H"])(
		"with years or months has no fixed length: %s",
		(text) => {
			expect(parseDuration(text)).toEqual({
				problem: expect.stringMatching(/years and months.*P30D/),
			});
		},
	);

	it.each([
		["P"],
		["PT"],
		["P1DT"],
		["1H"],
		["PT1H "],
		["-PT1H"],
		["PT-1H"],
		["P1.5D"],
		["PT1.S"],
		["PT1S1M"],
		["pt1h"],
		[""],
		[5],
		[null],
		[undefined],
		[{}],
		[["PT1H"]],
	])("is not %j", (text) => {
		expect(parseDuration(text)).toEqual({
			problem: expect.stringContaining("such as PT25H"),
		});
	});
});

describe("an instant", () => {
	it.each([
		["2026-01-02T00:00:00Z", Date.UTC(2026, 0, 2)],
		["2026-01-02T00:00Z", Date.UTC(2026, 0, 2)],
		["2026-01-02", Date.UTC(2026, 0, 2)],
		["2026-01-02T03:04:05.678Z", Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
		["2026-01-02T00:00:00+02:00", Date.UTC(2026, 0, 1, 22)],
		["2028-02-29T00:00:00Z", Date.UTC(2028, 1, 29)],
		["+020260-01-02T00:00:00.000Z", Date.UTC(20260, 0, 2)],
	])("is %s", (text, at) => {
		expect(parseInstant(text)).toBe(at);
	});

	it.each([
		["2026-01-02T00:00:00"],
		["2026-02-30T00:00:00Z"],
		["2027-02-29"],
		["2026-13-01"],
		["2026-00-01"],
		["2026-01-00"],
		["2026-1-2"],
		["2026-01-02T25:00Z"],
		["tomorrow"],
		["Fri, 02 Jan 2026 00:00:00 GMT"],
		[""],
		[0],
		[null],
		[undefined],
		[{}],
	])("is not %j", (text) => {
		expect(parseInstant(text)).toEqual({
			problem: expect.stringContaining("2026-01-02T00:00:00Z"),
		});
	});
});
