import type { Failure } from "../values/failure.js";

/** Every mistake of a client is a 400, ResourceNotFoundException included; only the service's own are 500. */
export const statusOf = ({ name }: Failure): number =>
	name === "InternalServiceError" ? 500 : 400;

/**
 * A refusal as its response body.
 * Observed: ValidationException spells `message`, everything else `Message` (2026-09).
 */
export function printFailure({ name, message }: Failure): string {
	if (message === "") return JSON.stringify({ __type: name });
	return name === "ValidationException"
		? JSON.stringify({ __type: name, message })
		: JSON.stringify({ __type: name, Message: message });
}
