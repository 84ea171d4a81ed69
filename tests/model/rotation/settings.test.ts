import { describe, expect, it } from "vitest";
import { NO_ROTATION } from "../../../src/model/rotation/record.js";
import type { RotationRules } from "../../../src/model/rotation/schedule.js";
import {
	type RotationSettings,
	withRotationSettings,
} from "../../../src/model/rotation/settings.js";
import { accepted, aSecret } from "../a-secret.js";
import { rotated, rulesOf, weekly } from "./a-rotation.js";

const settings = (
	changes: Partial<RotationSettings> = {},
): RotationSettings => ({
	functionArn: undefined,
	rules: undefined,
	externalMetadata: undefined,
	externalRoleArn: undefined,
	...changes,
});

describe("Rules are merged member by member (assumed: days and an expression take each other's place)", () => {
	const DAYS = { automaticallyAfterDays: 7 };
	const OTHER_DAYS = { automaticallyAfterDays: 30 };
	const RATE = { scheduleExpression: "rate(10 days)" };
	const CRON = { scheduleExpression: "cron(0 0 1 * ? *)" };
	const HOURS = { duration: "3h" };
	type Rules = Partial<RotationRules> | undefined;

	it.each<[before: Rules, given: Rules, after: Rules]>([
		[undefined, undefined, undefined],
		[undefined, {}, undefined],
		[undefined, DAYS, DAYS],
		[undefined, { ...RATE, ...HOURS }, { ...RATE, ...HOURS }],
		[DAYS, undefined, DAYS],
		[DAYS, {}, DAYS],
		[DAYS, OTHER_DAYS, OTHER_DAYS],
		[DAYS, HOURS, { ...DAYS, ...HOURS }],
		[DAYS, RATE, RATE],
		[{ ...DAYS, ...HOURS }, OTHER_DAYS, { ...OTHER_DAYS, ...HOURS }],
		[{ ...DAYS, ...HOURS }, RATE, { ...RATE, ...HOURS }],
		[{ ...DAYS, ...HOURS }, { duration: "4h" }, { ...DAYS, duration: "4h" }],
		[RATE, undefined, RATE],
		[RATE, CRON, CRON],
		[RATE, DAYS, DAYS],
		[RATE, HOURS, { ...RATE, ...HOURS }],
		// The days that were counted beside an expression are no rule of their own.
		[{ ...RATE, ...DAYS }, CRON, CRON],
		[{ ...RATE, ...DAYS }, HOURS, { ...RATE, ...HOURS }],
		[{ ...RATE, ...DAYS }, OTHER_DAYS, OTHER_DAYS],
	])("%j, then %j: %j", (before, given, after) => {
		const secret = rotated({}, { rules: before && rulesOf(before) });
		const { rules } = accepted(
			withRotationSettings(secret, settings({ rules: given })),
		);
		expect(rules).toEqual(after && rulesOf(after));
	});

	it("both in one call are refused, whatever was set before", () => {
		for (const secret of [aSecret(), rotated({})])
			expect(
				withRotationSettings(
					secret,
					settings({ functionArn: "f", rules: { ...DAYS, ...RATE } }),
				),
			).toMatchObject({
				ok: false,
				error: { name: "InvalidParameterException" },
			});
	});
});

describe("What is given is set, what is not stays, and rotation is on", () => {
	const before = weekly({
		enabled: false,
		window: undefined,
		due: undefined,
		externalMetadata: [{ key: "k", value: "v" }],
		externalRoleArn: "role",
	});
	const after = (changes: Partial<RotationSettings>) =>
		accepted(
			withRotationSettings(
				aSecret({}, { rotation: before }),
				settings(changes),
			),
		);

	it.each<Partial<RotationSettings>>([
		{},
		{ functionArn: "other" },
		{ externalMetadata: [] },
		{ externalRoleArn: "other" },
	])("%j", (changes) => {
		expect(after(changes)).toEqual({ ...before, ...changes, enabled: true });
	});
});

describe("Somebody must perform a rotation", () => {
	const refusal = (message: string) => ({
		ok: false,
		error: { name: "InvalidRequestException", message },
	});
	const NOBODY = refusal(
		"No Lambda rotation function ARN is associated with this secret.",
	);
	const TWO = refusal(
		"Rotation Lambda ARN is not supported for a service-managed secret.",
	);

	it.each([
		["a user's secret, no function", {}, undefined, NOBODY],
		["a user's secret, a function", {}, "f", { ok: true }],
		[
			"a managed secret, no function",
			{ owningService: "rds" },
			undefined,
			{ ok: true },
		],
		["a managed secret, a function", { owningService: "rds" }, "f", TWO],
		["a partner's secret, no function", { type: "p" }, undefined, { ok: true }],
		["a partner's secret, a function", { type: "p" }, "f", { ok: true }],
		[
			"a turned off rotation without a function",
			{ rotation: NO_ROTATION },
			undefined,
			NOBODY,
		],
		[
			"one that has a function by now",
			{ rotation: weekly() },
			undefined,
			{ ok: true },
		],
	])("%s", (_, changes, functionArn, then) => {
		expect(
			withRotationSettings(aSecret({}, changes), settings({ functionArn })),
		).toMatchObject(then);
	});
});
