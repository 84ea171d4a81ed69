import { parseArgs } from "node:util";
import { err, ok, type Result } from "../base/result.js";
import { parseInstant } from "../host/iso-time.js";
import { isHttpUrl } from "../host/lambda.js";
import { isUnknownKeys, type UnknownKeys } from "../kms/key-ring.js";
import { isReplicationLag } from "../store/store.js";
import { isAccount } from "../values/account.js";
import { LAST_INSTANT } from "../values/instant.js";
import { isRegion } from "../values/region.js";

/** What a command line asks for. */
export type Command =
	| { readonly kind: "help" }
	| { readonly kind: "version" }
	| ({ readonly kind: "serve" } & ServeFlags);

/** The flags of `serve`, read. */
export interface ServeFlags {
	readonly port: number;
	readonly hostname: string;
	readonly account: string;
	readonly region: string;
	readonly seed: string | undefined;
	/** Where a manual clock stands, in epoch milliseconds; without it the clock follows real time. */
	readonly clock: number | undefined;
	/** The path of the state file. */
	readonly state: string | undefined;
	/** What becomes of keys that a secret names and that are unknown; without it, as the state file has it. */
	readonly unknownKeys: UnknownKeys | undefined;
	/** How long replication takes, in milliseconds; without it, as the state file has it. */
	readonly replicationLag: number | undefined;
	/** The URL of the Lambda endpoint that has the rotation functions. */
	readonly lambdaEndpoint: string | undefined;
	/** The path of the file that says who calls with which access key. */
	readonly identities: string | undefined;
	readonly control: boolean;
	readonly quiet: boolean;
}

export const HELP = `Usage: pure-secrets-manager serve [flags]

Serves AWS Secrets Manager over HTTP. A client of AWS finds it by its endpoint:
AWS_ENDPOINT_URL_SECRETS_MANAGER=http://127.0.0.1:4566

  --port NUMBER      where to listen; 0 takes any port that is free (4566)
  --hostname NAME    the name or address to listen on (127.0.0.1)
  --account DIGITS   the account of calls that name none (123456789012)
  --region NAME      the region of calls that name none (us-east-1)
  --seed TEXT        makes suffixes, tokens and keys repeatable
  --clock INSTANT    a clock that stands at 2026-01-02T00:00:00Z, say, until it
                     is moved; without it, real time
  --state FILE       opens the store of FILE, and saves it there; its key is in
                     FILE.key
  --unknown-keys refuse|register
                     refuses a KmsKeyId that names no key, as AWS does, or makes
                     the key (refuse, or what the state file has)
  --replication-lag MILLISECONDS
                     how long replicas are behind their primary (0, or what the
                     state file has)
  --lambda-endpoint URL
                     where rotation functions are invoked, such as
                     http://127.0.0.1:3001; without it, the environment
                     variable AWS_ENDPOINT_URL_LAMBDA, if it is set
  --identities FILE  who calls with which access key, in JSON; calls must be signed
                     with one of these, and without the flag with any
  --no-control       leaves out the endpoints below /_control/
  --quiet            prints nothing but errors, and the URL if the port was 0
  --help (-h), --version (-v)
`;

/** Reads the arguments of a command, and what of them the environment has; refuses with a sentence that names the argument and the remedy. */
export function readCommandLine(
	args: readonly string[],
	environment: Environment = {},
): Result<Command, string> {
	const { tokens } = parseArgs({
		args: [...args],
		options: OPTIONS,
		strict: false, // whose own complaints do not say what would be right
		tokens: true,
	});
	const given = new Map<string, string>();
	const words: string[] = [];
	for (const token of tokens) {
		if (token.kind === "positional") words.push(token.value);
		if (token.kind !== "option") continue;
		const problem = problemOf(token);
		if (problem !== undefined) return err(problem);
		given.set(token.name, token.value ?? "");
	}
	const [command, ...more] = words;
	if (command !== undefined && command !== "serve")
		return err(`There is no command ${JSON.stringify(command)}; ${TRY}.`);
	if (more[0] !== undefined)
		return err(`serve does not take ${JSON.stringify(more[0])}; ${TRY}.`);
	if (given.has("help")) return ok({ kind: "help" });
	if (given.has("version")) return ok({ kind: "version" });
	if (command === undefined)
		return err(`A command is missing: pure-secrets-manager serve; ${TRY}.`);
	return serveFlagsOf(given, environment);
}

/** The environment variables that are read. */
export interface Environment {
	readonly AWS_ENDPOINT_URL_LAMBDA?: string | undefined;
}

const TRY = "pure-secrets-manager --help lists what there is";

const OPTIONS = {
	port: { type: "string" },
	hostname: { type: "string" },
	account: { type: "string" },
	region: { type: "string" },
	seed: { type: "string" },
	clock: { type: "string" },
	state: { type: "string" },
	"unknown-keys": { type: "string" },
	"replication-lag": { type: "string" },
	"lambda-endpoint": { type: "string" },
	identities: { type: "string" },
	"no-control": { type: "boolean" },
	quiet: { type: "boolean" },
	help: { type: "boolean", short: "h" },
	version: { type: "boolean", short: "v" },
} as const;

interface Flag {
	readonly name: string;
	/** As it was written: `--port`. */
	readonly rawName: string;
	readonly value: string | undefined;
	/** Whether the value stood in the same argument: `--port=1`. */
	readonly inlineValue: boolean | undefined;
}

function problemOf({
	name,
	rawName,
	value,
	inlineValue,
}: Flag): string | undefined {
	if (!Object.hasOwn(OPTIONS, name) || !isSpelt(rawName))
		return `There is no flag ${rawName}; ${TRY}.`;
	const { type } = OPTIONS[name as keyof typeof OPTIONS];
	if (type === "boolean")
		return value === undefined
			? undefined
			: `${rawName} takes no value; leave out ${JSON.stringify(value)}.`;
	if (value === undefined) return `${rawName} needs a value; ${TRY}.`;
	return value.startsWith("-") && inlineValue !== true
		? `${rawName} needs a value; one that begins with a dash is written ${rawName}=${value}.`
		: undefined;
}

const isSpelt = (rawName: string): boolean =>
	rawName.startsWith("--") || rawName === "-h" || rawName === "-v";

function serveFlagsOf(
	given: ReadonlyMap<string, string>,
	{ AWS_ENDPOINT_URL_LAMBDA }: Environment,
): Result<Command, string> {
	const {
		port = "4566",
		hostname = "127.0.0.1",
		account = "123456789012",
		region = "us-east-1",
		seed,
		clock,
		state,
		"unknown-keys": unknownKeys,
		"replication-lag": lag,
		identities,
		"lambda-endpoint": lambda = AWS_ENDPOINT_URL_LAMBDA,
	}: Partial<Record<keyof typeof OPTIONS, string>> = Object.fromEntries(given);
	if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
		return err(
			"--port must be a number from 0 to 65535; 0 takes any port that is free.",
		);
	if (hostname === "")
		return err(
			"--hostname must be a name or an address, such as 127.0.0.1, or 0.0.0.0 for every network.",
		);
	if (!isAccount(account))
		return err("--account must be 12 digits, such as 123456789012.");
	if (!isRegion(region))
		return err("--region must be a region name, such as us-east-1.");
	const at = clock === undefined ? undefined : parseInstant(clock);
	if (typeof at === "object") return err(`--clock ${at.problem}.`);
	if (at !== undefined && Math.abs(at) > LAST_INSTANT)
		return err("--clock is a date that no clock can show; choose one nearer.");
	if (state === "")
		return err(
			"--state must be the path of a file, such as ./secrets.json; it is made when there is none.",
		);
	if (identities === "")
		return err(
			"--identities must be the path of a file of JSON, such as ./identities.json.",
		);
	if (unknownKeys !== undefined && !isUnknownKeys(unknownKeys))
		return err(
			"--unknown-keys must be refuse, as AWS does, or register, which makes a key when a secret names it.",
		);
	if (
		lag !== undefined &&
		!(/^\d+$/.test(lag) && isReplicationLag(Number(lag)))
	)
		return err(
			"--replication-lag must be a whole number of milliseconds, up to a year, such as 4000.",
		);
	if (lambda && !isHttpUrl(lambda))
		return err(
			`${given.has("lambda-endpoint") ? "--lambda-endpoint" : "The environment variable AWS_ENDPOINT_URL_LAMBDA"} must be a URL, such as http://127.0.0.1:3001.`,
		);
	return ok({
		kind: "serve",
		port: Number(port),
		hostname,
		account,
		region,
		seed,
		clock: at,
		state,
		unknownKeys,
		replicationLag: lag === undefined ? undefined : Number(lag),
		lambdaEndpoint: lambda || undefined,
		identities,
		control: !given.has("no-control"),
		quiet: given.has("quiet"),
	});
}
