import { createHash } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import {
	type Cipher,
	createSecret,
	createStore,
	getSecretValue,
	type Kms,
	localKms,
	putSecretValue,
	toSnapshot,
} from "pure-secrets-manager";
import { createHost, manualClock } from "pure-secrets-manager/host";
import { nodeKms } from "pure-secrets-manager/node";
import { describe, expect, test } from "vitest";
import { assertLaw } from "../support/depth.js";
import { CONTEXT, token } from "../support/given.js";
import { runScript, script, storeAfter } from "../support/scripts.js";

describe("law 18: no key material", () => {
	test("no data key, nor the root key, is in a snapshot, an event, an effect, an answer, a refusal or anything printed", () => {
		const seen = { generated: 0, drawn: 0 };
		assertLaw(
			fc.property(
				fc.string(),
				fc.boolean(),
				fc.boolean(),
				script(12),
				(text, onNode, generates, steps) => {
					const rootKey = digest("root key", text);
					const service = onNode ? nodeKms({ rootKey }) : localKms({ rootKey });
					const dataKeys = new Map<string, Uint8Array>();
					const kms = watched(
						generates ? generating(service) : service,
						dataKeys,
					);
					const ran = runScript(steps, {}, { kms });
					const store = storeAfter(ran);
					const host = createHost({
						...{ store, kms, seed: "law", clock: manualClock(0) },
						account: CONTEXT.account,
					});
					host.execute("CreateSecret", { Name: "host", SecretString: "v" });
					seen[generates ? "generated" : "drawn"] += dataKeys.size;
					const said = [
						...ran.map(({ outcome: { events, effects, result } }) =>
							JSON.stringify([events, effects, result]),
						),
						...[store, host, host.store, service, kms, ran.at(-1)].map(printed),
						JSON.stringify([toSnapshot(store), toSnapshot(host.store)]),
					].join("\n");
					expectUntold(said, [rootKey, ...dataKeys.values()]);
				},
			),
			30,
			seen,
		);
	});

	test("nor is it in the error that a key service which breaks its contract is thrown", () => {
		const dataKey = digest("data key");
		const promised = () => Promise.resolve() as never;
		const sound = localKms({ rootKey: digest("root key") });
		const broken: readonly Partial<Kms>[] = [
			{ wrap: () => "" },
			{ wrap: promised },
			{ wrap: (_, key) => key as never },
			{ unwrap: promised },
			{ unwrap: () => ({ ok: true, value: dataKey.subarray(1) }) },
			{ unwrap: () => ({ ok: true, value: [...dataKey] as never }) },
			{ unwrap: () => ({ ok: false, error: { name: dataKey } as never }) },
			{
				generateDataKey: () => ({
					...{
						ok: true,
						value: { dataKey: [...dataKey] as never, wrapped: "w" },
					},
				}),
			},
			...[
				{ encrypt: (key: Uint8Array) => key },
				{ decrypt: (key: Uint8Array) => key.subarray(1) },
				{ digest: (bytes: Uint8Array) => bytes },
			].map((part) => ({ cipher: { ...(sound.cipher as Cipher), ...part } })),
		];
		for (const part of broken) {
			const dataKeys = new Map([["", dataKey]]);
			const kms = watched({ ...sound, ...part }, dataKeys);
			const error = thrownBy(() => writeAndRead(kms));
			expect(error).toBeInstanceOf(TypeError);
			expectUntold(printed(error), [digest("root key"), ...dataKeys.values()]);
		}
	});

	test("nor is a root key in the error about one that is none", () => {
		for (const rootKey of [
			digest("root key").subarray(0, 31),
			Buffer.from(digest("root key")).toString("hex"),
			Buffer.from(digest("root key")).toString("base64url"),
			[...digest("root key")] as never,
		])
			for (const make of [localKms, nodeKms]) {
				const error = thrownBy(() => make({ rootKey }));
				expect(error).toBeInstanceOf(TypeError);
				expectUntold(printed(error), [
					digest("root key"),
					digest("root key").subarray(0, 31),
				]);
			}
	});

	test("a key would be found, however it is printed", () => {
		const key = digest("found");
		for (const said of [
			printed({ key }),
			printed([...key]),
			printed(Buffer.from(key)),
			JSON.stringify([...key]),
			JSON.stringify(key),
			JSON.stringify(Buffer.from(key)),
			Buffer.from(key).toString("hex").toUpperCase(),
			`key ${Buffer.from(key).toString("base64")}`,
		])
			expect(() => expectUntold(said, [key])).toThrow();
	});
});

const digest = (...texts: readonly string[]): Uint8Array =>
	Uint8Array.from(createHash("sha256").update(JSON.stringify(texts)).digest());

/** The key service, with all data keys that it sees noted. */
function watched(kms: Kms, dataKeys: Map<string, Uint8Array>): Kms {
	const { generateDataKey } = kms;
	const note = (key: unknown) => {
		if (!(key instanceof Uint8Array)) return;
		const copy = Uint8Array.from(key); // whatever becomes of the array
		dataKeys.set(copy.join(), copy);
	};
	return {
		...kms,
		wrap(keyArn, dataKey, context) {
			note(dataKey);
			return kms.wrap(keyArn, dataKey, context);
		},
		unwrap(keyArn, wrapped, context) {
			const opened = kms.unwrap(keyArn, wrapped, context);
			note(opened.ok && opened.value);
			return opened;
		},
		...(generateDataKey && {
			generateDataKey(keyArn, random, context) {
				note(random);
				const made = generateDataKey(keyArn, random, context);
				note(made.ok && made.value.dataKey);
				return made;
			},
		}),
	};
}

/** The key service, making data keys of its own. */
const generating = (kms: Kms): Kms => ({
	...kms,
	generateDataKey(keyArn, random, context) {
		const dataKey = digest("generated", random.join());
		const wrapped = kms.wrap(keyArn, dataKey, context);
		return { ok: true, value: { dataKey, wrapped } };
	},
});

/** Makes a secret, reads it and replays the write that made it. */
function writeAndRead(kms: Kms): void {
	const context = { ...CONTEXT, kms };
	const value = { ClientRequestToken: token("v1"), SecretString: "value" };
	const made = createSecret(createStore(), { Name: "a", ...value }, context);
	getSecretValue(made.store, { SecretId: "a" }, context);
	putSecretValue(made.store, { SecretId: "a", ...value }, context);
}

function thrownBy(run: () => unknown): unknown {
	try {
		return run();
	} catch (error) {
		return error;
	}
}

/** A value as a log would show it. */
const printed = (value: unknown): string =>
	[
		inspect(value),
		inspect(value, {
			...{ depth: Infinity, maxArrayLength: null, maxStringLength: null },
			showHidden: true,
		}),
		String(value),
	].join("\n");

/** None of the keys is in what was said: as base64, as hexadecimal digits, or as a list of numbers. */
function expectUntold(said: string, keys: readonly Uint8Array[]): void {
	const joined = said.replace(/\s+/g, ""); // so that it does not matter where a list or a dump is broken
	const lower = joined.toLowerCase();
	for (const key of keys) {
		const bytes = Buffer.from(key);
		const list = [...key].join();
		const members = [...key].map((byte, at) => `"${at}":${byte}`).join();
		for (const form of [bytes.toString("base64").slice(0, -2), list, members])
			expect(joined.includes(form), "a key is told").toBe(false);
		expect(lower.includes(bytes.toString("hex")), "a key is told").toBe(false);
	}
}
