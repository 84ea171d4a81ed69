import {
	SecretsManagerClient,
	type SecretsManagerClientConfig,
} from "@aws-sdk/client-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { serve } from "pure-secrets-manager/node";
import { onTestFinished } from "vitest";

/** What a client signs with: an access key of twelve digits is the account that calls. */
export const signedBy = (account = "123456789012") => ({
	region: "us-east-1",
	credentials: { accessKeyId: account, secretAccessKey: "not checked" },
});

/** The endpoint of a server of a host, which is closed when the test is over. */
export async function endpointOf(host: Host): Promise<string> {
	const { url, close } = await serve(host, { port: 0 });
	onTestFinished(close);
	return url;
}

/** A genuine client of an endpoint, over HTTP. */
export function clientOf(
	endpoint: string,
	config: SecretsManagerClientConfig = {},
): SecretsManagerClient {
	const client = new SecretsManagerClient({
		...signedBy(),
		endpoint,
		...config,
	});
	onTestFinished(() => client.destroy());
	return client;
}
