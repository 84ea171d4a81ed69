import { createHost, manualClock } from "pure-secrets-manager/host";
import { attach, clientConfig } from "pure-secrets-manager/sdk";
import { describe, expect, it } from "vitest";
import { NOON } from "../support/given.js";

const host = createHost({
	clock: manualClock(NOON),
	account: "999999999999",
	region: "eu-west-1",
});

describe("the configuration of a client", () => {
	it("is the host's region, its account as the access key, and a handler", () => {
		expect(clientConfig(host)).toEqual({
			region: "eu-west-1",
			credentials: {
				accessKeyId: "999999999999",
				secretAccessKey: expect.stringMatching(/./),
			},
			requestHandler: { handle: expect.any(Function) },
		});
	});

	it("gives way to overrides", () => {
		const credentials = { accessKeyId: "AKID", secretAccessKey: "mine" };
		const requestHandler = { handle: async () => ({ response: {} }) };
		const overrides = {
			region: "us-west-2",
			credentials,
			requestHandler,
			maxAttempts: 1,
		};
		expect(clientConfig(host, overrides)).toEqual(overrides);
	});

	it("keeps what overrides do not name", () => {
		const config = clientConfig(host, { maxAttempts: 1 });
		expect(config).toMatchObject({
			region: "eu-west-1",
			credentials: { accessKeyId: "999999999999" },
			maxAttempts: 1,
		});
	});

	it("takes an override that is undefined as none", () => {
		const overrides: { region?: string | undefined; profile?: undefined } = {
			region: undefined,
			profile: undefined,
		};
		const config = clientConfig(host, overrides);
		expect(config.region).toBe("eu-west-1");
		expect(config).not.toHaveProperty("profile");
	});

	it("keeps overrides that are false, zero or empty", () => {
		expect(
			clientConfig(host, { tls: false, retries: 0, customUserAgent: "" }),
		).toMatchObject({ tls: false, retries: 0, customUserAgent: "" });
	});

	it("takes an account for whom the client calls", () => {
		const config = clientConfig(host, { account: "111111111111" });
		expect(config.credentials.accessKeyId).toBe("111111111111");
		expect(config).not.toHaveProperty("account");
	});

	it("takes credentials before an account", () => {
		const credentials = {
			accessKeyId: "222222222222",
			secretAccessKey: "mine",
		};
		expect(
			clientConfig(host, { account: "111111111111", credentials }).credentials,
		).toBe(credentials);
	});

	it.each(["", "mine", "1111"])(
		"refuses the account %j with an example of what will do",
		(account) => {
			const configure = () => clientConfig(host, { account });
			expect(configure).toThrow(TypeError);
			expect(configure).toThrow("123456789012");
		},
	);

	it("is a new object each time, and leaves the overrides as they are", () => {
		const overrides = Object.freeze({ account: "111111111111" });
		expect(clientConfig(host, overrides)).not.toBe(
			clientConfig(host, overrides),
		);
		expect(overrides).toEqual({ account: "111111111111" });
	});
});

describe("attaching a client", () => {
	it("replaces its request handler and answers the client", () => {
		const client = { config: { requestHandler: "the network", region: "r" } };
		const attached = attach(client, host);
		expect(attached).toBe(client);
		expect(client.config).toEqual({
			requestHandler: { handle: expect.any(Function) },
			region: "r",
		});
	});
});
