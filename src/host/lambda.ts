import type { RotationEvent } from "../values/effect.js";
import { tookLonger } from "./time-limit.js";

/** Where rotation functions are that are not functions of this program. */
export interface FunctionEndpoint {
	/** Whether there is a function: not where the answer is no success, 404 for instance, nor where there is no answer. */
	has(functionArn: string): Promise<boolean>;
	/** Invokes a function and waits for its end; rejects where it fails. */
	invoke(functionArn: string, event: RotationEvent): Promise<void>;
}

/**
 * The functions behind an endpoint that speaks the API of AWS Lambda, as SAM local, LocalStack and others do.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 *
 * @param timeout of a request, in milliseconds.
 */
export function lambdaEndpoint(url: string, timeout: number): FunctionEndpoint {
	const root = rootOf(url);

	const ask = (
		functionArn: string,
		path: string,
		request: RequestInit,
		limit = timeout,
	): Promise<Response> =>
		fetch(
			`${root}/2015-03-31/functions/${encodeURIComponent(functionArn)}${path}`,
			{
				...request,
				headers: {
					authorization: authorizationFor(functionArn),
					...request.headers,
				},
				signal: AbortSignal.timeout(limit),
			},
		);

	async function invoke(
		functionArn: string,
		event: RotationEvent,
	): Promise<void> {
		const response = await ask(functionArn, "/invocations", {
			method: "POST",
			headers: {
				"content-type": "application/json",
				"x-amz-invocation-type": "RequestResponse",
			},
			body: JSON.stringify(event),
		});
		const answer = await response.text();
		if (!response.ok)
			throw new Error(
				`The Lambda endpoint answered ${response.status}: ${answer}`,
			);
		const failure = response.headers.get("x-amz-function-error");
		if (failure !== null) throw new Error(errorIn(answer) ?? failure);
	}

	return {
		async has(functionArn) {
			try {
				const response = await ask(
					functionArn,
					"",
					{ method: "GET" },
					Math.min(timeout, LONGEST_QUESTION),
				);
				await response.body?.cancel();
				return response.ok;
			} catch {
				return false; // no connection, or no answer in time
			}
		},
		invoke: (functionArn, event) =>
			invoke(functionArn, event).catch((error: Error) => {
				throw explained(error, timeout);
			}),
	};
}

/** How long a caller of RotateSecret waits for the endpoint, in milliseconds. */
const LONGEST_QUESTION = 5000;

/** What `fetch` throws says little by itself. */
function explained(error: Error, timeout: number): Error {
	if (error.name === "TimeoutError") return new Error(tookLonger(timeout));
	return error.cause instanceof Error
		? new Error(`The Lambda endpoint cannot be reached: ${error.cause.message}`)
		: error;
}

/** Whether a text is a URL that paths can be appended to. */
export const isHttpUrl = (text: string): boolean =>
	URL.canParse(text) && /^https?:[^?#]+$/.test(text);

/** An endpoint without the slash at its end. What is no URL of HTTP is a TypeError. */
function rootOf(url: string): string {
	if (!isHttpUrl(url))
		throw new TypeError(
			'The Lambda endpoint must be a URL, such as "http://127.0.0.1:3001".',
		);
	return url.replace(/\/+$/, "");
}

/** Nobody checks the signature; some endpoints read service, account and region from it. */
function authorizationFor(functionArn: string): string {
	const [, , , region = "us-east-1", account = "000000000000"] =
		functionArn.split(":");
	return `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/lambda/aws4_request, SignedHeaders=host, Signature=0`;
}

/** What a Lambda function says of its error. */
function errorIn(answer: string): string | undefined {
	try {
		const { errorMessage } = Object(JSON.parse(answer));
		return typeof errorMessage === "string" ? errorMessage : undefined;
	} catch {
		return undefined;
	}
}
