import { describe, expect, it } from "vitest";
import { withEntry, withoutKey } from "../../src/base/ordered-map.js";
import { defaultKeyArn } from "../../src/kms/key.js";
import { emptyKeyRing, withKey } from "../../src/kms/key-ring.js";
import type { Secret } from "../../src/model/secret.js";
import { checkInvariants } from "../../src/store/invariants.js";
import { createStore, vaultOf, withVault } from "../../src/store/store.js";
import type { Vault } from "../../src/store/vault.js";
import { AS_REPLICA, inRegion, primaryOf, UNDER_WAY } from "../model/a-role.js";
import { DAY, NOON } from "../support/given.js";
import { HERE } from "../support/places.js";
import { aStore, goneAfter, named } from "./a-store.js";

const PLACE = `${HERE.account}/${HERE.region}`;
const store = aStore([named("a"), goneAfter(7, "b")]);
const vault = vaultOf(store, HERE.account, HERE.region);
const END = NOON + 7 * DAY;
const b = goneAfter(7, "b");

describe("every law holds", () => {
	it("for an empty store, and for one with secrets", () => {
		expect(checkInvariants(createStore())).toEqual([]);
		expect(checkInvariants(store)).toEqual([]);
	});

	it("for a secret that names a key which is not there, as long as that seals no value", () => {
		const keyed = aStore([named("a", { kmsKeyId: "alias/mine" })]);
		expect(checkInvariants(keyed)).toEqual([]);
	});
});

describe("a broken law is reported, and no other:", () => {
	it.each<[what: string, broken: Vault, law: string]>([
		[
			"a secret that breaks a law of its own",
			{ ...vault, rows: withEntry(vault.rows, 0, named("a", { suffix: "x" })) },
			"arn:aws:secretsmanager:us-east-1:123456789012:secret:a-x: the suffix has six letters or digits",
		],
		[
			"a secret of another region",
			{
				...vault,
				rows: withEntry(vault.rows, 0, named("a", { region: "eu-west-1" })),
			},
			`${PLACE}: a belongs to another vault`,
		],
		[
			"a secret of another account",
			{
				...vault,
				rows: withEntry(vault.rows, 0, named("a", { account: "0".repeat(12) })),
			},
			`${PLACE}: a belongs to another vault`,
		],
		[
			"a name that leads to another secret",
			{ ...vault, byName: withEntry(vault.byName, "a", 1) },
			`${PLACE}: a is not found by its name`,
		],
		[
			"a name of a secret that is not there",
			{ ...vault, byName: withEntry(vault.byName, "c", 7) },
			`${PLACE}: a name without a secret`,
		],
		[
			"a name that leads to another secret in its cohort",
			{ ...vault, byCohort: withEntry(vault.byCohort, [0, "a"], 1) },
			`${PLACE}: a is not found in its cohort`,
		],
		[
			"a name in a cohort of a secret that is not there",
			{ ...vault, byCohort: withEntry(vault.byCohort, [3, "c"], 7) },
			`${PLACE}: a name in a cohort without a secret`,
		],
		[
			"an ordinal that would be used again",
			{ ...vault, nextOrdinal: 1 },
			`${PLACE}: the ordinal of b is to come`,
		],
		[
			"something due at another instant",
			{
				...vault,
				due: withEntry(withoutKey(vault.due, [END, 1]), [END + 1, 1], "b"),
			},
			`${PLACE}: what is due for b is not noted`,
		],
		[
			"something due under another name",
			{ ...vault, due: withEntry(vault.due, [END, 1], "a") },
			`${PLACE}: what is due for b is not noted`,
		],
		[
			"something due for a secret that is not scheduled",
			{ ...vault, due: withEntry(vault.due, [END, 0], "a") },
			`${PLACE}: something is due for no secret`,
		],
	])("%s", (_, broken, law) => {
		expect(checkInvariants(withVault(store, broken))).toEqual([law]);
	});

	it("a vault in the place of another", () => {
		const misplaced = {
			...store,
			vaults: withEntry(store.vaults, "123456789012/eu-west-1", vault),
		};
		expect(checkInvariants(misplaced)).toContain(
			"123456789012/eu-west-1: the vault of 123456789012/us-east-1 lies here",
		);
	});
});

describe("a broken law of keys is reported:", () => {
	it("a value that is sealed under a key which is not there", () => {
		const keyed = aStore([named("a", {}, { v1: ["AWSCURRENT"], v2: [] })]);
		const arn = defaultKeyArn(HERE);
		expect(checkInvariants(keyed)).toEqual([]);
		const law = `${PLACE}: there is no key ${arn}, which seals a value of a`;
		expect(checkInvariants({ ...keyed, keys: emptyKeyRing("refuse") })).toEqual(
			[law, law],
		);
	});

	it("what checkKeyRing reports", () => {
		const keys = withKey(store.keys, { arn: "key/a", state: "Enabled" });
		expect(checkInvariants({ ...store, keys })).toEqual([
			"key/a: is the ARN of no key",
		]);
	});
});

describe("a law that cannot break alone is reported with its company:", () => {
	it("a secret that no name leads to", () => {
		const broken = { ...vault, byName: withoutKey(vault.byName, "a") };
		expect(checkInvariants(withVault(store, broken))).toContain(
			`${PLACE}: a is not found by its name`,
		);
	});

	it("two secrets of one name", () => {
		const broken = {
			...vault,
			nextOrdinal: 3,
			rows: withEntry(vault.rows, 2, named("a", { suffix: "ZyX987" })),
		};
		expect(checkInvariants(withVault(store, broken))).toContain(
			`${PLACE}: a is not found by its name`,
		);
	});

	it("a deletion that nobody noted", () => {
		const broken = { ...vault, due: withoutKey(vault.due, [END, 1]) };
		expect(checkInvariants(withVault(store, broken))).toContain(
			`${PLACE}: what is due for ${b.name} is not noted`,
		);
	});
});

describe("a law of replication is broken, and no other, by", () => {
	const role = primaryOf("eu-west-1");
	const primary = named("a", { role });
	const replica = named("a", AS_REPLICA);
	const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbC123";
	const FAR = ARN.replace("us-east-1", "eu-west-1");
	const LOST = `${FAR}: no primary has this replica`;
	const NONE = `${ARN}: has no replica in eu-west-1`;
	const deletion = { deletedDate: NOON, deletionDate: NOON + DAY };

	it("nothing where both know each other, nor where the replica is still to come, or to go", () => {
		const underWay = inRegion("eu-west-1", { progress: UNDER_WAY });
		for (const secrets of [
			[primary, replica],
			[named("a", { role: primaryOf(underWay) })],
			[named("a", { role: primaryOf(underWay) }), replica],
			[named("a"), { ...replica, deletion }],
			[{ ...replica, deletion }],
		])
			expect(checkInvariants(aStore(secrets))).toEqual([]);
	});

	it.each<[what: string, secrets: readonly Secret[], laws: readonly string[]]>([
		["a replica without a primary", [replica], [LOST]],
		["a replica whose primary lists it not", [named("a"), replica], [LOST]],
		[
			"a replica of another primary, of the same name",
			[primary, { ...replica, suffix: "ZyX987" }],
			[NONE, LOST.replace("AbC123", "ZyX987")],
		],
		["a primary without the replica that is in sync", [primary], [NONE]],
		[
			"a primary that has a secret of its own for a replica",
			[primary, { ...replica, role: { kind: "standalone" } }],
			[NONE],
		],
		[
			"a replica that is not what its primary is",
			[{ ...primary, description: "other" }, replica],
			[
				`${FAR}: labels, tags, description, type, policy and last rotation are its primary's`,
			],
		],
	])("%s", (_, secrets, laws) => {
		expect([...checkInvariants(aStore(secrets))].sort()).toEqual(
			[...laws].sort(),
		);
	});
});
