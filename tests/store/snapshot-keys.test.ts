import { describe, expect, it } from "vitest";
import { defaultKeyArn } from "../../src/kms/key.js";
import {
	emptyKeyRing,
	type KeyRing,
	UNKNOWN_KEYS,
	withAlias,
	withKey,
	withKeyNamed,
} from "../../src/kms/key-ring.js";
import { checkInvariants } from "../../src/store/invariants.js";
import { fromSnapshot, toSnapshot } from "../../src/store/snapshot.js";
import {
	checkKeySnapshots,
	type KeySnapshot,
	toKeySnapshots,
	withKeySnapshots,
} from "../../src/store/snapshot-keys.js";
import { createStore, type SecretStore } from "../../src/store/store.js";
import { ResourcePolicy } from "../support/given.js";
import { keyArn, kmsArn } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";
import { aStore, named } from "./a-store.js";

const CHINA = { ...STRANGE, region: "cn-north-1" };
const [KEY, OTHER] = [keyArn("a"), keyArn("b")];
const GUARDED = keyArn("d");
const IN_CHINA = keyArn("a", CHINA);

/** Keys in each state and of two homes, with aliases of one name in both; the default keys of both. */
const ring = [
	{ arn: OTHER, state: "PendingDeletion", aliases: [] },
	{ arn: KEY, state: "Disabled", aliases: ["alias/z", "alias/a/b"] },
	{ arn: keyArn("c"), state: "Deleted", aliases: ["alias/gone"] },
	{ arn: IN_CHINA, state: "Enabled", aliases: ["alias/z"] },
].reduce<KeyRing>(
	(before, { arn, state, aliases }) =>
		aliases.reduce(
			(each, alias) => withAlias(each, arn.replace(/key\/.*/, alias), arn),
			withKey(before, { arn, state: state as KeySnapshot["state"] }),
		),
	withKey(
		withKeyNamed(withKeyNamed(emptyKeyRing("refuse"), "", HERE), "", CHINA),
		{
			arn: GUARDED,
			state: "Enabled",
			policy: ResourcePolicy,
		},
	),
);
const withRing = (keys: KeyRing): SecretStore => ({ ...createStore(), keys });
const sealed = named("a", {}, { v1: ["AWSCURRENT"] });
const json = (value: unknown) => JSON.parse(JSON.stringify(value));

it("keys are in the order of their ARNs, each with its aliases in theirs", () => {
	const DEFAULT = "alias/aws/secretsmanager";
	const sorted = [
		{ arn: KEY, state: "Disabled", aliases: ["alias/a/b", "alias/z"] },
		{ arn: OTHER, state: "PendingDeletion", aliases: [] },
		{ arn: keyArn("c"), state: "Deleted", aliases: ["alias/gone"] },
		{ arn: GUARDED, state: "Enabled", policy: ResourcePolicy, aliases: [] },
		{ arn: IN_CHINA, state: "Enabled", aliases: ["alias/z"] },
		{ arn: defaultKeyArn(HERE), state: "Enabled", aliases: [DEFAULT] },
		{ arn: defaultKeyArn(CHINA), state: "Enabled", aliases: [DEFAULT] },
	].sort((one, other) => (one.arn < other.arn ? -1 : 1));
	expect(toKeySnapshots(ring)).toEqual(sorted);
});

describe("law 10: keys are read as they were taken", () => {
	it.each(UNKNOWN_KEYS)(
		"on a ring that is to %s unknown keys",
		(unknownKeys) => {
			const snapshots = json(toKeySnapshots(ring));
			const copy = withKeySnapshots(emptyKeyRing(unknownKeys), snapshots);
			expect(toKeySnapshots(copy)).toEqual(toKeySnapshots(ring));
			expect(copy.unknownKeys).toBe(unknownKeys);
		},
	);

	it.each<[what: string, SecretStore]>([
		["without keys", createStore()],
		["that registers unknown keys", createStore({ unknownKeys: "register" })],
		["with keys in every state", withRing(ring)],
		["whose default key was made", aStore([sealed])],
	])("in a store %s", (_, store) => {
		const snapshot = toSnapshot(store);
		const copy = fromSnapshot(json(snapshot));
		if (!copy.ok) throw new Error(copy.error.message);
		expect(toSnapshot(copy.value)).toEqual(snapshot);
		expect(copy.value.keys.unknownKeys).toBe(store.keys.unknownKeys);
		expect(checkInvariants(copy.value)).toEqual([]);
	});

	it("and what is done to the snapshot later changes no ring", () => {
		const snapshots = json(toKeySnapshots(ring));
		const copy = withKeySnapshots(emptyKeyRing("refuse"), snapshots);
		for (const each of snapshots) {
			each.state = "Enabled";
			each.aliases.length = 0;
		}
		expect(toKeySnapshots(copy)).toEqual(toKeySnapshots(ring));
	});
});

describe("a list of keys is refused", () => {
	const one = { arn: KEY, state: "Enabled", aliases: ["alias/a"] };
	const other = { arn: OTHER, state: "Enabled", aliases: ["alias/b"] };
	const TWICE = "keys must hold each key and each alias once";

	it.each<[what: string, value: unknown, problem: string]>([
		["that is none", {}, "keys must be a list"],
		["of texts", [KEY], "keys[0] must be an object"],
		[
			"with an ARN of an alias",
			[one, { ...other, arn: kmsArn("alias/b") }],
			"keys[1].arn must be the ARN of a KMS key",
		],
		[
			"with a key without a state",
			[{ ...one, state: undefined }],
			"keys[0].state must be one of Enabled, Disabled, PendingDeletion, Deleted",
		],
		[
			"with a key without a list of aliases",
			[{ ...one, aliases: undefined }],
			"keys[0].aliases must be a list",
		],
		[
			"with an alias that is no text",
			[{ ...one, aliases: ["alias/a", 1] }],
			"keys[0].aliases[1] must be the name of an alias",
		],
		[
			"with an alias that nobody can make",
			[{ ...one, aliases: ["mine"] }],
			"keys[0].aliases[0] must be the name of an alias",
		],
		["with one key twice", [one, { ...one, aliases: [] }], TWICE],
		[
			"with an alias that two keys have",
			[one, { ...other, aliases: ["alias/a"] }],
			TWICE,
		],
		[
			"with an alias that a key has twice",
			[{ ...one, aliases: ["alias/a", "alias/a"] }],
			TWICE,
		],
	])("%s", (_, value, problem) => {
		expect(checkKeySnapshots(value, "keys")).toBe(problem);
	});

	it("but not for one alias in two regions", () => {
		const there = { ...one, arn: IN_CHINA };
		expect(checkKeySnapshots([one, other, there], "keys")).toBeUndefined();
	});
});

describe("a snapshot whose keys break a law is refused with it", () => {
	const store = aStore([sealed]);
	const [defaultKey] = toSnapshot(store).keys;

	it.each<[what: string, keys: readonly object[], law: string]>([
		[
			"a value is sealed under a key that is not there",
			[],
			`123456789012/us-east-1: there is no key ${defaultKeyArn(HERE)}, which seals a value of a`,
		],
		[
			"the key that AWS manages is disabled",
			[{ ...defaultKey, state: "Disabled" }],
			`${defaultKeyArn(HERE)}: a key that AWS manages is enabled`,
		],
	])("%s", (_, keys, law) => {
		const opened = fromSnapshot({ ...json(toSnapshot(store)), keys });
		expect(opened.ok ? "accepted" : opened.error.message).toContain(law);
	});
});
