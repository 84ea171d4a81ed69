import { createHost, manualClock } from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hostAtNoon } from "../host/host-at-noon.js";
import { NOON, token } from "../support/given.js";
import {
	callOf,
	handlerAtNoon,
	jsonOf,
	signedFor,
	URL_OF_HOST,
} from "./a-server.js";

const READ = callOf("GetSecretValue", { SecretId: "db" });
const MEBIBYTE = 1_048_576;
const UUID =
	/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

afterEach(() => void vi.restoreAllMocks());

describe("a call", () => {
	it.each(["/", "", "/mounted/here", "/mounted/?x=1", "//", "/_control"])(
		"is answered on the path %j",
		async (path) => {
			const response = await handlerAtNoon().send(path, READ);
			expect(response.status).toBe(200);
			expect(await jsonOf(response)).toMatchObject({
				Name: "db",
				SecretString: "€ 😀",
				CreatedDate: NOON / 1000,
			});
		},
	);

	it("that is answered has the headers of AWS, and no date: the clock of the host is not that of the world", async () => {
		const { headers } = await handlerAtNoon().send("/", READ);
		expect(headers.get("content-type")).toBe("application/x-amz-json-1.1");
		expect(headers.get("x-amzn-requestid")).toMatch(UUID);
		expect(headers.has("date")).toBe(false);
	});

	it("that is refused names its error", async () => {
		const call = callOf("GetSecretValue", { SecretId: "nothing" });
		const response = await handlerAtNoon().send("/", call);
		expect(response.status).toBe(400);
		expect(response.headers.get("x-amzn-requestid")).toMatch(UUID);
		expect(await jsonOf(response)).toEqual({
			__type: "ResourceNotFoundException",
			Message: "Secrets Manager can't find the specified secret.",
		});
	});

	it("is made for the account and the region that it was signed for", async () => {
		const { host, send } = handlerAtNoon();
		const create = callOf(
			"CreateSecret",
			{ Name: "x", ClientRequestToken: token("v1") },
			signedFor("111111111111", "eu-west-1"),
		);
		const { ARN } = await jsonOf(await send("/", create));
		expect(ARN).toMatch(
			/^arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-/,
		);
		const scope = { account: "111111111111", region: "eu-west-1" };
		expect(host.execute("DescribeSecret", { SecretId: "x" }, scope).ok).toBe(
			true,
		);
	});

	it.each([
		["no signature", {}],
		[
			"a key that is no account and a place that is no region",
			signedFor("AKIAIOSFODNN7", "nowhere!"),
		],
		["a signature of another kind", { authorization: "Bearer x" }],
	])("with %s is made for those of the host", async (_, headers) => {
		const host = createHost({ account: "222222222222", region: "ap-south-1" });
		const { send } = handlerAtNoon(host);
		const call = callOf("DescribeSecret", { SecretId: "db" }, headers);
		expect((await jsonOf(await send("/", call))).ARN).toContain(
			":ap-south-1:222222222222:",
		);
	});

	it.each([
		["no target", { method: "POST", body: "{}" }],
		["another target", callOf("Nothing", {})],
		["the name of a member of objects as target", callOf("constructor", {})],
	])("with %s is an UnknownOperationException", async (_, call) => {
		const response = await handlerAtNoon().send("/", call);
		expect(response.status).toBe(400);
		expect((await jsonOf(response)).__type).toBe("UnknownOperationException");
	});

	it("whose body is no UTF-8 is read as well as can be", async () => {
		const { host, send } = handlerAtNoon();
		const body = Buffer.concat([
			Buffer.from(
				`{"SecretId":"db","ClientRequestToken":"${token("v2")}","SecretString":"a`,
			),
			Buffer.of(0xff),
			Buffer.from('b"}'),
		]);
		const response = await send("/", { ...callOf("PutSecretValue", {}), body });
		expect(response.status).toBe(200);
		expect(host.execute("GetSecretValue", { SecretId: "db" })).toMatchObject({
			value: { SecretString: "a\ufffdb" },
		});
	});
});

describe("another method", () => {
	it.each(["GET", "PUT", "DELETE", "PATCH", "OPTIONS"])(
		"is refused: %s",
		async (method) => {
			const response = await handlerAtNoon().send("/", { method });
			expect(response.status).toBe(405);
			expect(response.headers.get("allow")).toBe("POST");
			expect(response.headers.get("x-amzn-requestid")).toMatch(UUID);
			const { __type, Message } = await jsonOf(response);
			expect(__type).toBe("UnknownOperationException");
			expect(Message).toContain("x-amz-target");
		},
	);

	it("draws nothing from the seed, so that the next answers stay the same", async () => {
		const { host, send } = handlerAtNoon();
		const other = hostAtNoon();
		other.execute("CreateSecret", { Name: "db" });
		await send("/", { method: "GET" });
		const [id, expected] = [host, other].map(
			(each) =>
				each.transact((store, { requestId }) => ({ store, id: requestId })).id,
		);
		expect(id).toBe(expected);
	});

	it("HEAD is refused without a body", async () => {
		const response = await handlerAtNoon().send("/", { method: "HEAD" });
		expect(response.status).toBe(405);
		expect(response.body).toBeNull();
	});
});

describe("the body of a request", () => {
	/** A stream that notes how much was taken from it, and whether it was given up. */
	function endless(size: number) {
		const seen = { taken: 0, cancelled: false };
		const body = new ReadableStream<Uint8Array>(
			{
				pull(controller) {
					seen.taken += size;
					controller.enqueue(new Uint8Array(size).fill(32));
				},
				cancel() {
					seen.cancelled = true;
				},
			},
			{ highWaterMark: 0 },
		);
		return { seen, init: { ...READ, body, duplex: "half" } as RequestInit };
	}

	it("may have 1 MiB", async () => {
		const body = READ.body.padEnd(MEBIBYTE, " ");
		const response = await handlerAtNoon().send("/", { ...READ, body });
		expect(response.status).toBe(200);
	});

	it("is refused above, and named as the one that is too large", async () => {
		const body = READ.body.padEnd(MEBIBYTE + 1, " ");
		const response = await handlerAtNoon().send("/", { ...READ, body });
		expect(response.status).toBe(413);
		expect(await jsonOf(response)).toEqual({
			__type: "RequestEntityTooLargeException",
			Message: "The request body is larger than 1 MiB (1048576 bytes).",
		});
	});

	it("is not read at all when it says itself that it is too large", async () => {
		const { seen, init } = endless(1024);
		const headers = { ...READ.headers, "content-length": `${MEBIBYTE + 1}` };
		const response = await handlerAtNoon().send("/", { ...init, headers });
		expect(response.status).toBe(413);
		expect(seen.taken).toBe(0);
	});

	it("is read no further than to where it is too large", async () => {
		const { seen, init } = endless(1024);
		const response = await handlerAtNoon().send("/", init);
		expect(response.status).toBe(413);
		expect(seen).toEqual({ taken: MEBIBYTE + 1024, cancelled: true });
	});

	it("may come in pieces, cut anywhere", async () => {
		const bytes = new TextEncoder().encode(
			JSON.stringify({
				SecretId: "db",
				ClientRequestToken: token("v2"),
				SecretString: "€😀",
			}),
		);
		const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
		const body = new ReadableStream({
			pull(controller) {
				const piece = pieces.shift();
				if (piece === undefined) controller.close();
				else controller.enqueue(piece);
			},
		});
		const { host, send } = handlerAtNoon();
		const init = { ...callOf("PutSecretValue", {}), body, duplex: "half" };
		expect((await send("/", init as RequestInit)).status).toBe(200);
		expect(host.execute("GetSecretValue", { SecretId: "db" })).toMatchObject({
			value: { SecretString: "€😀" },
		});
	});

	it("that somebody has read before is an error in the log of the server", async () => {
		const log = vi.spyOn(console, "error").mockReturnValue();
		const { handler } = handlerAtNoon();
		const request = new Request(URL_OF_HOST, READ);
		await request.text();
		const response = await handler(request);
		expect(response.status).toBe(500);
		expect(String(log.mock.calls[0]?.[1])).toContain(
			"ahead of any body parser",
		);
	});

	it("that breaks off changes nothing", async () => {
		vi.spyOn(console, "error").mockReturnValue();
		const { host, send } = handlerAtNoon();
		const before = host.store;
		const body = new ReadableStream({
			start: (controller) => controller.error(new Error("gone")),
		});
		const init = { ...READ, body, duplex: "half" } as RequestInit;
		expect((await send("/", init)).status).toBe(500);
		expect(host.store).toBe(before);
	});
});

describe("what fails unexpectedly", () => {
	it("is an InternalServiceError, and changes nothing", async () => {
		// given a key service that breaks
		const log = vi.spyOn(console, "error").mockReturnValue();
		const broken = () => {
			throw new Error("the key service broke");
		};
		const host = hostAtNoon({ kms: { wrap: broken, unwrap: broken } });
		const { send } = handlerAtNoon(hostAtNoon());
		const before = host.store;
		// when a secret is to be sealed
		const create = callOf("CreateSecret", {
			Name: "x",
			SecretString: "y",
			ClientRequestToken: token("v1"),
		});
		const response = await createFetchHandler(host)(
			new Request(URL_OF_HOST, create),
		);
		// then the client learns only that it failed, and whoever runs the server learns why
		expect(response.status).toBe(500);
		expect(await response.text()).toBe('{"__type":"InternalServiceError"}');
		expect(host.store).toBe(before);
		expect(String(log.mock.calls[0]?.[1])).toContain("the key service broke");
		expect((await send("/", READ)).status).toBe(200);
	});
});

describe("createFetchHandler", () => {
	it.each([
		[
			"no host",
			[undefined],
			/createFetchHandler needs a host, as createHost\(\) makes/,
		],
		["another object", [{}], /needs a host/],
		[
			"a host that runs no transition",
			[{ ...createHost(), transact: undefined }],
			/needs a host/,
		],
		["an option that nobody knows", [createHost(), { port: 1 }], /"port"/],
		[
			"a control that is no choice",
			[createHost(), { control: "no" }],
			/control must be true/,
		],
		["options that are none", [createHost(), null], /takes an object/],
	])("refuses %s", (_, args, message) => {
		const create = () => Reflect.apply(createFetchHandler, undefined, args);
		expect(create).toThrow(TypeError);
		expect(create).toThrow(message);
	});

	it("serves one host through several handlers", async () => {
		const host = createHost({ clock: manualClock(NOON) });
		const [one, other] = [createFetchHandler(host), createFetchHandler(host)];
		const create = callOf("CreateSecret", {
			Name: "x",
			ClientRequestToken: token("v1"),
		});
		await one(new Request(URL_OF_HOST, create));
		const describe = callOf("DescribeSecret", { SecretId: "x" });
		const response = await other(new Request(URL_OF_HOST, describe));
		expect(response.status).toBe(200);
	});
});
