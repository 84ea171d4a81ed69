import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DONE, failedWith, lambdaThat, THERE } from "../host/a-lambda.js";
import { FUNCTION } from "../host/a-rotation.js";
import { repository } from "../house/source.js";
import { callOf, jsonOf, signedFor } from "../http/a-server.js";
import { token } from "../support/given.js";
import { STEPS } from "../support/rotation-function.js";

const CLI = join(repository, "dist", "cli.js");
const TIMEOUT = 60_000;

let folder: string;
let file: string;
const running = new Set<ChildProcess>();
/** Of the command, above that of the tests. */
let environment: NodeJS.ProcessEnv;

beforeEach(() => {
	environment = { AWS_ENDPOINT_URL_LAMBDA: undefined };
	folder = mkdtempSync(join(tmpdir(), "cli-"));
	file = join(folder, "secrets.json");
});
afterEach(async () => {
	for (const child of running) child.kill("SIGKILL");
	rmSync(folder, { recursive: true, force: true });
});

/** Starts the command that was built. */
function start(...args: readonly string[]) {
	expect(existsSync(CLI), "npm run build").toBe(true);
	const child = spawn(process.execPath, [CLI, ...args], {
		cwd: folder,
		env: { ...process.env, ...environment },
	});
	running.add(child);
	const said = { stdout: "", stderr: "" };
	for (const stream of ["stdout", "stderr"] as const)
		child[stream].setEncoding("utf8").on("data", (text) => {
			said[stream] += text;
		});
	const ended = once(child, "close").then(([code, signal]) => {
		running.delete(child);
		return { code: code ?? signal, ...said };
	});
	return { child, said, ended };
}

const runToEnd = (...args: readonly string[]) => start(...args).ended;

/** Starts a server on a free port, and waits until it listens. */
async function startServer(...flags: readonly string[]) {
	const started = start("serve", "--port", "0", ...flags);
	const url = await new Promise<string>((resolve, reject) => {
		started.child.stdout.on("data", () => {
			const [found] = /http:\/\/\S+/.exec(started.said.stdout) ?? [];
			if (found !== undefined) resolve(found);
		});
		started.ended.then(({ stderr }) => reject(new Error(stderr)));
	});
	const call = async (operation: string, input: unknown) =>
		jsonOf(await fetch(url, callOf(operation, input)));
	const end = (signal: NodeJS.Signals) => {
		started.child.kill(signal);
		return started.ended;
	};
	return { ...started, url, call, end };
}

const CREATE = {
	Name: "db",
	SecretString: "hunter2",
	ClientRequestToken: token("v1"),
};

/** Waits until the state file holds a text. */
async function untilSaved(text: string): Promise<void> {
	while (!existsSync(file) || !readFileSync(file, "utf8").includes(text))
		await new Promise((resolve) => setTimeout(resolve, 10));
}

describe("the command", { timeout: TIMEOUT }, () => {
	it.each([[["--help"]], [["serve", "--help"]]])(
		"explains itself: %j",
		async (args) => {
			const { code, stdout, stderr } = await runToEnd(...args);
			expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
			expect(stdout).toMatch(/^Usage: pure-secrets-manager serve/);
		},
	);

	it("tells its version", async () => {
		const { version } = JSON.parse(
			readFileSync(join(repository, "package.json"), "utf8"),
		);
		expect(await runToEnd("--version")).toEqual({
			code: 0,
			stdout: `${version}\n`,
			stderr: "",
		});
	});

	it("that is asked wrongly says so, and ends with 2", async () => {
		const { code, stdout, stderr } = await runToEnd("serve", "--prot", "1");
		expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
		expect(stderr).toBe(
			"pure-secrets-manager: There is no flag --prot; pure-secrets-manager --help lists what there is.\n",
		);
	});
});

describe("serve", { timeout: TIMEOUT }, () => {
	it("says where it listens and as whom, serves, and ends when it is told to", async () => {
		const flags = ["--account", "111111111111", "--region", "eu-west-1"];
		const { url, said, call, end } = await startServer(
			...flags,
			"--clock",
			"2026-01-02T00:00:00Z",
		);
		expect((await call("CreateSecret", CREATE)).ARN).toContain(
			":eu-west-1:111111111111:",
		);
		expect((await call("DescribeSecret", { SecretId: "db" })).CreatedDate).toBe(
			Date.UTC(2026, 0, 2) / 1000,
		);
		const moved = await fetch(`${url}/_control/clock`, {
			method: "POST",
			body: '{"advance":"PT25H"}',
		});
		expect(await moved.json()).toEqual({ now: "2026-01-03T01:00:00.000Z" });
		expect(await end("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
		expect(said.stdout.split("\n")).toEqual([
			`pure-secrets-manager listening on ${url}`,
			"account     111111111111",
			"region      eu-west-1",
			"clock       stands at 2026-01-02T00:00:00.000Z",
			"keys        unknown ones are refused; --unknown-keys register makes them",
			"replicas    follow their primary at once; --replication-lag keeps them behind",
			"functions   none: RotateSecret takes no function without --lambda-endpoint",
			"identities  none: every signature is taken",
			"state file  none: the store ends with this process",
			"",
		]);
	});

	it("says nothing but its URL when it is to be quiet and its port is any", async () => {
		const { url, end } = await startServer("--quiet", "--no-control");
		expect((await fetch(`${url}/_control/health`)).status).toBe(405);
		expect(await end("SIGINT")).toEqual({
			code: 0,
			stdout: `${url}\n`,
			stderr: "",
		});
	});

	it("repeats itself with a seed", async () => {
		const arns: string[] = [];
		for (let i = 0; i < 2; i++) {
			const { call, end } = await startServer("--seed", "s");
			arns.push((await call("CreateSecret", CREATE)).ARN);
			await end("SIGTERM");
		}
		expect(arns[0]).toBe(arns[1]);
	});

	it("cannot be where another listens: it says so, and ends with 1", async () => {
		const { url } = await startServer();
		const { port } = new URL(url);
		expect(await runToEnd("serve", "--port", port)).toEqual({
			code: 1,
			stdout: "",
			stderr: `pure-secrets-manager: Port ${port} of 127.0.0.1 is in use; choose another with --port, or --port 0 for any that is free.\n`,
		});
	});

	it("ends at once at a second signal", async () => {
		const { url, child, ended } = await startServer();
		// given a request that hangs, which holds up the end
		const sent = request(url, {
			method: "POST",
			headers: { expect: "100-continue" },
		}).on("error", () => {});
		sent.flushHeaders();
		await once(sent, "continue");
		// when it is told to end again and again
		const again = setInterval(() => child.kill("SIGTERM"), 50);
		const end = await ended;
		clearInterval(again);
		// then it does not wait
		expect(end).toMatchObject({ code: 143, stderr: "" });
	});
});

describe("serve --identities", { timeout: TIMEOUT }, () => {
	const path = () => join(folder, "identities.json");
	const CALL = callOf("ListSecrets", {});

	it("knows who calls, says so, and refuses the others", async () => {
		writeFileSync(
			path(),
			JSON.stringify({
				AKIAANA: { secretKey: "of ana" },
				AKIABOB: { account: "222222222222" },
			}),
		);
		const { url, said, end } = await startServer(
			"--identities",
			"identities.json",
		);
		const { authorization } = signedFor("AKIABOB", "us-east-1");
		const statusWith = async (headers: Record<string, string>) =>
			(await fetch(url, { ...CALL, headers: { ...CALL.headers, ...headers } }))
				.status;
		expect(await statusWith({ authorization })).toBe(200);
		expect(await statusWith({})).toBe(400);
		expect(await statusWith(signedFor("AKIAANA", "us-east-1"))).toBe(400);
		expect((await fetch(`${url}/_control/health`)).status).toBe(200);
		expect(await end("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
		expect(said.stdout).toContain(
			"\nidentities  2 access keys, 1 of them must sign\n",
		);
		expect(said.stdout).not.toContain("of ana");
	});

	it.each([
		["is not there", undefined, /cannot be read \(ENOENT.*name a file of JSON/],
		["is not JSON", "{", /is not JSON; it must hold an identity for each/],
		["holds a list", "[]", /: identities must be an object that has/],
		[
			"has an unknown member",
			'{"AKIA":{"secret":"x"}}',
			/: identities\["AKIA"\] does not know "secret"; it takes any of: secretKey, account, caller\./,
		],
		[
			"has an account that is none",
			'{"AKIA":{"account":"1"}}',
			/: identities\["AKIA"\]\.account must be a text of 12 digits/,
		],
	])("ends with 1 for a file that %s", async (_, text, problem) => {
		if (text !== undefined) writeFileSync(path(), text);
		const flags = ["--identities", path(), "--state", file];
		const { code, stdout, stderr } = await runToEnd("serve", ...flags);
		expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
		expect(stderr).toContain(path());
		expect(stderr).toMatch(problem);
		expect(existsSync(`${file}.key`)).toBe(false);
	});
});

describe("serve --lambda-endpoint", { timeout: TIMEOUT }, () => {
	const SecretId = "db";
	const ROTATE = {
		SecretId,
		RotationLambdaARN: FUNCTION,
		RotationRules: { AutomaticallyAfterDays: 1 },
		ClientRequestToken: token("v2"),
	};

	/** A Lambda whose function rotates over HTTP, through the server that it is told of. */
	async function rotatingLambda() {
		let send: (operation: string, input: unknown) => Promise<unknown>;
		const lambda = await lambdaThat(async ({ method, body }) => {
			if (method === "GET") return THERE;
			const { SecretId, ClientRequestToken, Step } = JSON.parse(body);
			if (Step === "createSecret")
				await send("PutSecretValue", {
					SecretId,
					ClientRequestToken,
					SecretString: `of ${ClientRequestToken}`,
					VersionStages: ["AWSPENDING"],
				});
			if (Step === "finishSecret") {
				const { VersionIdsToStages } = Object(
					await send("DescribeSecret", { SecretId }),
				);
				const [RemoveFromVersionId] =
					Object.entries<string[]>(VersionIdsToStages).find(([, labels]) =>
						labels.includes("AWSCURRENT"),
					) ?? [];
				await send("UpdateSecretVersionStage", {
					SecretId,
					VersionStage: "AWSCURRENT",
					MoveToVersionId: ClientRequestToken,
					RemoveFromVersionId,
				});
			}
			return DONE;
		});
		const rotateFor = (call: typeof send) => {
			send = call;
		};
		return { ...lambda, rotateFor };
	}

	it.each(["the flag", "the environment variable"])(
		"rotates by functions behind the endpoint that %s names",
		async (by) => {
			// given a server and a Lambda
			const lambda = await rotatingLambda();
			if (by === "the environment variable")
				environment = { AWS_ENDPOINT_URL_LAMBDA: lambda.url };
			const { url, said, call, end } = await startServer(
				...(by === "the flag" ? ["--lambda-endpoint", lambda.url] : []),
				...["--clock", "2026-01-02T12:00:00Z"],
			);
			lambda.rotateFor(call);
			await call("CreateSecret", CREATE);
			// when a secret is rotated
			expect((await call("RotateSecret", ROTATE)).VersionId).toBe(token("v2"));
			const advance = () =>
				fetch(`${url}/_control/clock`, {
					method: "POST",
					body: '{"advance":"P1D"}',
				});
			await advance(); // which waits for it
			// then it was, at once and at its time
			const read = await call("GetSecretValue", { SecretId });
			expect(read.SecretString).toBe(`of ${read.VersionId}`);
			expect(read.VersionId).not.toBe(token("v2"));
			expect(lambda.stepsAsked()).toEqual([...STEPS, ...STEPS]);
			expect(said.stdout).toContain(`functions   ${lambda.url}\n`);
			expect(await end("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
		},
	);

	it("refuses RotateSecret by a function that is not there", async () => {
		const { url } = await lambdaThat(() => ({ status: 404 }));
		const { call } = await startServer("--lambda-endpoint", url);
		await call("CreateSecret", CREATE);
		expect((await call("RotateSecret", ROTATE)).__type).toBe(
			"AccessDeniedException",
		);
		const described = await call("DescribeSecret", { SecretId });
		expect(described).not.toHaveProperty("RotationEnabled");
	});

	it("tells of a function that fails", async () => {
		const lambda = await lambdaThat(({ method }) =>
			method === "GET" ? THERE : failedWith('{"errorMessage":"no database"}'),
		);
		const { url, call, end } = await startServer(
			"--lambda-endpoint",
			lambda.url,
		);
		await call("CreateSecret", CREATE);
		await call("RotateSecret", ROTATE);
		for (;;) {
			const { events } = await jsonOf(await fetch(`${url}/_control/events`));
			const failed = events.find(
				({ name }: { name: string }) => name === "RotationFailed",
			);
			if (failed === undefined) continue;
			expect(failed.detail).toEqual({
				versionId: token("v2"),
				step: "createSecret",
				message: "no database",
			});
			break;
		}
		expect((await end("SIGTERM")).stderr).toMatch(
			/^pure-secrets-manager: RotationFailed of arn:aws:secretsmanager:\S+:secret:db-\w{6} in createSecret: no database\n$/,
		);
	});

	it("tells of a replication that fails", async () => {
		const { call, end } = await startServer();
		await call("CreateSecret", {
			...CREATE,
			AddReplicaRegions: [{ Region: "xx-nowhere-1" }],
		});
		expect((await end("SIGTERM")).stderr).toMatch(
			/^pure-secrets-manager: ReplicationFailed of arn:aws:secretsmanager:\S+:secret:db-\w{6} to xx-nowhere-1: Replication failed: Region xx-nowhere-1 is not a region of partition aws\.\n$/,
		);
	});

	it("ends when it is told to, although a function hangs", async () => {
		const lambda = await lambdaThat(({ method }) =>
			method === "GET" ? THERE : undefined,
		);
		const { call, end } = await startServer("--lambda-endpoint", lambda.url);
		await call("CreateSecret", CREATE);
		await call("RotateSecret", ROTATE);
		while (lambda.stepsAsked().length === 0)
			await new Promise((resolve) => setTimeout(resolve, 10));
		const told = Date.now();
		expect(await end("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
		expect(Date.now() - told).toBeLessThan(10_000);
	});

	it("goes on with what was under way when it was killed", async () => {
		// given a server that was killed in the first step of a rotation
		let isUp = false;
		const lambda = await lambdaThat(({ method }) => {
			if (method === "GET") return THERE;
			return isUp ? DONE : undefined;
		});
		const flags = ["--state", file, "--lambda-endpoint", lambda.url];
		const first = await startServer(...flags);
		await first.call("CreateSecret", CREATE);
		await first.call("RotateSecret", ROTATE);
		await untilSaved(token("v2"));
		await first.end("SIGKILL");
		const before = lambda.stepsAsked().length;
		// when it is started again
		isUp = true;
		await startServer(...flags);
		while (lambda.stepsAsked().length < before + 4)
			await new Promise((resolve) => setTimeout(resolve, 10));
		// then it goes on
		expect(lambda.stepsAsked().slice(before)).toEqual(STEPS);
	});

	it.each([
		["--lambda-endpoint", ["--lambda-endpoint", "localhost:3001"], undefined],
		["The environment variable AWS_ENDPOINT_URL_LAMBDA", [], "localhost:3001"],
	])("%s that is no URL ends with 2", async (what, flags, variable) => {
		environment = { AWS_ENDPOINT_URL_LAMBDA: variable };
		expect(await runToEnd("serve", ...flags)).toEqual({
			code: 2,
			stdout: "",
			stderr: `pure-secrets-manager: ${what} must be a URL, such as http://127.0.0.1:3001.\n`,
		});
	});
});

describe("serve --unknown-keys", { timeout: TIMEOUT }, () => {
	let asked = 0;

	/** What a server says of a secret whose key it does not know. */
	async function askedOf(...flags: readonly string[]) {
		const { call, end } = await startServer("--quiet", ...flags);
		const { __type = "created" } = await call("CreateSecret", {
			...CREATE,
			Name: `db-${asked}`,
			KmsKeyId: `alias/unknown-${asked++}`,
		});
		expect(await end("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
		return __type;
	}
	const REFUSED = "InvalidParameterException";

	it.each([
		[[], REFUSED],
		[["--unknown-keys", "refuse"], REFUSED],
		[["--unknown-keys", "register"], "created"],
	])("is as the flag has it: %j", async (flags, said) => {
		expect(await askedOf(...flags)).toBe(said);
	});

	it("is as the state file has it without the flag, and as the flag has it from then on", async () => {
		const state = ["--state", file];
		const register = ["--unknown-keys", "register"];
		expect(await askedOf(...state, ...register)).toBe("created");
		expect(await askedOf(...state)).toBe("created");
		const refuse = ["--unknown-keys", "refuse"];
		expect(await askedOf(...state, ...refuse)).toBe(REFUSED);
		expect(await askedOf(...state)).toBe(REFUSED);
	});

	it("that is none ends with 2", async () => {
		expect(await runToEnd("serve", "--unknown-keys", "ask")).toEqual({
			code: 2,
			stdout: "",
			stderr:
				"pure-secrets-manager: --unknown-keys must be refuse, as AWS does, or register, which makes a key when a secret names it.\n",
		});
	});
});

describe("serve --replication-lag", { timeout: TIMEOUT }, () => {
	const state = () => ["--state", file, "--clock", "2026-01-02T00:00:00Z"];
	const late = ["--replication-lag", "4000"];
	const WRITE = {
		SecretId: "db",
		SecretString: "second",
		ClientRequestToken: token("v2"),
	};
	const ITS_WAY = /are 4000 ms behind their primary/;

	type Server = Awaited<ReturnType<typeof startServer>>;

	/** What the replica in eu-west-1 has. */
	const valueThere = async ({ url }: Server) => {
		const signed = signedFor("123456789012", "eu-west-1");
		const call = callOf("GetSecretValue", { SecretId: "db" }, signed);
		const { SecretString, __type } = await jsonOf(await fetch(url, call));
		return SecretString ?? __type;
	};
	const advance = ({ url }: Server) =>
		fetch(`${url}/_control/clock`, {
			method: "POST",
			body: '{"advance":"PT4S"}',
		});
	const replicate = ({ call }: Server) =>
		call("CreateSecret", {
			...CREATE,
			AddReplicaRegions: [{ Region: "eu-west-1" }],
		});

	it("keeps replicas behind their primary, as long as it says", async () => {
		const server = await startServer(...late, "--clock", "2026-01-02");
		await replicate(server);
		expect(await valueThere(server)).toBe("ResourceNotFoundException");
		await advance(server);
		expect(await valueThere(server)).toBe("hunter2");
		expect((await server.end("SIGTERM")).stdout).toMatch(ITS_WAY);
	});

	it("is as the state file has it without the flag, as are replicas, and what is on its way", async () => {
		// given a server that ends while a replica is on its way
		const first = await startServer(...state(), ...late);
		await replicate(first);
		await first.end("SIGTERM");
		// when another opens its file
		const second = await startServer(...state());
		// then all goes on
		expect(await valueThere(second)).toBe("ResourceNotFoundException");
		await advance(second);
		expect(await valueThere(second)).toBe("hunter2");
		await second.call("PutSecretValue", WRITE);
		expect(await valueThere(second)).toBe("hunter2");
		expect((await second.end("SIGTERM")).stdout).toMatch(ITS_WAY);
	});

	it("is as the flag has it from then on", async () => {
		const first = await startServer(...state(), ...late);
		await first.call("CreateSecret", CREATE);
		await first.end("SIGTERM");
		const second = await startServer(...state(), "--replication-lag", "0");
		await second.call("ReplicateSecretToRegions", {
			SecretId: "db",
			AddReplicaRegions: [{ Region: "eu-west-1" }],
		});
		await second.end("SIGTERM");
		const third = await startServer(...state());
		await third.call("PutSecretValue", WRITE);
		expect(await valueThere(third)).toBe("second");
		expect((await third.end("SIGTERM")).stdout).toMatch(
			/follow their primary at once/,
		);
	});

	it("that is none ends with 2", async () => {
		expect(await runToEnd("serve", "--replication-lag", "4s")).toEqual({
			code: 2,
			stdout: "",
			stderr:
				"pure-secrets-manager: --replication-lag must be a whole number of milliseconds, up to a year, such as 4000.\n",
		});
	});
});

describe("serve --state", { timeout: TIMEOUT }, () => {
	it("opens what was saved at its end", async () => {
		// given a server that was told to end right after a change
		const first = await startServer("--state", file);
		const { ARN } = await first.call("CreateSecret", CREATE);
		expect(await first.end("SIGTERM")).toMatchObject({ code: 0, stderr: "" });
		// when another opens its file
		const second = await startServer("--state", "secrets.json");
		// then nothing is lost
		expect(
			await second.call("GetSecretValue", { SecretId: "db" }),
		).toMatchObject({ ARN, SecretString: "hunter2" });
		expect(second.said.stdout).toContain("state file  secrets.json\n");
		for (const path of [file, `${file}.key`])
			expect(statSync(path).mode & 0o777).toBe(0o600);
		expect(readFileSync(file, "utf8")).not.toContain("hunter2");
	});

	it("opens what was saved before it was killed", async () => {
		const first = await startServer("--state", file);
		await first.call("CreateSecret", CREATE);
		await untilSaved('"db"');
		await first.end("SIGKILL");
		const second = await startServer("--state", file);
		expect(
			(await second.call("GetSecretValue", { SecretId: "db" })).SecretString,
		).toBe("hunter2");
	});

	it("has a whole file whenever it is killed", async () => {
		const saved: string[] = [];
		for (const round of ["one", "two", "three"]) {
			const { call, end } = await startServer("--state", file);
			const calls = Array.from({ length: 300 }, (_, i) =>
				call("CreateSecret", {
					Name: `${round}-${i}`,
					SecretString: "x".repeat(5000),
					ClientRequestToken: token("v1"),
				}).catch(() => {}),
			);
			await untilSaved(`"${round}-`);
			await end("SIGKILL");
			await Promise.all(calls);
			saved.push(...namesIn(file));
		}
		const { call } = await startServer("--state", file);
		for (const name of new Set(saved))
			expect((await call("GetSecretValue", { SecretId: name })).Name).toBe(
				name,
			);
	});

	const namesIn = (path: string): readonly string[] =>
		JSON.parse(readFileSync(path, "utf8")).vaults.flatMap(
			({ secrets }: { secrets: { name: string }[] }) =>
				secrets.map(({ name }) => name),
		);

	it.each([
		[
			"a damaged file",
			"{",
			/secrets\.json is damaged, and was left as it is: it is not JSON/,
		],
		[
			"a file that is no snapshot",
			"[]",
			/secrets\.json is damaged.*This is no snapshot/,
		],
	])("refuses %s, and leaves it as it is", async (_, text, message) => {
		writeFileSync(file, text);
		const { code, stdout, stderr } = await runToEnd("serve", "--state", file);
		expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
		expect(stderr).toMatch(message);
		expect(stderr.trim().split("\n")).toHaveLength(1);
		expect(readFileSync(file, "utf8")).toBe(text);
		expect(readdirSync(folder)).toEqual(["secrets.json"]);
	});

	it("tells when the file cannot be saved, serves on, and saves when it can be", async () => {
		const { said, call, end } = await startServer("--state", file);
		// given that a directory is in the way of the new file

		mkdirSync(`${file}.tmp`);
		// when a secret is made
		await call("CreateSecret", CREATE);
		// then it is told
		while (!said.stderr.includes("cannot be saved"))
			await new Promise((resolve) => setTimeout(resolve, 10));
		expect(
			(await call("GetSecretValue", { SecretId: "db" })).SecretString,
		).toBe("hunter2");
		rmdirSync(`${file}.tmp`);
		await untilSaved('"db"');
		expect((await end("SIGTERM")).code).toBe(0);
	});
});
