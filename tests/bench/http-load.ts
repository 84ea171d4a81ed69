/**
 * A client on a process of its own, so that the server has a core to itself: asks over some connections as fast as the
 * answers come, and tells how many came in the time it was given.
 */
import { connect } from "node:net";

export interface Load {
	readonly port: number;
	/** The whole request, as it goes over the wire. */
	readonly request: string;
	/** Milliseconds. */
	readonly time: number;
}

/** Small, as for tests that run side by side. */
const CONNECTIONS = 8;

process.on("message", async ({ port, request, time }: Load) => {
	const until = performance.now() + time;
	const counts = await Promise.all(
		Array.from({ length: CONNECTIONS }, () => ask(port, request, until)),
	);
	process.send?.(counts.reduce((sum, count) => sum + count, 0));
});

/** Asks one question after the other over one connection. */
function ask(port: number, request: string, until: number): Promise<number> {
	return new Promise((resolve, reject) => {
		let answered = 0;
		let received = "";
		const socket = connect(port, "127.0.0.1", () => socket.write(request));
		socket.setEncoding("latin1").setNoDelay();
		socket.on("error", reject);
		socket.on("data", (piece) => {
			received += piece;
			const end = received.indexOf("\r\n\r\n");
			const length = /content-length: (\d+)/i.exec(received)?.[1];
			if (end < 0 || length === undefined) return;
			if (received.length < end + 4 + Number(length)) return;
			if (!received.startsWith("HTTP/1.1 200"))
				return reject(new Error(`Not accepted: ${received}`));
			received = "";
			answered++;
			if (performance.now() < until) return void socket.write(request);
			socket.end();
			resolve(answered);
		});
	});
}
