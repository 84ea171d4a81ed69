// Compiled, not run: what code that knows Request and Response may expect of the types.
import { createHost } from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";

export const handler: (request: Request) => Promise<Response> =
	createFetchHandler(createHost(), { control: false });

// @ts-expect-error: a handler needs a host.
createFetchHandler();
