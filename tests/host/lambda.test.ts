import {
	CancelRotateSecretCommand,
	CreateSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	RotateSecretCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { localKms, putManagedSecret } from "pure-secrets-manager";
import type { Host, HostOptions } from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";
import { serve } from "pure-secrets-manager/node";
import { clientConfig } from "pure-secrets-manager/sdk";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { callOf, jsonOf } from "../http/a-server.js";
import { token } from "../support/given.js";
import { functionNamed, STEPS } from "../support/rotation-function.js";
import {
	type Answer,
	type Asked,
	DONE,
	failedWith,
	lambdaThat,
	THERE,
} from "./a-lambda.js";
import {
	currentValue,
	doStep,
	FUNCTION,
	rotate,
	rotationNames,
	SecretId,
} from "./a-rotation.js";
import { hostAtNoon, record, run } from "./host-at-noon.js";

const PATH = `/2015-03-31/functions/${encodeURIComponent(FUNCTION)}`;

/** A host at noon with the secret `db`, whose functions are behind an endpoint. */
function hostOn(url: string, options: HostOptions = {}): Host {
	const host = hostAtNoon({
		lambdaEndpoint: url,
		rotationTimeout: { milliseconds: 500 },
		...options,
	});
	run(host, "CreateSecret", {
		Name: SecretId,
		SecretString: "first",
		ClientRequestToken: token("v1"),
	});
	return host;
}

/** An endpoint whose function rotates, through a host that is made after it. */
async function rotatingLambda() {
	let host: Host | undefined;
	const lambda = await lambdaThat(({ method, body }) => {
		if (method === "GET") return THERE;
		if (host !== undefined) doStep(host, JSON.parse(body));
		return DONE;
	});
	return {
		...lambda,
		serveFor: (options: HostOptions = {}) => {
			host = hostOn(lambda.url, options);
			return host;
		},
	};
}

/** Asks a host to rotate `db`, as the SDK would. */
const answerTo = (host: Host, more: object = { RotationLambdaARN: FUNCTION }) =>
	host.answer({
		target: "secretsmanager.RotateSecret",
		body: JSON.stringify({
			SecretId,
			ClientRequestToken: token("v2"),
			...more,
		}),
	});

const typeIn = (body: string) => JSON.parse(body).__type;

describe("a function behind an endpoint", () => {
	it("is asked about, and then invoked for each step", async () => {
		// given
		const { serveFor, asked, lines } = await rotatingLambda();
		const host = serveFor();
		const heard = record(host);
		// when
		expect((await answerTo(host)).status).toBe(200);
		await host.settled();
		// then
		expect(lines()).toEqual([
			`GET ${PATH}`,
			...STEPS.map(() => `POST ${PATH}/invocations`),
		]);
		const { ARN } = run(host, "DescribeSecret", { SecretId });
		const events = asked.slice(1).map(({ body }) => JSON.parse(body));
		expect(events).toEqual(
			STEPS.map((Step) => ({
				SecretId: ARN,
				ClientRequestToken: token("v2"),
				Step,
				RotationToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
			})),
		);
		expect(rotationNames(heard)).toEqual([
			"RotationStarted",
			"RotationSucceeded",
		]);
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
	});

	it("is asked and invoked as Lambda is", async () => {
		const { serveFor, asked } = await rotatingLambda();
		const host = serveFor();
		await answerTo(host);
		await host.settled();
		const [first, second] = asked as [Asked, Asked];
		expect(first.body).toBe("");
		expect(second.headers).toMatchObject({
			"content-type": "application/json",
			"x-amz-invocation-type": "RequestResponse",
		});
		for (const { headers } of [first, second])
			expect(headers.authorization).toMatch(
				/^AWS4-HMAC-SHA256 Credential=123456789012\/\d{8}\/us-east-1\/lambda\/aws4_request, /,
			);
	});

	it("is named in the path by its whole name, whatever that is", async () => {
		const names = [
			"arn:aws:lambda:eu-west-1:999999999999:function:a/b:live",
			"with space?and=query#hash",
			"ünïcode",
			"100%",
			"rotate",
		];
		const { url, lines } = await lambdaThat(() => ({ status: 404 }));
		const host = hostOn(url);
		for (const RotationLambdaARN of names)
			await answerTo(host, { RotationLambdaARN });
		expect(lines()).toEqual(
			names.map(
				(name) => `GET /2015-03-31/functions/${encodeURIComponent(name)}`,
			),
		);
	});

	it.each(["/", "/lambda", "/lambda/", "/a/b///"])(
		"is found below the path %s of its endpoint",
		async (path) => {
			const { url, lines } = await lambdaThat();
			const host = hostOn(`${url}${path}`);
			await answerTo(host);
			await host.settled();
			const prefix = path.replace(/\/+$/, "");
			expect(new Set(lines())).toEqual(
				new Set([`GET ${prefix}${PATH}`, `POST ${prefix}${PATH}/invocations`]),
			);
		},
	);

	it("is invoked as one that a rotation is due for, too", async () => {
		const { serveFor, stepsAsked, lines } = await rotatingLambda();
		const host = serveFor();
		await answerTo(host, {
			RotationLambdaARN: FUNCTION,
			RotationRules: { AutomaticallyAfterDays: 1 },
		});
		await host.settled();
		await host.advance({ days: 2 });
		expect(stepsAsked()).toEqual([...STEPS, ...STEPS, ...STEPS]);
		expect(lines().filter((line) => line.startsWith("GET"))).toHaveLength(1);
	});

	it("goes on with what a store has under way", async () => {
		const first = hostAtNoon({
			rotationFunctions: { [FUNCTION]: () => new Promise(() => {}) },
		});
		run(first, "CreateSecret", { Name: SecretId, SecretString: "x" });
		rotate(first);
		const { url, stepsAsked } = await lambdaThat(() => DONE);
		const host = hostAtNoon({ store: first.store, lambdaEndpoint: url });
		await host.settled();
		expect(stepsAsked()).toEqual(STEPS);
	});
});

describe("a function that cannot be invoked", () => {
	const hangs = () => undefined;
	const cases: readonly (readonly [string, () => Answer | undefined])[] = [
		["that is not there (404)", () => ({ status: 404, body: "{}" })],
		["that may not be seen (403)", () => ({ status: 403 })],
		["of an endpoint with a fault (500)", () => ({ status: 500 })],
		["of an endpoint that hangs", hangs],
		["of an endpoint that is no Lambda", () => ({ status: 405, body: "<p>" })],
		[
			"of an endpoint that leads elsewhere, and nowhere",
			() => ({ status: 302, headers: { location: "http://127.0.0.1:1/" } }),
		],
	];

	it.each(cases)(
		"%s, has RotateSecret refused, and nothing stored",
		async (_, answers) => {
			// given
			const { url, lines } = await lambdaThat(answers);
			const host = hostOn(url, { rotationTimeout: { milliseconds: 30 } });
			const { store } = host;
			// when
			const { status, body } = await answerTo(host);
			// then
			expect(status).toBe(400);
			expect(JSON.parse(body)).toEqual({
				__type: "AccessDeniedException",
				Message: expect.stringContaining("cannot invoke"),
			});
			expect(host.store).toBe(store);
			expect(lines()).toEqual([`GET ${PATH}`]);
		},
	);

	it("because nobody listens there, has RotateSecret refused", async () => {
		const { url, close } = await lambdaThat();
		await close();
		const host = hostOn(url);
		const { store } = host;
		expect(typeIn((await answerTo(host)).body)).toBe("AccessDeniedException");
		expect(host.store).toBe(store);
	});

	it("because its host has no name, has RotateSecret refused", async () => {
		const host = hostOn("http://no-such-host.invalid:1");
		expect(typeIn((await answerTo(host)).body)).toBe("AccessDeniedException");
	});

	it("is not asked about for a request that is refused as it stands", async () => {
		const { url, lines } = await lambdaThat(() => ({ status: 404 }));
		const host = hostOn(url);
		const RotationLambdaARN = FUNCTION;
		const refusals = [];
		for (const more of [
			{ RotationLambdaARN, SecretId: "nobody" },
			{ RotationLambdaARN, ClientRequestToken: "short" },
			{ RotationLambdaARN, RotationRules: 7 },
		])
			refusals.push(typeIn((await answerTo(host, more)).body));
		expect(refusals).toEqual([
			"ResourceNotFoundException",
			"ValidationException",
			"SerializationException",
		]);
		// Only the token is looked at later.
		expect(lines()).toHaveLength(1);
	});

	it("holds up nobody else", async () => {
		// given an endpoint that takes its time
		let go: () => void = () => {};
		const gate = new Promise<void>((resolve) => {
			go = resolve;
		});
		const { url, asked } = await lambdaThat(async () => {
			await gate;
			return { status: 404 };
		});
		const host = hostOn(url);
		const refused = answerTo(host);
		while (asked.length === 0)
			await new Promise((resolve) => setTimeout(resolve, 1));
		// when others call meanwhile
		run(host, "PutSecretValue", { SecretId, SecretString: "second" });
		expect(currentValue(host)).toBe("second");
		// then they were not in the way
		go();
		expect((await refused).status).toBe(400);
		expect(currentValue(host)).toBe("second");
	});
});

describe("a step that fails behind an endpoint", () => {
	const cases: readonly (readonly [
		string,
		(asked: Asked) => Answer | undefined,
		unknown,
	])[] = [
		[
			"by its function, which says why",
			() => failedWith('{"errorType":"Error","errorMessage":"no database"}'),
			"no database",
		],
		[
			"by its function, which says nothing",
			() => failedWith("{}"),
			"Unhandled",
		],
		[
			"by its function, handled, with a message that is none",
			() => failedWith('{"errorMessage":{"a":1}}', "Handled"),
			"Handled",
		],
		["by its function, in no JSON", () => failedWith("<oops"), "Unhandled"],
		["by its function, in JSON null", () => failedWith("null"), "Unhandled"],
		["by its function, in no text", () => failedWith(""), "Unhandled"],
		[
			"with a status",
			() => ({ status: 502, body: "bad gateway" }),
			"The Lambda endpoint answered 502: bad gateway",
		],
		[
			"with 404, because the function is gone",
			() => ({ status: 404, body: '{"Type":"User"}' }),
			'The Lambda endpoint answered 404: {"Type":"User"}',
		],
		["by hanging", () => undefined, expect.stringMatching(/longer|timeout/)],
	];

	it.each(cases)("%s, is told of", async (_, answers, message) => {
		const { url, stepsAsked } = await lambdaThat((asked) =>
			asked.method === "GET" ? THERE : answers(asked),
		);
		const host = hostOn(url, { rotationTimeout: { milliseconds: 50 } });
		const heard = record(host);
		await answerTo(host);
		await host.settled();
		expect(stepsAsked()).toEqual(["createSecret"]);
		expect(heard.find(({ name }) => name === "RotationFailed")?.detail).toEqual(
			{ versionId: token("v2"), step: "createSecret", message },
		);
		expect(currentValue(host)).toBe("first");
	});

	it("because nobody listens any more, is told of", async () => {
		const { url, close } = await lambdaThat();
		const host = hostOn(url);
		const heard = record(host);
		const answered = answerTo(host);
		await answered;
		await close();
		await host.settled();
		expect(rotationNames(heard)).toEqual(["RotationStarted", "RotationFailed"]);
		expect(heard.at(-1)?.detail.message).toMatch(
			/^The Lambda endpoint cannot be reached: connect ECONNREFUSED/,
		);
	});

	it.each([
		["no JSON", "<ok>"],
		["an error that is only said to be one", '{"errorMessage":"not really"}'],
		["nothing", ""],
		["much", JSON.stringify("x".repeat(100_000))],
	])("is none where the function answers %s", async (_, body) => {
		const { url, stepsAsked } = await lambdaThat(({ method }) =>
			method === "GET" ? THERE : { body },
		);
		const host = hostOn(url);
		await answerTo(host);
		await host.settled();
		expect(stepsAsked()).toEqual(STEPS);
	});

	it("is none where the endpoint accepts with another 2xx", async () => {
		const { url, stepsAsked } = await lambdaThat(({ method }) =>
			method === "GET" ? { status: 204 } : { status: 202 },
		);
		const host = hostOn(url);
		await answerTo(host);
		await host.settled();
		expect(stepsAsked()).toEqual(STEPS);
	});
});

describe("functions of the program beside an endpoint", () => {
	it("are not asked about, and win", async () => {
		const { url, asked } = await lambdaThat();
		const host: Host = hostOn(url, {
			rotationFunctions: { [FUNCTION]: (event) => doStep(host, event) },
		});
		const answer = answerTo(host);
		expect(answer).not.toBeInstanceOf(Promise);
		expect((await answer).status).toBe(200);
		await host.settled();
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
		expect(asked).toEqual([]);
	});

	it("leave others to the endpoint", async () => {
		const { url, stepsAsked } = await lambdaThat();
		const host = hostOn(url, { rotationFunctions: { [FUNCTION]: () => {} } });
		await answerTo(host, { RotationLambdaARN: functionNamed("other") });
		await host.settled();
		expect(stepsAsked()).toEqual(STEPS);
	});

	it.each(["__proto__", "constructor", "toString"])(
		"are none that are only inherited: %s is the endpoint's",
		async (RotationLambdaARN) => {
			const { url, lines } = await lambdaThat();
			const host = hostOn(url, { rotationFunctions: { a: () => {} } });
			await answerTo(host, { RotationLambdaARN });
			await host.settled();
			const path = `/2015-03-31/functions/${RotationLambdaARN}`;
			expect(lines()).toEqual([
				`GET ${path}`,
				...STEPS.map(() => `POST ${path}/invocations`),
			]);
		},
	);

	it("are not needed by a secret of another service, for which nobody is asked", async () => {
		const { url, asked } = await lambdaThat();
		const host = hostOn(url);
		host.transact((store, context) =>
			putManagedSecret(
				store,
				{
					Name: "rds!cluster",
					SecretString: '{"password":"old"}',
					ClientRequestToken: token("m1"),
				},
				context,
			),
		);
		await answerTo(host, { SecretId: "rds!cluster" });
		await host.settled();
		expect(
			run(host, "GetSecretValue", { SecretId: "rds!cluster" }).SecretString,
		).not.toContain("old");
		expect(asked).toEqual([]);
	});
});

/** The ways to a host that speak the protocol; each answers the code of a refusal, if it is one. */
const doors: readonly (readonly [
	string,
	(host: Host, input: object) => Promise<string | undefined>,
])[] = [
	[
		"the SDK",
		async (host, input) => {
			const client = new SecretsManagerClient(clientConfig(host));
			return client
				.send(new RotateSecretCommand({ SecretId, ...input }))
				.then(() => undefined)
				.catch((error) => error.name);
		},
	],
	[
		"a handler of requests",
		async (host, input) => {
			const init = callOf("RotateSecret", {
				SecretId,
				ClientRequestToken: token("v9"),
				...input,
			});
			const handle = createFetchHandler(host);
			const response = await handle(new Request("http://a.host/", init));
			return (await jsonOf(response)).__type;
		},
	],
	[
		"a server",
		async (host, input) => {
			const { url, close } = await serve(host, { port: 0 });
			onTestFinished(close);
			const init = callOf("RotateSecret", {
				SecretId,
				ClientRequestToken: token("v9"),
				...input,
			});
			return (await jsonOf(await fetch(url, init))).__type;
		},
	],
];

describe.each(doors)("RotateSecret through %s", (_, rotateThrough) => {
	it("is refused where the endpoint has no such function, and nothing is stored", async () => {
		const { url } = await lambdaThat(() => ({ status: 404 }));
		const host = hostOn(url);
		const { store } = host;
		expect(await rotateThrough(host, { RotationLambdaARN: FUNCTION })).toBe(
			"AccessDeniedException",
		);
		expect(host.store).toBe(store);
	});

	it("is accepted where it has, and comes to its end", async () => {
		const { serveFor } = await rotatingLambda();
		const host = serveFor();
		expect(
			await rotateThrough(host, { RotationLambdaARN: FUNCTION }),
		).toBeUndefined();
		await host.settled();
		expect(run(host, "DescribeSecret", { SecretId }).LastRotatedDate).toBe(
			host.clock.now(),
		);
	});

	it("asks about the function that the secret has, where it names none", async () => {
		// given a secret that was rotated by a function
		let isThere = true;
		const { url, lines } = await lambdaThat(({ method }) =>
			method === "GET" && !isThere ? { status: 404 } : DONE,
		);
		const host: Host = hostOn(url);
		await answerTo(host);
		await host.settled();
		run(host, "UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "AWSPENDING",
			RemoveFromVersionId: token("v2"),
		});
		const { store } = host;
		const before = lines().length;
		// when the function is gone
		isThere = false;
		// then it is refused
		expect(await rotateThrough(host, {})).toBe("AccessDeniedException");
		expect(lines().slice(before)).toEqual([`GET ${PATH}`]);
		expect(host.store).toBe(store);
	});
});

describe("a call that fails unexpectedly once a function was asked about", () => {
	it.each(["a handler of requests", "a server"])(
		"is answered so by %s, and changes nothing",
		async (door) => {
			// given a key service that is broken
			const log = vi.spyOn(console, "error").mockReturnValue();
			const { url } = await lambdaThat();
			const { wrap } = localKms({ rootKey: new Uint8Array(32) });
			const unwrap = () => {
				throw new Error("broken");
			};
			const host = hostOn(url, { kms: { wrap, unwrap } });
			const { store } = host;
			// when
			const init = callOf("RotateSecret", {
				SecretId,
				RotationLambdaARN: FUNCTION,
				RotateImmediately: false,
				ClientRequestToken: token("v2"),
			});
			const send = async () => {
				if (door !== "a server")
					return createFetchHandler(host)(new Request("http://a.host/", init));
				const server = await serve(host, { port: 0 });
				onTestFinished(server.close);
				return fetch(server.url, init);
			};
			const response = await send();
			// then
			expect(response.status).toBe(500);
			expect((await jsonOf(response)).__type).toBe("InternalServiceError");
			expect(String(log.mock.calls[0]?.[1])).toContain("broken");
			expect(host.store).toBe(store);
			log.mockRestore();
		},
	);
});

describe("no other operation", () => {
	it("asks anybody", async () => {
		const { serveFor, asked, lines } = await rotatingLambda();
		const host = serveFor();
		await answerTo(host);
		await host.settled();
		const before = asked.length;
		const client = new SecretsManagerClient(clientConfig(host));
		await client.send(new CreateSecretCommand({ Name: "x" }));
		await client.send(new DescribeSecretCommand({ SecretId }));
		await client.send(new GetSecretValueCommand({ SecretId }));
		await client.send(new CancelRotateSecretCommand({ SecretId }));
		expect(lines().slice(before)).toEqual([]);
	});

	it("nor is one without an endpoint, which is answered at once", async () => {
		const host = hostAtNoon();
		const answer = answerTo(host);
		expect(answer).not.toBeInstanceOf(Promise);
	});
});

describe("execute of a host with an endpoint", () => {
	it("takes any function at its word, because it answers at once", async () => {
		const { url, stepsAsked } = await lambdaThat(() => ({ status: 404 }));
		const host = hostOn(url);
		const heard = record(host);
		rotate(host);
		await host.settled();
		expect(stepsAsked()).toEqual(["createSecret"]);
		expect(rotationNames(heard)).toEqual(["RotationStarted", "RotationFailed"]);
	});
});
