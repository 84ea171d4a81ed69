/**
 * A region goes down. An application that reads its secret there goes on with the replica in another region, which is
 * promoted, written to, and at last replicated back to where everything began.
 */
import assert from "node:assert/strict";
import {
	CreateSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	InvalidParameterException,
	PutSecretValueCommand,
	ReplicateSecretToRegionsCommand,
	SecretsManagerClient,
	SecretsManagerServiceException,
	StopReplicationToReplicaCommand,
} from "@aws-sdk/client-secrets-manager";
import { createStore } from "pure-secrets-manager";
import { createHost, manualClock } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";

const SecretId = "prod/orders/database";

/** The application: reads from its home, and from the other region while its home does not answer. */
class Orders {
	constructor(
		private readonly home: SecretsManagerClient,
		private readonly other: SecretsManagerClient,
	) {}

	async password(): Promise<string | undefined> {
		const read = new GetSecretValueCommand({ SecretId });
		const { SecretString } = await this.home.send(read).catch((error) => {
			if (error instanceof SecretsManagerServiceException) throw error; // a refusal is an answer
			return this.other.send(read);
		});
		return SecretString;
	}
}

// One host is every region. What changes in a primary takes five seconds to its replicas.
const clock = manualClock("2026-11-24T09:00:00Z");
const store = createStore({ replication: { afterMs: 5_000 } });
const host = createHost({ clock, store, seed: "multi-region" });

const down = new Set<string>();
const virginia = clientIn("us-east-1");
const ireland = clientIn("eu-west-1");
const orders = new Orders(virginia, ireland);

title("A secret in Virginia, and its replica in Ireland");
const AddReplicaRegions = [{ Region: "eu-west-1" }];
await virginia.send(
	new CreateSecretCommand({
		Name: SecretId,
		SecretString: "first",
		AddReplicaRegions,
	}),
);
await tells(virginia, "eu-west-1 InProgress");
await host.advance({ seconds: 5 });
await tells(virginia, "eu-west-1 InSync");

title("A new password; two seconds later Virginia goes down");
await put(virginia, "second");
await host.advance({ seconds: 2 });
await reads("second");
down.add("us-east-1");
await reads("first"); // Ireland is behind
await host.advance({ seconds: 3 });
await reads("second");

title("Ireland refuses writes until it is promoted");
await assert.rejects(put(ireland, "third"), InvalidParameterException);
await ireland.send(new StopReplicationToReplicaCommand({ SecretId }));
await put(ireland, "third");
await reads("third");

title("Virginia is back, and knows neither the password nor a replica");
down.clear();
await reads("second");
await tells(virginia);

title("Ireland replicates to Virginia, where the old primary is in the way");
await replicateToVirginia({ ForceOverwriteReplicaSecret: false });
await tells(ireland, "us-east-1 Failed");
await replicateToVirginia({ ForceOverwriteReplicaSecret: true });
await tells(ireland, "us-east-1 InSync");
await reads("third");

/** A client as anybody makes it, but the way to its region can be cut. */
function clientIn(region: string): SecretsManagerClient {
	const config = clientConfig(host, { region });
	const handle: typeof config.requestHandler.handle = async (...request) => {
		if (down.has(region)) throw new Error(`connect ETIMEDOUT ${region}`);
		return config.requestHandler.handle(...request);
	};
	return new SecretsManagerClient({ ...config, requestHandler: { handle } });
}

async function put(client: SecretsManagerClient, SecretString: string) {
	await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
}

async function replicateToVirginia(force: {
	readonly ForceOverwriteReplicaSecret: boolean;
}) {
	const AddReplicaRegions = [{ Region: "us-east-1" }];
	const input = { SecretId, AddReplicaRegions, ...force };
	await ireland.send(new ReplicateSecretToRegionsCommand(input));
	await host.advance({ seconds: 5 });
}

async function reads(password: string) {
	assert.equal(await orders.password(), password);
	console.log(`the application reads "${password}"`);
}

/** What a region tells of its replicas. */
async function tells(client: SecretsManagerClient, ...expected: string[]) {
	const describe = new DescribeSecretCommand({ SecretId });
	const { ReplicationStatus = [] } = await client.send(describe);
	const told = ReplicationStatus.map((each) => `${each.Region} ${each.Status}`);
	assert.deepEqual(told, expected);
	for (const { Region, Status, StatusMessage = "" } of ReplicationStatus)
		console.log(`${Region}: ${Status} ${StatusMessage}`.trim());
}

function title(text: string): void {
	console.log(`\n— ${text}`);
}
