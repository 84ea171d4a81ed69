/**
 * What a database secret holds, in the shape that AWS's rotation functions read and write, and what it is good for.
 */
import { Client, DatabaseError } from "pg";

export interface Credentials {
	readonly engine: "postgres";
	readonly host: string;
	readonly port: number;
	readonly username: string;
	readonly password: string;
	readonly dbname: string;
}

export async function canLogIn(credentials: Credentials): Promise<boolean> {
	const session = await logIn(credentials);
	await session?.end();
	return session !== undefined;
}

/** A session, or `undefined` where the password is not, or no longer, the one of the role. */
export async function logIn(
	credentials: Credentials | undefined,
): Promise<Client | undefined> {
	if (credentials === undefined) return undefined;
	const { host, port, username, password, dbname } = credentials;
	const session = new Client({
		host,
		port,
		user: username,
		password,
		database: dbname,
		connectionTimeoutMillis: 5_000,
	});
	try {
		await session.connect();
		return session;
	} catch (error) {
		if (error instanceof DatabaseError && error.code === "28P01") return;
		throw error;
	}
}
