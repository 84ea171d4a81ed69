/** AWS Lambda Powertools, which caches what it reads: https://docs.aws.amazon.com/powertools/typescript/latest/features/parameters/ */
import {
	clearCaches,
	GetParameterError,
	ParameterNotFoundError,
} from "@aws-lambda-powertools/parameters";
import { TransformParameterError } from "@aws-lambda-powertools/parameters/errors";
import {
	getSecret,
	SecretsProvider,
} from "@aws-lambda-powertools/parameters/secrets";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hostAtNoon, record, run } from "../../host/host-at-noon.js";
import { token } from "../../support/given.js";
import { endpointOf } from "./a-service.js";

let host: Host;
beforeEach(() => {
	host = hostAtNoon();
	run(host, "CreateSecret", {
		Name: "db",
		SecretString: '{"user":"orders"}',
		ClientRequestToken: token("v1"),
	});
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllEnvs();
	clearCaches();
});

/** Its two ways to be given a client. */
const ways: readonly (readonly [string, () => SecretsProvider])[] = [
	[
		"a client",
		() =>
			new SecretsProvider({
				awsSdkV3Client: new SecretsManagerClient(clientConfig(host)),
			}),
	],
	[
		"a configuration",
		() => new SecretsProvider({ clientConfig: clientConfig(host) }),
	],
];

describe.each(ways)("a provider that is given %s", (_, makeProvider) => {
	let provider: SecretsProvider;
	beforeEach(() => {
		provider = makeProvider();
	});

	it("reads text", async () => {
		expect(await provider.get("db")).toBe('{"user":"orders"}');
	});

	it("reads JSON", async () => {
		expect(await provider.get("db", { transform: "json" })).toEqual({
			user: "orders",
		});
	});

	it("reads bytes", async () => {
		const SecretBinary = Uint8Array.of(0, 127, 128, 255);
		run(host, "CreateSecret", { Name: "key", SecretBinary });
		const read = await provider.get("key");
		expect(read).toBeInstanceOf(Uint8Array);
		expect(read).toEqual(SecretBinary);
	});

	it("reads the version that it is asked for", async () => {
		run(host, "PutSecretValue", { SecretId: "db", SecretString: "second" });
		const sdkOptions = { VersionStage: "AWSPREVIOUS" };
		expect(await provider.get("db", { sdkOptions })).toBe('{"user":"orders"}');
		const byId = { VersionId: token("v1") };
		expect(
			await provider.get("db", { sdkOptions: byId, forceFetch: true }),
		).toBe('{"user":"orders"}');
	});

	it("wraps the error of a secret that is missing", async () => {
		await expect(provider.get("nobody")).rejects.toThrow(GetParameterError);
		await expect(provider.get("nobody")).rejects.toThrow(
			"Secrets Manager can't find the specified secret.",
		);
	});

	it("throws an error of its own for it, when asked to", async () => {
		await expect(
			provider.get("nobody", { throwOnMissing: true }),
		).rejects.toThrow(ParameterNotFoundError);
	});

	it("wraps any other refusal, also then", async () => {
		run(host, "DeleteSecret", { SecretId: "db" });
		const read = provider.get("db", { throwOnMissing: true });
		await expect(read).rejects.toThrow(GetParameterError);
		await expect(read).rejects.toThrow("marked for deletion");
	});

	it("says which value is no JSON", async () => {
		run(host, "PutSecretValue", { SecretId: "db", SecretString: "{" });
		await expect(provider.get("db", { transform: "json" })).rejects.toThrow(
			TransformParameterError,
		);
	});
});

describe("its cache", () => {
	it("asks again when a value has reached its maximal age", async () => {
		vi.useFakeTimers({ toFake: ["Date"] });
		const provider = new SecretsProvider({ clientConfig: clientConfig(host) });
		const asked = record(host);
		const read = () => provider.get("db", { maxAge: 60 });
		await read();
		run(host, "PutSecretValue", { SecretId: "db", SecretString: "second" });
		vi.advanceTimersByTime(59_000);
		expect(await read()).toBe('{"user":"orders"}');
		vi.advanceTimersByTime(2000);
		expect(await read()).toBe("second");
		const names = asked.map(({ name }) => name);
		expect(names.filter((name) => name === "GetSecretValue")).toHaveLength(2);
	});
});

describe("getSecret, which makes its client itself", () => {
	it("finds a server by the environment", async () => {
		vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", await endpointOf(host));
		vi.stubEnv("AWS_REGION", "us-east-1");
		vi.stubEnv("AWS_ACCESS_KEY_ID", "123456789012");
		vi.stubEnv("AWS_SECRET_ACCESS_KEY", "not checked");
		expect(await getSecret("db", { transform: "json" })).toEqual({
			user: "orders",
		});
	});
});
