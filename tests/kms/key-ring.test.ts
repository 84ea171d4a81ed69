import { describe, expect, it } from "vitest";
import { valueAt, withEntry } from "../../src/base/ordered-map.js";
import { err, ok } from "../../src/base/result.js";
import {
	arnBehind,
	defaultKeyArn,
	KEY_STATES,
	type KeyState,
	readKeyId,
} from "../../src/kms/key.js";
import {
	checkKeyRing,
	emptyKeyRing,
	isUnknownKeys,
	type KeyRing,
	refusalOf,
	usableKey,
	withAlias,
	withKey,
	withKeyNamed,
} from "../../src/kms/key-ring.js";
import type { KmsError } from "../../src/kms/kms-error.js";
import { keyArn, keyId, kmsArn, multiRegionKeyId } from "../support/keys.js";
import { HERE, STRANGE, THERE } from "../support/places.js";

const ALIAS = kmsArn("alias/mine");
const DEFAULT = "alias/aws/secretsmanager";

const refusing = emptyKeyRing("refuse");
const registering = emptyKeyRing("register");
/** Key a in a state, with the alias `alias/mine`. */
const ringIn = (state: KeyState): KeyRing =>
	withAlias(withKey(refusing, { arn: keyArn("a"), state }), ALIAS, keyArn("a"));
/** The key of a name, whatever its state. */
const named = (ring: KeyRing, id: string) => {
	const { kind, arn = "" } = readKeyId(id, HERE) ?? {};
	return valueAt(
		ring.keys,
		kind === "key" ? arn : (valueAt(ring.aliases, arn) ?? ""),
	);
};
const keysIn = (ring: KeyRing) => ring.keys.size;

/** What KMS answers, in its own words. */
const notFound = (message: string): KmsError => ({
	code: "NotFoundException",
	message,
});
const noSuchKey = (arn: string) => notFound(`Key '${arn}' does not exist`);
const noSuchAlias = (arn: string) => notFound(`Alias ${arn} is not found.`);
const INVALID = notFound("Invalid keyId 'garbage'");
const OF_ANOTHER_REGION = notFound("Invalid arn eu-west-1");
const disabled = (arn: string): KmsError => ({
	code: "DisabledException",
	message: `${arn} is disabled.`,
});
const NOT_ALLOWED: KmsError = {
	code: "AccessDeniedException",
	message: expect.any(String), // which nobody quotes
};

const FORMS = [
	["id", keyId("a")],
	["ARN", keyArn("a")],
	["alias", "alias/mine"],
	["alias ARN", ALIAS],
] as const;

describe("an enabled key can be used", () => {
	it.each(FORMS)("by its %s", (_, id) => {
		expect(usableKey(ringIn("Enabled"), id, HERE)).toEqual(ok(keyArn("a")));
	});

	it("by the id of a multi-Region key, in each region where it is", () => {
		const id = multiRegionKeyId("a");
		const here = kmsArn(`key/${id}`);
		const there = kmsArn(`key/${id}`, THERE);
		let ring = withKey(refusing, { arn: here, state: "Enabled" });
		expect(usableKey(ring, id, THERE)).toEqual(err(noSuchKey(there)));
		ring = withKey(ring, { arn: there, state: "Disabled" });
		expect(usableKey(ring, id, HERE)).toEqual(ok(here));
		expect(usableKey(ring, id, THERE)).toEqual(err(disabled(there)));
	});

	it("of another account, by its ARN or its alias ARN", () => {
		const arn = keyArn("b", STRANGE);
		const alias = kmsArn("alias/theirs", STRANGE);
		const ring = withAlias(
			withKey(refusing, { arn, state: "Enabled" }),
			alias,
			arn,
		);
		expect(usableKey(ring, arn, HERE)).toEqual(ok(arn));
		expect(usableKey(ring, alias, HERE)).toEqual(ok(arn));
		expect(usableKey(ring, "alias/theirs", HERE)).toEqual(
			err(noSuchAlias(kmsArn("alias/theirs"))),
		);
		expect(usableKey(ring, keyId("b"), HERE)).toEqual(
			err(noSuchKey(keyArn("b"))),
		);
	});
});

describe("a key that is not enabled is refused", () => {
	it.each<[KeyState, KmsError]>([
		["Disabled", disabled(keyArn("a"))],
		[
			"PendingDeletion",
			{
				code: "KMSInvalidStateException",
				message: `${keyArn("a")} is pending deletion.`,
			},
		],
	])("%s: by any of its names, with the ARN of the key", (state, error) => {
		for (const [, id] of FORMS)
			expect(usableKey(ringIn(state), id, HERE)).toEqual(err(error));
		expect(refusalOf(ringIn(state), keyArn("a"))).toEqual(error);
	});

	it("Deleted: as one that is not there; its aliases are gone with it (assumed)", () => {
		const ring = ringIn("Deleted");
		for (const id of [keyId("a"), keyArn("a")])
			expect(usableKey(ring, id, HERE)).toEqual(err(noSuchKey(keyArn("a"))));
		for (const id of ["alias/mine", ALIAS])
			expect(usableKey(ring, id, HERE)).toEqual(err(noSuchAlias(ALIAS)));
		expect(refusalOf(ring, keyArn("a"))).toEqual(noSuchKey(keyArn("a")));
	});
});

it.each<[what: string, id: string, KmsError]>([
	["an unknown key id", keyId("b"), noSuchKey(keyArn("b"))],
	["an unknown key ARN", keyArn("b"), noSuchKey(keyArn("b"))],
	["an unknown alias", "alias/b", noSuchAlias(kmsArn("alias/b"))],
	["an unknown alias ARN", kmsArn("alias/b"), noSuchAlias(kmsArn("alias/b"))],
	[
		"another alias of AWS",
		"alias/aws/ebs",
		noSuchAlias(kmsArn("alias/aws/ebs")),
	],
	[
		"an ARN of a key that can be none",
		kmsArn("key/b"),
		noSuchKey(kmsArn("key/b")),
	],
	["garbage", "garbage", INVALID],
	["a key of another region", keyArn("a", THERE), OF_ANOTHER_REGION],
	["an alias of another region", kmsArn(DEFAULT, THERE), OF_ANOTHER_REGION],
	[
		"the default key of another account, by its alias",
		kmsArn(DEFAULT, STRANGE),
		NOT_ALLOWED,
	],
])("%s is refused", (_, id, error) => {
	expect(usableKey(ringIn("Enabled"), id, HERE)).toEqual(err(error));
});

it("the default key of another account is refused by its ARN too, once it is there", () => {
	const arn = defaultKeyArn(STRANGE);
	expect(usableKey(refusing, arn, HERE)).toEqual(err(noSuchKey(arn)));
	const ring = withKeyNamed(refusing, undefined, STRANGE);
	expect(usableKey(ring, arn, HERE)).toEqual(err(NOT_ALLOWED));
	expect(usableKey(ring, arn, STRANGE)).toEqual(ok(arn));
});

it("no refusal is known of a key that works, and one of a key that is not there", () => {
	expect(refusalOf(ringIn("Enabled"), keyArn("a"))).toBeUndefined();
	expect(refusalOf(refusing, keyArn("a"))).toEqual(noSuchKey(keyArn("a")));
});

describe("the default key is made when it is first used", () => {
	it.each([
		["no name", undefined],
		["an empty name", ""],
		["its alias", DEFAULT],
		["its alias ARN", kmsArn(DEFAULT)],
	])("by %s", (_, id) => {
		expect(usableKey(refusing, id, HERE)).toEqual(ok(defaultKeyArn(HERE)));
		const ring = withKeyNamed(refusing, id, HERE);
		expect(named(ring, DEFAULT)).toEqual({
			arn: defaultKeyArn(HERE),
			state: "Enabled",
		});
		expect(valueAt(ring.aliases, kmsArn(DEFAULT))).toBe(defaultKeyArn(HERE));
		expect(keysIn(ring)).toBe(1);
		expect(withKeyNamed(ring, id, HERE)).toBe(ring);
		expect(checkKeyRing(ring)).toEqual([]);
	});

	it("but not by its ARN, and not by looking", () => {
		const arn = defaultKeyArn(HERE);
		expect(withKeyNamed(refusing, arn, HERE)).toBe(refusing);
		expect(named(refusing, DEFAULT)).toBeUndefined();
	});
});

describe("a key that is named and not there", () => {
	it.each([
		["an id", keyId("b")],
		["an ARN", keyArn("b")],
		["an alias", "alias/b"],
		["garbage", "garbage"],
	])("is not made on a ring that refuses: %s", (_, id) => {
		expect(withKeyNamed(refusing, id, HERE)).toBe(refusing);
	});

	it.each([
		["an id", keyId("b"), keyArn("b")],
		["an ARN", keyArn("b"), keyArn("b")],
		["an ARN of another account", keyArn("b", STRANGE), keyArn("b", STRANGE)],
		["an alias", "alias/b", arnBehind(kmsArn("alias/b"))],
		["an alias ARN", kmsArn("alias/b"), arnBehind(kmsArn("alias/b"))],
	])("is made, enabled, on one that registers: %s", (_, id, arn) => {
		expect(usableKey(registering, id, HERE)).toEqual(ok(arn));
		const ring = withKeyNamed(registering, id, HERE);
		expect(named(ring, id)).toEqual({ arn, state: "Enabled" });
		expect(withKeyNamed(ring, id, HERE)).toBe(ring);
		expect(usableKey(ring, id, HERE)).toEqual(ok(arn));
		expect(checkKeyRing(ring)).toEqual([]);
	});

	it.each<[what: string, id: string, KmsError]>([
		["garbage", "garbage", INVALID],
		[
			"an ARN that can be no key's",
			kmsArn("key/b"),
			noSuchKey(kmsArn("key/b")),
		],
		[
			"an alias that AWS reserves",
			"alias/aws/ebs",
			noSuchAlias(kmsArn("alias/aws/ebs")),
		],
		[
			"an alias that can be none",
			"alias/a b",
			noSuchAlias(kmsArn("alias/a b")),
		],
		["a key of another region", keyArn("b", THERE), OF_ANOTHER_REGION],
	])("is refused there as well: %s", (_, id, error) => {
		expect(usableKey(registering, id, HERE)).toEqual(err(error));
	});

	it.each(KEY_STATES)("stays %s where only its alias is not there", (state) => {
		const arn = arnBehind(ALIAS);
		const before = withKey(registering, { arn, state });
		expect(usableKey(before, "alias/mine", HERE).ok).toBe(state === "Enabled");
		const ring = withKeyNamed(before, "alias/mine", HERE);
		expect(named(ring, "alias/mine")).toEqual({ arn, state });
	});

	it("is not made again where it was deleted", () => {
		const ring = withKey(registering, { arn: keyArn("b"), state: "Deleted" });
		expect(usableKey(ring, keyId("b"), HERE)).toEqual(
			err(noSuchKey(keyArn("b"))),
		);
		expect(withKeyNamed(ring, keyId("b"), HERE)).toBe(ring);
	});
});

it("an alias moves from one key to another, and the older ring stays as it was", () => {
	const before = withKey(ringIn("Enabled"), {
		arn: keyArn("b"),
		state: "Enabled",
	});
	const after = withAlias(before, ALIAS, keyArn("b"));
	expect(usableKey(after, "alias/mine", HERE)).toEqual(ok(keyArn("b")));
	expect(usableKey(before, "alias/mine", HERE)).toEqual(ok(keyArn("a")));
});

it("what is there already makes no new ring", () => {
	for (const state of KEY_STATES) {
		const ring = ringIn(state);
		expect(withKey(ring, { arn: keyArn("a"), state })).toBe(ring);
		expect(withAlias(ring, ALIAS, keyArn("a"))).toBe(ring);
	}
});

it.each([
	["refuse", true],
	["register", true],
	["ask", false],
	["__proto__", false],
	[undefined, false],
])("%s says what becomes of unknown keys: %s", (value, is) => {
	expect(isUnknownKeys(value)).toBe(is);
});

describe("a broken law is reported, and no other:", () => {
	const ring = ringIn("Enabled");
	const [KEY, OTHER] = [keyArn("a"), keyArn("b")];
	const withRawKey = (at: string, arn = at, state: KeyState = "Enabled") => ({
		...ring,
		keys: withEntry(ring.keys, at, { arn, state }),
	});

	it("none of a ring with keys and aliases", () => {
		expect(checkKeyRing(ring)).toEqual([]);
		expect(checkKeyRing(refusing)).toEqual([]);
	});

	it.each<[what: string, KeyRing, law: string]>([
		[
			"a key in the place of another",
			withRawKey(OTHER, KEY),
			`${OTHER}: another key lies here`,
		],
		["an ARN that is none", withRawKey("key/a"), "key/a: is the ARN of no key"],
		[
			"an ARN with an id that is none",
			withRawKey(kmsArn("key/a")),
			`${kmsArn("key/a")}: is the ARN of no key`,
		],
		[
			"an ARN of an alias",
			withRawKey(kmsArn("alias/a")),
			`${kmsArn("alias/a")}: is the ARN of no key`,
		],
		[
			"a disabled key that AWS manages",
			withRawKey(defaultKeyArn(HERE), undefined, "Disabled"),
			`${defaultKeyArn(HERE)}: a key that AWS manages is enabled`,
		],
		[
			"an alias with a name that is none",
			withAlias(ring, kmsArn("alias/a b"), KEY),
			`${kmsArn("alias/a b")}: is the ARN of no alias`,
		],
		[
			"an alias with the ARN of a key",
			withAlias(ring, OTHER, KEY),
			`${OTHER}: is the ARN of no alias`,
		],
		[
			"an alias of a key that is not there",
			withAlias(ring, ALIAS, OTHER),
			`${ALIAS}: names no key of its account and region`,
		],
		[
			"an alias of a key of another account",
			withAlias(ring, kmsArn("alias/mine", STRANGE), KEY),
			`${kmsArn("alias/mine", STRANGE)}: names no key of its account and region`,
		],
		[
			"AWS's alias on a key of the customer's",
			withAlias(ring, kmsArn(DEFAULT), KEY),
			`${kmsArn(DEFAULT)}: only AWS's alias names the key that AWS manages`,
		],
		[
			"an alias of the customer's on the key that AWS manages",
			withAlias(withKeyNamed(ring, "", HERE), ALIAS, defaultKeyArn(HERE)),
			`${ALIAS}: only AWS's alias names the key that AWS manages`,
		],
		[
			"an alias of a key of another region",
			withAlias(ring, kmsArn("alias/mine", THERE), KEY),
			`${kmsArn("alias/mine", THERE)}: names no key of its account and region`,
		],
	])("%s", (_, broken, law) => {
		expect(checkKeyRing(broken)).toEqual([law]);
	});
});
