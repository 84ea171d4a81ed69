import * as sdk from "@aws-sdk/client-secrets-manager";
import {
	advance,
	type Context,
	execute,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import {
	createHost,
	type Host,
	type HostOptions,
	manualClock,
} from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";
import { serve } from "pure-secrets-manager/node";
import { clientConfig } from "pure-secrets-manager/sdk";
import { beforeAll, describe, expect, it } from "vitest";
import { operations } from "../../src/operations/table.js";
import { handle } from "../../src/wire/handle.js";
import { callOf, signedFor } from "../http/a-server.js";
import { NOON, SECOND } from "../support/given.js";
import { type Call, FUNCTION, script, storeWithKeys } from "./script.js";

/** One of the ways to Secrets Manager: it performs a call at a time, and at the end shows its store. */
interface Way {
	perform(call: Call, now: number): Promise<Said>;
	store(): SecretStore;
}

/** An answer or a refusal, spelt the same whichever way it came: times in milliseconds, bytes as base64. */
type Said = { readonly answer: unknown } | { readonly refusal: Refusal };
interface Refusal {
	readonly name: string;
	readonly message: string;
}

/** Of every host: its rotation function never ends, so that no rotation comes to anything but what calls do. */
const OPTIONS: HostOptions = {
	seed: "s",
	store: storeWithKeys(),
	rotationFunctions: { [FUNCTION]: () => new Promise(() => {}) },
};

/** What such a host takes from outside for a call. */
const contextOf = (
	place: Pick<Context, "account" | "region">,
	now: number,
	calls: number,
): Context => ({
	now,
	seed: `s/${calls}`,
	...place,
	invocableFunctions: [FUNCTION],
});

/** The pure core; its seeds are those that a host with seed "s" draws. */
function pureCore(): Way {
	let store = storeWithKeys();
	let calls = 0;
	return {
		async perform({ operation, input, account, region }, now) {
			const context = contextOf({ account, region }, now, calls++);
			const outcome = execute(store, { operation, input }, context);
			store = outcome.store;
			const { result } = outcome;
			return result.ok
				? { answer: spelt(result.value) }
				: { refusal: result.error };
		},
		store: () => store,
	};
}

/** The wire's function: JSON in, JSON out. */
function wire(): Way {
	let store = storeWithKeys();
	let calls = 0;
	return {
		async perform({ operation, input, account, region }, now) {
			const context = contextOf({ account, region }, now, calls++);
			const target = `secretsmanager.${operation}`;
			const body = JSON.stringify(spelt(input));
			const { outcome, response } = handle(store, { target, body }, context);
			store = outcome.store;
			return saidBy(response.status, response.body);
		},
		store: () => store,
	};
}

function saidBy(status: number, body: string): Said {
	// An operation without output answers with no body at all.
	const said = body === "" ? {} : JSON.parse(body);
	return status === 200
		? { answer: spelt(said, (seconds) => Math.round(seconds * 1000)) }
		: {
				refusal: { name: said.__type, message: said.message ?? said.Message },
			};
}

function throughHost(): Way {
	const clock = manualClock(NOON);
	const host = createHost({ clock, ...OPTIONS });
	return {
		async perform({ operation, input, account, region }, now) {
			clock.set(now);
			const result = host.execute(operation, input, { account, region });
			return result.ok
				? { answer: spelt(result.value) }
				: { refusal: result.error };
		},
		store: () => host.store,
	};
}

/** The genuine client, one for each account and region. */
function throughSdk(): Way {
	const clock = manualClock(NOON);
	const host = createHost({ clock, ...OPTIONS });
	return {
		async perform({ operation, input, account, region }, now) {
			clock.set(now);
			const client = new sdk.SecretsManagerClient(
				clientConfig(host, { account, region, maxAttempts: 1 }),
			);
			try {
				const answer = await client.send(commandOf(operation, input));
				const { $metadata, ...members } = answer as object as Record<
					string,
					unknown
				>;
				return { answer: spelt(members) };
			} catch (error) {
				const { name, message } = error as Error;
				return { refusal: { name, message } };
			}
		},
		store: () => host.store,
	};
}

/** Requests of one's own, to a handler of them or to a server. */
const throughHttp =
	(opener: (host: Host) => (request: Request) => Promise<Response>) =>
	(): Way => {
		const clock = manualClock(NOON);
		const host = createHost({ clock, ...OPTIONS });
		const send = opener(host);
		return {
			async perform({ operation, input, account, region }, now) {
				clock.set(now);
				const headers = signedFor(account, region);
				const { body, ...init } = callOf(operation, spelt(input), headers);
				const path = "http://127.0.0.1/mounted/on/a/path";
				const response = await send(new Request(path, { ...init, body }));
				return saidBy(response.status, await response.text());
			},
			store: () => host.store,
		};
	};

/** Each request to a server of its own, which ends with it. */
const ownServer = (host: Host) => async (request: Request) => {
	const { url, close } = await serve(host, { port: 0 });
	const response = await fetch(new URL(new URL(request.url).pathname, url), {
		method: request.method,
		headers: request.headers,
		body: await request.text(),
	});
	const text = await response.text();
	await close();
	return new Response(text, response);
};

type AnyCommand = Parameters<sdk.SecretsManagerClient["send"]>[0];

function commandOf(operation: string, input: unknown): AnyCommand {
	const Command = (sdk as unknown as Record<string, unknown>)[
		`${operation}Command`
	] as new (
		input: unknown,
	) => AnyCommand;
	return new Command(input);
}

/** Times in milliseconds, bytes as base64; members that are undefined are none. */
function spelt(
	value: unknown,
	milliseconds: (time: number) => number = (time) => time,
): unknown {
	if (value instanceof Date) return value.getTime();
	if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
	if (Array.isArray(value))
		return value.map((each) => spelt(each, milliseconds));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([, member]) => member !== undefined)
			.map(([name, member]) => [
				name,
				name.endsWith("Date") && typeof member === "number"
					? milliseconds(member)
					: spelt(member, milliseconds),
			]),
	);
}

/** Plays the whole script one way; each answer stands beside the call that it belongs to. */
async function play(way: Way) {
	const arns = new Map<string, string>();
	const nextTokens = new Map<string, string>();
	const said: (Said & { readonly call: string })[] = [];
	let now = NOON;
	for (const [i, callOf] of script.entries()) {
		const call = callOf(
			(name) => arns.get(name) ?? "",
			(operation) => nextTokens.get(operation),
		);
		now += call.after;
		const answer = await way.perform(call, now);
		said.push({ call: `${i} ${call.operation}`, ...answer });
		if (!("answer" in answer)) continue;
		const { ARN, Name, NextToken } = answer.answer as Readonly<
			Record<string, string | undefined>
		>;
		if (NextToken !== undefined) nextTokens.set(call.operation, NextToken);
		if (
			call.operation === "CreateSecret" &&
			call.account === "123456789012" &&
			call.region === "us-east-1"
		)
			arns.set(String(Name), String(ARN));
	}
	const { store } = advance(way.store(), { now });
	return { said, snapshot: toSnapshot(store) };
}

describe("one script, whichever way it is asked", () => {
	let pure: Awaited<ReturnType<typeof play>>;
	beforeAll(async () => {
		pure = await play(pureCore());
	});

	it("is about as often accepted as refused", () => {
		const accepted = pure.said.filter((each) => "answer" in each).length;
		expect(script.length).toBeGreaterThan(100);
		expect(accepted).toBeGreaterThan(script.length / 3);
		expect(accepted).toBeLessThan((script.length * 2) / 3);
	});

	it("has several accepted and several refused calls of each operation", () => {
		for (const operation of Object.keys(operations)) {
			const calls = pure.said.filter(({ call }) =>
				call.endsWith(` ${operation}`),
			);
			const accepted = calls.filter((each) => "answer" in each);
			expect(accepted.length, operation).toBeGreaterThan(1);
			expect(calls.length - accepted.length, operation).toBeGreaterThan(1);
		}
	});

	it("is refused because of keys by each operation that uses them", () => {
		const refusals = new Set<string>();
		for (const said of pure.said) {
			const [, operation] = said.call.split(" ");
			if ("refusal" in said && /KMS/.test(said.refusal.message))
				refusals.add(`${operation}: ${said.refusal.name}`);
			if (operation !== "BatchGetSecretValue" || !("answer" in said)) continue;
			const { Errors } = said.answer as {
				readonly Errors: readonly { readonly ErrorCode: string }[];
			};
			for (const { ErrorCode } of Errors)
				refusals.add(`${operation}, in its answer: ${ErrorCode}`);
		}
		for (const refusal of [
			"CreateSecret: InvalidParameterException",
			"CreateSecret: AccessDeniedException",
			"UpdateSecret: InvalidParameterException",
			"UpdateSecret: AccessDeniedException",
			"UpdateSecret: EncryptionFailure",
			"PutSecretValue: EncryptionFailure",
			"PutSecretValue: DecryptionFailure",
			"GetSecretValue: DecryptionFailure",
			"BatchGetSecretValue, in its answer: DecryptionFailure",
		])
			expect(refusals).toContain(refusal);
	});

	it("sees each status of a replication, and the two dates that go with it", () => {
		const seen = new Set<string>();
		for (const said of pure.said)
			for (const [, status] of JSON.stringify(said).matchAll(
				/"Status":"(\w+)"/g,
			))
				seen.add(String(status));
		expect([...seen].sort()).toEqual(["Failed", "InProgress", "InSync"]);
		expect(JSON.stringify(pure.said)).toMatch(
			/"ReplicationStatus":\[{[^}]*"LastAccessedDate":\d+}/,
		);
	});

	it.each([
		["the wire", wire],
		["a host", throughHost],
		["the SDK", throughSdk],
		["a handler of requests", throughHttp(createFetchHandler)],
		["a server", throughHttp(ownServer)],
	])(
		"has through %s the answers of the pure core, and its store",
		{ timeout: 30 * SECOND },
		async (_, way) => {
			const other = await play(way());
			expect(other.said).toEqual(pure.said);
			expect(other.snapshot).toEqual(pure.snapshot);
		},
	);
});

describe("a request without a token", () => {
	const create: Call = {
		operation: "CreateSecret",
		input: { Name: "db", SecretString: "x" },
		account: "123456789012",
		region: "us-east-1",
		after: 0,
	};

	it.each([
		["the pure core", pureCore],
		["the wire", wire],
		["a handler of requests", throughHttp(createFetchHandler)],
	])("is refused by %s", async (_, way) => {
		expect(await way().perform(create, NOON)).toEqual({
			refusal: {
				name: "InvalidRequestException",
				message:
					"You must provide a ClientRequestToken value. We recommend a UUID-type value.",
			},
		});
	});

	it.each([
		["a host", throughHost],
		["the SDK", throughSdk],
	])("is given one by %s", async (_, way) => {
		expect(await way().perform(create, NOON)).toMatchObject({
			answer: { VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
		});
	});
});
