import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { err, ok } from "../../src/base/result.js";
import { makeDataKey, seal } from "../../src/kms/envelope.js";
import { defaultKeyArn, KEY_STATES, type KeyState } from "../../src/kms/key.js";
import type { Kms } from "../../src/kms/kms.js";
import { localKms } from "../../src/kms/local-kms.js";
import type { KeyContext } from "../../src/model/key-access.js";
import {
	changeKey,
	kmsKeyIdsOf,
	openPayload,
	sealPayload,
	unsealPayload,
} from "../../src/model/sealing.js";
import { arnOf, type Secret, type Version } from "../../src/model/secret.js";
import { accessDenied, decryptionFailure } from "../../src/values/failure.js";
import type { Payload } from "../../src/values/payload.js";
import { assertLaw } from "../support/depth.js";
import { keyArn, keyId, kmsArn } from "../support/keys.js";
import { HERE } from "../support/places.js";
import {
	accepted,
	aKeyRing,
	aSecret,
	aVersion,
	type Labels,
} from "./a-secret.js";

const kms = localKms({ rootKey: new Uint8Array(32).fill(3) });
const text = (text: string): Payload => ({ kind: "string", text });
const DEFAULT = "DefaultEncryptionKey";
const [OLD, NEW, NEWER] = [keyArn("a"), keyArn("b"), keyArn("c")];
const ALIAS = kmsArn("alias/mine");
/** With these states of keys, of which the others are enabled. */
const withStates = (
	states: Readonly<Record<string, KeyState>>,
): KeyContext => ({
	keys: aKeyRing(
		{ [OLD]: "Enabled", [NEW]: "Enabled", [NEWER]: "Enabled", ...states },
		{ [ALIAS]: OLD },
	),
	kms,
	seed: "seed",
	account: HERE.account,
});
const context = withStates({});
const notOpened = { ok: false, error: { name: "DecryptionFailure" } };

/** A secret whose versions hold their own ids as values, sealed under its key. */
function sealedSecret(labels: Labels, kmsKeyId?: string): Secret {
	const secret = aSecret(labels, { kmsKeyId });
	return {
		...secret,
		versions: secret.versions.map((version) => ({
			...version,
			payload: accepted(
				sealPayload(secret, version.id, text(version.id), context),
			),
		})),
	};
}
const keysOf = (secret: Secret) =>
	Object.fromEntries(
		secret.versions.map((each) => [each.id, kmsKeyIdsOf(secret, each)]),
	);
const versionOf = (secret: Secret, index: number): Version =>
	secret.versions[index] as Version;

describe("a sealed value", () => {
	const payload: fc.Arbitrary<Payload> = fc.oneof(
		fc.string({ unit: "binary" }).map(text),
		fc.constantFrom("\ud800", "", "__proto__").map(text),
		fc.uint8Array().map((bytes) => ({
			kind: "binary" as const,
			base64: Buffer.from(bytes).toString("base64"),
		})),
	);

	it("opens for its secret and version", () => {
		assertLaw(
			fc.property(payload, fc.string(), (payload, seed) => {
				const secret = aSecret();
				const seeded = { ...context, seed };
				const sealed = accepted(sealPayload(secret, "v1", payload, seeded));
				const version = aVersion("v1", 0, { payload: sealed });
				expect(accepted(openPayload(secret, version, context))).toEqual(
					payload,
				);
			}),
		);
	});

	it("is the same for the same inputs", () => {
		const [one, other] = [1, 2].map(() =>
			sealPayload(aSecret(), "v1", text("x"), context),
		);
		expect(one).toEqual(other);
	});

	it("has a data key of its own for each seed, secret and version", () => {
		const seal = (secret: Secret, id: string, seed: string) => {
			const owners = { ...context, seed, account: secret.account };
			return accepted(sealPayload(secret, id, text("x"), owners)).sealed;
		};
		const sealed = [
			seal(aSecret(), "v1", "seed"),
			seal(aSecret(), "v1", "other seed"),
			seal(aSecret(), "v2", "seed"),
			seal(aSecret({}, { suffix: "ZyX987" }), "v1", "seed"),
			seal(aSecret({}, { name: "db2" }), "v1", "seed"),
			seal(aSecret({}, { region: "eu-west-1" }), "v1", "seed"),
			seal(aSecret({}, { account: "210987654321" }), "v1", "seed"),
		];
		expect(new Set(sealed).size).toBe(sealed.length);
	});

	it("does not open when it is moved to another version or secret", () => {
		const secret = sealedSecret({ v1: ["AWSCURRENT"], v2: [] });
		const moved = { ...versionOf(secret, 0), id: "v2" };
		expect(openPayload(secret, moved, context)).toMatchObject(notOpened);
		const other = { ...secret, name: "other" };
		expect(openPayload(other, versionOf(secret, 0), context)).toMatchObject(
			notOpened,
		);
	});

	it("of no known kind is a DecryptionFailure", () => {
		const secret = aSecret();
		const bound = { SecretARN: arnOf(secret), SecretVersionId: "v1" };
		const key = makeDataKey("seed", [], defaultKeyArn(secret), bound, kms);
		const payload = seal(Uint8Array.of(7, 65), accepted(key), bound, kms);
		const version = aVersion("v1", 0, { payload });
		expect(openPayload(secret, version, context)).toEqual(
			err(
				decryptionFailure(
					"Secrets Manager can't decrypt the secret value: the stored value is of no known kind.",
				),
			),
		);
	});

	it("is sealed under the secret's key", () => {
		expect(keysOf(sealedSecret({ v1: ["AWSCURRENT"] }))).toEqual({
			v1: [DEFAULT],
		});
		for (const name of [OLD, keyId("a"), "alias/mine", ALIAS])
			expect(keysOf(sealedSecret({ v1: ["AWSCURRENT"] }, name))).toEqual({
				v1: [OLD],
			});
		expect(
			keysOf(sealedSecret({ v1: [] }, "alias/aws/secretsmanager")),
		).toEqual({ v1: [DEFAULT] });
	});
});

describe("a data key", () => {
	/** The data key that sealing hands to the key service. */
	function dataKeyOf(
		name: string,
		id: string,
		seed: string,
		value = "v",
	): string {
		const keys: string[] = [];
		const recording: Kms = {
			...kms,
			wrap(_, dataKey) {
				keys.push(Buffer.from(dataKey).toString("hex"));
				return "wrapped";
			},
		};
		const recorded = { ...context, seed, kms: recording };
		sealPayload({ ...aSecret(), name }, id, text(value), recorded);
		return keys.join();
	}

	it("has 32 bytes and is the same for the same ARN, version id and seed", () => {
		expect(dataKeyOf("a", "v1", "s")).toMatch(/^[0-9a-f]{64}$/);
		expect(dataKeyOf("a", "v1", "s")).toBe(dataKeyOf("a", "v1", "s", "other"));
	});

	it("is another for another ARN, version id or seed", () => {
		const keys = [
			dataKeyOf("a", "v1", "s"),
			dataKeyOf("b", "v1", "s"),
			dataKeyOf("a", "v2", "s"),
			dataKeyOf("a", "v1", "t"),
		];
		expect(new Set(keys).size).toBe(keys.length);
	});

	it("never meets one nonce with two values, not even when an id is used again", () => {
		const nonceOf = (value: string) =>
			accepted(sealPayload(aSecret(), "v1", text(value), context)).sealed.slice(
				0,
				16,
			);
		expect(nonceOf("one")).not.toBe(nonceOf("two"));
	});
});

describe("changing the key", () => {
	const labels = {
		unlabelled: [],
		custom: ["one"],
		previous: ["AWSPREVIOUS"],
		current: ["AWSCURRENT", "two"],
		pending: ["AWSPENDING"],
	};
	const secret = sealedSecret(labels, OLD);
	const changed = accepted(changeKey(secret, NEW, context));

	it("lets both keys open the versions with AWS's labels, and leaves the others", () => {
		expect(keysOf(changed)).toEqual({
			unlabelled: [OLD],
			custom: [OLD],
			previous: [OLD, NEW],
			current: [OLD, NEW],
			pending: [OLD, NEW],
		});
	});

	it("seals later versions under the new key", () => {
		expect(changed.kmsKeyId).toBe(NEW);
		const later = accepted(sealPayload(changed, "v9", text("x"), context));
		expect(later.keys.map(({ keyArn }) => keyArn)).toEqual([NEW]);
	});

	it("creates no version and seals no value anew", () => {
		const sealed = (secret: Secret) =>
			secret.versions.map(({ id, payload }) => [id, payload.sealed]);
		expect(sealed(changed)).toEqual(sealed(secret));
		for (const version of changed.versions)
			expect(accepted(openPayload(changed, version, context))).toEqual(
				text(version.id),
			);
	});

	it("changes nothing else, and not the secret that it was handed", () => {
		expect(changed).toEqual({
			...secret,
			kmsKeyId: NEW,
			versions: changed.versions,
		});
		expect(keysOf(secret).current).toEqual([OLD]);
		expect(versionOf(changed, 0)).toBe(versionOf(secret, 0));
	});

	it("a second time adds the third key; back to the first adds none", () => {
		const twice = accepted(changeKey(changed, NEWER, context));
		expect(keysOf(twice).current).toEqual([OLD, NEW, NEWER]);
		const back = accepted(changeKey(changed, OLD, context));
		expect(keysOf(back).current).toEqual([OLD, NEW]);
	});

	it("to none or to the empty text is to the default key", () => {
		for (const none of [undefined, ""]) {
			const changed = accepted(changeKey(secret, none, context));
			expect(keysOf(changed).current).toEqual([OLD, DEFAULT]);
		}
	});

	it("from the default key works alike", () => {
		const secret = sealedSecret({ v1: ["AWSCURRENT"] });
		const changed = accepted(changeKey(secret, keyId("b"), context));
		expect(keysOf(changed)).toEqual({ v1: [DEFAULT, NEW] });
	});

	it("succeeds although the old key cannot open a version, which stays as it is", () => {
		const withoutOld: Kms = {
			...kms,
			unwrap: (keyArn, wrapped, context) =>
				keyArn === OLD
					? err(accessDenied("Access to KMS is not allowed"))
					: kms.unwrap(keyArn, wrapped, context),
		};
		const changed = accepted(
			changeKey(secret, NEW, { ...context, kms: withoutOld }),
		);
		expect(changed.kmsKeyId).toBe(NEW);
		expect(changed.versions).toEqual(secret.versions);
	});

	it("of a secret without a value changes the name of the key only", () => {
		expect(changeKey(aSecret(), keyId("b"), context)).toEqual(
			ok(aSecret({}, { kmsKeyId: keyId("b") })),
		);
	});

	it.each(KEY_STATES.filter((state) => state !== "Enabled"))(
		"succeeds although the old key is %s: every version keeps it alone",
		(state) => {
			const dead = withStates({ [OLD]: state });
			const changed = accepted(changeKey(secret, NEW, dead));
			expect(changed).toEqual({ ...secret, kmsKeyId: NEW });
		},
	);

	it("carries a version of which one of several keys still works", () => {
		const dead = withStates({ [OLD]: "Disabled" });
		const twice = accepted(changeKey(changed, NEWER, dead));
		expect(keysOf(twice)).toEqual({
			unlabelled: [OLD],
			custom: [OLD],
			previous: [OLD, NEW, NEWER],
			current: [OLD, NEW, NEWER],
			pending: [OLD, NEW, NEWER],
		});
		for (const version of twice.versions.slice(2))
			expect(accepted(openPayload(twice, version, dead))).toEqual(
				text(version.id),
			);
	});

	it("is refused where the new key cannot be used", () => {
		const dead = withStates({ [NEW]: "Disabled" });
		expect(changeKey(secret, NEW, dead)).toMatchObject({
			ok: false,
			error: { name: "InvalidParameterException" },
		});
	});

	it("follows an alias that has moved: the same name, another key", () => {
		const secret = sealedSecret({ v1: ["AWSCURRENT"] }, "alias/mine");
		const moved = {
			...context,
			keys: aKeyRing({ [OLD]: "Enabled", [NEW]: "Enabled" }, { [ALIAS]: NEW }),
		};
		const changed = accepted(changeKey(secret, "alias/mine", moved));
		expect(keysOf(changed)).toEqual({ v1: [OLD, NEW] });
		const later = accepted(sealPayload(secret, "v2", text("x"), moved));
		expect(later.keys.map(({ keyArn }) => keyArn)).toEqual([NEW]);
	});
});

describe("a value sealed under several keys", () => {
	const sealed = sealedSecret({ v1: ["AWSCURRENT"] }, OLD);
	const secret = accepted(changeKey(sealed, NEW, context));
	const version = versionOf(secret, 0);

	it.each<[what: string, states: Readonly<Record<string, KeyState>>]>([
		["both", {}],
		["the second", { [OLD]: "Disabled" }],
		["the second, as the first is gone", { [OLD]: "Deleted" }],
		["the first", { [NEW]: "PendingDeletion" }],
	])("opens where %s may be used", (_, states) => {
		expect(openPayload(secret, version, withStates(states))).toEqual(
			ok(text("v1")),
		);
	});

	it("asks no key that cannot be used", () => {
		const asked: string[] = [];
		const recording: Kms = {
			...kms,
			unwrap: (keyArn, ...rest) => {
				asked.push(keyArn);
				return kms.unwrap(keyArn, ...rest);
			},
		};
		const dead = withStates({ [OLD]: "Disabled" });
		openPayload(secret, version, { ...dead, kms: recording });
		expect(asked).toEqual([NEW]);
	});

	it.each<[old: KeyState, latest: KeyState, says: string]>([
		["Disabled", "Disabled", "is disabled."],
		["Deleted", "PendingDeletion", "is pending deletion."],
	])(
		"is refused with what is wrong with the latest where one is %s and the other %s",
		(old, latest, says) => {
			const dead = withStates({ [OLD]: old, [NEW]: latest });
			const refused = openPayload(secret, version, dead);
			expect(refused.ok ? "" : refused.error.message).toContain(
				`Secrets Manager can't decrypt the secret value: ${NEW} ${says} (`,
			);
			expect(refused).toMatchObject(notOpened);
		},
	);

	it("is guarded whatever the state of its keys", () => {
		expect(unsealPayload(secret, version, kms)).toEqual(ok(text("v1")));
		const stranger = localKms({ rootKey: new Uint8Array(32) });
		expect(unsealPayload(secret, version, stranger)).toMatchObject(notOpened);
	});
});
