/** What of a request is looked at, whatever brought it. */
export interface HttpRequest {
	/** In upper case. */
	readonly method: string;
	/** A query may follow it. */
	readonly path: string;
	/** The value of the header with this name in lower case. */
	header(name: string): string | undefined;
	/** `undefined` where it is larger than the limit: it need not be read to its end then. */
	readonly body: Uint8Array | undefined;
}

/** An answer; whoever sends it leaves the body out for HEAD. */
export interface HttpResponse {
	readonly status: number;
	/** In lower case, and a new object each time. */
	readonly headers: Record<string, string>;
	readonly body: string;
}

/** What no command was run for ends in the log, for whoever runs the server; the client is told nothing of it. */
export function reportError(error: unknown): void {
	console.error("pure-secrets-manager: a request failed:", error);
}
