import { describe, expect, it } from "vitest";
import {
	isExpired,
	recoveryWindow,
	restore,
	scheduleDeletion,
} from "../../src/model/deletion.js";
import { DAY, HOUR, NOON } from "../support/given.js";
import { accepted, aSecret } from "./a-secret.js";

const secret = aSecret({ v1: ["AWSCURRENT"] });

describe("the recovery window", () => {
	it.each([
		["30 days when nothing is asked for", undefined, undefined, { days: 30 }],
		["30 days without force", undefined, false, { days: 30 }],
		["7 days", 7, undefined, { days: 7 }],
		["30 days", 30, undefined, { days: 30 }],
		["7 days without force", 7, false, { days: 7 }],
		["none with force", undefined, true, "none"],
	] as const)("is %s", (_, days, force, window) => {
		expect(accepted(recoveryWindow(days, force))).toEqual(window);
	});

	const outside =
		"The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).";
	const conflict =
		"You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.";

	it.each([
		["of 6 days", 6, undefined, outside],
		["of 31 days", 31, undefined, outside],
		["of 0 days", 0, false, outside],
		["of -1 days", -1, undefined, outside],
		["of 0 days with force: the days are looked at first", 0, true, outside],
		["of 7 days with force", 7, true, conflict],
	])("is refused: %s", (_, days, force, message) => {
		expect(recoveryWindow(days, force)).toEqual({
			ok: false,
			error: { name: "InvalidParameterException", message },
		});
	});
});

describe("a scheduled deletion", () => {
	const scheduled = scheduleDeletion(secret, 7, NOON + HOUR);

	it("notes the call and the end of the window, and changes nothing else", () => {
		expect(scheduled).toEqual({
			...secret,
			lastChangedDate: NOON + HOUR,
			deletion: {
				deletedDate: NOON + HOUR,
				deletionDate: NOON + HOUR + 7 * DAY,
			},
		});
	});

	it("is taken back; only the date of the change stays", () => {
		expect(restore(scheduled, NOON + DAY)).toEqual({
			...secret,
			lastChangedDate: NOON + DAY,
		});
	});

	it("ends at the end of the window, to the millisecond", () => {
		const end = NOON + HOUR + 7 * DAY;
		expect(isExpired(scheduled, end - 1)).toBe(false);
		expect(isExpired(scheduled, end)).toBe(true);
	});
});

describe("a secret that is not scheduled", () => {
	it("is the same object when it is restored", () => {
		expect(restore(secret, NOON + DAY)).toBe(secret);
	});

	it("never expires", () => {
		expect(isExpired(secret, 8.64e15)).toBe(false);
	});
});
