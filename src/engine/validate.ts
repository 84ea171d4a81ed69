import type { Operation, SecretOperation } from "../api/operation.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { parseSecretArn } from "../values/arn.js";
import {
	type Failure,
	invalidRequest,
	validationFailure,
} from "../values/failure.js";
import { isSecretName } from "../values/secret-name.js";

/**
 * Checks what can be checked of a request by itself: every constraint of the service model at once, then the characters
 * of the name, then the presence of a token. Refuses with ValidationException, and with what the operation calls a missing
 * token, as a rule InvalidRequestException.
 */
export function validate(
	operation: Operation,
	id: string | undefined,
	input: unknown,
): Result<void, Failure> {
	const broken = operation.check(input, "");
	if (broken.length > 0)
		return err(
			validationFailure(
				`${broken.length} validation error${broken.length > 1 ? "s" : ""} detected: ${broken.join("; ")}`,
			),
		);
	if (operation.on === "store") return ok(undefined);
	if (id !== undefined && !isNamedLegally(operation, id))
		return err(validationFailure(ILLEGAL_NAME));
	if (operation.needsToken?.(input) && !hasToken(input))
		return err((operation.withoutToken ?? invalidRequest)(NO_TOKEN));
	return ok(undefined);
}

/** Assumed: a well-formed ARN is looked up as it is, whatever the characters of its name; all else is a friendly name. */
const isNamedLegally = ({ identifiedBy }: SecretOperation, id: string) =>
	isSecretName(id) ||
	(identifiedBy === "SecretId" && parseSecretArn(id) !== undefined);

const hasToken = (input: unknown): boolean =>
	(input as { readonly ClientRequestToken?: string }).ClientRequestToken !==
	undefined;

const ILLEGAL_NAME =
	"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!";

const NO_TOKEN =
	"You must provide a ClientRequestToken value. We recommend a UUID-type value.";
