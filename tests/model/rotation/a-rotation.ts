import {
	NO_ROTATION,
	type Rotation,
	type RotationRun,
} from "../../../src/model/rotation/record.js";
import type { RotationRules } from "../../../src/model/rotation/schedule.js";
import type { Secret } from "../../../src/model/secret.js";
import { DAY, HOUR, NOON } from "../../support/given.js";
import { aSecret, type Labels } from "../a-secret.js";

/** 00:00 UTC of a day, so many days after today. */
export const dayAfter = (days: number): number => NOON - 12 * HOUR + days * DAY;

export const rulesOf = (
	changes: Partial<RotationRules> = {},
): RotationRules => ({
	automaticallyAfterDays: undefined,
	duration: undefined,
	scheduleExpression: undefined,
	...changes,
});

/** A rotation every 7 days, whose next window is 7 days after noon. */
export const weekly = (changes: Partial<Rotation> = {}): Rotation => ({
	...NO_ROTATION,
	enabled: true,
	functionArn: "function",
	rules: rulesOf({ automaticallyAfterDays: 7 }),
	window: { opens: dayAfter(7), closes: dayAfter(8) },
	due: dayAfter(7),
	...changes,
});

export const aRun = (changes: Partial<RotationRun> = {}): RotationRun => ({
	kind: "rotation",
	token: "r1",
	rotationToken: "t1",
	attempt: 1,
	state: "running",
	step: "createSecret",
	...changes,
});

/** A secret that is rotated: its labels, and its rotation. */
export const rotated = (
	labels: Labels,
	rotation: Partial<Rotation> = {},
	changes: Partial<Secret> = {},
): Secret => aSecret(labels, { rotation: weekly(rotation), ...changes });
