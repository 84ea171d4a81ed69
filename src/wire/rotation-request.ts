import { locateById, type Origin } from "../store/locate.js";
import type { SecretStore } from "../store/store.js";
import { parseRequest } from "./codec.js";
import { operationIn, type WireRequest } from "./handle.js";

/**
 * The rotation function that a request needs to be invocable: of a RotateSecret the one that it names, or else the one that
 * its secret has; of all other requests none. Total, whatever the text.
 */
export function functionNeededBy(
	store: SecretStore,
	{ target, body }: WireRequest,
	origin: Origin,
): string | undefined {
	if (operationIn(target) !== "RotateSecret") return undefined;
	const request = parseRequest(body);
	if (!request.ok) return undefined;
	const { SecretId, RotationLambdaARN } = Object(request.value);
	if (typeof RotationLambdaARN === "string" && RotationLambdaARN !== "")
		return RotationLambdaARN;
	if (typeof SecretId !== "string") return undefined;
	const { secret } = locateById(store, SecretId, origin);
	return secret?.rotation?.functionArn;
}
