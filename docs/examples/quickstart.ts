/**
 * The main job, through the real AWS SDK client, in process: no network, no account, and a clock that we move ourselves.
 */
import {
	CreateSecretCommand,
	DeleteSecretCommand,
	DescribeSecretCommand,
	GetSecretValueCommand,
	PutSecretValueCommand,
	paginateListSecretVersionIds,
	ResourceNotFoundException,
	SecretsManagerClient,
	type SecretVersionsListEntry,
	UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { toSnapshot } from "pure-secrets-manager";
import { createHost, manualClock } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";

const clock = manualClock("2026-11-24T09:00:00Z");
const host = createHost({ clock, seed: "quick start" });
const client = new SecretsManagerClient(clientConfig(host));
const SecretId = "prod/orders/database";

title("Create a database secret and read it");
const password = "correct-horse-battery-staple";
const created = await client.send(
	new CreateSecretCommand({
		Name: SecretId,
		Description: "Orders database",
		SecretString: JSON.stringify({ username: "orders", password }),
		Tags: [{ Key: "team", Value: "orders" }],
	}),
);
console.log(created.ARN);
console.log("value:", await read());

title("Put two more versions, an hour apart");
await host.advance({ hours: 1 });
await put("second value, long enough to be found");
await host.advance({ hours: 1 });
await put("third value");
await showVersions();

title("Roll back: AWSCURRENT returns to the version before");
const { VersionIdsToStages = {} } = await client.send(
	new DescribeSecretCommand({ SecretId }),
);
await client.send(
	new UpdateSecretVersionStageCommand({
		SecretId,
		VersionStage: "AWSCURRENT",
		RemoveFromVersionId: holderOf("AWSCURRENT"),
		MoveToVersionId: holderOf("AWSPREVIOUS"),
	}),
);
await showVersions();
console.log("value:", await read());

title("Give the third version a label of its own");
await client.send(
	new UpdateSecretVersionStageCommand({
		SecretId,
		VersionStage: "BEFORE-ROLLBACK",
		MoveToVersionId: holderOf("AWSCURRENT"),
	}),
);
await showVersions();

title("Ask for a secret that does not exist");
try {
	await client.send(new GetSecretValueCommand({ SecretId: "prod/nothing" }));
} catch (error) {
	if (!(error instanceof ResourceNotFoundException)) throw error;
	console.log(`${error.name}: ${error.message}`);
}

title("Write 150 versions within a day: nothing younger than 24 hours is lost");
for (let i = 1; i <= 150; i++) {
	await host.advance({ minutes: 8 });
	await put(`value ${i}`);
}
console.log((await versions()).length, "versions");

title("25 hours later, one more write: 100 remain, labels intact");
await host.advance({ hours: 25 });
await put("the last value");
console.log((await versions()).length, "versions");
await showVersions({ labelled: true });

title("Delete with a window of 7 days, and let it pass");
const deleted = await client.send(
	new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }),
);
console.log("gone from", deleted.DeletionDate?.toISOString(), "on");
await read().catch((error: Error) =>
	console.log(`${error.name}: ${error.message}`),
);
await host.advance({ days: 7 });
await read().catch((error: Error) =>
	console.log(`${error.name}: ${error.message}`),
);

title("Create it again: the same name, another suffix");
const recreated = await client.send(
	new CreateSecretCommand({ Name: SecretId, SecretString: password }),
);
console.log("before:", created.ARN);
console.log("now:   ", recreated.ARN);

title("Save a snapshot: no value can be read in it");
const snapshot = JSON.stringify(toSnapshot(host.store));
console.log(snapshot);
console.log(
	snapshot.includes(password) || snapshot.includes(btoa(password))
		? "the password is in it!"
		: "the password is not in it, nor its base64",
);

async function read(): Promise<string | undefined> {
	const answer = await client.send(new GetSecretValueCommand({ SecretId }));
	return answer.SecretString;
}

async function put(SecretString: string): Promise<void> {
	await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
}

async function versions(): Promise<SecretVersionsListEntry[]> {
	const all: SecretVersionsListEntry[] = [];
	const pages = paginateListSecretVersionIds(
		{ client, pageSize: 100 },
		{ SecretId, IncludeDeprecated: true },
	);
	for await (const page of pages) all.push(...(page.Versions ?? []));
	return all;
}

async function showVersions({ labelled = false } = {}): Promise<void> {
	const shown = (await versions()).filter(
		({ VersionStages }) => !labelled || VersionStages !== undefined,
	);
	console.table(
		shown.map(({ VersionId, VersionStages, CreatedDate }) => ({
			version: VersionId?.slice(0, 8),
			labels: VersionStages?.join(" ") ?? "",
			age: age(CreatedDate),
		})),
	);
}

function age(since: Date | undefined): string {
	const minutes = (clock.now() - Number(since)) / 60_000;
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function holderOf(label: string): string | undefined {
	return Object.keys(VersionIdsToStages).find((id) =>
		VersionIdsToStages[id]?.includes(label),
	);
}

function title(text: string): void {
	console.log(`\n— ${text}`);
}
