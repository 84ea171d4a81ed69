import {
	checkInvariants,
	type DomainEvent,
	toSnapshot,
} from "pure-secrets-manager";
import {
	type Host,
	type HostOptions,
	manualClock,
	type RotationFunction,
} from "pure-secrets-manager/host";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, NOON, token } from "../support/given.js";
import { STEPS } from "../support/rotation-function.js";
import {
	doStep,
	FUNCTION,
	hostWith,
	rotate,
	rotatesThrough,
	rotationNames,
	SecretId,
} from "./a-rotation.js";
import { hostAtNoon, record, run } from "./host-at-noon.js";

/** The first midnight after noon, where the windows of days open. */
const MIDNIGHT = NOON + 12 * HOUR;
const DAILY = { RotationRules: { AutomaticallyAfterDays: 1 } };

/** When the events of a name happened. */
const timesOf = (name: string, events: readonly DomainEvent[]) =>
	events.filter((each) => each.name === name).map(({ at }) => at);

/** A host whose `db` was rotated at noon, and rotates every day. */
async function daily(
	rotation: RotationFunction,
	options: HostOptions = {},
): Promise<{ host: Host; heard: DomainEvent[] }> {
	let isFirst = true;
	const host: Host = hostWith((event, tools) => {
		if (!isFirst) return rotation(event, tools);
		isFirst = event.Step !== "finishSecret";
		return doStep(host, event);
	}, options);
	rotate(host, DAILY);
	await host.settled();
	return { host, heard: record(host) };
}

describe("a secret that rotates every day", () => {
	it("is rotated 30 times in 30 days, at 30 instants", async () => {
		// given
		const clock = manualClock(NOON);
		const seen: number[] = [];
		const { host, heard } = await daily(
			(event) => {
				if (event.Step === "createSecret") seen.push(clock.now());
				doStep(host, event);
			},
			{ clock },
		);
		// when a month passes at once
		await host.advance({ days: 30 });
		// then each of its days had a rotation, at the time of the clock
		const midnights = Array.from({ length: 30 }, (_, i) => MIDNIGHT + i * DAY);
		expect(timesOf("RotationStarted", heard)).toEqual(midnights);
		expect(timesOf("RotationSucceeded", heard)).toEqual(midnights);
		expect(seen).toEqual(midnights);
		expect(run(host, "DescribeSecret", { SecretId }).LastRotatedDate).toBe(
			midnights.at(-1),
		);
		expect(clock.now()).toBe(NOON + 30 * DAY);
		expect(checkInvariants(host.store)).toEqual([]);
	});

	it("comes to the same by steps of any length", async () => {
		const snapshots = [];
		for (const hours of [24 * 10, 24, 7, 1]) {
			const { host } = await daily((event) => doStep(host, event));
			for (let left = 240; left > 0; left -= hours)
				await host.advance({ hours: Math.min(hours, left) });
			snapshots.push(toSnapshot(host.store));
		}
		for (const each of snapshots) expect(each).toEqual(snapshots[0]);
	});

	it("has a version of its own for each, whose id the seed tells", async () => {
		const idsOf = async () => {
			const { host, heard } = await daily((event) => doStep(host, event));
			await host.advance({ days: 20 });
			return heard.flatMap(({ name, detail }) =>
				name === "RotationSucceeded" ? [detail.versionId] : [],
			);
		};
		const ids = await idsOf();
		expect(new Set(ids).size).toBe(20);
		expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
		expect(await idsOf()).toEqual(ids);
	});

	it("has other ids where the seed is another", async () => {
		const { store } = (await daily(() => {})).host;
		const ids = [];
		for (const seed of ["a", "b", "", undefined, undefined]) {
			const host = hostAtNoon({ store, seed });
			const heard = record(host);
			await host.advance({ days: 1 });
			ids.push(
				heard.find(({ name }) => name === "RotationStarted")?.detail.versionId,
			);
		}
		expect(ids).not.toContain(undefined);
		expect(new Set(ids).size).toBe(5);
	});

	it("is rotated where the clock is moved past its window's beginning, at the next call", async () => {
		const clock = manualClock(NOON);
		const { host, heard } = await daily((event) => doStep(host, event), {
			clock,
		});
		clock.set(MIDNIGHT + HOUR);
		expect(heard).toEqual([]);
		run(host, "ListSecrets", {});
		await host.settled();
		expect(timesOf("RotationSucceeded", heard)).toEqual([MIDNIGHT + HOUR]);
	});

	it("passes over windows that the clock was moved over", async () => {
		const clock = manualClock(NOON);
		const { host, heard } = await daily((event) => doStep(host, event), {
			clock,
		});
		clock.set(NOON + 10 * DAY);
		run(host, "ListSecrets", {});
		await host.settled();
		expect(timesOf("RotationStarted", heard)).toEqual([NOON + 10 * DAY]);
	});

	it("is not rotated any more once that is cancelled", async () => {
		const { host, heard } = await daily((event) => doStep(host, event));
		run(host, "CancelRotateSecret", { SecretId });
		await host.advance({ days: 3 });
		expect(timesOf("RotationStarted", heard)).toEqual([]);
	});

	it("counts its days from a value that is put by hand", async () => {
		const { host, heard } = await daily((event) => doStep(host, event));
		run(host, "RotateSecret", {
			SecretId,
			ClientRequestToken: token("v3"),
			RotationRules: { AutomaticallyAfterDays: 4 },
		});
		await host.settled();
		await host.advance({ days: 3 });
		run(host, "PutSecretValue", { SecretId, SecretString: "by hand" });
		heard.length = 0;
		await host.advance({ days: 4 });
		expect(timesOf("RotationStarted", heard)).toEqual([MIDNIGHT + 6 * DAY]);
	});
});

describe("a secret that rotates by an expression", () => {
	it.each([
		["rate(4 hours)", undefined, 4, 12],
		["rate(4 hours)", "4h", 4, 12],
		["cron(0 */6 * * ? *)", "2h", 6, 8],
		["cron(0 8 * * ? *)", undefined, 24, 2],
	])(
		"%s, %s, is rotated every %i hours, %i times in two days",
		async (ScheduleExpression, Duration, hours, times) => {
			const { host, heard } = await daily((event) => doStep(host, event));
			run(host, "RotateSecret", {
				SecretId,
				ClientRequestToken: token("v3"),
				RotationRules: { ScheduleExpression, Duration },
			});
			await host.settled();
			heard.length = 0;
			await host.advance({ days: 2 });
			const at = timesOf("RotationSucceeded", heard);
			expect(at).toHaveLength(times);
			for (const [i, each] of at.slice(1).entries())
				expect(each - (at[i] ?? 0)).toBe(hours * HOUR);
		},
	);

	it("is tried again within its window alone", async () => {
		// given a window of an hour, every four
		let fails = false;
		const { host, heard } = await daily((event) => {
			if (fails) throw new Error("no");
			doStep(host, event);
		});
		run(host, "RotateSecret", {
			SecretId,
			ClientRequestToken: token("v3"),
			RotationRules: { ScheduleExpression: "rate(4 hours)", Duration: "1h" },
		});
		await host.settled();
		fails = true;
		heard.length = 0;
		// when nine hours pass
		await host.advance({ hours: 9 });
		// then each of two windows had its five attempts
		const at = timesOf("RotationFailed", heard);
		expect(at).toHaveLength(10);
		const [first = 0] = at;
		expect(at.map((each) => (each - first) / MINUTE)).toEqual(
			[0, 240].flatMap((m) => [0, 10, 20, 30, 40].map((n) => m + n)),
		);
	});
});

describe("a scheduled rotation that fails", () => {
	it("is tried again every ten minutes of its window, five times in all, with one token", async () => {
		// given a function that fails from the first scheduled rotation on
		const tokens: string[] = [];
		const { host, heard } = await daily(({ ClientRequestToken }) => {
			tokens.push(ClientRequestToken);
			throw new Error("no");
		});
		// when its window passes
		await host.advance({ days: 1 });
		// then
		const attempts = [0, 10, 20, 30, 40].map((m) => MIDNIGHT + m * MINUTE);
		expect(timesOf("RotationStarted", heard)).toEqual(attempts);
		expect(timesOf("RotationFailed", heard)).toEqual(attempts);
		expect(new Set(tokens).size).toBe(1);
		expect(tokens).toHaveLength(5);
	});

	it("is tried again in the next window, with the same token", async () => {
		const tokens: string[] = [];
		const { host, heard } = await daily(({ ClientRequestToken }) => {
			tokens.push(ClientRequestToken);
			throw new Error("no");
		});
		await host.advance({ days: 3 });
		expect(timesOf("RotationStarted", heard)).toEqual(
			[0, 1, 2].flatMap((day) =>
				[0, 10, 20, 30, 40].map((m) => MIDNIGHT + day * DAY + m * MINUTE),
			),
		);
		expect(new Set(tokens).size).toBe(1);
	});

	it("is over with the first attempt that succeeds", async () => {
		let attempt = 0;
		const { host, heard } = await daily((event) => {
			if (event.Step === "createSecret" && ++attempt < 3) throw new Error("no");
			doStep(host, event);
		});
		await host.advance({ days: 1 });
		expect(timesOf("RotationStarted", heard)).toEqual(
			[0, 10, 20].map((m) => MIDNIGHT + m * MINUTE),
		);
		expect(timesOf("RotationSucceeded", heard)).toEqual([
			MIDNIGHT + 20 * MINUTE,
		]);
	});

	it("begins again with its first step, whichever failed", async () => {
		const steps: string[] = [];
		const { host } = await daily((event) => {
			steps.push(event.Step);
			if (event.Step === "testSecret" && steps.length < 4)
				throw new Error("no");
			doStep(host, event);
		});
		await host.advance({ days: 1 });
		expect(steps).toEqual([
			...["createSecret", "setSecret", "testSecret"],
			...["createSecret", "setSecret", "testSecret", "finishSecret"],
		]);
	});

	it("lets time pass where it hangs", async () => {
		const clock = manualClock(NOON);
		const { host, heard } = await daily(() => new Promise(() => {}), {
			clock,
			rotationTimeout: { milliseconds: 2 },
		});
		await host.advance({ days: 1 });
		expect(timesOf("RotationFailed", heard)).toHaveLength(5);
		expect(clock.now()).toBe(NOON + DAY);
	});
});

describe("a test that failed", () => {
	/** A host whose `db` rotates daily, by a function whose test failed. */
	async function tested() {
		let works = false;
		const steps: string[] = [];
		const host: Host = hostWith((event) => {
			if (!works) throw new Error("not yet");
			steps.push(event.Step);
			doStep(host, event);
		});
		rotate(host, { RotateImmediately: false, ...DAILY });
		await host.settled();
		works = true;
		return { host, steps, heard: record(host) };
	}

	it("is over: the first window has a rotation of its own", async () => {
		const { host, steps, heard } = await tested();
		await host.advance({ days: 1 });
		expect(steps).toEqual(STEPS);
		expect(rotationNames(heard)).toEqual([
			"RotationStarted",
			"RotationSucceeded",
		]);
	});

	it("is not abandoned by a value that is put later", async () => {
		const { host, heard } = await tested();
		run(host, "PutSecretValue", { SecretId, SecretString: "by hand" });
		expect(rotationNames(heard)).toEqual([]);
	});

	it("does not begin again where somebody gives AWSPENDING to its version", async () => {
		// given a version that a test left behind, with the label of a rotation
		const { host, heard } = await tested();
		run(host, "UpdateSecretVersionStage", {
			SecretId,
			VersionStage: "AWSPENDING",
			MoveToVersionId: token("v2"),
		});
		// when it is time to rotate
		await host.advance({ days: 1 });
		// then the label is in the way, as it would be anywhere
		expect(rotationNames(heard)).toEqual([]);
		expect(checkInvariants(host.store)).toEqual([]);
	});
});

describe("what falls due at one instant", () => {
	it("begins by account, region and creation", async () => {
		// given secrets that rotate daily, made in another order than the defined one
		const host = hostAtNoon({
			rotationFunctions: { [FUNCTION]: rotatesThrough(() => host) },
		});
		const places = [
			["999999999999", "us-east-1", "a"],
			["123456789012", "us-east-1", "z"],
			["123456789012", "us-east-1", "b"],
			["123456789012", "eu-west-1", "c"],
			["999999999999", "us-east-1", "0"],
		] as const;
		for (const [account, region, Name] of places) {
			const place = { account, region };
			run(host, "CreateSecret", { Name, SecretString: "x" }, place);
			run(
				host,
				"RotateSecret",
				{ SecretId: Name, RotationLambdaARN: FUNCTION, ...DAILY },
				place,
			);
		}
		await host.settled();
		const heard = record(host);
		// when they are due
		await host.advance({ days: 1 });
		// then
		expect(
			heard.flatMap(({ name, account, region, arn }) =>
				name === "RotationStarted"
					? [[account, region, /secret:(\w+)-/.exec(arn ?? "")?.[1]]]
					: [],
			),
		).toEqual([3, 1, 2, 0, 4].map((i) => places[i]));
		expect(timesOf("RotationSucceeded", heard)).toEqual(
			places.map(() => MIDNIGHT),
		);
	});

	it("a hundred rotations are all done before time goes on", async () => {
		const clock = manualClock(NOON);
		const started: number[] = [];
		const host = hostAtNoon({
			clock,
			rotationFunctions: {
				[FUNCTION]: async (event) => {
					await new Promise((resolve) => setTimeout(resolve, 1));
					started.push(clock.now());
					doStep(host, event);
				},
			},
		});
		for (let i = 0; i < 100; i++) {
			run(host, "CreateSecret", { Name: `s${i}`, SecretString: "x" });
			run(host, "RotateSecret", {
				SecretId: `s${i}`,
				RotationLambdaARN: FUNCTION,
				...DAILY,
			});
		}
		await host.settled();
		started.length = 0;
		await host.advance({ days: 2 });
		expect(started).toEqual([
			...Array(400).fill(MIDNIGHT),
			...Array(400).fill(MIDNIGHT + DAY),
		]);
	});
});

describe("what falls due on the way", () => {
	it("is done in its order: rotations, and secrets that go", async () => {
		// given a secret that rotates daily, and one that goes in seven days
		const { host, heard } = await daily((event) => doStep(host, event));
		run(host, "CreateSecret", { Name: "gone", SecretString: "x" });
		run(host, "DeleteSecret", { SecretId: "gone", RecoveryWindowInDays: 7 });
		// when
		await host.advance({ days: 9 });
		// then it goes between two rotations
		const times = heard
			.filter(({ name }) =>
				["RotationSucceeded", "EndSecretVersionDelete"].includes(name),
			)
			.map(({ name, at }) => [name, at]);
		expect(times.slice(5, 9)).toEqual([
			["RotationSucceeded", MIDNIGHT + 5 * DAY],
			["RotationSucceeded", MIDNIGHT + 6 * DAY],
			["EndSecretVersionDelete", NOON + 7 * DAY],
			["RotationSucceeded", MIDNIGHT + 7 * DAY],
		]);
	});

	it("is no rotation of a secret that is deleted, until it is restored", async () => {
		const { host, heard } = await daily((event) => doStep(host, event));
		run(host, "DeleteSecret", { SecretId });
		await host.advance({ days: 3 });
		expect(timesOf("RotationSucceeded", heard)).toEqual([]);
		run(host, "RestoreSecret", { SecretId });
		await host.advance({ days: 2 });
		expect(timesOf("RotationSucceeded", heard).length).toBeGreaterThan(0);
		expect(checkInvariants(host.store)).toEqual([]);
	});

	it("may be caused by a function", async () => {
		const { host, heard } = await daily((event) => {
			doStep(host, event);
			if (event.Step !== "finishSecret" || heard.length > 20) return;
			run(host, "CreateSecret", { Name: "short", SecretString: "x" });
			run(host, "DeleteSecret", { SecretId: "short", RecoveryWindowInDays: 7 });
		});
		await host.advance({ hours: 13 });
		await host.advance({ days: 8 });
		expect(timesOf("EndSecretVersionDelete", heard)[0]).toBe(
			MIDNIGHT + 7 * DAY,
		);
	});

	it("is passed through by two advances at once, one after the other", async () => {
		const clock = manualClock(NOON);
		const { host, heard } = await daily((event) => doStep(host, event), {
			clock,
		});
		const failing = host.advance({ days: 1e10 });
		const both = [host.advance({ days: 5 }), host.advance({ days: 5 })];
		await expect(failing).rejects.toThrow(TypeError);
		await Promise.all(both);
		expect(timesOf("RotationSucceeded", heard)).toEqual(
			Array.from({ length: 10 }, (_, i) => MIDNIGHT + i * DAY),
		);
		expect(clock.now()).toBe(NOON + 10 * DAY);
	});
});

describe("two hosts of one seed and one clock", () => {
	it("have one timeline", async () => {
		const timeline = async () => {
			let calls = 0;
			const { host, heard } = await daily((event) => {
				if (++calls % 7 === 0) throw new Error(`call ${calls}`);
				doStep(host, event);
			});
			await host.advance({ days: 12 });
			return { heard, snapshot: toSnapshot(host.store) };
		};
		const one = await timeline();
		expect(timesOf("RotationFailed", one.heard).length).toBeGreaterThan(2);
		expect(await timeline()).toEqual(one);
	});
});
