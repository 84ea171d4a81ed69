/** Who may read which secret: in process, by the handler of requests, and at a server that checks signatures. */
import * as sdk from "@aws-sdk/client-secrets-manager";
import { AwsClient } from "aws4fetch";
import { explain } from "pure-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { createFetchHandler } from "pure-secrets-manager/http";
import { clientConfig } from "pure-secrets-manager/sdk";
import { describe, expect, it } from "vitest";
import { CONTEXT } from "../../support/given.js";
import {
	type AccessKey,
	accessKeys,
	CALLERS,
	credentialsOf,
	hostOfTwoAccounts,
	policy,
	refusalOf,
	WHO_READS,
} from "../who-calls.js";
import { clientOf, endpointOf } from "./a-service.js";

interface Answer {
	readonly SecretString?: string | undefined;
	/** Of a refusal. */
	readonly name?: string | undefined;
	readonly message?: string | undefined;
}

type Reader = (accessKeyId: AccessKey, SecretId: string) => Promise<Answer>;

async function readBy(client: sdk.SecretsManagerClient, SecretId: string) {
	const { SecretString } = await client.send(
		new sdk.GetSecretValueCommand({ SecretId }),
	);
	return { SecretString };
}

/** A request that another client signed, and its answer, which is read here. */
async function readFrom(
	handler: (request: Request) => Promise<Response>,
	accessKeyId: AccessKey,
	SecretId: string,
): Promise<Answer> {
	const signer = new AwsClient({
		...credentialsOf(accessKeyId),
		...{ service: "secretsmanager", region: "us-east-1" },
	});
	const request = await signer.sign("https://example.com/", {
		method: "POST",
		headers: { "x-amz-target": "secretsmanager.GetSecretValue" },
		body: JSON.stringify({ SecretId }),
	});
	const response = await handler(request);
	const answer = (await response.json()) as Record<string, string>;
	return response.ok
		? { SecretString: answer.SecretString }
		: { name: answer.__type, message: answer.Message };
}

const ways: readonly {
	readonly way: string;
	readonly reader: (host: Host) => Promise<Reader>;
}[] = [
	{
		way: "in process",
		reader: async (host) => (accessKeyId, SecretId) => {
			const credentials = credentialsOf(accessKeyId);
			const config = clientConfig(host, { credentials });
			return readBy(new sdk.SecretsManagerClient(config), SecretId);
		},
	},
	{
		way: "by the handler of requests",
		reader: async (host) => {
			const handler = createFetchHandler(host);
			return (...asked) => readFrom(handler, ...asked);
		},
	},
	{
		way: "at a server that checks signatures",
		reader: async (host) => {
			const url = await endpointOf(host);
			return (accessKeyId, SecretId) => {
				const credentials = credentialsOf(accessKeyId);
				return readBy(clientOf(url, { credentials }), SecretId);
			};
		},
	},
];

describe.each(ways)("$way, a secret", ({ reader }) => {
	it.each(WHO_READS)("$policy", async ({ statements, heard }) => {
		const { host, SecretId } = hostOfTwoAccounts(
			statements.length === 0 ? undefined : policy(...statements),
		);
		const read = await reader(host);
		for (const [i, accessKeyId] of accessKeys.entries()) {
			const before = host.store;
			const caller = CALLERS[accessKeyId];
			const why = explain(
				before,
				caller,
				"secretsmanager:GetSecretValue",
				SecretId,
				{ ...CONTEXT, input: { SecretId } },
			);
			const answer = await read(accessKeyId, SecretId).catch(
				({ name, message }) => ({ name, message }),
			);
			const expected = heard[i];
			if (expected === "the value" || expected === undefined) {
				expect(answer).toEqual({ SecretString: "of the owner" });
				expect(why.decision).toBe("Allow");
				continue;
			}
			const message = refusalOf(accessKeyId, expected, SecretId);
			expect(answer).toEqual({ name: "AccessDeniedException", message });
			expect(why.decision).toBe("Deny");
			expect(message.endsWith(why.reason)).toBe(true);
			expect(host.store).toBe(before);
		}
	});
});

describe("at a server that checks signatures", () => {
	it("nobody is somebody else without the secret key", async () => {
		const { host, SecretId } = hostOfTwoAccounts();
		const credentials = {
			...credentialsOf("AKIAANA"),
			secretAccessKey: credentialsOf("AKIABOB").secretAccessKey,
		};
		const eve = clientOf(await endpointOf(host), { credentials });
		const before = host.store;
		await expect(readBy(eve, SecretId)).rejects.toMatchObject({
			name: "InvalidSignatureException",
		});
		expect(host.store).toBe(before);
	});
});
