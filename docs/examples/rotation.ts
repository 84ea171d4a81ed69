/**
 * A rotation that really changes a password: the role `orders` of a real PostgreSQL gets a new one at once, and another
 * when the schedule says so. The rotation function is the one that would run on Lambda; nothing waits for real time.
 */
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { escapeLiteral } from "pg";
import { createHost, manualClock } from "pure-secrets-manager/host";
import { type Credentials, canLogIn, logIn } from "./credentials.js";
import { startPostgres } from "./postgres.js";
import { singleUserRotation } from "./single-user-rotation.js";
import {
	type TimelineEvent,
	timelineMermaid,
	timelineText,
} from "./timeline.js";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:rotate-orders";

title("A database with a role, and a secret with its password");
const { host: address, port, close } = await startPostgres("the admin's own");
const server = {
	engine: "postgres",
	host: address,
	port,
	dbname: "postgres",
} as const;
const admin = { ...server, username: "postgres", password: "the admin's own" };
const orders = { ...server, username: "orders", password: "it's the first" };
await run(
	admin,
	`CREATE ROLE orders LOGIN PASSWORD ${escapeLiteral(orders.password)}`,
);

const host = createHost({
	clock: manualClock("2026-11-24T09:00:00Z"),
	seed: "rotation",
	rotationFunctions: {
		[FUNCTION]: (event, tools) =>
			singleUserRotation(new SecretsManagerClient(tools.clientConfig))(event),
	},
});
const timeline: TimelineEvent[] = [];
host.subscribe((event) => timeline.push(event));
host.execute("CreateSecret", {
	Name: "prod/orders",
	SecretString: JSON.stringify(orders),
});
const passwords = [read()];
await showWhatOpens();

title("RotateSecret: at once, and then at 08:00 on the first of each month");
host.execute("RotateSecret", {
	SecretId: "prod/orders",
	RotationLambdaARN: FUNCTION,
	RotationRules: { ScheduleExpression: "cron(0 8 1 * ? *)", Duration: "2h" },
});
await host.settled();
passwords.push(read());
await showWhatOpens();

title("A month passes");
await host.advance({ days: 30 });
passwords.push(read());
await showWhatOpens();

title("What happened");
console.log(timelineText(timeline));

title("The same for Mermaid");
console.log(timelineMermaid(timeline));

await close();

function read(): Credentials {
	const got = host.execute("GetSecretValue", { SecretId: "prod/orders" });
	if (!got.ok) throw new Error(got.error.message);
	return JSON.parse(got.value.SecretString ?? "");
}

/** Of all passwords so far, only the last may open. */
async function showWhatOpens(): Promise<void> {
	const opens: boolean[] = [];
	for (const each of passwords) opens.push(await canLogIn(each));
	console.table(opens.map((each, i) => ({ password: i + 1, opens: each })));
	if (opens.indexOf(true) !== opens.length - 1)
		throw new Error("The database and the secret disagree.");
}

async function run(credentials: Credentials, sql: string): Promise<void> {
	const session = await logIn(credentials);
	if (session === undefined) throw new Error("The password was refused.");
	await session.query(sql).finally(() => session.end());
}

function title(text: string): void {
	console.log(`\n— ${text}`);
}
