import {
	checkInvariants,
	createStore,
	type DomainEvent,
	nextDue,
	type StoreOptions,
	toSnapshot,
} from "pure-secrets-manager";
import { createHost, type Host, manualClock } from "pure-secrets-manager/host";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NOON, SECOND, token } from "../support/given.js";
import { THERE } from "../support/places.js";
import { recordingKms } from "../support/recording-kms.js";
import { regions, SecretId } from "../support/replication.js";
import { FUNCTION, hostWith, rotate, rotatesThrough } from "./a-rotation.js";
import { hostAtNoon, record, refusalOf, run } from "./host-at-noon.js";

const EU = THERE.region;
const LAG = 4 * SECOND;
const late: StoreOptions = { replication: { afterMs: LAG } };

/** Makes "db" with a replica in eu-west-1, and in other regions that are named. */
const replicated = (host: Host, ...others: readonly string[]) =>
	run(host, "CreateSecret", {
		Name: SecretId,
		SecretString: "first",
		ClientRequestToken: token("v1"),
		...regions(EU, ...others),
	});

const statuses = (host: Host): readonly string[] =>
	run(host, "DescribeSecret", { SecretId }).ReplicationStatus.map(
		({ Status }: { Status: string }) => Status,
	);

const valueThere = (host: Host): string =>
	run(host, "GetSecretValue", { SecretId }, THERE).SecretString;

/** Events of replication and of its end, less who they are about. */
const told = (events: readonly DomainEvent[]) =>
	events
		.filter(({ name }) => /^Replication|Delete/.test(name))
		.map(({ name, at, region, detail }) => [
			name,
			at - NOON,
			region,
			detail.region,
		]);

describe("a host whose store replicates at once", () => {
	it("has a replica when the call is answered, and nothing due", () => {
		const host = hostAtNoon();
		const heard = record(host);
		expect(replicated(host).ReplicationStatus).toMatchObject([
			{ Status: "InProgress" },
		]);
		expect(valueThere(host)).toBe("first");
		expect(nextDue(host.store)).toBeUndefined();
		expect(told(heard)).toEqual([
			["ReplicationStarted", 0, "us-east-1", "eu-west-1"],
			["ReplicationSucceeded", 0, "us-east-1", "eu-west-1"],
		]);
	});

	it("has a replica follow a rotation of its primary", async () => {
		const host: Host = hostWith(rotatesThrough(() => host));
		run(host, "ReplicateSecretToRegions", {
			SecretId,
			...regions(EU),
		});
		rotate(host);
		await host.settled();
		const read = run(host, "GetSecretValue", { SecretId }, THERE);
		expect(read.VersionId).toBe(token("v2"));
		expect(read.SecretString).toBe(
			run(host, "GetSecretValue", { SecretId }).SecretString,
		);
		expect(
			run(host, "DescribeSecret", { SecretId }, THERE).LastRotatedDate,
		).toBe(NOON);
		expect(checkInvariants(host.store)).toEqual([]);
	});

	it("has a rotation function meet a replica that became a secret of its own", async () => {
		// given a function that works in whatever region its secret is
		const host: Host = hostWith(rotatesThrough(() => host));
		run(host, "ReplicateSecretToRegions", {
			SecretId,
			...regions(EU),
		});
		const ROTATE = {
			SecretId,
			RotationLambdaARN: FUNCTION,
			ClientRequestToken: token("v2"),
		};
		expect(refusalOf(host, "RotateSecret", ROTATE, THERE)).toBe(
			"InvalidParameterException",
		);
		// when
		run(host, "StopReplicationToReplica", { SecretId }, THERE);
		run(host, "RotateSecret", ROTATE, THERE);
		await host.settled();
		// then only the secret there rotated
		expect(run(host, "GetSecretValue", { SecretId }, THERE).VersionId).toBe(
			token("v2"),
		);
		expect(run(host, "GetSecretValue", { SecretId }).VersionId).toBe(
			token("v1"),
		);
	});
});

describe("a host whose store replicates after a while", () => {
	it("passes each instant at which something arrives", async () => {
		const clock = manualClock(NOON);
		const host = hostAtNoon({ clock, store: createStore(late) });
		replicated(host, "eu-west-2");
		clock.set(NOON + 1000);
		run(host, "ReplicateSecretToRegions", {
			SecretId,
			...regions("ap-south-1"),
		});
		const heard = record(host);
		const passed: number[] = [];
		host.subscribe(({ name }) => {
			if (name === "ReplicationSucceeded") passed.push(clock.now() - NOON);
		});
		await host.advance({ minutes: 1 });
		expect(told(heard)).toEqual([
			["ReplicationSucceeded", LAG, "us-east-1", "eu-west-1"],
			["ReplicationSucceeded", LAG, "us-east-1", "eu-west-2"],
			["ReplicationSucceeded", LAG + 1000, "us-east-1", "ap-south-1"],
		]);
		expect(passed).toEqual([LAG, LAG, LAG + 1000]);
		expect(statuses(host)).toEqual(["InSync", "InSync", "InSync"]);
		expect(checkInvariants(host.store)).toEqual([]);
	});

	it("has the value of then until now", async () => {
		const host = hostAtNoon({ store: createStore(late) });
		replicated(host);
		expect(refusalOf(host, "GetSecretValue", { SecretId }, THERE)).toBe(
			"ResourceNotFoundException",
		);
		await host.advance({ seconds: 4 });
		expect(valueThere(host)).toBe("first");
		run(host, "PutSecretValue", { SecretId, SecretString: "second" });
		expect(statuses(host)).toEqual(["InProgress"]);
		await host.advance({ milliseconds: LAG - 1 });
		expect(valueThere(host)).toBe("first");
		await host.advance({ milliseconds: 1 });
		expect(statuses(host)).toEqual(["InSync"]);
		expect(valueThere(host)).toBe("second");
	});

	it("tells of a replica that is removed when it goes", async () => {
		const host = hostAtNoon({ store: createStore(late) });
		replicated(host);
		await host.advance({ seconds: 4 });
		const heard = record(host);
		run(host, "RemoveRegionsFromReplication", {
			SecretId,
			RemoveReplicaRegions: [THERE.region],
		});
		await host.advance({ seconds: 4 });
		expect(told(heard)).toEqual([
			["StartSecretVersionDelete", LAG, "eu-west-1", undefined],
			["EndSecretVersionDelete", 2 * LAG, "eu-west-1", undefined],
		]);
	});

	it("comes to the same as the clock's own steps, without being called", async () => {
		const clock = manualClock(NOON);
		const moved = hostAtNoon({ clock, store: createStore(late) });
		const advanced = hostAtNoon({ store: createStore(late) });
		for (const host of [moved, advanced]) replicated(host);
		clock.set(NOON + LAG);
		await advanced.advance({ milliseconds: LAG });
		for (const host of [moved, advanced]) valueThere(host);
		expect(toSnapshot(moved.store)).toEqual(toSnapshot(advanced.store));
	});

	it("ends by status what fails, and goes on", async () => {
		const host = hostAtNoon({ store: createStore(late) });
		run(host, "CreateSecret", { Name: SecretId, SecretString: "own" }, THERE);
		replicated(host);
		const heard = record(host);
		await host.advance({ seconds: 4 });
		expect(heard).toMatchObject([
			{
				name: "ReplicationFailed",
				at: NOON + LAG,
				detail: {
					region: "eu-west-1",
					message:
						"Replication failed: Secret name db already exists in region eu-west-1.",
				},
			},
		]);
		expect(statuses(host)).toEqual(["Failed"]);
		expect(valueThere(host)).toBe("own");
	});
});

describe("a host that follows real time", () => {
	beforeEach(() => {
		vi.useFakeTimers({
			now: NOON,
			toFake: ["setTimeout", "clearTimeout", "Date"],
		});
	});
	afterEach(() => void vi.useRealTimers());

	it("replicates when it is time, with nobody calling", () => {
		// given
		const host = createHost({ store: createStore(late) });
		const heard = record(host);
		replicated(host);
		expect(vi.getTimerCount()).toBe(1);
		// when
		vi.advanceTimersByTime(LAG - 1);
		expect(told(heard)).toEqual([
			["ReplicationStarted", 0, "us-east-1", "eu-west-1"],
		]);
		vi.advanceTimersByTime(1);
		// then
		expect(told(heard).at(-1)).toEqual([
			"ReplicationSucceeded",
			LAG,
			"us-east-1",
			"eu-west-1",
		]);
		expect(vi.getTimerCount()).toBe(0);
		expect(valueThere(host)).toBe("first");
	});

	it("lets a replica go when it is time", () => {
		const host = createHost({ store: createStore(late) });
		replicated(host);
		vi.advanceTimersByTime(LAG);
		run(host, "RemoveRegionsFromReplication", {
			SecretId,
			RemoveReplicaRegions: [THERE.region],
		});
		const heard = record(host);
		vi.advanceTimersByTime(LAG);
		expect(told(heard)).toEqual([
			["EndSecretVersionDelete", 2 * LAG, "eu-west-1", undefined],
		]);
		expect(vi.getTimerCount()).toBe(0);
	});

	it("has what was on its way when its store was another host's", () => {
		const before = createHost({ store: createStore(late) });
		replicated(before);
		const { store } = before;
		vi.setSystemTime(NOON + 60 * SECOND);
		const host = createHost({ store });
		vi.advanceTimersByTime(1);
		expect(statuses(host)).toEqual(["InSync"]);
		expect(valueThere(host)).toBe("first");
	});
});

describe("a key service of one's own", () => {
	it.each<[string, StoreOptions]>([
		["at once", {}],
		["after a while", late],
	])("seals the values of replicas, %s", async (_, options) => {
		const { kms, calls } = recordingKms();
		const host = hostAtNoon({ kms, store: createStore(options) });
		const { ARN } = replicated(host);
		const { replicationLag } = host.store;
		await host.advance({ milliseconds: replicationLag });
		const keyIn = (region: string) =>
			expect.stringMatching(`^arn:aws:kms:${region}:123456789012:key/`);
		expect(calls).toEqual([
			["wrap", keyIn("us-east-1"), contextOf(ARN)],
			["unwrap", keyIn("us-east-1"), contextOf(ARN)],
			[
				"wrap",
				keyIn("eu-west-1"),
				contextOf(ARN.replace("us-east-1", "eu-west-1")),
			],
		]);
		expect(valueThere(host)).toBe("first");
	});

	const contextOf = (SecretARN: string) => ({
		SecretARN,
		SecretVersionId: token("v1"),
	});
});
