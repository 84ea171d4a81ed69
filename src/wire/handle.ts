import type { Shape } from "../api/schema.js";
import { randomUuid } from "../base/random.js";
import { ok } from "../base/result.js";
import { type Context, type Outcome, refused } from "../engine/context.js";
import { operationNamed, perform } from "../engine/execute.js";
import { type OperationName, operations } from "../operations/table.js";
import type { SecretStore } from "../store/store.js";
import type { Failure } from "../values/failure.js";
import { parseRequest, printerOf } from "./codec.js";
import { printFailure, statusOf } from "./errors.js";

/** What of an HTTP request AWS JSON 1.1 looks at. */
export interface WireRequest {
	/** The header `x-amz-target`: `secretsmanager.<Operation>`. */
	readonly target: string | undefined;
	readonly body: string;
}

export interface WireResponse {
	readonly status: number;
	/** In lower case, and a new object each time: SDKs write into it. */
	readonly headers: Record<string, string>;
	readonly body: string;
}

/** Answers one request of the AWS JSON 1.1 protocol; total, whatever the text. Store and context are checked by their holder. */
export function handle(
	store: SecretStore,
	{ target, body }: WireRequest,
	context: Context,
): Handled {
	return respondedTo(answer(store, target, body, context), context);
}

/** What a request came to, and the answer that says so. */
export interface Handled {
	readonly outcome: Outcome;
	readonly response: WireResponse;
}

/** Answers a request with a refusal, whatever it asks; the store stays the same object. */
export const refuse = (
	store: SecretStore,
	failure: Failure,
	context: Context,
): Handled => respondedTo(refused(store, failure), context);

function respondedTo(outcome: Outcome<string>, context: Context): Handled {
	const headers = {
		"content-type": "application/x-amz-json-1.1",
		"x-amzn-requestid":
			context.requestId ?? randomUuid(context.seed, ["request id"]),
	};
	const { result } = outcome;
	const response = result.ok
		? { status: 200, headers, body: result.value }
		: {
				status: statusOf(result.error),
				headers,
				body: printFailure(result.error),
			};
	return { outcome, response };
}

/** Runs the operation that the target names; its answer is printed already. */
function answer(
	store: SecretStore,
	target: string | undefined,
	body: string,
	context: Context,
): Outcome<string> {
	const name = operationIn(target);
	const operation = operationNamed(name);
	if (!operation.ok) return refused(store, operation.error);
	const input = parseRequest(body);
	if (!input.ok) return refused(store, input.error);
	const outcome = perform(store, operation.value, input.value, context);
	const { result } = outcome;
	return {
		...outcome,
		result: result.ok
			? ok(PRINTERS[name as OperationName](result.value))
			: result,
	};
}

const PRINTERS = Object.fromEntries(
	Object.entries(operations).map(([name, { output }]) => [
		name,
		printerOfAnswer(output),
	]),
) as Readonly<Record<OperationName, (answer: unknown) => string>>;

/** Observed: an operation without output answers with no body at all, not with an empty object (2026-09). */
function printerOfAnswer(output: Shape): (answer: unknown) => string {
	const isEmpty =
		output.kind === "structure" && Object.keys(output.members).length === 0;
	return isEmpty ? () => "" : printerOf(output);
}

/** The operation that a target names; no text where it names none. */
export const operationIn = (target: string | undefined): string =>
	target?.startsWith(PREFIX) ? target.slice(PREFIX.length) : "";

const PREFIX = "secretsmanager.";
