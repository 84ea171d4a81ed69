import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { err } from "../../src/base/result.js";
import { seal } from "../../src/kms/envelope.js";
import { defaultKeyArn } from "../../src/kms/key.js";
import type { Kms } from "../../src/kms/kms.js";
import { localKms } from "../../src/kms/local-kms.js";
import {
	changeKey,
	kmsKeyIdsOf,
	openPayload,
	sealPayload,
} from "../../src/model/sealing.js";
import { arnOf, type Secret, type Version } from "../../src/model/secret.js";
import { accessDenied } from "../../src/values/failure.js";
import type { Payload } from "../../src/values/payload.js";
import { assertLaw } from "../support/depth.js";
import { accepted, aSecret, aVersion, type Labels } from "./a-secret.js";

const kms = localKms({ rootKey: new Uint8Array(32).fill(3) });
const text = (text: string): Payload => ({ kind: "string", text });
const KEYS = "arn:aws:kms:us-east-1:123456789012:key";
const DEFAULT = "DefaultEncryptionKey";
const [OLD, NEW, NEWER] = ["old", "new", "newer"].map((id) => `${KEYS}/${id}`);
const notOpened = { ok: false, error: { name: "DecryptionFailure" } };

/** A secret whose versions hold their own ids as values, sealed under its key. */
function sealedSecret(labels: Labels, kmsKeyId?: string): Secret {
	const secret = aSecret(labels, { kmsKeyId });
	return {
		...secret,
		versions: secret.versions.map((version) => ({
			...version,
			payload: sealPayload(secret, version.id, text(version.id), "seed", kms),
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
				const sealed = sealPayload(secret, "v1", payload, seed, kms);
				const version = aVersion("v1", 0, { payload: sealed });
				expect(accepted(openPayload(secret, version, kms))).toEqual(payload);
			}),
		);
	});

	it("is the same for the same inputs", () => {
		const [one, other] = [1, 2].map(() =>
			sealPayload(aSecret(), "v1", text("x"), "seed", kms),
		);
		expect(one).toEqual(other);
	});

	it("has a data key of its own for each seed, secret and version", () => {
		const seal = (secret: Secret, id: string, seed: string) =>
			sealPayload(secret, id, text("x"), seed, kms).sealed;
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
		expect(openPayload(secret, moved, kms)).toMatchObject(notOpened);
		const other = { ...secret, name: "other" };
		expect(openPayload(other, versionOf(secret, 0), kms)).toMatchObject(
			notOpened,
		);
	});

	it("of no known kind is a DecryptionFailure", () => {
		const secret = aSecret();
		const payload = seal(
			Uint8Array.of(7, 65),
			new Uint8Array(32),
			defaultKeyArn(secret),
			{ SecretARN: arnOf(secret), SecretVersionId: "v1" },
			kms,
		);
		const version = aVersion("v1", 0, { payload });
		expect(openPayload(secret, version, kms)).toMatchObject(notOpened);
	});

	it("is sealed under the secret's key", () => {
		expect(keysOf(sealedSecret({ v1: ["AWSCURRENT"] }))).toEqual({
			v1: [DEFAULT],
		});
		expect(keysOf(sealedSecret({ v1: ["AWSCURRENT"] }, "old"))).toEqual({
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
		sealPayload({ ...aSecret(), name }, id, text(value), seed, recording);
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
			sealPayload(aSecret(), "v1", text(value), "s", kms).sealed.slice(0, 16);
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
	const changed = changeKey(secret, NEW, kms);

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
		const later = sealPayload(changed, "v9", text("x"), "seed", kms);
		expect(later.keys.map(({ keyArn }) => keyArn)).toEqual([NEW]);
	});

	it("creates no version and seals no value anew", () => {
		const sealed = (secret: Secret) =>
			secret.versions.map(({ id, payload }) => [id, payload.sealed]);
		expect(sealed(changed)).toEqual(sealed(secret));
		for (const version of changed.versions)
			expect(accepted(openPayload(changed, version, kms))).toEqual(
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
		const twice = changeKey(changed, NEWER, kms);
		expect(keysOf(twice).current).toEqual([OLD, NEW, NEWER]);
		expect(keysOf(changeKey(changed, OLD, kms)).current).toEqual([OLD, NEW]);
	});

	it("to none or to the empty text is to the default key", () => {
		for (const none of [undefined, ""])
			expect(keysOf(changeKey(secret, none, kms)).current).toEqual([
				OLD,
				DEFAULT,
			]);
	});

	it("from the default key works alike", () => {
		const secret = sealedSecret({ v1: ["AWSCURRENT"] });
		expect(keysOf(changeKey(secret, "new", kms))).toEqual({
			v1: [DEFAULT, NEW],
		});
	});

	it("succeeds although the old key cannot open a version, which stays as it is", () => {
		const withoutOld: Kms = {
			...kms,
			unwrap: (keyArn, wrapped, context) =>
				keyArn === OLD
					? err(accessDenied("Access to KMS is not allowed"))
					: kms.unwrap(keyArn, wrapped, context),
		};
		const changed = changeKey(secret, NEW, withoutOld);
		expect(changed.kmsKeyId).toBe(NEW);
		expect(changed.versions).toEqual(secret.versions);
	});

	it("of a secret without a value changes the name of the key only", () => {
		expect(changeKey(aSecret(), "new", kms)).toEqual(
			aSecret({}, { kmsKeyId: "new" }),
		);
	});
});
