import { describe, expect, it } from "vitest";
import { valueAt } from "../../src/base/ordered-map.js";
import { DEFAULT_ALIAS } from "../../src/kms/key.js";
import { developmentKms } from "../../src/kms/local-kms.js";
import { cargoOf } from "../../src/model/cargo.js";
import { scheduleDeletion } from "../../src/model/deletion.js";
import type { ReplicaRegion } from "../../src/model/role.js";
import { arnOf, type Secret } from "../../src/model/secret.js";
import { deliver } from "../../src/store/delivery.js";
import type { SecretStore } from "../../src/store/store.js";
import { vaultOf } from "../../src/store/store.js";
import { secretNamed } from "../../src/store/vault.js";
import { AS_REPLICA, inRegion, primaryOf, UNDER_WAY } from "../model/a-role.js";
import { DAY, NOON } from "../support/given.js";
import { HERE, THERE } from "../support/places.js";
import { aStore, goneAfter, named } from "./a-store.js";

const EU = THERE.region;
const primary = named("a", { description: "orders", role: primaryOf(EU) });
const underWay = inRegion(EU, { progress: UNDER_WAY });
const byForce = inRegion(EU, { progress: { ...UNDER_WAY, overwrites: true } });
const delivering = (
	store: SecretStore,
	replica: ReplicaRegion = underWay,
	now = NOON,
) => {
	const context = {
		now,
		seed: "seed",
		kms: developmentKms,
		keys: store.keys,
		account: HERE.account,
	};
	return deliver(store, primary, replica, cargoOf(primary, context), context);
};
const withThere = (changes: Partial<Secret>) =>
	aStore([primary, named("a", { ...THERE, ...changes })]);
const thereIn = (store: SecretStore) =>
	secretNamed(vaultOf(store, THERE.account, EU), "a");

describe("delivering to a region", () => {
	it("makes the replica where there is none", () => {
		const { store, replica, events } = delivering(aStore([primary]));
		expect(thereIn(store)).toMatchObject({
			description: "orders",
			suffix: primary.suffix,
			createdDate: NOON,
			role: AS_REPLICA.role,
		});
		expect(replica).toEqual(inRegion(EU));
		expect(events).toEqual([]);
	});

	it("makes the replica that is there what its primary is, and keeps when it was created and read", () => {
		const there = { createdDate: NOON - DAY, lastAccessedDate: NOON - DAY };
		const { store, replica } = delivering(
			withThere({ ...AS_REPLICA, ...there, description: "old" }),
		);
		expect(thereIn(store)).toMatchObject({ ...there, description: "orders" });
		expect(replica).toEqual(inRegion(EU, { lastAccessedDate: NOON - DAY }));
	});

	it("that cannot be leaves the replica that is there, and all else, as the same object", () => {
		const before = withThere({ ...AS_REPLICA, description: "old" });
		const { store, replica, events } = delivering(
			before,
			inRegion(EU, { progress: UNDER_WAY, kmsKeyId: "alias/none" }),
		);
		expect(replica.progress.status).toBe("Failed");
		expect(store).toBe(before);
		expect(events).toEqual([]);
	});

	it("never takes up a replica that is to go, which is gone by then; the new one is its own", () => {
		const going = scheduleDeletion(
			named("a", { ...THERE, ...AS_REPLICA, createdDate: NOON - DAY }),
			7,
			NOON - DAY,
		);
		const { store, replica, events } = delivering(aStore([primary, going]));
		expect(replica).toEqual(inRegion(EU));
		expect(thereIn(store)).toMatchObject({
			createdDate: NOON,
			deletion: undefined,
		});
		expect(events).toMatchObject([
			{ name: "EndSecretVersionDelete", at: NOON, arn: arnOf(going) },
		]);
	});

	it("that cannot change the key of the replica knows it by the one that it has", () => {
		const before = withThere(AS_REPLICA);
		const { replica } = delivering(
			before,
			inRegion(EU, { progress: UNDER_WAY, kmsKeyId: "alias/none" }),
		);
		expect(replica).toMatchObject({
			kmsKeyId: DEFAULT_ALIAS,
			progress: { status: "Failed" },
		});
	});

	it("that cannot make a replica knows it by the key that it was to have", () => {
		const { replica } = delivering(
			aStore([primary]),
			inRegion(EU, { progress: UNDER_WAY, kmsKeyId: "alias/none" }),
		);
		expect(replica.kmsKeyId).toBe("alias/none");
	});

	it("is the same object for the primary where it knew all that", () => {
		const known = inRegion(EU);
		expect(delivering(withThere(AS_REPLICA), known).replica).toBe(known);
	});

	it("takes the place of a secret that has expired, and tells that it went when it did", () => {
		const expired = goneAfter(7, "a", { ...THERE, suffix: "ZyX987" });
		const now = NOON + 8 * DAY;
		const { store, events } = delivering(
			aStore([primary, expired]),
			underWay,
			now,
		);
		expect(thereIn(store)?.createdDate).toBe(now);
		expect(events).toMatchObject([
			{
				name: "EndSecretVersionDelete",
				at: NOON + 7 * DAY,
				arn: arnOf(expired),
			},
		]);
	});

	it("leaves the vault of the primary alone", () => {
		const before = aStore([primary]);
		const { store } = delivering(before);
		const home = `${HERE.account}/${HERE.region}`;
		expect(valueAt(store.vaults, home)).toBe(valueAt(before.vaults, home));
	});
});

describe("an obstacle, and what overwrites it:", () => {
	const EXISTS = `Replication failed: Secret name a already exists in region ${EU}.`;
	const OTHERS = `Replication failed: Secret name a is currently replicated to ${EU} with a different arn.`;
	const suffix = "ZyX987";
	const scheduled = scheduleDeletion(named("a", { ...THERE, suffix }), 7, NOON);

	it.each<[what: string, there: Partial<Secret>, said: string, gives: boolean]>(
		[
			["a secret", { suffix }, EXISTS, true],
			["a secret that has the same suffix", {}, EXISTS, true],
			["a secret that is to go", scheduled, EXISTS, true],
			["a primary", { suffix, role: primaryOf("us-west-2") }, EXISTS, false],
			["a managed secret", { suffix, owningService: "rds" }, EXISTS, false],
			["a replica of another secret", { ...AS_REPLICA, suffix }, OTHERS, false],
			[
				"a replica of another region's",
				{
					...AS_REPLICA,
					role: { kind: "replica", primaryRegion: "us-west-2" },
				},
				OTHERS,
				false,
			],
		],
	)("%s", (_, there, message, gives) => {
		const before = withThere(there);
		const failed = { status: "Failed", message };
		const refused = delivering(before);
		expect(refused.replica.progress).toEqual(failed);
		expect(refused.store).toBe(before);
		expect(refused.events).toEqual([]);
		const { replica, store } = delivering(before, byForce);
		expect(replica.progress).toEqual(gives ? { status: "InSync" } : failed);
		if (!gives) expect(store).toBe(before);
	});

	it("what is overwritten is told to be gone, also where its ARN lives on", () => {
		const eventsWith = (changes: Partial<Secret>) =>
			delivering(withThere(changes), byForce).events;
		const gone = { name: "EndSecretVersionDelete", at: NOON, region: EU };
		expect(eventsWith({ suffix })).toMatchObject([gone]);
		expect(eventsWith({})).toMatchObject([gone]);
	});
});
