import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	createStore,
	registerKey,
	setKeyState,
	toSnapshot,
} from "pure-secrets-manager";
import { createHost, nodeKms } from "pure-secrets-manager/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KEY_STATES } from "../../src/kms/key.js";
import { openStateFile } from "../../src/node/state-file.js";
import { refusalOf, run } from "../host/host-at-noon.js";

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "state-"));
	file = join(folder, "secrets.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

/** A file that holds the secret "db", and its key. */
async function savedFile() {
	const { rootKey, save } = await openStateFile(file);
	const host = createHost({ kms: nodeKms({ rootKey }) });
	run(host, "CreateSecret", { Name: "db", SecretString: "hunter2" });
	await save(host.store);
	return { host, save };
}

describe("a key of another store", () => {
	it("is refused, and nothing is written", async () => {
		// given a file with a secret, and another store's key beside it
		await savedFile();
		const before = readFileSync(file);
		writeFileSync(`${file}.key`, Buffer.alloc(32, 7).toString("base64"));
		// when it is opened
		await expect(openStateFile(file)).rejects.toThrow(
			/secrets.json.key is a key, but not the one that the values of .* are sealed under/,
		);
		// then it is as it was
		expect(readFileSync(file)).toEqual(before);
	});

	it("is as good as any where no value is sealed", async () => {
		const { save } = await openStateFile(file);
		await save(createStore());
		writeFileSync(`${file}.key`, Buffer.alloc(32, 7).toString("base64"));
		expect((await openStateFile(file)).store).toBeDefined();
	});
});

describe.each(KEY_STATES)("a file of which every key is %s", (state) => {
	const keyId = "11111111-2222-4333-8444-555555555555";
	const ANOTHER = Buffer.alloc(32, 7).toString("base64");

	/** A file with a value that only the key in this state can open. */
	async function savedUnderKey() {
		const { rootKey, save } = await openStateFile(file);
		const host = createHost({ kms: nodeKms({ rootKey }) });
		const aliases = ["alias/app"];
		host.transact((store, context) =>
			registerKey(store, { keyId, aliases }, context),
		);
		const secret = { Name: "db", SecretString: "hunter2", KmsKeyId: keyId };
		run(host, "CreateSecret", secret);
		host.transact((store, context) =>
			setKeyState(store, { keyId, state }, context),
		);
		await save(host.store);
		return host;
	}

	it("is opened with its key, and has its keys as they were", async () => {
		// given
		const saved = await savedUnderKey();
		// when
		const { store, rootKey } = await openStateFile(file);
		// then
		const host = createHost({ store, kms: nodeKms({ rootKey }) });
		expect(toSnapshot(host.store)).toEqual(toSnapshot(saved.store));
		const read = { SecretId: "db" };
		if (state !== "Enabled")
			expect(refusalOf(host, "GetSecretValue", read)).toBe("DecryptionFailure");
		host.transact((before, context) =>
			setKeyState(before, { keyId, state: "Enabled" }, context),
		);
		expect(run(host, "GetSecretValue", read).SecretString).toBe("hunter2");
	});

	it("is refused with the key of another store, and left as it is", async () => {
		await savedUnderKey();
		const before = readFileSync(file);
		writeFileSync(`${file}.key`, ANOTHER);
		await expect(openStateFile(file)).rejects.toThrow(
			/is a key, but not the one that the values of/,
		);
		expect(readFileSync(file)).toEqual(before);
	});
});

describe("a state file that is not there yet", () => {
	it("gets a key at once, for its owner's eyes only", async () => {
		const { store, rootKey } = await openStateFile(file);
		expect(store).toBeUndefined();
		expect(readdirSync(folder)).toEqual(["secrets.json.key"]);
		expect(readFileSync(`${file}.key`, "utf8")).toBe(rootKey);
		expect(Buffer.from(rootKey, "base64")).toHaveLength(32);
		expect(modeOf(`${file}.key`)).toBe(0o600);
	});

	it("keeps the key that it has", async () => {
		const { rootKey } = await openStateFile(file);
		expect((await openStateFile(file)).rootKey).toBe(rootKey);
	});

	it("is made by the first save, for its owner's eyes only", async () => {
		const { host } = await savedFile();
		expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(
			toSnapshot(host.store),
		);
		expect(readFileSync(file, "utf8")).not.toContain("hunter2");
		expect(modeOf(file)).toBe(0o600);
		expect(readdirSync(folder).sort()).toEqual([
			"secrets.json",
			"secrets.json.key",
		]);
	});

	it("cannot be where there is no directory", async () => {
		const nowhere = join(folder, "nowhere", "secrets.json");
		await expect(openStateFile(nowhere)).rejects.toThrow(
			/there is no directory .*nowhere; make it first/,
		);
		expect(readdirSync(folder)).toEqual([]);
	});

	it("cannot be a directory", async () => {
		mkdirSync(file);
		await expect(openStateFile(file)).rejects.toThrow(/cannot be read.*EISDIR/);
		expect(readdirSync(folder)).toEqual(["secrets.json"]);
	});
});

describe("a state file", () => {
	it("gives back what was saved, values too", async () => {
		await savedFile();
		const { store, rootKey } = await openStateFile(file);
		const again = createHost({ store, kms: nodeKms({ rootKey }) });
		const read = run(again, "GetSecretValue", { SecretId: "db" });
		expect(read.SecretString).toBe("hunter2");
	});

	it("is replaced whole, also where an earlier save broke off", async () => {
		const { save } = await savedFile();
		writeFileSync(`${file}.tmp`, "half of a");
		await save(createStore({ maxSecrets: 7 }));
		expect((await openStateFile(file)).store?.limits.maxSecrets).toBe(7);
		expect(existsSync(`${file}.tmp`)).toBe(false);
	});

	it("that is a link stays one", async () => {
		mkdirSync(join(folder, "elsewhere"));
		const { save } = await savedFile();
		const link = join(folder, "link.json");
		symlinkSync(file, link);
		writeFileSync(`${link}.key`, readFileSync(`${file}.key`));
		const linked = await openStateFile(link);
		await linked.save(createStore({ maxSecrets: 7 }));
		expect((await openStateFile(file)).store?.limits.maxSecrets).toBe(7);
		await save(createStore({ maxSecrets: 8 }));
		expect((await openStateFile(link)).store?.limits.maxSecrets).toBe(8);
	});

	it.runIf(process.getuid?.() !== 0)(
		"that cannot be written stays as it was",
		async () => {
			const { save } = await savedFile();
			const before = readFileSync(file);
			chmodSync(folder, 0o500);
			await expect(save(createStore())).rejects.toThrow("EACCES");
			chmodSync(folder, 0o700);
			expect(readFileSync(file)).toEqual(before);
		},
	);
});

describe("what is damaged is refused, and left byte for byte", () => {
	const bytes = Buffer.from(readSnapshot());
	function readSnapshot() {
		return JSON.stringify(toSnapshot(createStore()));
	}

	it.each([
		["no JSON", Buffer.from("{"), /is damaged.*not JSON/],
		["empty", Buffer.alloc(0), /is damaged.*not JSON/],
		["cut short", bytes.subarray(0, -1), /is damaged.*not JSON/],
		[
			"no UTF-8",
			Buffer.concat([Buffer.of(34, 0xff, 34)]),
			/is damaged.*not JSON/,
		],
		[
			"no snapshot",
			Buffer.from("{}"),
			/is damaged.*This is no snapshot of a store/,
		],
	])("a file that is %s", async (_, damaged, message) => {
		await savedFile();
		writeFileSync(file, damaged);
		const key = readFileSync(`${file}.key`);
		await expect(openStateFile(file)).rejects.toThrow(message);
		expect(readFileSync(file)).toEqual(damaged);
		expect(readFileSync(`${file}.key`)).toEqual(key);
	});

	it("a file without its key", async () => {
		await savedFile();
		const before = readFileSync(file);
		rmSync(`${file}.key`);
		await expect(openStateFile(file)).rejects.toThrow(
			/secrets\.json is there, but not its key .*secrets\.json\.key/,
		);
		expect(readFileSync(file)).toEqual(before);
		expect(readdirSync(folder)).toEqual(["secrets.json"]);
	});

	it.each([
		["empty", ""],
		["short", Buffer.alloc(16).toString("base64")],
		["long", Buffer.alloc(33).toString("base64")],
		["no base64", "x".repeat(44)],
	])("a key that is %s", async (_, key) => {
		for (const made of [false, true]) {
			if (made) await remade();
			writeFileSync(`${file}.key`, key);
			await expect(openStateFile(file)).rejects.toThrow(
				/secrets\.json\.key is no key: it must hold 32 bytes as base64/,
			);
			expect(readFileSync(`${file}.key`, "utf8")).toBe(key);
		}
		async function remade() {
			rmSync(`${file}.key`);
			await savedFile();
		}
	});

	it("but for the line end that an editor gives a key", async () => {
		const { host } = await savedFile();
		writeFileSync(`${file}.key`, `${readFileSync(`${file}.key`, "utf8")}\r\n`);
		const { store } = await openStateFile(file);
		expect(store && toSnapshot(store)).toEqual(toSnapshot(host.store));
	});
});
