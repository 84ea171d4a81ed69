import fc from "fast-check";
import {
	type Context,
	fromSnapshot,
	getSecretValue,
	registerKey,
	type SecretStore,
	type Snapshot,
	toSnapshot,
	updateSecret,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { homeScope, names } from "../support/arbitraries.js";
import { assertLaw } from "../support/depth.js";
import { keyIds } from "../support/key-arbitraries.js";
import { expectSame } from "../support/same.js";
import { type Ran, runScript, script, storeAfter } from "../support/scripts.js";

/** A snapshot that can be written to. */
type Open<T> = { -readonly [Member in keyof T]: Open<T[Member]> };
type OpenSnapshot = Open<Snapshot>;
/** A version, and where it is. */
interface Place {
	readonly vault: OpenSnapshot["vaults"][number];
	readonly secret: OpenSnapshot["vaults"][number]["secrets"][number];
	readonly version: OpenSnapshot["vaults"][number]["secrets"][number]["versions"][number];
}
/** What is done to the first version; numbers and the other version decide details. False where there is nothing to do. */
type Tampering = (
	at: Place,
	other: Place,
	which: number,
	snapshot: OpenSnapshot,
) => boolean;

/** Whatever is done, nobody can read the version then. */
const unreadable: Readonly<Record<string, Tampering>> = {
	"a bit of the sealed value": ({ version: { payload } }, _, which) => {
		payload.sealed = flipped(payload.sealed, which);
		return true;
	},
	"a bit of every wrapped key": ({ version }, _, which) => {
		for (const key of version.payload.keys)
			key.wrapped = flipped(key.wrapped, which);
		return true;
	},
	"the end of the sealed value": ({ version: { payload } }, _, which) => {
		payload.sealed = shortened(payload.sealed, which);
		return true;
	},
	"the end of every wrapped key": ({ version }, _, which) => {
		for (const key of version.payload.keys)
			key.wrapped = shortened(key.wrapped, which);
		return true;
	},
	"the spelling of the sealed value": ({ version: { payload } }, _, which) => {
		const spelt = respelt(payload.sealed, which);
		payload.sealed = spelt ?? payload.sealed;
		return spelt !== undefined;
	},
	"the spelling of every wrapped key": ({ version }, _, which) => {
		let done = false;
		for (const key of version.payload.keys) {
			const spelt = respelt(key.wrapped, which);
			done ||= spelt !== undefined;
			key.wrapped = spelt ?? key.wrapped;
		}
		return done;
	},
	"the sealed value for that of another version": ({ version }, other) => {
		version.payload.sealed = other.version.payload.sealed;
		return other.version !== version;
	},
	"the wrapped keys for those of another version": ({ version }, other) => {
		version.payload.keys = structuredClone(other.version.payload.keys);
		return other.version !== version;
	},
	"all of the value for that of another version": ({ version }, other) => {
		version.payload = structuredClone(other.version.payload);
		return other.version !== version;
	},
	"the texts under the key ARNs for those of another version": (
		{ version },
		other,
	) => {
		const [first] = other.version.payload.keys;
		for (const key of version.payload.keys)
			key.wrapped = first?.wrapped ?? key.wrapped;
		return other.version !== version;
	},
	"the ARN of every key": ({ version }, _, which, { keys }) => {
		for (const key of version.payload.keys) {
			const others = keys.filter(({ arn }) => arn !== key.keyArn);
			key.keyArn = others[which % others.length]?.arn ?? key.keyArn;
			if (others.length === 0) return false;
		}
		return true;
	},
	"the id of the version": ({ secret, version }, _, which) => {
		const before = version.id;
		version.id = `${before.slice(0, -1)}${which % 10}`;
		for (const stage of secret.stages)
			if (stage[1] === before) stage[1] = version.id;
		return version.id !== before;
	},
	"the name of the secret": ({ secret }, _, which) => {
		secret.name = `${secret.name.slice(0, 500)}${which % 10}`;
		return true;
	},
	"the suffix of the secret": ({ secret }, _, which) => {
		const before = secret.suffix;
		secret.suffix = `${before.slice(0, -1)}${which % 10}`;
		return secret.suffix !== before;
	},
	"the account of the secret": ({ vault }) => {
		vault.account = "333333333333";
		return true;
	},
	"the region of the secret": ({ vault }) => {
		vault.region = "ap-south-1";
		return true;
	},
};

/** Whatever is done, a law of the store is broken. */
const unlawful: Readonly<Record<string, Tampering>> = {
	"the ARN of a key for that of none": ({ version }, _, which) => {
		const [key] = version.payload.keys;
		const none = [key?.keyArn.toUpperCase(), "", "__proto__"];
		if (key) key.keyArn = none[which % none.length] ?? "";
		return true;
	},
	"a key that seals it left out": ({ version }, _, __, snapshot) => {
		const [key] = version.payload.keys;
		snapshot.keys = snapshot.keys.filter(({ arn }) => arn !== key?.keyArn);
		return true;
	},
	"the alias of the default key on another key": (_, __, which, { keys }) => {
		const from = keys.find(({ aliases }) => aliases.includes(DEFAULT));
		const others = keys.filter(
			({ arn }) =>
				from && arn !== from.arn && ownerOf(arn) === ownerOf(from.arn),
		);
		if (!from || others.length === 0) return false;
		from.aliases = from.aliases.filter((alias) => alias !== DEFAULT);
		others[which % others.length]?.aliases.push(DEFAULT);
		return true;
	},
	"every wrapped key left out": ({ version }) => {
		version.payload.keys = [];
		return true;
	},
	"the id of another version of the secret": (
		{ secret, version },
		_,
		which,
	) => {
		const { id } = secret.versions[which % secret.versions.length] ?? version;
		const changes = id !== version.id;
		version.id = id;
		return changes;
	},
};

const DEFAULT = "alias/aws/secretsmanager";
const ownerOf = (arn: string) => arn.slice(0, arn.indexOf(":key/"));

describe("what is changed in a snapshot is found out", () => {
	test("a value is not read, or the snapshot not opened", () => {
		const tamperings = Object.entries({ ...unreadable, ...unlawful });
		const seen = Object.fromEntries(tamperings.map(([kind]) => [kind, 0]));
		assertLaw(
			fc.property(
				script(20),
				fc.nat(),
				fc.nat(),
				fc.nat(),
				(steps, at, other, which) => {
					const store = storeAfter(runScript(steps));
					const versions = placesIn(usable(store)).length;
					for (const [kind, tamper] of tamperings) {
						const snapshot = usable(store);
						const places = placesIn(snapshot);
						const [place, second] = [at, other].map(
							(each) => places[each % versions],
						);
						if (!place || !second) return;
						if (!tamper(place, second, which, snapshot)) continue;
						const opened = fromSnapshot(snapshot);
						if (kind in unlawful) expect(opened.ok, kind).toBe(false);
						else if (!opened.ok)
							continue; // the name of another secret, perhaps
						else
							expect(read(opened.value, place).result, kind).toMatchObject({
								error: { name: "DecryptionFailure" },
							});
						seen[kind] = 1 + (seen[kind] ?? 0);
					}
				},
			),
			60,
			seen,
		);
	});

	test("a version that was changed leaves all others as they are", () => {
		const seen = { read: 0 };
		assertLaw(
			fc.property(
				script(20),
				fc.nat(),
				fc.nat(),
				fc.constantFrom(...Object.keys(unreadable).slice(0, 6)),
				(steps, at, which, kind) => {
					const before = usable(storeAfter(runScript(steps)));
					const after = structuredClone(before);
					const places = placesIn(after);
					const place = places[at % places.length];
					if (!place || !unreadable[kind]?.(place, place, which, after)) return;
					const [was, is] = [before, after].map(opened);
					for (const each of places) {
						if (each.version === place.version || !was || !is) continue;
						const kept = read(is, each).result;
						expectSame(kept, read(was, each).result);
						expect(kept.ok).toBe(true);
						seen.read++;
					}
				},
			),
			60,
			seen,
		);
	});

	test("one of several keys does not open it, and another one does", () => {
		const seen = { several: 0 };
		assertLaw(
			fc.property(script(20), fc.nat(), fc.nat(), (steps, at, which) => {
				const before = usable(withNewKey(runScript(steps)));
				const after = structuredClone(before);
				for (const place of placesIn(after)) {
					const { keys } = place.version.payload;
					const key = keys[at % keys.length];
					if (key === undefined || keys.length === 1) continue;
					seen.several++;
					key.wrapped = flipped(key.wrapped, which);
				}
				const [was, is] = [before, after].map(opened);
				for (const place of placesIn(after)) {
					if (!was || !is) continue;
					const kept = read(is, place).result;
					expectSame(kept, read(was, place).result);
					expect(kept.ok).toBe(true);
				}
			}),
			60,
			seen,
		);
	});
});

/** Its snapshot with every secret live and every key enabled, so that nothing but tampering is in the way of a read. */
function usable(store: SecretStore): OpenSnapshot {
	const snapshot = structuredClone(toSnapshot(store)) as OpenSnapshot;
	for (const key of snapshot.keys) key.state = "Enabled";
	for (const { secrets } of snapshot.vaults)
		for (const secret of secrets) {
			// A replica that was to go is one no longer.
			if (secret.deletion) secret.role = { kind: "standalone" };
			delete secret.deletion;
		}
	return snapshot;
}

/** The store after a script, with one more key for the secrets of its home. */
function withNewKey(ran: readonly Ran[]): SecretStore {
	const KmsKeyId = keyIds[1];
	const before = storeAfter(ran);
	const key = { keyId: KmsKeyId, state: "Enabled" } as const;
	const context = { now: 0, seed: "law", ...ran.at(-1)?.context, ...homeScope };
	return names.reduce(
		(store, SecretId) =>
			updateSecret(store, { SecretId, KmsKeyId }, context).store,
		registerKey(before, key, homeScope).store,
	);
}

const placesIn = ({ vaults }: OpenSnapshot): Place[] =>
	vaults.flatMap((vault) =>
		vault.secrets.flatMap((secret) =>
			secret.versions.map((version) => ({ vault, secret, version })),
		),
	);

function opened(snapshot: OpenSnapshot): SecretStore {
	const store = fromSnapshot(snapshot);
	if (!store.ok) throw new Error(store.error.message);
	return store.value;
}

function read(
	store: SecretStore,
	{ vault: { account, region }, secret, version }: Place,
) {
	const context: Context = { now: 0, seed: "law", account, region };
	const SecretId = secret.name;
	return getSecretValue(store, { SecretId, VersionId: version.id }, context);
}

/** The base64 of the same bytes with one bit changed. */
function flipped(base64: string, which: number): string {
	const bytes = Buffer.from(base64, "base64");
	const bit = which % (8 * bytes.length);
	bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
	return bytes.toString("base64");
}

/** The base64 of fewer bytes, or of one more. */
function shortened(base64: string, which: number): string {
	const bytes = Buffer.from(base64, "base64");
	const length = which % (bytes.length + 1);
	return length === bytes.length
		? Buffer.concat([bytes, Uint8Array.of(which % 256)]).toString("base64")
		: bytes.subarray(0, length).toString("base64");
}

const DIGITS =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Another text for the same bytes, as lenient readers of base64 take it; `undefined` where there is none. */
function respelt(base64: string, which: number): string | undefined {
	const digits = base64.replace(/=+$/, "");
	const start = digits.slice(0, -1);
	const end = DIGITS.indexOf(digits.slice(-1));
	const padding = base64.slice(digits.length);
	const others = [
		// Other bits at the end of the last digit, where they belong to no byte.
		...[1, 2, 3, 15].map((bits) => start + DIGITS[end ^ bits] + padding),
		...[digits, `${base64}=`, `${base64}\n`, ` ${base64}`],
		`${base64.slice(0, 8)}\r\n${base64.slice(8)}`,
		base64.replaceAll("+", "-").replaceAll("/", "_"),
	];
	const bytes = Buffer.from(base64, "base64");
	const same = others.filter(
		(text) => text !== base64 && Buffer.from(text, "base64").equals(bytes),
	);
	return same[which % same.length];
}
