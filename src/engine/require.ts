import type { SecretOperation } from "../api/operation.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { Secret } from "../model/secret.js";
import {
	type Failure,
	invalidParameter,
	invalidRequest,
	MARKED_FOR_DELETION,
} from "../values/failure.js";

/**
 * Checks that a secret is in a state that the operation works on. Refuses with InvalidRequestException, a replica with
 * InvalidParameterException.
 * Assumed: that another service manages a secret is said first, then that it is a replica, then that it is marked for deletion.
 * Assumed: every operation that changes a secret is refused on one that another service manages, RotateSecret apart; of some it was observed.
 */
export function requireState(
	operation: SecretOperation,
	secret: Secret,
	input: unknown,
): Result<Secret, Failure> {
	const { owningService } = secret;
	if (owningService !== undefined && operation.allowedWhenManaged !== true)
		return err(
			invalidRequest(
				`Operation is not allowed on secret owned by ${owningService}`,
			),
		);
	if (secret.role.kind === "replica" && !operation.allowedOnReplica(input))
		return err(ON_REPLICA);
	const scheduled = secret.deletion !== undefined;
	if (scheduled && operation.requires(input) === "live")
		return err(
			operation.whenDeleted === undefined
				? MARKED_FOR_DELETION
				: invalidRequest(operation.whenDeleted),
		);
	return ok(secret);
}

/** Assumed: what changes a secret is refused on a replica also by the operations of which it was not observed. */
const ON_REPLICA = invalidParameter(
	"Operation not permitted on a replica secret. Call must be made in primary secret's region.",
);
