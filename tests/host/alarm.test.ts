import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type DomainEvent, nextDue } from "pure-secrets-manager";
import { type Clock, createHost, type Host } from "pure-secrets-manager/host";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { alarm } from "../../src/host/alarm.js";
import { repository } from "../house/source.js";
import { DAY, HOUR, MINUTE, NOON, SECOND, token } from "../support/given.js";
import { doStep, FUNCTION, rotate, SecretId } from "./a-rotation.js";
import { record, run } from "./host-at-noon.js";

const MIDNIGHT = NOON + 12 * HOUR;
const LONGEST = 2 ** 31 - 1;

beforeEach(() => {
	vi.useFakeTimers({
		now: NOON,
		toFake: ["setTimeout", "clearTimeout", "Date"],
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

describe("an alarm", () => {
	/** An alarm on the time of the test, and when it rang. */
	function setUp() {
		const rings: number[] = [];
		const bell = alarm(Date.now, () => void rings.push(Date.now() - NOON));
		return { bell, rings };
	}

	it("rings when its instant comes, once", () => {
		const { bell, rings } = setUp();
		bell.set(NOON + 1000);
		vi.advanceTimersByTime(999);
		expect(rings).toEqual([]);
		vi.advanceTimersByTime(1);
		expect(rings).toEqual([1000]);
		vi.advanceTimersByTime(DAY);
		expect(rings).toEqual([1000]);
		expect(vi.getTimerCount()).toBe(0);
	});

	it("has no timer before it is set, nor once it is set to nothing", () => {
		const { bell, rings } = setUp();
		expect(vi.getTimerCount()).toBe(0);
		bell.set(NOON + 1000);
		bell.set(undefined);
		expect(vi.getTimerCount()).toBe(0);
		vi.advanceTimersByTime(DAY);
		expect(rings).toEqual([]);
	});

	it("has one timer, however often it is set", () => {
		const { bell, rings } = setUp();
		for (const at of [5000, 1000, 9000, 3000]) bell.set(NOON + at);
		expect(vi.getTimerCount()).toBe(1);
		vi.advanceTimersByTime(DAY);
		expect(rings).toEqual([3000]);
	});

	it("that is set to the same instant keeps its timer", () => {
		const { bell } = setUp();
		bell.set(NOON + 1000);
		const timeouts = vi.spyOn(globalThis, "setTimeout");
		bell.set(NOON + 1000);
		expect(timeouts).not.toHaveBeenCalled();
		expect(vi.getTimerCount()).toBe(1);
	});

	it.each([0, -1, -DAY])(
		"rings at once, but not within the call, for an instant %i ms away",
		(ago) => {
			const { bell, rings } = setUp();
			bell.set(NOON + ago);
			expect(rings).toEqual([]);
			vi.advanceTimersByTime(1);
			expect(rings).toEqual([1]);
		},
	);

	it.each([LONGEST, LONGEST + 1, 100 * DAY, 3650 * DAY])(
		"waits for what is %i ms away, and does not ring before",
		(delay) => {
			const { bell, rings } = setUp();
			const timeouts = vi.spyOn(globalThis, "setTimeout");
			bell.set(NOON + delay);
			vi.advanceTimersByTime(delay - 1);
			expect(rings).toEqual([]);
			vi.advanceTimersByTime(1);
			expect(rings).toEqual([delay]);
			for (const [, milliseconds] of timeouts.mock.calls)
				expect(milliseconds).toBeLessThanOrEqual(LONGEST);
			expect(timeouts).toHaveBeenCalledTimes(Math.ceil(delay / LONGEST));
		},
	);

	it("asks the clock again when its timer was early", () => {
		// given a clock that is slower than the timers
		const rings: number[] = [];
		const slow = () => NOON + Math.floor((Date.now() - NOON) / 2);
		const bell = alarm(slow, () => void rings.push(slow() - NOON));
		bell.set(NOON + 1000);
		// when
		vi.advanceTimersByTime(1999);
		expect(rings).toEqual([]);
		vi.advanceTimersByTime(5);
		// then it rings by the clock
		expect(rings).toEqual([1000]);
	});

	it("may be set while it rings", () => {
		const rings: number[] = [];
		const bell = alarm(Date.now, () => {
			rings.push(Date.now() - NOON);
			if (rings.length < 3) bell.set(Date.now() + 1000);
		});
		bell.set(NOON + 1000);
		vi.advanceTimersByTime(DAY);
		expect(rings).toEqual([1000, 2000, 3000]);
	});

	it("keeps no process alive", () => {
		vi.useRealTimers();
		const timeouts = vi.spyOn(globalThis, "setTimeout");
		const bell = alarm(Date.now, () => {});
		bell.set(Date.now() + DAY);
		const timer = timeouts.mock.results[0]?.value as NodeJS.Timeout;
		expect(timer.hasRef()).toBe(false);
		bell.set(undefined);
	});

	it("does where timers are numbers, as in browsers", () => {
		let ringLater: () => void = () => {};
		vi.spyOn(globalThis, "setTimeout").mockImplementation(((
			ring: () => void,
		) => {
			ringLater = ring;
			return 7;
		}) as unknown as typeof setTimeout);
		const { bell, rings } = setUp();
		bell.set(NOON);
		ringLater();
		expect(rings).toEqual([0]);
	});
});

describe("a host that follows real time", () => {
	/** A host with a secret whose function rotates it through the host. */
	function realHost(clock?: Clock): { host: Host; heard: DomainEvent[] } {
		const host: Host = createHost({
			seed: "s",
			clock,
			rotationFunctions: { [FUNCTION]: (event) => doStep(host, event) },
		});
		run(host, "CreateSecret", {
			Name: SecretId,
			SecretString: "first",
			ClientRequestToken: token("v1"),
		});
		return { host, heard: record(host) };
	}
	const rules = (AutomaticallyAfterDays: number) => ({
		RotationRules: { AutomaticallyAfterDays },
	});

	it("has no timer while nothing is due", () => {
		realHost();
		expect(vi.getTimerCount()).toBe(0);
	});

	it("rotates when it is time, with nobody calling", async () => {
		// given a secret that rotates every day
		const { host, heard } = realHost();
		rotate(host, rules(1));
		await host.settled();
		heard.length = 0;
		expect(vi.getTimerCount()).toBe(1);
		// when three midnights pass
		await vi.advanceTimersByTimeAsync(3 * DAY);
		await host.settled();
		// then
		const times = heard
			.filter(({ name }) => name === "RotationSucceeded")
			.map(({ at }) => at);
		expect(times).toEqual([0, 1, 2].map((day) => MIDNIGHT + day * DAY));
		expect(vi.getTimerCount()).toBe(1);
	});

	it("tries again in ten minutes", async () => {
		const host: Host = createHost({
			rotationFunctions: {
				[FUNCTION]: (event) => {
					if (Date.now() > NOON) throw new Error("no");
					doStep(host, event);
				},
			},
		});
		run(host, "CreateSecret", { Name: SecretId, SecretString: "x" });
		rotate(host, rules(1));
		await host.settled();
		const heard = record(host);
		await vi.advanceTimersByTimeAsync(12 * HOUR + 15 * MINUTE);
		expect(
			heard
				.filter(({ name }) => name === "RotationFailed")
				.map(({ at }) => at - MIDNIGHT),
		).toEqual([0, 10 * MINUTE]);
	});

	it("lets a secret go when it is time", async () => {
		const { host, heard } = realHost();
		run(host, "DeleteSecret", { SecretId, RecoveryWindowInDays: 30 });
		heard.length = 0;
		vi.advanceTimersByTime(30 * DAY - 1);
		expect(heard).toEqual([]);
		vi.advanceTimersByTime(1);
		expect(heard).toMatchObject([
			{ name: "EndSecretVersionDelete", at: NOON + 30 * DAY },
		]);
		expect(nextDue(host.store)).toBeUndefined();
		expect(vi.getTimerCount()).toBe(0);
	});

	it("has one timer for all that is due, for the first of it", () => {
		const { host, heard } = realHost();
		for (const days of [20, 7, 30]) {
			const Name = `in-${days}`;
			run(host, "CreateSecret", { Name, SecretString: "x" });
			run(host, "DeleteSecret", { SecretId: Name, RecoveryWindowInDays: days });
			expect(vi.getTimerCount()).toBe(1);
		}
		heard.length = 0;
		vi.advanceTimersByTime(31 * DAY);
		expect(heard.map(({ at }) => (at - NOON) / DAY)).toEqual([7, 20, 30]);
	});

	it("has no timer any more when what was due is taken back", async () => {
		const { host } = realHost();
		rotate(host, rules(1));
		await host.settled();
		expect(vi.getTimerCount()).toBe(1);
		run(host, "CancelRotateSecret", { SecretId });
		expect(vi.getTimerCount()).toBe(0);
		run(host, "DeleteSecret", { SecretId });
		expect(vi.getTimerCount()).toBe(1);
		run(host, "RestoreSecret", { SecretId });
		expect(vi.getTimerCount()).toBe(0);
	});

	it("leaves its timer alone at calls that change nothing of it", async () => {
		const { host } = realHost();
		rotate(host, rules(1));
		await host.settled();
		const timeouts = vi.spyOn(globalThis, "setTimeout");
		run(host, "GetSecretValue", { SecretId });
		host.execute("GetSecretValue", { SecretId: "nobody" });
		run(host, "CreateSecret", { Name: "other", SecretString: "x" });
		expect(timeouts).not.toHaveBeenCalled();
	});

	it("does what fell due before it was there", () => {
		const { host } = realHost();
		run(host, "DeleteSecret", { SecretId, RecoveryWindowInDays: 7 });
		const { store } = host;
		vi.setSystemTime(NOON + 8 * DAY);
		const later = createHost({ store });
		const heard = record(later);
		expect(heard).toEqual([]);
		vi.advanceTimersByTime(1);
		expect(heard).toMatchObject([{ name: "EndSecretVersionDelete" }]);
	});

	it("hears nothing of a throwing listener when its timer rings", () => {
		vi.spyOn(console, "error").mockImplementation(() => {});
		const { host, heard } = realHost();
		host.subscribe(() => {
			throw new Error("the listener's own affair");
		});
		run(host, "DeleteSecret", { SecretId, RecoveryWindowInDays: 7 });
		vi.advanceTimersByTime(8 * DAY);
		expect(heard.at(-1)?.name).toBe("EndSecretVersionDelete");
	});

	it("goes by a clock of one's own that cannot be set", () => {
		const { host, heard } = realHost({ now: () => Date.now() - HOUR });
		run(host, "DeleteSecret", { SecretId, RecoveryWindowInDays: 7 });
		heard.length = 0;
		vi.advanceTimersByTime(7 * DAY - 1);
		expect(heard).toEqual([]);
		vi.advanceTimersByTime(1);
		expect(heard).toHaveLength(1);
	});

	it("that is none, because its clock can be set, has no timer", () => {
		let at = NOON;
		const { host, heard } = realHost({
			now: () => at,
			set: (to) => {
				at = to;
			},
		});
		run(host, "DeleteSecret", { SecretId, RecoveryWindowInDays: 7 });
		expect(vi.getTimerCount()).toBe(0);
		heard.length = 0;
		vi.advanceTimersByTime(30 * DAY);
		expect(heard).toEqual([]);
	});
});

describe("a process", { timeout: 30 * SECOND }, () => {
	it("ends although a rotation is due some day", async () => {
		// given a program whose host has a rotation and a deletion to come
		const dist = join(repository, "dist", "host.js");
		expect(existsSync(dist), "npm run build").toBe(true);
		vi.useRealTimers();
		const program = `
			import { createHost } from ${JSON.stringify(dist)};
			const arn = ${JSON.stringify(FUNCTION)};
			const host = createHost({ rotationFunctions: { [arn]: () => {} } });
			for (const Name of ["a", "b"])
				host.execute("CreateSecret", { Name, SecretString: "x" });
			host.execute("DeleteSecret", { SecretId: "a" });
			const { ok } = host.execute("RotateSecret", {
				SecretId: "b",
				RotationLambdaARN: arn,
				RotationRules: { AutomaticallyAfterDays: 1 },
			});
			await host.settled();
			console.log(ok);
		`;
		// when it comes to its end
		const child = spawn(process.execPath, [
			...["--input-type=module", "--eval", program],
		]);
		let said = "";
		child.stdout.on("data", (text) => {
			said += text;
		});
		const timer = setTimeout(() => child.kill(), 20_000);
		const [code] = await once(child, "close");
		clearTimeout(timer);
		// then it ends
		expect({ code, said }).toEqual({ code: 0, said: "true\n" });
	});
});
