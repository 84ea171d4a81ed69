import { describe, expect, it } from "vitest";
import { HELP, readCommandLine } from "../../src/node/command-line.js";

const DEFAULTS = {
	kind: "serve",
	port: 4566,
	hostname: "127.0.0.1",
	account: "123456789012",
	region: "us-east-1",
	seed: undefined,
	clock: undefined,
	state: undefined,
	unknownKeys: undefined,
	replicationLag: undefined,
	lambdaEndpoint: undefined,
	identities: undefined,
	control: true,
	quiet: false,
};

describe("serve", () => {
	it.each([
		["", {}],
		["--port 80", { port: 80 }],
		["--port=0", { port: 0 }],
		["--port 1 --port 65535", { port: 65_535 }],
		["--hostname 0.0.0.0", { hostname: "0.0.0.0" }],
		[
			"--account 111111111111 --region eu-west-1",
			{ account: "111111111111", region: "eu-west-1" },
		],
		["--seed s", { seed: "s" }],
		["--seed=", { seed: "" }],
		["--seed=--port", { seed: "--port" }],
		["--clock 2026-01-02T00:00:00Z", { clock: Date.UTC(2026, 0, 2) }],
		["--clock 2026-01-02", { clock: Date.UTC(2026, 0, 2) }],
		["--state a.json", { state: "a.json" }],
		["--unknown-keys refuse", { unknownKeys: "refuse" }],
		["--unknown-keys=register", { unknownKeys: "register" }],
		["--replication-lag 4000", { replicationLag: 4000 }],
		["--replication-lag=0", { replicationLag: 0 }],
		["--replication-lag 31536000000", { replicationLag: 31_536_000_000 }],
		[
			"--lambda-endpoint http://127.0.0.1:3001",
			{ lambdaEndpoint: "http://127.0.0.1:3001" },
		],
		[
			"--lambda-endpoint=https://a.host/a/path/",
			{ lambdaEndpoint: "https://a.host/a/path/" },
		],
		["--lambda-endpoint=", {}],
		["--identities a.json", { identities: "a.json" }],
		["--no-control --quiet", { control: false, quiet: true }],
	])("%s", (flags, read) => {
		const args = ["serve", ...flags.split(" ").filter(Boolean)];
		expect(readCommandLine(args)).toEqual({
			ok: true,
			value: { ...DEFAULTS, ...read },
		});
	});

	it("may stand behind its flags", () => {
		expect(readCommandLine(["--port", "1", "serve"])).toMatchObject({
			value: { kind: "serve", port: 1 },
		});
	});
});

describe("the environment variable AWS_ENDPOINT_URL_LAMBDA", () => {
	const ours = "http://127.0.0.1:3001";
	const theirs = "http://127.0.0.1:4574";

	it.each([
		["", theirs, theirs],
		[`--lambda-endpoint ${ours}`, theirs, ours],
		[`--lambda-endpoint ${ours}`, "no URL", ours],
		["--lambda-endpoint=", theirs, undefined],
		["", "", undefined],
		["", undefined, undefined],
	])("beside %j: %j", (flags, AWS_ENDPOINT_URL_LAMBDA, lambdaEndpoint) => {
		const args = ["serve", ...flags.split(" ").filter(Boolean)];
		expect(readCommandLine(args, { AWS_ENDPOINT_URL_LAMBDA })).toEqual({
			ok: true,
			value: { ...DEFAULTS, lambdaEndpoint },
		});
	});

	it("that is no URL is named, with the remedy", () => {
		expect(
			readCommandLine(["serve"], { AWS_ENDPOINT_URL_LAMBDA: "localhost:1" }),
		).toEqual({
			ok: false,
			error:
				"The environment variable AWS_ENDPOINT_URL_LAMBDA must be a URL, such as http://127.0.0.1:3001.",
		});
	});

	it("that is no URL is in nobody's way who only wants help", () => {
		expect(
			readCommandLine(["--help"], { AWS_ENDPOINT_URL_LAMBDA: "x" }),
		).toMatchObject({ ok: true });
	});
});

describe("help and version", () => {
	it.each([
		["--help", "help"],
		["serve --help", "help"],
		["serve --port 1 --help", "help"],
		["--version", "version"],
		["serve --version", "version"],
	])("%s", (args, kind) => {
		expect(readCommandLine(args.split(" "))).toEqual({
			ok: true,
			value: { kind },
		});
	});

	it.each([
		["-h", "help"],
		["serve -h", "help"],
		["-v", "version"],
	])("is asked for by %s, too", (words, kind) => {
		expect(readCommandLine(words.split(" "))).toEqual({
			ok: true,
			value: { kind },
		});
	});

	it("lists every flag", () => {
		for (const flag of "port hostname account region seed clock state unknown-keys replication-lag lambda-endpoint identities no-control quiet help version".split(
			" ",
		))
			expect(HELP).toContain(`--${flag}`);
	});
});

describe("what is asked wrongly is named, with the remedy", () => {
	it.each([
		["", /^A command is missing: pure-secrets-manager serve; .*--help/],
		["start", /^There is no command "start"; .*--help/],
		["serve twice", /^serve does not take "twice"/],
		["serve --prot 1", /^There is no flag --prot; .*--help/],
		["serve --constructor", /^There is no flag --constructor/],
		["serve --control", /^There is no flag --control/],
		["serve -p 1", /^There is no flag -p/],
		["serve --port", /^--port needs a value/],
		["serve --port --quiet", /^--port needs a value; .*--port=--quiet/],
		["serve --port=", /^--port must be a number from 0 to 65535/],
		["serve --port x", /^--port must be/],
		["serve --port 65536", /^--port must be/],
		["serve --port=-1", /^--port must be/],
		["serve --port 1e3", /^--port must be/],
		["serve --hostname=", /^--hostname must be/],
		["serve --account 12", /^--account must be 12 digits/],
		["serve --region nowhere", /^--region must be a region name/],
		["serve --clock now", /^--clock must be an ISO 8601 instant/],
		["serve --clock 2026-01-02T00:00:00", /^--clock must be/],
		["serve --clock +275760-09-13", /^--clock is a date that no clock/],
		["serve --state=", /^--state must be the path of a file/],
		["serve --unknown-keys", /^--unknown-keys needs a value/],
		...["=", " all", " Register", " __proto__"].map(
			(choice): [string, RegExp] => [
				`serve --unknown-keys${choice}`,
				/^--unknown-keys must be refuse, .* or register, /,
			],
		),
		["serve --replication-lag", /^--replication-lag needs a value/],
		["serve --replication-lag -1", /^--replication-lag needs a value; .*=-1/],
		...["=", "=-1", " 1.5", " 4s", " 1e3", " Infinity", " 31536000001"].map(
			(lag): [string, RegExp] => [
				`serve --replication-lag${lag}`,
				/^--replication-lag must be a whole number of milliseconds, up to a year, such as 4000\.$/,
			],
		),
		["serve --lambda-endpoint", /^--lambda-endpoint needs a value/],
		...["127.0.0.1:3001", "localhost:3001", "ftp://a.host", "x", "http://"].map(
			(url): [string, RegExp] => [
				`serve --lambda-endpoint ${url}`,
				/^--lambda-endpoint must be a URL, such as http:\/\/127\.0\.0\.1:3001\.$/,
			],
		),
		["serve --identities", /^--identities needs a value/],
		["serve --identities=", /^--identities must be the path of a file/],
		["serve --quiet=yes", /^--quiet takes no value; leave out "yes"/],
	])("%s", (args, problem) => {
		expect(readCommandLine(args.split(" ").filter(Boolean))).toEqual({
			ok: false,
			error: expect.stringMatching(problem),
		});
	});
});
