import type { Host } from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";
import { hostAtNoon } from "../host/host-at-noon.js";

export const URL_OF_HOST = "http://secrets.test";

/** What a client sends to call an operation. */
export const callOf = (
	operation: string,
	input: unknown,
	headers: Readonly<Record<string, string>> = {},
) => ({
	method: "POST",
	headers: {
		"content-type": "application/x-amz-json-1.1",
		"x-amz-target": `secretsmanager.${operation}`,
		...headers,
	},
	body: JSON.stringify(input),
});

/** The header that a client signs with. */
export const signedFor = (account: string, region: string) => ({
	authorization: `AWS4-HMAC-SHA256 Credential=${account}/20261124/${region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=00`,
});

/** A handler of a host that holds the secret "db", as a function like `fetch`. */
export function handlerAtNoon(
	host: Host = hostAtNoon(),
	options?: Parameters<typeof createFetchHandler>[1],
) {
	host.execute("CreateSecret", { Name: "db", SecretString: "€ 😀" });
	const handler = createFetchHandler(host, options);
	const send = (path: string, init?: RequestInit) =>
		handler(new Request(`${URL_OF_HOST}${path}`, init));
	return { host, handler, send };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
export const jsonOf = (response: Response): Promise<any> => response.json();
