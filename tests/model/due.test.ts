import { expect, it } from "vitest";
import { scheduleDeletion } from "../../src/model/deletion.js";
import { dueAt } from "../../src/model/due.js";
import { NO_ROTATION } from "../../src/model/rotation/record.js";
import { DAY, HOUR, NOON } from "../support/given.js";
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
