/** Clients that sign by themselves, at a server that checks what they signed. */
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { AwsClient } from "aws4fetch";
import { describe, expect, it } from "vitest";
import { hostAtNoon, run } from "../../host/host-at-noon.js";
import { boto3Missing, cliMissing, missing, outputOf } from "./a-program.js";
import { clientOf, endpointOf } from "./a-service.js";

const TIMEOUT = 40_000;
const ANA = { accessKeyId: "AKIAANA", secretAccessKey: "of/ana+=" };
const EVE = { ...ANA, secretAccessKey: "guessed" };
const STRANGER = { ...ANA, accessKeyId: "AKIASTRANGER" };
const account = "111111111111";

/** The endpoint of a server, below a path, that knows Ana, whose secret "db" is in an account of hers. */
async function begin() {
	const host = hostAtNoon({
		identities: { AKIAANA: { secretKey: ANA.secretAccessKey, account } },
	});
	const create = { Name: "db", SecretString: "€ 😀" };
	run(host, "CreateSecret", create, { account });
	return { host, url: `${await endpointOf(host)}/a%20path/it's/(mounted)` };
}

type Credentials = typeof ANA;

/** What programs print of the secret, who find their credentials in the environment. */
const printed = (
	{ accessKeyId, secretAccessKey }: Credentials,
	url: string,
	command: string,
) =>
	outputOf(
		"env",
		[
			`AWS_ACCESS_KEY_ID=${accessKeyId}`,
			`AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
			`ENDPOINT=${url}`,
			...["sh", "-euc", command],
		],
		url,
	);

const PYTHON = `python3 - <<'END'
import boto3
print(boto3.client("secretsmanager").get_secret_value(SecretId="db")["SecretString"])
END`;
const CLI =
	"aws secretsmanager get-secret-value --secret-id db --query SecretString --output text";
const CURL = `curl --silent --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" --aws-sigv4 aws:amz:us-east-1:secretsmanager \\
  --header 'content-type: application/x-amz-json-1.1' --header 'x-amz-target: secretsmanager.GetSecretValue' \\
  --data '{"SecretId":"db"}' "\${ENDPOINT%%/a%20path*}/"`;

const clients: readonly {
	readonly name: string;
	readonly isMissing: boolean;
	/** What it gets, or else is told. */
	readonly read: (credentials: Credentials, url: string) => Promise<string>;
}[] = [
	{
		name: "the SDK for JavaScript",
		isMissing: false,
		async read(credentials, url) {
			const client = clientOf(url, { credentials });
			const command = new GetSecretValueCommand({ SecretId: "db" });
			const { SecretString = "" } = await client.send(command);
			return SecretString;
		},
	},
	{
		name: "aws4fetch",
		isMissing: false,
		async read(credentials, url) {
			const client = new AwsClient({
				...credentials,
				...{ service: "secretsmanager", region: "us-east-1", retries: 0 },
			});
			const response = await client.fetch(url, {
				method: "POST",
				headers: { "x-amz-target": "secretsmanager.GetSecretValue" },
				body: JSON.stringify({ SecretId: "db" }),
			});
			return response.text();
		},
	},
	{
		name: "boto3",
		isMissing: boto3Missing() !== undefined,
		read: (credentials, url) => printed(credentials, url, PYTHON),
	},
	{
		name: "the AWS command line",
		isMissing: cliMissing() !== undefined,
		read: (credentials, url) => printed(credentials, url, CLI),
	},
	{
		name: "curl",
		isMissing: missing("curl", "curl", ["--version"]) !== undefined,
		read: (credentials, url) => printed(credentials, url, CURL),
	},
];

describe.each(clients)("$name", { timeout: TIMEOUT }, ({ isMissing, read }) => {
	const heardBy = (credentials: Credentials, url: string) =>
		read(credentials, url).catch(
			(error: Error) => `${error.name} ${error.message}`,
		);

	it.skipIf(isMissing)("is answered with what it signed", async () => {
		const { url } = await begin();
		expect(await heardBy(ANA, url)).toContain("€ 😀");
	});

	it.skipIf(isMissing)("is refused with another secret key", async () => {
		const { host, url } = await begin();
		const before = host.store;
		const heard = await heardBy(EVE, url);
		expect(heard).toContain("InvalidSignatureException");
		expect(heard).toContain("does not match the signature you provided");
		expect(host.store).toBe(before);
	});

	it.skipIf(isMissing)("is refused with an unknown access key", async () => {
		const { url } = await begin();
		expect(await heardBy(STRANGER, url)).toContain(
			"UnrecognizedClientException",
		);
	});
});
