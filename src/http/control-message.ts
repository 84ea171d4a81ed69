import type { HttpResponse } from "./message.js";

/** What an endpoint does with the body of a request. */
export type Run = (body: Uint8Array) => HttpResponse | Promise<HttpResponse>;

export const answering = (value: unknown): HttpResponse =>
	response(200, value, {});

/** A refusal says what is wrong, and what to send instead. */
export const refusing = (
	status: number,
	message: string,
	headers: Readonly<Record<string, string>> = {},
): HttpResponse => response(status, { message }, headers);

const response = (
	status: number,
	value: unknown,
	headers: Readonly<Record<string, string>>,
): HttpResponse => ({
	status,
	headers: { "content-type": "application/json", ...headers },
	body: JSON.stringify(value),
});

/** The value of a JSON text in UTF-8; `undefined` for what is none. */
export function jsonIn(body: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(body));
	} catch {
		return undefined;
	}
}
