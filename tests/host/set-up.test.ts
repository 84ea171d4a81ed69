import {
	putAlias,
	putManagedSecret,
	registerKey,
	setKeyState,
	toSnapshot,
} from "pure-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { describe, expect, it } from "vitest";
import { token } from "../support/given.js";
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
	host.transact(
		(store, context) => registerKey(store, { keyId }, context),
		scope,
	);
const put = (host: Host, state: Parameters<typeof setKeyState>[1]["state"]) =>
	host.transact((store, context) =>
		setKeyState(store, { keyId, state }, context),
	);

describe("a set-up command on a host", () => {
	it("answers with what the command gave, and puts its store in place", () => {
		const host = hostAtNoon();
		const registered = register(host);
		expect(registered.arn).toBe(ARN);
		expect(host.store).toBe(registered.store);
		host.transact((store, context) =>
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

	it("is no event where the command tells of none", () => {
		const host = hostAtNoon();
		const heard = record(host);
		register(host);
		put(host, "Disabled");
		expect(heard).toEqual([]);
	});
});

describe("a managed secret that is set up", () => {
	const FIRST = '{"password":"first"}';
	const make = (host: Host, more: object = {}) =>
		host.transact((store, context) =>
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
	it("a command that throws changes nothing, and the host goes on", () => {
		const host = hostAtNoon();
		const before = host.store;
		expect(() => put(host, "Disabled")).toThrow(
			`setKeyState: change.keyId: there is no key ${ARN}; registerKey makes it.`,
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
