import { createRequire } from "node:module";
import { manualClock } from "../host/clock.js";
import type { Host } from "../host/host.js";
import type { Identities } from "../host/identities.js";
import {
	createStore,
	type SecretStore,
	withReplicationLag,
	withUnknownKeys,
} from "../store/store.js";
import type { DomainEvent } from "../values/event.js";
import {
	type Environment,
	HELP,
	readCommandLine,
	type ServeFlags,
} from "./command-line.js";
import { createHost } from "./host.js";
import { readIdentities } from "./identities-file.js";
import { nodeKms } from "./kms.js";
import { keepSaved } from "./saving.js";
import { type Serving, serve } from "./serve.js";
import { openStateFile, type StateFile } from "./state-file.js";

/** What a command writes to and is stopped by. */
export interface Terminal {
	print(line: string): void;
	complain(line: string): void;
	/** Resolves when the command is asked to end. */
	readonly ended: Promise<void>;
	/** The environment variables. */
	readonly environment?: Environment;
}

/** Runs the command to its end; answers its exit code: 0, 1 for what went wrong, 2 for what was asked wrongly. */
export async function runCommand(
	args: readonly string[],
	terminal: Terminal,
): Promise<number> {
	const command = readCommandLine(args, terminal.environment);
	if (!command.ok) {
		terminal.complain(command.error);
		return 2;
	}
	if (command.value.kind === "help") terminal.print(HELP.trimEnd());
	else if (command.value.kind === "version") terminal.print(version());
	else
		try {
			await serveUntilEnded(command.value, terminal);
		} catch (error) {
			terminal.complain((error as Error).message);
			return 1;
		}
	return 0;
}

const version = (): string =>
	createRequire(import.meta.url)("pure-secrets-manager/package.json").version;

async function serveUntilEnded(
	flags: ServeFlags,
	terminal: Terminal,
): Promise<void> {
	const { state, identities } = flags;
	const known =
		identities === undefined ? undefined : await readIdentities(identities);
	const file = state === undefined ? undefined : await openStateFile(state);
	const host = hostOf(flags, file, known);
	const saving =
		file &&
		keepSaved(
			file.store ?? host.store,
			() => host.store,
			file.save,
			terminal.complain,
		);
	host.subscribe((event) => tellOfFailure(event, terminal));
	const server = await listen(host, flags);
	for (const line of greeting(flags, host, server)) terminal.print(line);
	await terminal.ended;
	await server.close();
	await saving?.stop();
}

/** What else only `/_control/events` shows. */
function tellOfFailure(
	{ name, arn, detail }: DomainEvent,
	terminal: Terminal,
): void {
	const { step, region, message = "it gave no reason" } = detail;
	if (name === "RotationFailed" || name === "TestRotationFailed")
		terminal.complain(`${name} of ${arn} in ${step}: ${message}`);
	if (name === "ReplicationFailed")
		terminal.complain(`${name} of ${arn} to ${region}: ${message}`);
}

const hostOf = (
	flags: ServeFlags,
	file: StateFile | undefined,
	identities: Identities | undefined,
): Host => {
	const { account, region, seed, clock, lambdaEndpoint } = flags;
	return createHost({
		account,
		region,
		seed,
		lambdaEndpoint,
		identities,
		clock: clock === undefined ? undefined : manualClock(clock),
		store: storeOf(flags, file),
		kms: file && nodeKms({ rootKey: file.rootKey }),
	});
};

/** The store of a state file, or a new one, with what the flags say of it. */
function storeOf(
	{ unknownKeys, replicationLag }: ServeFlags,
	file: StateFile | undefined,
): SecretStore {
	const store = file?.store ?? createStore();
	const keyed = unknownKeys ? withUnknownKeys(store, unknownKeys) : store;
	return replicationLag === undefined
		? keyed
		: withReplicationLag(keyed, replicationLag);
}

function greeting(
	{ port, quiet, clock, state, lambdaEndpoint }: ServeFlags,
	{ account, region, store, identities }: Host,
	{ url }: Serving,
): readonly string[] {
	if (quiet) return port === 0 ? [url] : []; // nobody else knows which port it is
	return [
		`pure-secrets-manager listening on ${url}`,
		`account     ${account}`,
		`region      ${region}`,
		`clock       ${clock === undefined ? "real time" : `stands at ${new Date(clock).toISOString()}`}`,
		`keys        ${store.keys.unknownKeys === "register" ? "unknown ones are made when a secret names them" : "unknown ones are refused; --unknown-keys register makes them"}`,
		`replicas    ${store.replicationLag === 0 ? "follow their primary at once; --replication-lag keeps them behind" : `are ${store.replicationLag} ms behind their primary`}`,
		`functions   ${lambdaEndpoint ?? "none: RotateSecret takes no function without --lambda-endpoint"}`,
		`identities  ${identities === undefined ? "none: every signature is taken" : inWords(identities)}`,
		`state file  ${state ?? "none: the store ends with this process"}`,
	];
}

function inWords(identities: Identities): string {
	const all = Object.values(identities);
	const signing = all.filter(({ secretKey }) => secretKey !== undefined);
	return `${all.length} access key${all.length === 1 ? "" : "s"}, ${signing.length} of them must sign`;
}

async function listen(
	host: Host,
	{ port, hostname, control }: ServeFlags,
): Promise<Serving> {
	try {
		return await serve(host, { port, hostname, control });
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === undefined) throw error; // it is not the system that refuses
		throw new Error(
			code === "EADDRINUSE"
				? `Port ${port} of ${hostname} is in use; choose another with --port, or --port 0 for any that is free.`
				: `Cannot listen on port ${port} of ${hostname} (${message}); choose others with --port and --hostname.`,
		);
	}
}
