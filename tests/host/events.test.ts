import type { DomainEvent } from "pure-secrets-manager";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { eventStream } from "../../src/host/events.js";
import { NOON } from "../support/given.js";

const event = (name: string): DomainEvent => ({
	name,
	at: NOON,
	arn: "arn",
	account: "123456789012",
	region: "us-east-1",
	detail: {},
});
const events = (...names: string[]) => names.map(event);

/** A listener that notes the names of what it hears. */
function notebook() {
	const names: string[] = [];
	return { names, listener: ({ name }: DomainEvent) => void names.push(name) };
}

const complaints = vi.fn();
beforeEach(() => {
	complaints.mockReset();
	vi.spyOn(console, "error").mockImplementation(complaints);
});
afterEach(() => {
	vi.restoreAllMocks();
});

describe("an event stream", () => {
	it("tells each listener every event, in order", () => {
		const stream = eventStream();
		const one = notebook();
		const two = notebook();
		stream.subscribe(one.listener);
		stream.subscribe(two.listener);
		stream.publish(events("a", "b"));
		stream.publish(events("c"));
		expect(one.names).toEqual(["a", "b", "c"]);
		expect(two.names).toEqual(["a", "b", "c"]);
	});

	it("tells the very event that was published", () => {
		const stream = eventStream();
		const heard: DomainEvent[] = [];
		stream.subscribe((each) => void heard.push(each));
		const published = event("a");
		stream.publish([published]);
		expect(heard[0]).toBe(published);
	});

	it("tells a listener nothing of what was before", () => {
		const stream = eventStream();
		stream.publish(events("a"));
		const late = notebook();
		stream.subscribe(late.listener);
		stream.publish(events("b"));
		expect(late.names).toEqual(["b"]);
	});

	it("needs no listener, and no event", () => {
		const stream = eventStream();
		stream.publish(events("a"));
		stream.publish([]);
	});

	it("tells what a listener causes after what happened before it, to all", () => {
		const stream = eventStream();
		const before = notebook();
		const after = notebook();
		stream.subscribe(before.listener);
		stream.subscribe(({ name }) => {
			if (name === "a") stream.publish(events("a1", "a2"));
		});
		stream.subscribe(after.listener);
		stream.publish(events("a", "b"));
		expect(before.names).toEqual(["a", "b", "a1", "a2"]);
		expect(after.names).toEqual(["a", "b", "a1", "a2"]);
	});
});

describe("the end of a subscription", () => {
	it("silences the listener alone", () => {
		const stream = eventStream();
		const gone = notebook();
		const stays = notebook();
		const end = stream.subscribe(gone.listener);
		stream.subscribe(stays.listener);
		stream.publish(events("a"));
		end();
		stream.publish(events("b"));
		expect(gone.names).toEqual(["a"]);
		expect(stays.names).toEqual(["a", "b"]);
	});

	it("may come twice", () => {
		const stream = eventStream();
		const end = stream.subscribe(() => {});
		end();
		end();
	});

	it("may come while an event is told", () => {
		const stream = eventStream();
		const names: string[] = [];
		const end = stream.subscribe(({ name }) => {
			names.push(name);
			end();
		});
		const stays = notebook();
		stream.subscribe(stays.listener);
		stream.publish(events("a", "b"));
		expect(names).toEqual(["a"]);
		expect(stays.names).toEqual(["a", "b"]);
	});

	it("is felt at once, also when an earlier listener ends it", () => {
		const stream = eventStream();
		const gone = notebook();
		let end = () => {};
		stream.subscribe(() => end());
		end = stream.subscribe(gone.listener);
		stream.publish(events("a"));
		expect(gone.names).toEqual([]);
	});
});

describe("a function that is subscribed twice", () => {
	it("hears each event twice, and once when one subscription ends", () => {
		const stream = eventStream();
		const { names, listener } = notebook();
		const end = stream.subscribe(listener);
		stream.subscribe(listener);
		stream.publish(events("a"));
		expect(names).toEqual(["a", "a"]);
		end();
		end();
		stream.publish(events("b"));
		expect(names).toEqual(["a", "a", "b"]);
	});
});

describe("a listener that throws", () => {
	it("harms neither the publisher nor other listeners nor later events", () => {
		const stream = eventStream();
		const before = notebook();
		const after = notebook();
		stream.subscribe(before.listener);
		stream.subscribe(() => {
			throw new Error("of no interest to others");
		});
		stream.subscribe(after.listener);
		stream.publish(events("a", "b"));
		stream.publish(events("c"));
		expect(before.names).toEqual(["a", "b", "c"]);
		expect(after.names).toEqual(["a", "b", "c"]);
	});
});

describe("a listener that fails", () => {
	const failure = new Error("a wrong expectation");

	it.each<[string, () => void]>([
		[
			"at once",
			() => {
				throw failure;
			},
		],
		["later", () => Promise.reject(failure)],
	])("%s is heard of on the console, and harms nobody", async (_, fails) => {
		const stream = eventStream();
		const other = notebook();
		stream.subscribe(fails);
		stream.subscribe(other.listener);
		stream.publish(events("a"));
		await Promise.resolve();
		expect(other.names).toEqual(["a"]);
		expect(complaints).toHaveBeenCalledWith(
			"pure-secrets-manager: a listener failed:",
			failure,
		);
	});
});

it("a quota of secrets may go at once", () => {
	const stream = eventStream();
	let heard = 0;
	stream.subscribe(() => void heard++);
	stream.publish(Array.from({ length: 500_000 }, () => event("a")));
	expect(heard).toBe(500_000);
});
