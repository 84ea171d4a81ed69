import { type DomainEvent, execute, toSnapshot } from "pure-secrets-manager";
import { describe, expect, it, vi } from "vitest";
import { DAY, NOON, token } from "../support/given.js";
import { hostAtNoon, record, refusalOf, run } from "./host-at-noon.js";

describe("transact", () => {
	it("hands over the store and a context of this moment", () => {
		const host = hostAtNoon();
		const before = host.store;
		host.transact(
			(store, context) => {
				expect(store).toBe(before);
				expect(context).toMatchObject({
					now: NOON,
					seed: "s/0",
					account: "111111111111",
					region: "eu-west-1",
				});
				return { store };
			},
			{ account: "111111111111", region: "eu-west-1" },
		);
	});

	it("gives each call a seed of its own", () => {
		const host = hostAtNoon();
		const seeds: string[] = [];
		for (let i = 0; i < 3; i++)
			host.transact((store, { seed }) => {
				seeds.push(seed);
				return { store };
			});
		expect(seeds).toEqual(["s/0", "s/1", "s/2"]);
	});

	it("answers with all that the transition did", () => {
		const done = hostAtNoon().transact((store) => ({
			store,
			extra: "kept",
		}));
		expect(done.extra).toBe("kept");
	});

	it("keeps the store and tells the events", () => {
		const host = hostAtNoon();
		const heard = record(host);
		host.transact((store, context) =>
			execute(
				store,
				{
					operation: "CreateSecret",
					input: { Name: "a", ClientRequestToken: token("v1") },
				},
				context,
			),
		);
		expect(run(host, "DescribeSecret", { SecretId: "a" }).Name).toBe("a");
		expect(heard[0]?.name).toBe("CreateSecret");
	});

	it("lets time do what is due before the transition looks", () => {
		const clock = { now: () => now };
		let now = NOON;
		const host = hostAtNoon({ clock });
		run(host, "CreateSecret", { Name: "gone" });
		run(host, "DeleteSecret", { SecretId: "gone" });
		now += 31 * DAY;
		host.transact((store, context) => {
			expect(toSnapshot(store).vaults[0]?.secrets ?? []).toEqual([]);
			expect(context.now).toBe(now);
			return { store };
		});
	});

	it("changes nothing when the transition throws", () => {
		const host = hostAtNoon();
		run(host, "CreateSecret", { Name: "a" });
		const before = host.store;
		expect(() =>
			host.transact(() => {
				throw new Error("a fault of the shell");
			}),
		).toThrow("a fault of the shell");
		expect(host.store).toBe(before);
		expect(run(host, "DescribeSecret", { SecretId: "a" }).Name).toBe("a");
	});
});

describe("subscribe", () => {
	it("tells the events of each accepted call, and none of a refused one", () => {
		const host = hostAtNoon();
		const heard = record(host);
		const { ARN } = run(host, "CreateSecret", {
			Name: "a",
			SecretString: "x",
			ClientRequestToken: token("v1"),
		});
		refusalOf(host, "DescribeSecret", { SecretId: "b" });
		run(host, "DescribeSecret", { SecretId: "a" });
		expect(heard.map(({ name }) => name)).toEqual([
			"CreateSecret",
			"Secret Label Updated",
			"DescribeSecret",
		]);
		expect(heard[0]).toEqual({
			name: "CreateSecret",
			at: NOON,
			arn: ARN,
			account: "123456789012",
			region: "us-east-1",
			detail: { versionId: token("v1") },
		});
	});

	it("tells a listener of a store that is already the next one", () => {
		const host = hostAtNoon();
		let found: unknown;
		host.subscribe(({ name }) => {
			if (name === "CreateSecret")
				found = run(host, "DescribeSecret", { SecretId: "a" }).Name;
		});
		run(host, "CreateSecret", { Name: "a" });
		expect(found).toBe("a");
	});

	it("tells of a listener's own commands after what led to them", () => {
		const host = hostAtNoon();
		host.subscribe(({ name }) => {
			if (name === "CreateSecret")
				run(host, "UpdateSecret", { SecretId: "a", Description: "noticed" });
		});
		const heard = record(host);
		run(host, "CreateSecret", { Name: "a", SecretString: "x" });
		expect(heard.map(({ name }) => name)).toEqual([
			"CreateSecret",
			"Secret Label Updated",
			"UpdateSecret",
		]);
		expect(run(host, "DescribeSecret", { SecretId: "a" }).Description).toBe(
			"noticed",
		);
	});

	it("lets no listener's error reach the caller", () => {
		vi.spyOn(console, "error").mockImplementationOnce(() => {});
		const host = hostAtNoon();
		host.subscribe(() => {
			throw new Error("the listener's own affair");
		});
		const heard = record(host);
		run(host, "CreateSecret", { Name: "a" });
		expect(heard).toHaveLength(1);
	});

	it("ends with its answer", () => {
		const host = hostAtNoon();
		const heard: DomainEvent[] = [];
		const end = host.subscribe((event) => void heard.push(event));
		end();
		run(host, "CreateSecret", { Name: "a" });
		expect(heard).toEqual([]);
	});
});
