import {
	GetSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { attach, clientConfig } from "pure-secrets-manager/sdk";
import { describe, expect, it } from "vitest";
import type { Service } from "../../src/sdk/service.js";
import type { WireRequest, WireResponse } from "../../src/wire/handle.js";
import type { Scope } from "../../src/wire/scope.js";

const SecretId = "db";

/** A service that answers everything with one value, at once or later, and notes what it was asked. */
function serviceThatAnswers(
	later: (response: WireResponse) => WireResponse | Promise<WireResponse>,
) {
	const asked: [WireRequest, Scope | undefined][] = [];
	const service: Service = {
		account: "111111111111",
		region: "eu-west-1",
		answer(request, scope) {
			asked.push([request, scope]);
			return later({
				status: 200,
				headers: { "content-type": "application/x-amz-json-1.1" },
				body: JSON.stringify({ Name: "db", SecretString: "of a service" }),
			});
		},
	};
	return { asked, service };
}

const ways = [
	[
		"clientConfig",
		(service: Service) => new SecretsManagerClient(clientConfig(service)),
	],
	[
		"attach",
		(service: Service) =>
			attach(
				new SecretsManagerClient({
					region: "eu-west-1",
					credentials: {
						accessKeyId: "111111111111",
						secretAccessKey: "mine",
					},
				}),
				service,
			),
	],
] as const;

describe.each(ways)("a client by %s", (_, connect) => {
	it.each([
		["at once", (response: WireResponse) => response],
		["later", async (response: WireResponse) => response],
	])("takes an answer that comes %s", async (_, later) => {
		// given whoever answers requests, host or not
		const { asked, service } = serviceThatAnswers(later);
		// when
		const answer = await connect(service).send(
			new GetSecretValueCommand({ SecretId }),
		);
		// then
		expect(answer.SecretString).toBe("of a service");
		expect(asked).toEqual([
			[
				{
					target: "secretsmanager.GetSecretValue",
					body: JSON.stringify({ SecretId }),
				},
				{
					accessKeyId: "111111111111",
					account: "111111111111",
					region: "eu-west-1",
				},
			],
		]);
	});

	it("fails with what the service fails with", async () => {
		for (const fail of [
			() => {
				throw new Error("a fault of the service");
			},
			() => Promise.reject(new Error("a fault of the service")),
		]) {
			const { service } = serviceThatAnswers(fail);
			await expect(
				connect(service).send(new GetSecretValueCommand({ SecretId })),
			).rejects.toThrow("a fault of the service");
		}
	});
});

describe("what is no service", () => {
	it.each([undefined, null, {}, { answer: "a text" }, "host"])(
		"%j is a TypeError that says what will do",
		(service) => {
			for (const [who, connect] of ways) {
				const make = () => connect(service as unknown as Service);
				expect(make).toThrow(TypeError);
				expect(make).toThrow(`${who} needs a host, as createHost() makes.`);
			}
		},
	);
});
