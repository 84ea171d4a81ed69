import {
	createStore,
	putAlias,
	putManagedSecret,
	registerKey,
	type SecretStore,
	setKeyState,
	toSnapshot,
} from "pure-secrets-manager";
import type { Host, SetUp } from "pure-secrets-manager/host";
import { describe, expect, it } from "vitest";
import { DAY, NOON, token } from "../support/given.js";
import {
	currentValue,
	hostWith,
	rotate,
	rotatesThrough,
	rotationNames,
	SecretId,
	stagesOf,
} from "./a-rotation.js";
import { hostAtNoon, record, refusalOf, run } from "./host-at-noon.js";

const keyId = "11111111-2222-4333-8444-555555555555";
const ARN = `arn:aws:kms:us-east-1:123456789012:key/${keyId}`;

const register = (host: Host, scope = {}) =>
	host.setUp((store, context) => registerKey(store, { keyId }, context), scope);
const put = (host: Host, state: Parameters<typeof setKeyState>[1]["state"]) =>
	host.setUp((store, context) => setKeyState(store, { keyId, state }, context));

describe("setUp", () => {
	it("answers with what the command gave, and puts its store in place", () => {
		const host = hostAtNoon();
		const registered = register(host);
		expect(registered.arn).toBe(ARN);
		expect(host.store).toBe(registered.store);
		host.setUp((store, context) =>
			putAlias(store, { alias: "alias/app", keyId }, context),
		);
		expect(toSnapshot(host.store).keys).toEqual([
			{ arn: ARN, state: "Enabled", aliases: ["alias/app"] },
		]);
		run(host, "CreateSecret", { Name: "a", KmsKeyId: "alias/app" });
	});

	it("leaves the very same store where the command changes nothing", () => {
		const host = hostAtNoon();
		register(host);
		const before = host.store;
		register(host);
		put(host, "Enabled");
		expect(host.store).toBe(before);
	});

	it("hands over the store and a context of this moment and place", () => {
		const host = hostAtNoon();
		const before = host.store;
		host.setUp(
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

	it.each([
		[{}, ARN],
		[
			{ account: "111111111111" },
			`arn:aws:kms:us-east-1:111111111111:key/${keyId}`,
		],
		[
			{ region: "eu-west-1" },
			`arn:aws:kms:eu-west-1:123456789012:key/${keyId}`,
		],
	])("in the scope %j makes a key there", (scope, arn) => {
		expect(register(hostAtNoon(), scope).arn).toBe(arn);
	});

	it("lets time do what is due before the command looks", () => {
		const clock = { now: () => now };
		let now = NOON;
		const host = hostAtNoon({ clock });
		run(host, "CreateSecret", { Name: "gone" });
		run(host, "DeleteSecret", { SecretId: "gone" });
		now += 31 * DAY;
		host.setUp((store, context) => {
			expect(toSnapshot(store).vaults[0]?.secrets ?? []).toEqual([]);
			expect(context.now).toBe(now);
			return { store };
		});
	});

	it("is no event where the command tells of none", () => {
		const host = hostAtNoon();
		const heard = record(host);
		register(host);
		put(host, "Disabled");
		expect(heard).toEqual([]);
	});
});

describe("a managed secret, by setUp", () => {
	const FIRST = '{"password":"first"}';
	const make = (host: Host, more: object = {}) =>
		host.setUp((store, context) =>
			putManagedSecret(
				store,
				{ Name: "rds!cluster-1", SecretString: FIRST, ...more },
				context,
			),
		);

	it("is answered, and told to listeners", () => {
		const host = hostAtNoon();
		const heard = record(host);
		const { result, events } = make(host);
		expect(result).toMatchObject({
			ok: true,
			value: { Name: "rds!cluster-1" },
		});
		expect(events).not.toEqual([]);
		expect(heard).toEqual(events);
		expect(
			run(host, "DescribeSecret", { SecretId: "rds!cluster-1" }).OwningService,
		).toBe("rds");
	});

	it("that is refused changes nothing, and tells nobody", () => {
		const host = hostAtNoon();
		const before = host.store;
		const heard = record(host);
		expect(make(host, { KmsKeyId: keyId }).result).toMatchObject({
			ok: false,
			error: { name: "InvalidParameterException" },
		});
		expect(host.store).toBe(before);
		expect(heard).toEqual([]);
	});

	it("under a key that is disabled keeps its value until it can be rotated", async () => {
		// given a secret that rotates daily, and whose key is disabled
		const host = hostAtNoon();
		register(host);
		const RotationRules = { AutomaticallyAfterDays: 1 };
		make(host, { KmsKeyId: keyId, RotationRules });
		put(host, "Disabled");
		const heard = record(host);
		// when its rotation is due
		await host.advance({ days: 3 });
		// then nothing has come of it
		expect(rotationNames(heard)).not.toContain("RotationSucceeded");
		expect(heard.at(-1)).toMatchObject({
			name: "RotationFailed",
			detail: { message: expect.stringContaining(`${ARN} is disabled.`) },
		});
		// until the key is enabled
		put(host, "Enabled");
		const read = () =>
			run(host, "GetSecretValue", { SecretId: "rds!cluster-1" }).SecretString;
		expect(read()).toBe(FIRST);
		await host.advance({ days: 3 });
		expect(rotationNames(heard)).toContain("RotationSucceeded");
		expect(read()).not.toBe(FIRST);
	});
});

describe("a key that is disabled", () => {
	it("during a rotation lets it fail, and begin again once it is enabled", async () => {
		// given a secret under a key, and a function that rotates it
		const host: Host = hostWith(rotatesThrough(() => host));
		register(host);
		run(host, "UpdateSecret", { SecretId, KmsKeyId: keyId });
		run(host, "PutSecretValue", {
			SecretId,
			SecretString: "under the key",
			ClientRequestToken: token("v1b"),
		});
		const heard = record(host);
		// when its key is disabled before the function is at work
		rotate(host, { RotationRules: { AutomaticallyAfterDays: 1 } });
		put(host, "Disabled");
		await host.settled();
		// then the rotation fails, and nothing is lost
		expect(rotationNames(heard).at(-1)).toBe("RotationFailed");
		expect(refusalOf(host, "GetSecretValue", { SecretId })).toBe(
			"DecryptionFailure",
		);
		expect(stagesOf(host)[token("v1b")]).toContain("AWSCURRENT");
		put(host, "Enabled");
		expect(currentValue(host)).toBe("under the key");
		// and it comes to its end once the key can be used
		await host.advance({ days: 1 });
		expect(currentValue(host)).toBe(`of ${token("v2")}`);
	});
});

describe("what is no set-up", () => {
	it.each<[string, unknown]>([
		["nothing", undefined],
		["a promise", Promise.resolve({ store: createStore() })],
		["a store itself", createStore()],
		["another store", { store: {} }],
		["events that are no list", { store: createStore(), events: {} }],
		["effects that are no list", { store: createStore(), effects: "all" }],
	])("such as %s is a TypeError, and changes nothing", (_, done) => {
		const host = hostAtNoon();
		run(host, "CreateSecret", { Name: "a" });
		const before = host.store;
		expect(() => host.setUp(() => done as SetUp)).toThrow(TypeError);
		expect(host.store).toBe(before);
	});

	it("a command that throws changes nothing, and the host goes on", () => {
		const host = hostAtNoon();
		const before = host.store;
		expect(() => put(host, "Disabled")).toThrow(
			`setKeyState: keyId: there is no key ${ARN}; registerKey makes it.`,
		);
		expect(host.store).toBe(before);
		expect(register(host).arn).toBe(ARN);
	});

	it("a scope that is none is a TypeError", () => {
		const host = hostAtNoon();
		expect(() => register(host, { zone: "a" })).toThrow(/"zone"/);
		expect(() => register(host, { region: "nowhere" })).toThrow(TypeError);
	});
});

describe("within a transition of the same host", () => {
	const unchanged = (store: SecretStore) => ({ store });

	it.each<[string, (host: Host) => unknown]>([
		["setUp", (host) => host.setUp(unchanged)],
		["execute", (host) => host.execute("ListSecrets", {})],
	])("%s is refused, and the store as it was", (_, call) => {
		const host = hostAtNoon();
		const before = host.store;
		expect(() =>
			host.setUp((store, context) => {
				call(host);
				return registerKey(store, { keyId }, context);
			}),
		).toThrow(/a transition cannot run a command.*afterwards/);
		expect(host.store).toBe(before);
		expect(register(host).arn).toBe(ARN);
	});
});
