#!/usr/bin/env node
import { runCommand } from "./command.js";

let asked = false;

/** SIGINT and SIGTERM ask the command to end; a second one does not wait for it. */
const ended = new Promise<void>((resolve) => {
	for (const [signal, number] of [
		["SIGINT", 2],
		["SIGTERM", 15],
	] as const)
		process.on(signal, () => {
			if (asked) process.exit(128 + number);
			asked = true;
			resolve();
		});
});
// Whoever read what is printed may stop doing so; that is no reason to end.
for (const stream of [process.stdout, process.stderr])
	stream.on("error", () => {});

const code = await runCommand(process.argv.slice(2), {
	print: (line) => console.log(line),
	complain: (line) => console.error(`pure-secrets-manager: ${line}`),
	ended,
	environment: process.env,
});
// Nobody waits for rotation functions that are under way: their steps are saved, and invoked anew.
process.exit(code);
