import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface Asked {
	readonly method: string;
	/** As it was sent, with its query. */
	readonly path: string;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: string;
}

/** What a Lambda endpoint says: nothing at all, to hang. */
export interface Answer {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** Of GET: there is such a function. */
export const THERE: Answer = {
	body: JSON.stringify({ Configuration: { FunctionName: "rotate" } }),
};

/** Of POST: the function ended, with nothing to say. */
export const DONE: Answer = { body: "null" };

/** Of POST: the function failed. */
export const failedWith = (body: string, kind = "Unhandled"): Answer => ({
	headers: { "x-amz-function-error": kind },
	body,
});

/** An endpoint of Lambda on a free port, which notes what it is asked and is closed when the test is over. */
export async function lambdaThat(
	answers: (
		asked: Asked,
	) => Answer | undefined | Promise<Answer | undefined> = ({ method }) =>
		method === "GET" ? THERE : DONE,
) {
	const asked: Asked[] = [];
	const server = createServer(async (request, response) => {
		const pieces: Buffer[] = [];
		for await (const piece of request) pieces.push(piece);
		const { method = "", url: path = "", headers } = request;
		const body = Buffer.concat(pieces).toString("utf8");
		const each = { method, path, headers, body };
		asked.push(each);
		const answer = await answers(each);
		if (answer === undefined) return; // it hangs
		response.writeHead(answer.status ?? 200, answer.headers);
		response.end(answer.body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const close = () =>
		new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	onTestFinished(close);
	const { port } = server.address() as AddressInfo;
	const lines = () => asked.map(({ method, path }) => `${method} ${path}`);
	const stepsAsked = (): unknown[] =>
		asked
			.filter(({ method }) => method === "POST")
			.map(({ body }) => JSON.parse(body).Step);
	return { url: `http://127.0.0.1:${port}`, asked, lines, stepsAsked, close };
}
