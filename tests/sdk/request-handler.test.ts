import { createHost, manualClock } from "pure-secrets-manager/host";
import { describe, expect, it } from "vitest";
import { requestHandler } from "../../src/sdk/request-handler.js";
import { NOON, token } from "../support/given.js";

const authorization = (account: string, region: string) =>
	`AWS4-HMAC-SHA256 Credential=${account}/20261124/${region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=00`;

/** A host that holds the secret "db", and its handler. */
function handlerOfHost() {
	const host = createHost({ clock: manualClock(NOON), seed: "s" });
	host.execute("CreateSecret", { Name: "db", SecretString: "€ 😀" });
	const handler = requestHandler(host);
	const call = (body: unknown, headers: Record<string, string> = {}) =>
		handler.handle({
			headers: { "x-amz-target": "secretsmanager.GetSecretValue", ...headers },
			body,
		});
	return { host, handler, call };
}

const textOf = (body: Uint8Array) => new TextDecoder().decode(body);
const REQUEST = JSON.stringify({ SecretId: "db" });

describe("the body of a request", () => {
	it.each([
		["a text", REQUEST],
		["bytes", new TextEncoder().encode(REQUEST)],
		["a Buffer", Buffer.from(REQUEST)],
		[
			"a part of a larger run of bytes",
			new TextEncoder().encode(`..${REQUEST}`).subarray(2),
		],
		[
			"of a subclass of Uint8Array",
			new (class extends Uint8Array {})(Buffer.from(REQUEST)),
		],
	])("may be %s", async (_, body) => {
		const { response } = await handlerOfHost().call(body);
		expect(response.statusCode).toBe(200);
		expect(JSON.parse(textOf(response.body)).SecretString).toBe("€ 😀");
	});

	it.each([[undefined], [""], [new Uint8Array(0)]])(
		"may be missing: %j",
		async (body) => {
			const { response } = await handlerOfHost().call(body);
			expect(response.statusCode).toBe(400);
			expect(JSON.parse(textOf(response.body)).__type).toBe(
				"ValidationException",
			);
		},
	);

	it("is read as UTF-8", async () => {
		const { host, handler } = handlerOfHost();
		await handler.handle({
			headers: { "x-amz-target": "secretsmanager.PutSecretValue" },
			body: new TextEncoder().encode(
				JSON.stringify({
					SecretId: "db",
					SecretString: "ß – 🐟",
					ClientRequestToken: token("v2"),
				}),
			),
		});
		expect(host.execute("GetSecretValue", { SecretId: "db" })).toMatchObject({
			value: { SecretString: "ß – 🐟" },
		});
	});
});

describe("the response", () => {
	it("has a body of bytes, which every version of the SDK reads", async () => {
		const { response } = await handlerOfHost().call(REQUEST);
		expect(response.body).toBeInstanceOf(Uint8Array);
	});

	it("has headers in lower case", async () => {
		const { response } = await handlerOfHost().call(REQUEST);
		expect(response.headers).toEqual({
			"content-type": "application/x-amz-json-1.1",
			"x-amzn-requestid": expect.stringMatching(/^[0-9a-f-]{36}$/),
		});
	});

	it("has new headers each time, which the SDK may write into", async () => {
		const { call } = handlerOfHost();
		const first = (await call(REQUEST)).response.headers;
		first["x-amzn-requestid"] = "written over";
		first["x-more"] = "added";
		const second = (await call(REQUEST)).response.headers;
		expect(second).not.toBe(first);
		expect(second).not.toHaveProperty("x-more");
		expect(second["x-amzn-requestid"]).not.toBe("written over");
	});

	it("is a 400 in JSON when the target names no operation", async () => {
		const { response } = await requestHandler(createHost()).handle({
			headers: {},
		});
		expect(response.statusCode).toBe(400);
		expect(textOf(response.body)).toBe(
			'{"__type":"UnknownOperationException"}',
		);
	});
});

describe("the scope of a request", () => {
	it("comes from its signature", async () => {
		const { call } = handlerOfHost();
		const status = async (account: string, region: string) =>
			(await call(REQUEST, { authorization: authorization(account, region) }))
				.response.statusCode;
		expect(await status("123456789012", "us-east-1")).toBe(200);
		expect(await status("AKIAIOSFODNN7EXAMPLE", "us-east-1")).toBe(200);
		expect(await status("111111111111", "us-east-1")).toBe(400);
		expect(await status("123456789012", "eu-west-1")).toBe(400);
	});

	it("is the host's without a signature", async () => {
		const { response } = await handlerOfHost().call(REQUEST);
		expect(response.statusCode).toBe(200);
	});
});

describe("a request that was given up", () => {
	const aborted = { abortSignal: { aborted: true } };

	it("rejects with AbortError and reaches no store", async () => {
		const { host, handler } = handlerOfHost();
		const before = host.store;
		await expect(
			handler.handle(
				{
					headers: { "x-amz-target": "secretsmanager.PutSecretValue" },
					body: JSON.stringify({
						SecretId: "db",
						SecretString: "x",
						ClientRequestToken: token("v2"),
					}),
				},
				aborted,
			),
		).rejects.toMatchObject({ name: "AbortError" });
		expect(host.store).toBe(before);
	});

	it("is not one whose signal is still quiet", async () => {
		const { handler } = handlerOfHost();
		const { response } = await handler.handle(
			{
				headers: { "x-amz-target": "secretsmanager.GetSecretValue" },
				body: REQUEST,
			},
			{ abortSignal: new AbortController().signal },
		);
		expect(response.statusCode).toBe(200);
	});
});

describe("for whom and where a request is", () => {
	const createdBy = async (
		defaults: Parameters<typeof requestHandler>[1],
		headers: Record<string, string>,
	) => {
		const host = createHost({ clock: manualClock(NOON), seed: "s" });
		const { response } = await requestHandler(host, defaults).handle({
			headers: { "X-Amz-Target": "secretsmanager.CreateSecret", ...headers },
			body: JSON.stringify({ Name: "a", ClientRequestToken: token("a") }),
		});
		return JSON.parse(textOf(response.body)).ARN;
	};
	const elsewhere = { account: "222222222222", region: "eu-west-1" };

	it.each([
		["is as it signs", elsewhere, "333333333333", "333333333333"],
		[
			"is the default account when the access key is none",
			elsewhere,
			"AKID",
			"222222222222",
		],
	])("%s", async (_, defaults, key, account) => {
		const Authorization = authorization(key, "eu-west-3");
		expect(await createdBy(defaults, { Authorization })).toContain(
			`:eu-west-3:${account}:`,
		);
	});

	it("is the default when it does not sign", async () => {
		expect(await createdBy(elsewhere, {})).toContain(
			":eu-west-1:222222222222:",
		);
		expect(await createdBy({}, {})).toContain(":us-east-1:123456789012:");
	});

	it("is refused when it signs for no region, and nothing is made", async () => {
		const signed = createdBy({}, { Authorization: authorization("A", "Mars") });
		await expect(signed).rejects.toThrow(/region is no region name/);
	});
});
