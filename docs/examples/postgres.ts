/**
 * A real PostgreSQL in this process, behind a real port: PGlite is the database, pg-gateway speaks its protocol, and who
 * logs in is checked against what PostgreSQL itself keeps of the password of a role.
 *
 * One limit: PGlite has one backend, so that sessions take turns. A client that stays connected keeps the next waiting,
 * and a role that asks for `SET SESSION AUTHORIZATION postgres` gets it, since that is who the backend started as.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { finished } from "node:stream/promises";
import { PGlite } from "@electric-sql/pglite";
import { escapeIdentifier, escapeLiteral } from "pg";
import {
	createScramSha256Data,
	FrontendMessageCode,
	type ScramSha256Data,
	verifyScramSha256Password,
} from "pg-gateway";
import { fromNodeSocket } from "pg-gateway/node";

export interface Postgres {
	readonly host: string;
	readonly port: number;
	/** Waits for the last session to end. */
	close(): Promise<void>;
}

/** Starts with an empty database `postgres` and a superuser `postgres`, whose password this is. */
export async function startPostgres(password: string): Promise<Postgres> {
	const db = await PGlite.create();
	await db.exec(`ALTER ROLE postgres PASSWORD ${escapeLiteral(password)}`);

	let turn = Promise.resolve();
	const server = createServer((socket) => {
		const ended = finished(socket).catch(() => {});
		turn = turn.then(() => serve(db, socket, ended));
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");

	const { address, port } = server.address() as AddressInfo;
	return {
		host: address,
		port,
		async close() {
			server.close();
			await once(server, "close");
			await turn;
			await db.close();
		},
	};
}

/** One session: SCRAM first, then message by message what PostgreSQL answers to the role. */
async function serve(
	db: PGlite,
	socket: Socket,
	ended: Promise<void>,
): Promise<void> {
	const connection = await fromNodeSocket(socket, {
		auth: {
			method: "scram-sha-256",
			getScramSha256Data: ({ username }) => verifierOf(db, username),
			async validateCredentials({ authMessage, clientProof, scramSha256Data }) {
				const { storedKey } = scramSha256Data;
				const proof = { authMessage, clientProof, storedKey };
				if (await verifyScramSha256Password(proof)) return true;
				// pg-gateway would refuse with 28000, but PostgreSQL does with 28P01: we say the last word ourselves.
				await connection.detach();
				socket.end(connection.createAuthenticationFailedError());
				return false;
			},
		},
		async onAuthenticated({ clientParams }) {
			await actAs(db, clientParams?.user ?? "");
		},
		async onMessage(message, { isAuthenticated }) {
			const isQuery = message[0] !== FrontendMessageCode.Terminate;
			return isAuthenticated && isQuery
				? db.execProtocolRaw(message)
				: undefined;
		},
	});
	await ended;

	// Nothing of this session is left to the next.
	await db.exec("ROLLBACK");
	await actAs(db, "postgres");
	await db.exec("DISCARD ALL");
}

async function actAs(db: PGlite, role: string): Promise<void> {
	await db.exec(`SET SESSION AUTHORIZATION ${escapeIdentifier(role)}`);
}

/**
 * What PostgreSQL keeps instead of a password. It is enough to check that a client knows the password, and not enough to
 * log in. A role that cannot log in gets one that nobody knows: the refusal does not tell whether the role exists.
 */
async function verifierOf(db: PGlite, role: string): Promise<ScramSha256Data> {
	const { rows } = await db.query<ScramSha256Data>(
		`SELECT part[1]::int AS iterations, part[2] AS salt,
			part[3] AS "storedKey", part[4] AS "serverKey"
		FROM pg_authid,
			regexp_match(rolpassword, '^SCRAM-SHA-256\\$(.+):(.+)\\$(.+):(.+)$') AS part
		WHERE rolname = $1 AND rolcanlogin AND part IS NOT NULL`,
		[role],
	);
	return rows[0] ?? createScramSha256Data(randomUUID());
}
