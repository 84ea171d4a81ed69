import { describe, expect, it } from "vitest";
import { nextRotationDate } from "../../../src/model/rotation/record.js";
import {
	dueAfterFailure,
	scheduleFrom,
} from "../../../src/model/rotation/timetable.js";
import { DAY, HOUR, MINUTE, NOON } from "../../support/given.js";
import { aRun, dayAfter, rulesOf, weekly } from "./a-rotation.js";

describe("The first window after a moment", () => {
	it.each([
		["noon", NOON],
		["the first millisecond of the day", dayAfter(0)],
		["its last", dayAfter(1) - 1],
	])("is the day of %s and the days of the rules [R-ST-rot]", (_, from) => {
		const { window, due } = scheduleFrom(weekly(), from);
		expect(window?.opens).toBe(dayAfter(7));
		expect(due).toBe(dayAfter(7));
	});

	it("is due when it opens, and NextRotationDate is its last second", () => {
		const rotation = scheduleFrom(weekly(), NOON);
		expect(rotation.due).toBe(rotation.window?.opens);
		expect(nextRotationDate(rotation)).toBe(dayAfter(8) - 1000);
	});

	it("the rules stay what they are where days are counted", () => {
		const rotation = weekly();
		expect(scheduleFrom(rotation, NOON).rules).toBe(rotation.rules);
	});

	it.each([
		["there are no rules", weekly({ rules: undefined })],
		[
			"rules say a duration alone",
			weekly({ rules: rulesOf({ duration: "3h" }) }),
		],
		["rotation is off", weekly({ enabled: false })],
	])("is none where %s; what was scheduled is so no more", (_, rotation) => {
		const after = scheduleFrom(rotation, NOON);
		expect(after.window).toBeUndefined();
		expect(after.due).toBeUndefined();
		expect(nextRotationDate(after)).toBeUndefined();
	});
});

describe("A rotation that fails is due again (assumed: after ten minutes, five attempts in a window)", () => {
	const { window } = weekly();
	const next = dayAfter(14);
	const opens = dayAfter(7);
	const closes = dayAfter(8);
	const TEN = 10 * MINUTE;

	it.each<[when: string, now: number, attempt: number, due: number]>([
		["at its opening", opens, 1, opens + TEN],
		["within the window", opens + HOUR, 2, opens + HOUR + TEN],
		["the fourth time", opens + HOUR, 4, opens + HOUR + TEN],
		["the fifth time", opens + HOUR, 5, next],
		["the sixth time", opens + HOUR, 6, next],
		["eleven minutes before its end", closes - 11 * MINUTE, 1, closes - MINUTE],
		["a little more than ten", closes - TEN - 1, 1, closes - 1],
		["ten minutes before its end", closes - TEN, 1, next],
		["after its end", closes, 1, next],
		["before its opening", opens - 1, 1, next],
		["days before", opens - 3 * DAY, 1, next],
	])("%s", (_, now, attempt, due) => {
		expect(
			dueAfterFailure(weekly({ window, due: next }), aRun({ attempt }), now),
		).toBe(due);
	});

	it("never, where nothing is scheduled", () => {
		const rotation = weekly({ window: undefined, due: undefined });
		expect(dueAfterFailure(rotation, aRun(), NOON)).toBeUndefined();
	});
});
