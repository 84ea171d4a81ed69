import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { type Identities, requireIdentities } from "../host/identities.js";

/**
 * Reads the identities that a file of JSON holds. Rejects, with a message for whoever called the command, where it cannot be
 * read or holds something else.
 */
export async function readIdentities(file: string): Promise<Identities> {
	const path = resolve(file);
	const identities = jsonIn(path, await bytesIn(path));
	requireIdentities(path, identities);
	return identities;
}

async function bytesIn(path: string): Promise<Uint8Array> {
	try {
		return await readFile(path);
	} catch (error) {
		throw new Error(
			`--identities: ${path} cannot be read (${(error as Error).message}); name a file of JSON that can.`,
		);
	}
}

function jsonIn(path: string, bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch {
		throw new Error(
			`${path} is not JSON; it must hold an identity for each access key, as { "AKIAIOSFODNN7EXAMPLE": { "secretKey": "…", "account": "123456789012" } }.`,
		);
	}
}
