import type { Context } from "../engine/context.js";
import { functionInvokedBy, operationNamed } from "../engine/execute.js";
import type { SecretStore } from "../store/store.js";
import { parseRequest } from "./codec.js";
import { operationIn, type WireRequest } from "./handle.js";

/**
 * The rotation function that a request needs to be invocable: of a RotateSecret whose caller may call it the one that it
 * names, or else the one that its secret has; of all other requests none. Total, whatever the text.
 */
export function functionNeededBy(
	store: SecretStore,
	{ target, body }: WireRequest,
	context: Context,
): string | undefined {
	const operation = operationNamed(operationIn(target));
	const request = parseRequest(body);
	return operation.ok && request.ok
		? functionInvokedBy(store, operation.value, request.value, context)
		: undefined;
}
