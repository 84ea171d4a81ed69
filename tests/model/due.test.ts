import { describe, expect, it } from "vitest";
import { scheduleDeletion } from "../../src/model/deletion.js";
import { dueAt } from "../../src/model/due.js";
import { NO_ROTATION } from "../../src/model/rotation/record.js";
import { DAY, HOUR, NOON } from "../support/given.js";
import { inRegion, primaryOf, UNDER_WAY } from "./a-role.js";
import { aSecret } from "./a-secret.js";

const secret = aSecret({ v1: ["AWSCURRENT"] });
const rotating = aSecret(
	{ v1: ["AWSCURRENT"] },
	{ rotation: { ...NO_ROTATION, due: NOON + DAY } },
);

it("nothing is due for a secret that neither ends nor rotates", () => {
	expect(dueAt(secret)).toBeUndefined();
	expect(dueAt({ ...secret, rotation: NO_ROTATION })).toBeUndefined();
});

it("the end of a recovery window is due", () => {
	const scheduled = scheduleDeletion(secret, 7, NOON + HOUR);
	expect(dueAt(scheduled)).toBe(NOON + HOUR + 7 * DAY);
});

it("a rotation is due, but not while the end of the secret is scheduled", () => {
	expect(dueAt(rotating)).toBe(NOON + DAY);
	expect(dueAt(scheduleDeletion(rotating, 7, NOON))).toBe(NOON + 7 * DAY);
});

describe("what is on its way to a replica is due", () => {
	const arriving = (due: number) =>
		primaryOf(
			"us-west-2",
			inRegion("eu-west-1", { progress: { ...UNDER_WAY, due } }),
		);

	it.each([
		["by itself", secret, NOON + DAY, NOON + DAY],
		["before a rotation", rotating, NOON + DAY - 1, NOON + DAY - 1],
		["with a rotation", rotating, NOON + DAY, NOON + DAY],
		["after a rotation", rotating, NOON + DAY + 1, NOON + DAY],
	])("%s", (_, secret, due, first) => {
		expect(dueAt({ ...secret, role: arriving(due) })).toBe(first);
	});

	it("but not what has arrived", () => {
		expect(dueAt({ ...secret, role: primaryOf("eu-west-1") })).toBeUndefined();
	});
});
