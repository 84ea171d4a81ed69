import {
	createStore,
	fromSnapshot,
	type Kms,
	localKms,
	toSnapshot,
} from "pure-secrets-manager";
import {
	createHost,
	type Host,
	type HostOptions,
	manualClock,
} from "pure-secrets-manager/host";
import { describe, expect, it } from "vitest";
import { HOUR, NOON } from "../support/given.js";
import { hostAtNoon, refusalOf, run } from "./host-at-noon.js";

describe("a host by default", () => {
	it("is in us-east-1 and account 123456789012", () => {
		const host = createHost();
		expect(host).toMatchObject({
			region: "us-east-1",
			account: "123456789012",
		});
		expect(run(host, "CreateSecret", { Name: "a" }).ARN).toMatch(
			/^arn:aws:secretsmanager:us-east-1:123456789012:secret:a-[A-Za-z0-9]{6}$/,
		);
	});

	it("begins empty", () => {
		expect(toSnapshot(createHost().store)).toEqual(toSnapshot(createStore()));
	});

	it("follows the time of the machine", () => {
		const host = createHost();
		const before = Date.now();
		run(host, "CreateSecret", { Name: "a" });
		const { CreatedDate } = run(host, "DescribeSecret", { SecretId: "a" });
		expect(CreatedDate).toBeGreaterThanOrEqual(before);
		expect(CreatedDate).toBeLessThanOrEqual(Date.now());
	});

	it("leaves suffixes to chance", () => {
		const suffixes = Array.from(
			{ length: 20 },
			() => run(createHost(), "CreateSecret", { Name: "a" }).ARN,
		);
		expect(new Set(suffixes).size).toBe(20);
	});

	it("takes an option that is undefined as none", () => {
		const host = createHost({
			store: undefined,
			clock: undefined,
			seed: undefined,
			account: undefined,
			region: undefined,
			kms: undefined,
		});
		expect(host.account).toBe("123456789012");
		expect(run(host, "CreateSecret", { Name: "a" }).Name).toBe("a");
	});
});

describe("a host", () => {
	it("shows the clock that it reads", async () => {
		const clock = manualClock(NOON);
		const host = hostAtNoon({ clock });
		await host.advance({ hours: 1 });
		expect(host.clock).toBe(clock);
		expect(host.clock.now()).toBe(NOON + HOUR);
	});
});

describe("the cell", () => {
	it("holds a new store after a write", () => {
		const host = hostAtNoon();
		const before = host.store;
		run(host, "CreateSecret", { Name: "a", SecretString: "x" });
		expect(host.store).not.toBe(before);
		expect(toSnapshot(before)).toEqual(toSnapshot(createStore()));
	});

	it("holds the very same store after a refusal", () => {
		const host = hostAtNoon();
		run(host, "CreateSecret", { Name: "a", SecretString: "x" });
		const before = host.store;
		expect(refusalOf(host, "GetSecretValue", { SecretId: "b" })).toBe(
			"ResourceNotFoundException",
		);
		expect(host.store).toBe(before);
	});

	it("begins with a given store", () => {
		const first = hostAtNoon();
		run(first, "CreateSecret", { Name: "a", SecretString: "x" });
		const second = hostAtNoon({ store: first.store });
		expect(run(second, "GetSecretValue", { SecretId: "a" }).SecretString).toBe(
			"x",
		);
	});

	it("is the host's own: two hosts of one store part ways", () => {
		const first = hostAtNoon();
		const second = hostAtNoon({ store: first.store });
		run(first, "CreateSecret", { Name: "a" });
		expect(refusalOf(second, "DescribeSecret", { SecretId: "a" })).toBe(
			"ResourceNotFoundException",
		);
	});

	it("opens a store that was saved by another host", () => {
		const first = hostAtNoon();
		run(first, "CreateSecret", { Name: "a", SecretString: "kept" });
		const saved = JSON.stringify(toSnapshot(first.store));
		const opened = fromSnapshot(JSON.parse(saved));
		if (!opened.ok) throw new Error(opened.error.message);
		const second = hostAtNoon({ store: opened.value, seed: "another" });
		expect(run(second, "GetSecretValue", { SecretId: "a" }).SecretString).toBe(
			"kept",
		);
	});

	it("opens no value under another root key", () => {
		const under = (byte: number): Kms =>
			localKms({ rootKey: new Uint8Array(32).fill(byte) });
		const first = hostAtNoon({ kms: under(1) });
		run(first, "CreateSecret", { Name: "a", SecretString: "x" });
		const { store } = first;
		expect(
			refusalOf(hostAtNoon({ store, kms: under(2) }), "GetSecretValue", {
				SecretId: "a",
			}),
		).toBe("DecryptionFailure");
		expect(
			run(hostAtNoon({ store, kms: under(1) }), "GetSecretValue", {
				SecretId: "a",
			}).SecretString,
		).toBe("x");
	});

	it("keeps a store's options", () => {
		const host = hostAtNoon({ store: createStore({ maxSecrets: 1 }) });
		run(host, "CreateSecret", { Name: "a" });
		expect(refusalOf(host, "CreateSecret", { Name: "b" })).toBe(
			"LimitExceededException",
		);
	});
});

describe("the scope of a call", () => {
	it("is the host's own where it says nothing", () => {
		const host = hostAtNoon({ account: "111111111111", region: "eu-west-1" });
		const { ARN } = run(
			host,
			"CreateSecret",
			{ Name: "a" },
			{ region: undefined },
		);
		expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-1:111111111111:/);
	});

	it("is another account or region, each with secrets of its own", () => {
		const host = hostAtNoon();
		const scopes = [
			{},
			{ region: "eu-west-1" },
			{ account: "111111111111" },
			{ account: "111111111111", region: "cn-north-1" },
		];
		for (const [i, scope] of scopes.entries())
			run(host, "CreateSecret", { Name: "a", SecretString: `${i}` }, scope);
		const read = scopes.map(
			(scope) =>
				run(host, "GetSecretValue", { SecretId: "a" }, scope).SecretString,
		);
		expect(read).toEqual(["0", "1", "2", "3"]);
	});

	it("bars the way to a secret of another account", () => {
		const host = hostAtNoon();
		const { ARN } = run(host, "CreateSecret", { Name: "a" });
		expect(
			refusalOf(
				host,
				"DescribeSecret",
				{ SecretId: ARN },
				{ account: "111111111111" },
			),
		).toBe("AccessDeniedException");
	});

	it.each([
		[{ account: "1" }, "123456789012"],
		[{ region: "Frankfurt" }, "us-east-1"],
	])(
		"is a TypeError as %j, with an example of what will do",
		(scope, example) => {
			const host = hostAtNoon();
			const call = () =>
				host.execute("DescribeSecret", { SecretId: "a" }, scope);
			expect(call).toThrow(TypeError);
			expect(call).toThrow(example);
		},
	);
});

describe("options that no call could use", () => {
	it.each<[string, HostOptions, RegExp]>([
		["an account of letters", { account: "mine" }, /account.*12 digits/],
		["an empty account", { account: "" }, /account.*12 digits/],
		["a region in words", { region: "Ireland" }, /region.*us-east-1/],
		[
			"a clock that tells no time",
			{ clock: { now: () => Number.NaN } },
			/milliseconds/,
		],
		[
			"a clock that tells fractions",
			{ clock: { now: () => 0.5 } },
			/milliseconds/,
		],
		[
			"a clock that is none",
			{ clock: {} as NonNullable<HostOptions["clock"]> },
			/manualClock|systemClock|milliseconds/,
		],
	])("are a TypeError with the remedy: %s", (_, options, remedy) => {
		expect(() => createHost(options)).toThrow(TypeError);
		expect(() => createHost(options)).toThrow(remedy);
	});
});

describe("settled", () => {
	it("waits for nothing as long as nothing is under way", async () => {
		const host = hostAtNoon();
		run(host, "CreateSecret", { Name: "a" });
		await expect(host.settled()).resolves.toBeUndefined();
	});
});

describe("two hosts of one seed and one time", () => {
	const story = async (host: Host) => {
		run(host, "CreateSecret", { Name: "a", SecretString: "x" });
		run(host, "CreateSecret", { Name: "b", SecretBinary: Uint8Array.of(1) });
		run(host, "PutSecretValue", { SecretId: "a", SecretString: "y" });
		refusalOf(host, "PutSecretValue", { SecretId: "c", SecretString: "y" });
		run(host, "DeleteSecret", { SecretId: "b", RecoveryWindowInDays: 7 });
		await host.advance({ days: 8 });
		run(host, "CreateSecret", { Name: "b", SecretString: "z" });
		run(host, "GetSecretValue", { SecretId: "b" });
		return JSON.stringify(toSnapshot(host.store));
	};

	it("tell the same story, bit for bit", async () => {
		expect(await story(hostAtNoon())).toBe(await story(hostAtNoon()));
	});

	it("tell it otherwise when the seed is another", async () => {
		expect(await story(hostAtNoon())).not.toBe(
			await story(hostAtNoon({ seed: "t" })),
		);
	});
});
