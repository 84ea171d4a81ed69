import { nextRotationDate, type Rotation } from "../model/rotation/record.js";
import type { RotationRules } from "../model/rotation/schedule.js";
import type { Secret } from "../model/secret.js";
import {
	boolean,
	integer,
	list,
	optional,
	type Read,
	string,
	structure,
	timestamp,
} from "./schema.js";

export const owningService = string({ min: 1, max: 128 });
export const rotationLambdaArn = string({ max: 2048 });
export const externalSecretRotationRoleArn = string({ min: 20, max: 2048 });

export const rotationRules = structure({
	AutomaticallyAfterDays: optional(integer({ min: 1, max: 1000 })),
	Duration: optional(string({ min: 2, max: 3, pattern: "[0-9]+h" })),
	ScheduleExpression: optional(
		string({ min: 1, max: 256, pattern: "[0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+" }),
	),
});

export const externalSecretRotationMetadata = list(
	structure({
		Key: optional(string({ min: 1, max: 256 })),
		Value: optional(string({ min: 1, max: 2048 })),
	}),
);

/** What DescribeSecret and ListSecrets tell of the rotation of a secret. */
export const rotationMembers = {
	OwningService: optional(owningService),
	RotationEnabled: optional(boolean),
	RotationLambdaARN: optional(rotationLambdaArn),
	RotationRules: optional(rotationRules),
	ExternalSecretRotationMetadata: optional(externalSecretRotationMetadata),
	ExternalSecretRotationRoleArn: optional(externalSecretRotationRoleArn),
	LastRotatedDate: optional(timestamp),
	NextRotationDate: optional(timestamp),
} as const;

/** The rotation of a secret in these members; one without a value is left out. */
export const describeRotation = ({ rotation, owningService }: Secret) => ({
	...(owningService !== undefined && { OwningService: owningService }),
	...(rotation !== undefined && membersOf(rotation)),
});

function membersOf(rotation: Rotation) {
	const {
		functionArn,
		rules,
		externalMetadata,
		externalRoleArn,
		lastRotatedDate,
	} = rotation;
	const next = nextRotationDate(rotation);
	return {
		...(rotation.enabled !== undefined && {
			RotationEnabled: rotation.enabled,
		}),
		...(functionArn !== undefined && { RotationLambdaARN: functionArn }),
		...(rules !== undefined && { RotationRules: ruleMembers(rules) }),
		...(externalMetadata !== undefined && {
			ExternalSecretRotationMetadata: externalMetadata.map(
				({ key, value }) => ({
					Key: key,
					Value: value,
				}),
			),
		}),
		...(externalRoleArn !== undefined && {
			ExternalSecretRotationRoleArn: externalRoleArn,
		}),
		...(lastRotatedDate !== undefined && { LastRotatedDate: lastRotatedDate }),
		...(next !== undefined && { NextRotationDate: next }),
	};
}

const ruleMembers = ({
	automaticallyAfterDays,
	duration,
	scheduleExpression,
}: RotationRules) => ({
	...(automaticallyAfterDays !== undefined && {
		AutomaticallyAfterDays: automaticallyAfterDays,
	}),
	...(duration !== undefined && { Duration: duration }),
	...(scheduleExpression !== undefined && {
		ScheduleExpression: scheduleExpression,
	}),
});

/** Rules as a request has them. */
export const rulesFrom = (given: Read<typeof rotationRules>) => ({
	automaticallyAfterDays: given.AutomaticallyAfterDays,
	duration: given.Duration,
	scheduleExpression: given.ScheduleExpression,
});

/** Metadata as a request has it. Assumed: an item without a key or a value has an empty one. */
export const metadataFrom = (
	given: Read<typeof externalSecretRotationMetadata>,
) => given.map(({ Key, Value }) => ({ key: Key ?? "", value: Value ?? "" }));
