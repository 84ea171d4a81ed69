import type { Result } from "../../base/result.js";
import { err, ok } from "../../base/result.js";
import {
	type Failure,
	invalidParameter,
	invalidRequest,
} from "../../values/failure.js";
import type { Secret } from "../secret.js";
import { isRotatedByOwner, NO_FUNCTION } from "./managed.js";
import type { MetadataItem, Rotation } from "./record.js";
import { rotationOf } from "./run.js";
import { checkRules, type RotationRules } from "./schedule.js";

/** What RotateSecret may set; what is left out stays as it is. */
export interface RotationSettings {
	readonly functionArn: string | undefined;
	readonly rules: Partial<RotationRules> | undefined;
	readonly externalMetadata: readonly MetadataItem[] | undefined;
	readonly externalRoleArn: string | undefined;
}

/**
 * The rotation of a secret, turned on, with what is set anew. Refuses rules that make no schedule with
 * InvalidParameterException, and a rotation that nobody performs with InvalidRequestException.
 * Assumed: RotateSecret checks its rules before the function, and the function before a rotation that is not complete.
 */
export function withRotationSettings(
	secret: Secret,
	settings: RotationSettings,
): Result<Rotation, Failure> {
	const before = rotationOf(secret);
	const rules = mergedRules(before.rules, settings.rules);
	if (!rules.ok) return rules;
	if (secret.owningService !== undefined && settings.functionArn !== undefined)
		return err(invalidRequest(NO_FUNCTION_FOR_MANAGED));
	const functionArn = settings.functionArn ?? before.functionArn;
	if (functionArn === undefined && !isRotatedByOwner(secret))
		return err(NO_FUNCTION);
	return ok({
		...before,
		enabled: true,
		functionArn,
		rules: rules.value,
		externalMetadata: settings.externalMetadata ?? before.externalMetadata,
		externalRoleArn: settings.externalRoleArn ?? before.externalRoleArn,
	});
}

/** Observed by users: quoted as the answer of AWS. */
const NO_FUNCTION_FOR_MANAGED =
	"Rotation Lambda ARN is not supported for a service-managed secret.";

/**
 * Rules member by member, the given ones before those of earlier calls.
 * Assumed: days take the place of an expression that was set earlier, and an expression that of days; a Duration stays.
 */
function mergedRules(
	before: RotationRules | undefined,
	given: Partial<RotationRules> = {},
): Result<RotationRules | undefined, Failure> {
	const { automaticallyAfterDays: days, scheduleExpression, duration } = given;
	if (days !== undefined && scheduleExpression !== undefined)
		return err(invalidParameter(DAYS_AND_EXPRESSION));
	const expression =
		scheduleExpression ??
		(days === undefined ? before?.scheduleExpression : undefined);
	const rules = {
		automaticallyAfterDays:
			days ??
			(expression === undefined ? before?.automaticallyAfterDays : undefined),
		duration: duration ?? before?.duration,
		scheduleExpression: expression,
	};
	if (Object.values(rules).every((each) => each === undefined))
		return ok(undefined);
	const checked = checkRules(rules);
	return checked.ok ? ok(rules) : checked;
}

const DAYS_AND_EXPRESSION =
	"You cannot specify both rotation frequency and schedule expression together.";
