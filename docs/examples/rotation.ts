/**
 * A password that a real PostgreSQL checks is changed under the eyes of its users: the old one is refused from then on,
 * the new one opens.
 */
import { escapeLiteral } from "pg";
import { type Credentials, canLogIn, logIn } from "./credentials.js";
import { startPostgres } from "./postgres.js";

title("Start PostgreSQL, and let its admin create a role");
const { host, port, close } = await startPostgres("the admin's own");
const server = { engine: "postgres", host, port, dbname: "postgres" } as const;
const admin = { ...server, username: "postgres", password: "the admin's own" };
const first = { ...server, username: "orders", password: "it's the first" };
const second = { ...first, password: "and this the second" };
await run(
	admin,
	`CREATE ROLE orders LOGIN PASSWORD ${escapeLiteral(first.password)}`,
);
await showWhatOpens();

title("The role changes its own password");
await run(
	first,
	`ALTER ROLE CURRENT_USER PASSWORD ${escapeLiteral(second.password)}`,
);
await showWhatOpens();

await close();

async function run(credentials: Credentials, sql: string): Promise<void> {
	const session = await logIn(credentials);
	if (session === undefined) throw new Error("The password was refused.");
	await session.query(sql).finally(() => session.end());
}

async function showWhatOpens(): Promise<void> {
	console.table({
		first: { opens: await canLogIn(first) },
		second: { opens: await canLogIn(second) },
	});
}

function title(text: string): void {
	console.log(`\n— ${text}`);
}
