import { randomBytes } from "node:crypto";
import {
	open,
	readFile,
	realpath,
	rename,
	rm,
	stat,
	writeFile,
} from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { base64Decode } from "../base/bytes.js";
import { entriesOf } from "../base/ordered-map.js";
import { unsealPayload } from "../model/sealing.js";
import { fromSnapshot, toSnapshot } from "../store/snapshot.js";
import type { SecretStore } from "../store/store.js";
import { nodeKms } from "./kms.js";

/** A store in a file, and the root key of its values in another beside it: `FILE.key`. */
export interface StateFile {
	/** What the file held; `undefined` where there was none. */
	readonly store: SecretStore | undefined;
	/** 32 bytes as base64. */
	readonly rootKey: string;
	/** Puts a store into the file, whole or not at all. Rejects where it cannot be written; the file is then as before. */
	save(store: SecretStore): Promise<void>;
}

/**
 * Opens a state file. Where there is none, the first save makes it; its key is made at once. Rejects, with a message for
 * whoever called the command, and nothing written, when the file or its key is damaged or missing.
 */
export async function openStateFile(file: string): Promise<StateFile> {
	const named = resolve(file);
	await requireFolder(dirname(named));
	const path = await realpath(named).catch(() => named); // what a link leads to is replaced, not the link
	const bytes = await bytesIn(path);
	const key = `${named}.key`;
	const keyText = (await bytesIn(key))?.toString("latin1");
	const store = bytes && storeIn(path, bytes);
	if (keyText === undefined && store !== undefined)
		throw new Error(
			`${path} is there, but not its key ${key}, without which none of its values can be read. Put the key back, or move the file away to begin with an empty store.`,
		);
	const rootKey = keyText === undefined ? await makeKey(key) : keyText.trim();
	if (!isRootKey(rootKey))
		throw new Error(
			`${key} is no key: it must hold 32 bytes as base64. Put the right one back, or move it and ${path} away to begin with an empty store.`,
		);
	if (store !== undefined && !opensSome(store, rootKey))
		throw new Error(
			`${key} is a key, but not the one that the values of ${path} are sealed under. Put the right one back, or move both files away to begin with an empty store.`,
		);
	return { store, rootKey, save: (next) => replaceFile(path, textOf(next)) };
}

async function requireFolder(folder: string): Promise<void> {
	const found = await stat(folder).catch(() => undefined);
	if (!found?.isDirectory())
		throw new Error(
			`--state: there is no directory ${folder}; make it first, or choose another.`,
		);
}

async function bytesIn(path: string): Promise<Buffer | undefined> {
	try {
		return await readFile(path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw new Error(`${path} cannot be read: ${(error as Error).message}.`);
	}
}

function storeIn(path: string, bytes: Uint8Array): SecretStore {
	const opened = fromSnapshot(jsonIn(path, bytes));
	if (opened.ok) return opened.value;
	throw new Error(
		`${path} is damaged, and was left as it is. ${opened.error.message} Put a good copy in its place, or move it away to begin with an empty store.`,
	);
}

function jsonIn(path: string, bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch {
		throw new Error(
			`${path} is damaged, and was left as it is: it is not JSON. Put a good copy in its place, or move it away to begin with an empty store.`,
		);
	}
}

const textOf = (store: SecretStore): string =>
	JSON.stringify(toSnapshot(store));

/** Makes a key that only its owner may read; never over another. */
async function makeKey(path: string): Promise<string> {
	const key = randomBytes(32).toString("base64");
	try {
		await writeFile(path, key, { flag: "wx", mode: 0o600, flush: true });
	} catch (error) {
		throw new Error(`${path} cannot be made: ${(error as Error).message}.`);
	}
	return key;
}

function isRootKey(text: string): boolean {
	const bytes = base64Decode(text);
	return bytes.ok && bytes.value.length === 32;
}

/** Whether a key opens one of the first ten values, or there is none. With a wrong key, what comes next would mix two. */
function opensSome(store: SecretStore, rootKey: string): boolean {
	const kms = nodeKms({ rootKey });
	let tried = 0;
	for (const [, vault] of entriesOf(store.vaults))
		for (const [, secret] of entriesOf(vault.rows))
			for (const version of secret.versions) {
				if (unsealPayload(secret, version, kms).ok) return true;
				if (++tried === 10) return false;
			}
	return tried === 0;
}

/** Writes a new file beside the old one and lets it take its place in one step, so that there is a whole one at any moment. */
async function replaceFile(path: string, text: string): Promise<void> {
	const fresh = `${path}.tmp`;
	await rm(fresh, { force: true }); // one that a killed process left behind
	try {
		const file = await open(fresh, "wx", 0o600);
		try {
			await file.writeFile(text);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(fresh, path);
	} catch (error) {
		await rm(fresh, { force: true }).catch(() => {});
		throw error;
	}
	await syncFolder(dirname(path));
}

/** So that the new name outlives a loss of power. Not every system can; then the file is whole all the same. */
async function syncFolder(folder: string): Promise<void> {
	const opened = await open(folder).catch(() => undefined);
	await opened?.sync().catch(() => {});
	await opened?.close();
}
