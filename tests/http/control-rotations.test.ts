import { toSnapshot } from "pure-secrets-manager";
import type { Host, RotationFunction } from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";
import { describe, expect, it } from "vitest";
import {
	currentValue,
	doStep,
	FUNCTION,
	hostWith,
	rotate,
	rotationNames,
	SecretId,
} from "../host/a-rotation.js";
import { hostAtNoon, record, refusalOf, run } from "../host/host-at-noon.js";
import { DAY, HOUR, NOON, token } from "../support/given.js";
import { STEPS } from "../support/rotation-function.js";
import { jsonOf, URL_OF_HOST } from "./a-server.js";

const MIDNIGHT = NOON + 12 * HOUR;
const DAILY = { RotationRules: { AutomaticallyAfterDays: 1 } };
const never = () => new Promise<never>(() => {});

/** The control endpoints of a host. */
function controlOf(host: Host) {
	const handler = createFetchHandler(host);
	const send = (method: string, endpoint: string, value?: unknown) =>
		handler(
			new Request(`${URL_OF_HOST}/_control/${endpoint}`, {
				method,
				...(value !== undefined && { body: JSON.stringify(value) }),
			}),
		);
	return {
		get: async (endpoint: string) => jsonOf(await send("GET", endpoint)),
		post: (endpoint: string, value?: unknown) => send("POST", endpoint, value),
		put: (endpoint: string, value: unknown) => send("PUT", endpoint, value),
	};
}

describe("POST clock", () => {
	it("passes through rotations that are due, and answers afterwards", async () => {
		// given a secret that rotates daily, by a function that takes its time
		const host: Host = hostWith(async (event) => {
			await new Promise((resolve) => setTimeout(resolve, 1));
			doStep(host, event);
		});
		rotate(host, DAILY);
		await host.settled();
		const heard = record(host);
		// when ten days pass
		const response = await controlOf(host).post("clock", { advance: "P10D" });
		// then all was done when it was answered
		expect(await response.json()).toEqual({ now: "2026-12-04T12:00:00.000Z" });
		expect(
			heard
				.filter(({ name }) => name === "RotationSucceeded")
				.map(({ at }) => at),
		).toEqual(Array.from({ length: 10 }, (_, i) => MIDNIGHT + i * DAY));
	});

	it("waits for a rotation that is under way, be it of an hour before", async () => {
		const host: Host = hostWith(async (event) => {
			await new Promise((resolve) => setTimeout(resolve, 1));
			doStep(host, event);
		});
		rotate(host);
		await controlOf(host).post("clock", { advance: "PT0S" });
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
	});

	it("answers where a function hangs, too", async () => {
		const host = hostWith(never, { rotationTimeout: { milliseconds: 5 } });
		rotate(host, DAILY);
		const response = await controlOf(host).post("clock", { advance: "P1D" });
		expect(response.status).toBe(200);
		expect(host.clock.now()).toBe(NOON + DAY);
	});

	it("may be asked for twice at once: both movements are made, through all that is due", async () => {
		const host: Host = hostWith((event) => doStep(host, event));
		rotate(host, DAILY);
		await host.settled();
		const heard = record(host);
		const { post } = controlOf(host);
		await Promise.all([
			post("clock", { advance: "P3D" }),
			post("clock", { advance: "P3D" }),
		]);
		expect(host.clock.now()).toBe(NOON + 6 * DAY);
		expect(
			heard.filter(({ name }) => name === "RotationSucceeded"),
		).toHaveLength(6);
	});
});

describe("GET events", () => {
	it("tells of rotations, and why one failed", async () => {
		const host: Host = hostWith((event) => {
			if (event.ClientRequestToken !== token("v2"))
				throw new Error("no database");
			doStep(host, event);
		});
		const { get } = controlOf(host);
		rotate(host);
		await host.settled();
		run(host, "RotateSecret", { SecretId, ClientRequestToken: token("v3") });
		await host.settled();
		const { events } = await get("events");
		expect(
			events.filter(({ name }: { name: string }) => /Rotation/.test(name)),
		).toMatchObject([
			{ name: "RotationStarted", detail: { versionId: token("v2") } },
			{ name: "RotationSucceeded", detail: { versionId: token("v2") } },
			{ name: "RotationStarted", detail: { versionId: token("v3") } },
			{
				name: "RotationFailed",
				detail: {
					versionId: token("v3"),
					step: "createSecret",
					message: "no database",
				},
			},
		]);
	});
});

describe("PUT store", () => {
	/** The snapshot of a store with a rotation in its first step. */
	function underWay() {
		const host = hostWith(never);
		rotate(host, DAILY);
		return toSnapshot(host.store);
	}

	/** A host that is empty, with a function. */
	const emptyHost = (rotation: RotationFunction) =>
		hostAtNoon({ rotationFunctions: { [FUNCTION]: rotation } });

	it("goes on with a rotation that is under way in it", async () => {
		const steps: string[] = [];
		const host: Host = emptyHost((event) => {
			steps.push(event.Step);
			doStep(host, event);
		});
		const heard = record(host);
		const response = await controlOf(host).put("store", underWay());
		expect(response.status).toBe(200);
		await host.settled();
		expect(steps).toEqual(STEPS);
		expect(rotationNames(heard)).toEqual(["RotationSucceeded"]);
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
	});

	it("of what it has itself begins the step again, and takes the first report", async () => {
		// given a host in the first step of a rotation
		const steps: string[] = [];
		const ends: (() => void)[] = [];
		const host: Host = hostWith(async (event) => {
			steps.push(event.Step);
			if (event.Step === "createSecret")
				await new Promise<void>((resolve) => ends.push(resolve));
			else await new Promise((resolve) => setTimeout(resolve, 1));
			doStep(host, event);
			steps.push("done");
		});
		rotate(host);
		await Promise.resolve();
		// when it is given its own snapshot
		const { get, put } = controlOf(host);
		await put("store", await get("store"));
		for (const end of ends) end();
		await host.settled();
		// then the rotation has one course, step by step
		expect(steps).toEqual([
			...["createSecret", "createSecret", "done", "done"],
			...["setSecret", "done", "testSecret", "done", "finishSecret", "done"],
		]);
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
	});

	it("without a rotation leaves reports of one unheard", async () => {
		let end: () => void = () => {};
		const gate = new Promise<void>((resolve) => {
			end = resolve;
		});
		const host = hostWith(() => gate);
		const before = toSnapshot(host.store);
		rotate(host);
		await controlOf(host).put("store", before);
		const { store } = host;
		end();
		await host.settled();
		expect(host.store).toBe(store);
	});
});

describe("POST reset", () => {
	it("ends rotations that are under way: nobody hears of them", async () => {
		let end: () => void = () => {};
		const gate = new Promise<void>((resolve) => {
			end = resolve;
		});
		const host = hostWith(() => gate);
		rotate(host);
		const { get, post } = controlOf(host);
		await post("reset");
		end();
		await host.settled();
		expect(refusalOf(host, "DescribeSecret", { SecretId })).toBe(
			"ResourceNotFoundException",
		);
		expect(await get("events")).toEqual({ events: [] });
	});
});
