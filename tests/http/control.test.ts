import { createStore, fromSnapshot, toSnapshot } from "pure-secrets-manager";
import { createHost, manualClock } from "pure-secrets-manager/host";
import { afterEach, describe, expect, it, vi } from "vitest";
import { hostAtNoon, run } from "../host/host-at-noon.js";
import { DAY, HOUR, NOON } from "../support/given.js";
import { callOf, handlerAtNoon, jsonOf } from "./a-server.js";

const POST = { method: "POST" };
const post = (value: unknown) => ({ ...POST, body: JSON.stringify(value) });
const put = (body: string) => ({ method: "PUT", body });

afterEach(() => void vi.restoreAllMocks());

describe("a page of another site", () => {
	it.each(["reset", "clock", "store"])(
		"may not ask for %s",
		async (endpoint) => {
			// given a host with secrets
			const { host, send } = handlerAtNoon();
			const before = host.store;
			// when a browser asks on behalf of a page from elsewhere
			const response = await send(`/_control/${endpoint}`, {
				...POST,
				headers: { "sec-fetch-site": "cross-site" },
			});
			// then it is told so, and nothing changed
			expect(response.status).toBe(403);
			expect(await jsonOf(response)).toEqual({
				message: expect.stringContaining("another site"),
			});
			expect(host.store).toBe(before);
		},
	);

	it("is another thing than one of the same host", async () => {
		const headers = { "sec-fetch-site": "same-origin" };
		const { send } = handlerAtNoon();
		expect((await send("/_control/health", { headers })).status).toBe(200);
	});
});

describe("GET health", () => {
	it("says that the server lives, and what time it is there", async () => {
		const response = await handlerAtNoon().send("/_control/health");
		expect(response.status).toBe(200);
		expect(response.headers.get("content-type")).toBe("application/json");
		expect(await response.json()).toEqual({
			status: "ok",
			clock: "manual",
			now: "2026-11-24T12:00:00.000Z",
		});
	});

	it("tells a clock that follows real time", async () => {
		const { send } = handlerAtNoon(createHost());
		expect(await jsonOf(await send("/_control/health"))).toMatchObject({
			clock: "system",
		});
	});

	it.each([
		"/a/b/_control/health",
		"/_control/x/_control/health",
		"/_control/health?now",
	])("is found at the end of %s", async (path) => {
		expect((await handlerAtNoon().send(path)).status).toBe(200);
	});

	it("answers HEAD without a body", async () => {
		const { send } = handlerAtNoon();
		const response = await send("/_control/health", { method: "HEAD" });
		expect(response.status).toBe(200);
		expect(response.body).toBeNull();
	});
});

describe("POST reset", () => {
	it("empties the store, keeps its options, and forgets the events", async () => {
		// given a host with a secret, and a store with options
		const store = createStore({
			maxSecrets: 3,
			maxVersions: 5,
			unknownKeys: "register",
			replication: { afterMs: 4000 },
		});
		const { host, send } = handlerAtNoon(hostAtNoon({ store }));
		run(host, "DescribeSecret", { SecretId: "db" });
		// when it is reset
		expect(await jsonOf(await send("/_control/reset", POST))).toEqual({});
		// then it is as it began
		expect(toSnapshot(host.store)).toEqual(toSnapshot(store));
		expect(await jsonOf(await send("/_control/events"))).toEqual({
			events: [],
		});
	});

	it("keeps a limit that was never set", async () => {
		const { host, send } = handlerAtNoon();
		await send("/_control/reset", POST);
		expect(host.store.limits).toEqual(createStore().limits);
	});

	it("leaves the clock where it is", async () => {
		const { host, send } = handlerAtNoon();
		await host.advance({ hours: 1 });
		await send("/_control/reset", POST);
		expect(host.clock.now()).toBe(NOON + HOUR);
	});
});

describe("the store", () => {
	it("goes from one server to another", async () => {
		const one = handlerAtNoon();
		const other = handlerAtNoon(hostAtNoon({ seed: "other" }));
		const saved = await (await one.send("/_control/store")).text();
		expect(JSON.parse(saved)).toEqual(toSnapshot(one.host.store));
		const response = await other.send("/_control/store", put(saved));
		expect(await response.json()).toEqual({});
		expect(toSnapshot(other.host.store)).toEqual(JSON.parse(saved));
		const read = await other.send(
			"/",
			callOf("GetSecretValue", { SecretId: "db" }),
		);
		expect((await jsonOf(read)).SecretString).toBe("€ 😀");
	});

	it("may be far larger than a call", async () => {
		const { host, send } = handlerAtNoon();
		const saved = JSON.stringify(toSnapshot(host.store)).padEnd(3_000_000, " ");
		expect((await send("/_control/store", put(saved))).status).toBe(200);
	});

	it.each([
		[
			"no JSON",
			"{",
			"The body must be JSON: a snapshot, as GET /_control/store answers.",
		],
		[
			"no body",
			"",
			"The body must be JSON: a snapshot, as GET /_control/store answers.",
		],
		["another value", "{}", refusalOf({})],
		[
			"a member that is none",
			'{"format":"pure-secrets-manager","version":2}',
			refusalOf({ format: "pure-secrets-manager", version: 2 }),
		],
	])("is not replaced by %s", async (_, body, message) => {
		const { host, send } = handlerAtNoon();
		const before = host.store;
		const response = await send("/_control/store", put(body));
		expect(response.status).toBe(400);
		expect(await response.json()).toEqual({ message });
		expect(host.store).toBe(before);
	});

	function refusalOf(value: unknown): string {
		const opened = fromSnapshot(value);
		return opened.ok ? "opened" : opened.error.message;
	}
});

describe("POST clock", () => {
	it.each([
		[{ advance: "PT25H" }, NOON + 25 * HOUR],
		[{ advance: "P1W" }, NOON + 7 * DAY],
		[{ advance: "PT0S" }, NOON],
		[{ now: "2026-11-25T12:00:00Z" }, NOON + DAY],
		[{ now: "2026-11-24T12:00:00Z" }, NOON],
	])("%j moves the clock, and answers where it is", async (body, at) => {
		const { host, send } = handlerAtNoon();
		const response = await send("/_control/clock", post(body));
		expect(response.status).toBe(200);
		expect(await response.json()).toEqual({ now: new Date(at).toISOString() });
		expect(host.clock.now()).toBe(at);
	});

	it("does on its way what falls due", async () => {
		const { host, send } = handlerAtNoon();
		run(host, "DeleteSecret", { SecretId: "db", RecoveryWindowInDays: 7 });
		await send("/_control/clock", post({ advance: "P8D" }));
		const { events } = await jsonOf(await send("/_control/events"));
		expect(events.at(-1)).toMatchObject({
			name: "EndSecretVersionDelete",
			at: NOON + 7 * DAY,
		});
	});

	it.each([
		["no JSON", "now", /exactly one of/],
		["nothing", {}, /exactly one of/],
		["null", null, /exactly one of/],
		["a list", ["PT1H"], /exactly one of/],
		["both", { advance: "PT1H", now: "2027-01-01" }, /exactly one of/],
		["another member", { advance: "PT1H", speed: 2 }, /exactly one of/],
		["another member alone", { hours: 2 }, /exactly one of/],
		["years", { advance: "P1Y" }, /^advance has no years and months.*P30D/],
		[
			"no duration",
			{ advance: "an hour" },
			/^advance must be an ISO 8601 duration/,
		],
		["a number", { advance: 5 }, /^advance must be/],
		["no instant", { now: "tomorrow" }, /^now must be an ISO 8601 instant/],
		[
			"the past",
			{ now: "2026-11-24T11:59:59Z" },
			/^now must not lie before the current time, 2026-11-24T12:00:00.000Z/,
		],
		[
			"the end of time",
			{ advance: "P99999999D" },
			/^advance leads past the last date/,
		],
		[
			"a number without end",
			{ advance: `P${"9".repeat(400)}D` },
			/^advance leads past/,
		],
	])("refuses %s", async (_, body, message) => {
		const { host, send } = handlerAtNoon();
		const response = await send("/_control/clock", post(body));
		expect(response.status).toBe(400);
		expect((await jsonOf(response)).message).toMatch(message);
		expect(host.clock.now()).toBe(NOON);
	});

	it("is refused where the clock follows real time", async () => {
		const { send } = handlerAtNoon(createHost());
		const response = await send("/_control/clock", post({ advance: "PT1H" }));
		expect(response.status).toBe(409);
		expect((await jsonOf(response)).message).toContain("--clock");
	});
});

describe("GET events", () => {
	it("tells what happened since the handler was made, oldest first", async () => {
		const host = hostAtNoon();
		run(host, "CreateSecret", { Name: "before" });
		const { send } = handlerAtNoon(host);
		run(host, "DescribeSecret", { SecretId: "db" });
		run(host, "CreateSecret", { Name: "after", SecretString: "x" });
		const { events } = await jsonOf(await send("/_control/events"));
		expect(events.map(({ name }: { name: string }) => name)).toEqual([
			"DescribeSecret",
			"CreateSecret",
			"Secret Label Updated",
		]);
		expect(events[0]).toEqual({
			name: "DescribeSecret",
			at: NOON,
			arn: expect.stringMatching(/:secret:db-/),
			account: "123456789012",
			region: "us-east-1",
			detail: {},
		});
	});

	it("keeps the last thousand", async () => {
		const { host, send } = handlerAtNoon();
		for (let i = 0; i < 1100; i++)
			run(host, "DescribeSecret", { SecretId: "db" });
		const last = run(host, "PutSecretValue", {
			SecretId: "db",
			SecretString: "x",
		});
		const { events } = await jsonOf(await send("/_control/events"));
		expect(events).toHaveLength(1000);
		expect(events[0].name).toBe("DescribeSecret");
		expect(
			events.some(
				(each: { detail: { versionId?: string } }) =>
					each.detail.versionId === last.VersionId,
			),
		).toBe(true);
	});
});

describe("what is no endpoint", () => {
	it.each(["", "nothing", "Health", "health/", "constructor", "__proto__"])(
		"is named with those that there are: %j",
		async (name) => {
			const response = await handlerAtNoon().send(`/_control/${name}`);
			expect(response.status).toBe(404);
			expect((await jsonOf(response)).message).toContain("GET health");
		},
	);

	it.each([
		["POST", "health", "GET"],
		["GET", "reset", "POST"],
		["DELETE", "store", "GET, PUT"],
		["HEAD", "clock", "POST"],
		["constructor", "events", "GET"],
	])("%s %s is refused, and told %s", async (method, name, allow) => {
		const response = await handlerAtNoon().send(`/_control/${name}`, {
			method,
		});
		expect(response.status).toBe(405);
		expect(response.headers.get("allow")).toBe(allow);
		if (method !== "HEAD")
			expect(await response.json()).toEqual({
				message: `/_control/${name} takes ${allow}.`,
			});
	});

	it("a body above 1 MiB is, but of a snapshot", async () => {
		const { send } = handlerAtNoon();
		const body = { ...POST, body: " ".repeat(1_048_577) };
		const response = await send("/_control/clock", body);
		expect(response.status).toBe(413);
		expect((await jsonOf(response)).message).toContain("1 MiB");
	});
});

describe("an endpoint that fails unexpectedly", () => {
	it("answers so, and the server goes on", async () => {
		const log = vi.spyOn(console, "error").mockReturnValue();
		const clock = { ...manualClock(NOON), set: () => {} };
		const { host, send } = handlerAtNoon(hostAtNoon({ clock }));
		run(host, "DeleteSecret", { SecretId: "db" });
		const response = await send("/_control/clock", post({ advance: "P31D" }));
		expect(response.status).toBe(500);
		expect(await response.json()).toEqual({
			message: "The request failed unexpectedly.",
		});
		expect(String(log.mock.calls[0]?.[1])).toContain("does not move");
		expect((await send("/_control/health")).status).toBe(200);
	});
});

describe("control: false", () => {
	it("leaves the endpoints out: their paths are like any other", async () => {
		const { host, send } = handlerAtNoon(hostAtNoon(), { control: false });
		const before = host.store;
		expect((await send("/_control/store")).status).toBe(405);
		const reset = await send("/_control/reset", POST);
		expect((await jsonOf(reset)).__type).toBe("UnknownOperationException");
		expect(host.store).toBe(before);
		const read = callOf("GetSecretValue", { SecretId: "db" });
		expect((await send("/_control/reset", read)).status).toBe(200);
	});
});
