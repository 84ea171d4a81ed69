import { secretOperation } from "../api/operation.js";
import {
	boolean,
	integer,
	optional,
	required,
	structure,
	timestamp,
} from "../api/schema.js";
import { secretArn, secretId, secretName } from "../api/shapes.js";
import { err, ok } from "../base/result.js";
import { recoveryWindow, scheduleDeletion } from "../model/deletion.js";
import { refusalToDelete } from "../model/replica-regions.js";
import { arnOf } from "../model/secret.js";
import { makeSecretArn } from "../values/arn.js";
import { noSuchSecret } from "../values/failure.js";

/**
 * DeleteSecret: schedules the end of a secret, or ends it at once.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
export const deleteSecret = secretOperation({
	name: "DeleteSecret",
	// Observed: force works on a secret that is scheduled already.
	// Assumed: DeleteSecret without force on a scheduled secret is refused like other calls.
	requires: ({ ForceDeleteWithoutRecovery: force }) =>
		force === true ? "any" : "live",
	conditionKeys: (input) => ({
		"secretsmanager:ForceDeleteWithoutRecovery":
			input.ForceDeleteWithoutRecovery,
		"secretsmanager:RecoveryWindowInDays": input.RecoveryWindowInDays,
	}),
	input: structure({
		SecretId: required(secretId),
		RecoveryWindowInDays: optional(integer()),
		ForceDeleteWithoutRecovery: optional(boolean),
	}),
	output: structure({
		ARN: required(secretArn),
		Name: required(secretName),
		DeletionDate: required(timestamp),
	}),
	run(secret, input, { now }) {
		const answer = { ARN: arnOf(secret), Name: secret.name };
		// Assumed: that replicas are left is said before a recovery window is looked at.
		const kept = refusalToDelete(secret);
		if (kept !== undefined) return err(kept);
		const window = recoveryWindow(
			input.RecoveryWindowInDays,
			input.ForceDeleteWithoutRecovery,
		);
		if (!window.ok) return window;
		if (window.value === "none")
			return ok({
				answer: { ...answer, DeletionDate: now },
				secret: undefined,
			});
		const scheduled = scheduleDeletion(secret, window.value.days, now);
		const { deletionDate } = scheduled.deletion;
		return ok({
			answer: { ...answer, DeletionDate: deletionDate },
			secret: scheduled,
		});
	},

	/** Observed: force succeeds where there is no secret, and answers with an ARN that it invents. */
	whenAbsent({ arn, here }, input, { now, drawSuffix }) {
		if (input.ForceDeleteWithoutRecovery !== true || !here)
			return err(noSuchSecret);
		const window = recoveryWindow(input.RecoveryWindowInDays, true);
		if (!window.ok) return window;
		const suffix = arn.suffix ?? drawSuffix("answer");
		return ok({
			answer: {
				ARN: makeSecretArn({ ...arn, suffix }),
				Name: arn.name,
				DeletionDate: now,
			},
			secret: undefined,
		});
	},
});
