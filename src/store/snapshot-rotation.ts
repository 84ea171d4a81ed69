import {
	type Check,
	flag,
	listOf,
	oneOf,
	optional,
	record,
	text,
	wholeNumber,
} from "../base/check.js";
import {
	type Rotation,
	RUN_KINDS,
	RUN_STATES,
} from "../model/rotation/record.js";
import type { RotationRules } from "../model/rotation/schedule.js";
import { ROTATION_STEPS } from "../values/rotation-step.js";
import {
	type ChecksOf,
	instant,
	type Present,
	present,
} from "./snapshot-members.js";

/** A rotation as a plain JSON value; a member without a value is left out. */
export type RotationSnapshot = Present<Omit<Rotation, "rules">> & {
	readonly rules?: Present<RotationRules> | undefined;
};

export function toRotationSnapshot({
	rules,
	...rotation
}: Rotation): RotationSnapshot {
	return {
		...present(rotation),
		...(rules !== undefined && { rules: present(rules) }),
	};
}

/** A rotation that shares nothing with the given one. */
export const copyOfRotation = ({
	rules,
	externalMetadata,
	window,
	run,
	...rotation
}: RotationSnapshot): Rotation => ({
	enabled: rotation.enabled,
	functionArn: rotation.functionArn,
	rules: rules && {
		automaticallyAfterDays: rules.automaticallyAfterDays,
		duration: rules.duration,
		scheduleExpression: rules.scheduleExpression,
	},
	externalMetadata: externalMetadata?.map(({ key, value }) => ({ key, value })),
	externalRoleArn: rotation.externalRoleArn,
	lastRotatedDate: rotation.lastRotatedDate,
	window: window && { opens: window.opens, closes: window.closes },
	due: rotation.due,
	run: run && {
		kind: run.kind,
		token: run.token,
		rotationToken: run.rotationToken,
		attempt: run.attempt,
		state: run.state,
		step: run.step,
	},
});

const rotationChecks: Readonly<ChecksOf<RotationSnapshot>> = {
	enabled: optional(flag),
	functionArn: optional(text),
	rules: optional(
		record({
			automaticallyAfterDays: optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
			duration: optional(text),
			scheduleExpression: optional(text),
		}),
	),
	externalMetadata: optional(listOf(record({ key: text, value: text }))),
	externalRoleArn: optional(text),
	lastRotatedDate: optional(instant),
	window: optional(record({ opens: instant, closes: instant })),
	due: optional(instant),
	run: optional(
		record({
			kind: oneOf(...RUN_KINDS),
			token: text,
			rotationToken: text,
			attempt: wholeNumber(1, Number.MAX_SAFE_INTEGER),
			state: oneOf(...RUN_STATES),
			step: oneOf(...ROTATION_STEPS),
		}),
	),
};

export const checkRotationSnapshot: Check = record(rotationChecks);
