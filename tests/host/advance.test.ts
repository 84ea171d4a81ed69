import {
	checkInvariants,
	type DomainEvent,
	toSnapshot,
} from "pure-secrets-manager";
import {
	createHost,
	type Host,
	manualClock,
	systemClock,
} from "pure-secrets-manager/host";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, NOON } from "../support/given.js";
import { hostAtNoon, record, refusalOf, run } from "./host-at-noon.js";

describe("advance", () => {
	/** Deletes three secrets with windows of 30, 7 and 9 days. */
	function deleteThree(host: Host) {
		for (const [Name, days] of [
			["thirty", 30],
			["seven", 7],
			["nine", 9],
		]) {
			run(host, "CreateSecret", { Name, SecretString: "x" });
			run(host, "DeleteSecret", { SecretId: Name, RecoveryWindowInDays: days });
		}
	}
	const nameIn = ({ arn }: DomainEvent) => /secret:(\w+)-/.exec(arn ?? "")?.[1];

	it("moves the clock", async () => {
		const clock = manualClock(NOON);
		await hostAtNoon({ clock }).advance({ hours: 25 });
		expect(clock.now()).toBe(NOON + 25 * HOUR);
	});

	it("passes through every due instant, in order", async () => {
		const clock = manualClock(NOON);
		const host = hostAtNoon({ clock });
		deleteThree(host);
		const passed: unknown[] = [];
		host.subscribe((event) => {
			passed.push([nameIn(event), event.name, event.at, clock.now()]);
		});
		await host.advance({ days: 31 });
		const ended = "EndSecretVersionDelete";
		expect(passed).toEqual([
			["seven", ended, NOON + 7 * DAY, NOON + 7 * DAY],
			["nine", ended, NOON + 9 * DAY, NOON + 9 * DAY],
			["thirty", ended, NOON + 30 * DAY, NOON + 30 * DAY],
		]);
		expect(clock.now()).toBe(NOON + 31 * DAY);
		expect(checkInvariants(host.store)).toEqual([]);
	});

	it("leaves what is not due yet", async () => {
		const host = hostAtNoon();
		deleteThree(host);
		await host.advance({ days: 9, milliseconds: -1 });
		expect(refusalOf(host, "DescribeSecret", { SecretId: "seven" })).toBe(
			"ResourceNotFoundException",
		);
		expect(run(host, "DescribeSecret", { SecretId: "nine" }).Name).toBe("nine");
		await host.advance({ milliseconds: 1 });
		expect(refusalOf(host, "DescribeSecret", { SecretId: "nine" })).toBe(
			"ResourceNotFoundException",
		);
	});

	it("passes through instants that fall due on the way", async () => {
		const clock = manualClock(NOON);
		const host = hostAtNoon({ clock });
		deleteThree(host);
		const ends: number[] = [];
		host.subscribe((event) => {
			if (event.name !== "EndSecretVersionDelete") return;
			ends.push(event.at);
			if (nameIn(event) !== "seven") return;
			run(host, "CreateSecret", { Name: "seven" });
			run(host, "DeleteSecret", { SecretId: "seven", RecoveryWindowInDays: 7 });
		});
		await host.advance({ days: 31 });
		expect(ends).toEqual(
			[7, 9, 14, 21, 28, 30].map((days) => NOON + days * DAY),
		);
	});

	it("comes to the same as the clock's own steps, without being called", async () => {
		const clock = manualClock(NOON);
		const moved = hostAtNoon({ clock });
		const advanced = hostAtNoon();
		for (const host of [moved, advanced]) deleteThree(host);
		const heard = record(moved);
		clock.set(NOON + 10 * DAY);
		await advanced.advance({ days: 10 });
		for (const host of [moved, advanced])
			run(host, "CreateSecret", { Name: "seven" });
		expect(toSnapshot(moved.store)).toEqual(toSnapshot(advanced.store));
		expect(heard.slice(0, 2).map(({ at }) => at)).toEqual([
			NOON + 7 * DAY,
			NOON + 9 * DAY,
		]);
	});

	it("by nothing changes nothing", async () => {
		const host = hostAtNoon();
		deleteThree(host);
		const before = host.store;
		await host.advance({});
		expect(host.store).toBe(before);
	});

	it("is refused by a host that follows real time", async () => {
		for (const host of [createHost(), createHost({ clock: systemClock() })]) {
			const advanced = host.advance({ hours: 1 });
			await expect(advanced).rejects.toThrow(TypeError);
			await expect(advanced).rejects.toThrow(/manualClock/);
		}
	});

	it("is refused for a duration that is none", async () => {
		const clock = manualClock(NOON);
		const advanced = hostAtNoon({ clock }).advance({ hours: -1 });
		await expect(advanced).rejects.toThrow(TypeError);
		await expect(advanced).rejects.toThrow(/hours: 25/);
		expect(clock.now()).toBe(NOON);
	});
});
