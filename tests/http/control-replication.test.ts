import { createStore } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { hostAtNoon } from "../host/host-at-noon.js";
import { NOON, SECOND, token } from "../support/given.js";
import { HERE, THERE } from "../support/places.js";
import { inProgress, inSync, regions } from "../support/replication.js";
import { callOf, handlerAtNoon, jsonOf, signedFor } from "./a-server.js";

const LAG = 4 * SECOND;

/** A server whose store replicates after a while, and calls of two regions, told apart by what they are signed for. */
function aServer() {
	const store = createStore({ replication: { afterMs: LAG } });
	const { host, send } = handlerAtNoon(hostAtNoon({ store }));
	const callIn =
		({ account, region }: typeof HERE) =>
		async (operation: string, input: object = { SecretId: "db" }) =>
			jsonOf(
				await send("/", callOf(operation, input, signedFor(account, region))),
			);
	const control = async (endpoint: string, init: RequestInit = {}) =>
		jsonOf(await send(`/_control/${endpoint}`, init));
	const advance = (advance: string) =>
		control("clock", { method: "POST", body: JSON.stringify({ advance }) });
	const replicate = () =>
		callIn(HERE)("ReplicateSecretToRegions", {
			SecretId: "db",
			...regions(THERE.region),
		});
	return {
		host,
		control,
		advance,
		replicate,
		here: callIn(HERE),
		there: callIn(THERE),
	};
}

describe("a clock that is moved", () => {
	it("has a replica arrive, in the region that calls are signed for", async () => {
		const { here, there, replicate, advance } = aServer();
		expect((await replicate()).ReplicationStatus).toEqual([
			inProgress(THERE.region),
		]);
		await advance("PT3.999S");
		expect((await there("GetSecretValue")).__type).toBe(
			"ResourceNotFoundException",
		);
		await advance("PT0.001S");
		const read = await there("GetSecretValue");
		expect(read.SecretString).toBe("€ 😀");
		expect(read.ARN).toContain(":eu-west-1:");
		// dates are seconds on the wire, also those of replicas
		expect((await here("DescribeSecret")).ReplicationStatus).toEqual([
			inSync(THERE.region, {
				LastAccessedDate: Date.UTC(2026, 10, 24) / 1000,
			}),
		]);
		expect((await there("DescribeSecret")).CreatedDate).toBe(
			(NOON + LAG) / 1000,
		);
	});

	it("tells by events when", async () => {
		const { replicate, advance, control } = aServer();
		await replicate();
		await advance("PT1M");
		const { events } = await control("events");
		expect(
			events.filter(({ name }: { name: string }) => /^Replication/.test(name)),
		).toMatchObject([
			{ name: "ReplicationStarted", at: NOON },
			{
				name: "ReplicationSucceeded",
				at: NOON + LAG,
				region: "us-east-1",
				detail: { region: "eu-west-1" },
			},
		]);
	});
});

describe("a store that goes to another server", () => {
	it("takes along what is on its way", async () => {
		const one = aServer();
		await one.replicate();
		const body = JSON.stringify(await one.control("store"));
		const other = aServer();
		await other.control("store", { method: "PUT", body });
		expect(
			(await other.here("DescribeSecret")).ReplicationStatus,
		).toMatchObject([{ Status: "InProgress" }]);
		await other.advance("PT4S");
		expect((await other.there("GetSecretValue")).SecretString).toBe("€ 😀");
	});

	it("takes along its replicas, and how long replication takes", async () => {
		// given a replica on a server
		const one = aServer();
		await one.replicate();
		await one.advance("PT4S");
		const body = JSON.stringify(await one.control("store"));
		// when a server without delay gets its store
		const { host, send } = handlerAtNoon();
		await send("/_control/store", { method: "PUT", body });
		const write = callOf("PutSecretValue", {
			SecretId: "db",
			SecretString: "second",
			ClientRequestToken: token("v2"),
		});
		await send("/", write);
		// then it is as late as before
		const read = () =>
			host.execute("GetSecretValue", { SecretId: "db" }, THERE);
		expect(read()).toMatchObject({ value: { SecretString: "€ 😀" } });
		await host.advance({ milliseconds: LAG });
		expect(read()).toMatchObject({ value: { SecretString: "second" } });
	});
});

it("a reset takes away what is on its way", async () => {
	const { host, replicate, control, advance, there } = aServer();
	await replicate();
	await control("reset", { method: "POST" });
	await advance("PT4S");
	expect((await there("DescribeSecret")).__type).toBe(
		"ResourceNotFoundException",
	);
	expect(host.store.replicationLag).toBe(LAG);
});
