import { createStore } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { advance, nextDue } from "../../src/store/advance.js";
import {
	aValue,
	given,
	HOUR,
	MINUTE,
	NOON,
	SECOND,
	token,
	type World,
} from "../support/given.js";
import { HERE, STRANGE, THERE } from "../support/places.js";
import {
	alone,
	both,
	created,
	createdIn,
	described,
	expectAbsent,
	here,
	readValue,
	regions,
	removed,
	replicated,
	SecretId,
	takenThere,
	there,
} from "../support/replication.js";
import {
	advanced,
	complete,
	namesOf,
	rotate,
	stepsOf,
} from "../support/rotation-world.js";
import { expectSound } from "../support/sound.js";

const EU = THERE.region;
const LAG = 5 * SECOND;
const DELAYED = createStore({ replication: { afterMs: LAG } });
/** Lets time pass and does what is due then; with what was told. */
function waited(world: World, milliseconds: number) {
	const later = world.later(milliseconds);
	const { store, events } = advance(later.store, later.context);
	expectSound(store);
	const told = events.map(({ name, arn }) => [name, arn?.split(":")[3]]);
	return { world: given(store, later.context), told };
}
const statusOf = (world: World) =>
	described(world).ReplicationStatus?.map(
		({ Region, Status }: Record<string, string>) => [Region, Status],
	);

describe("what is asked for again while it is on its way", () => {
	const occupied = takenThere(createdIn(DELAYED));
	const asked = (world: World, ForceOverwriteReplicaSecret: boolean) =>
		world.after("ReplicateSecretToRegions", {
			SecretId,
			...regions(EU),
			ForceOverwriteReplicaSecret,
		});

	it.each([
		[true, false],
		[false, true],
	])(
		"arrives with that, and with force if one had it (%s, %s)",
		(first, second) => {
			const again = asked(asked(occupied, first).later(3 * SECOND), second);
			expect(nextDue(again.store)).toBe(NOON + LAG);
			const { world } = waited(again, 2 * SECOND);
			expect(statusOf(world)).toEqual([[EU, "InSync"]]);
		},
	);
});

it("what is asked for again while it is on its way is told to have started once", () => {
	const ask = (world: World) =>
		world.when("ReplicateSecretToRegions", { SecretId, ...regions(EU) });
	const once = ask(createdIn(DELAYED));
	expect(namesOf(once.events)).toEqual([
		"ReplicateSecretToRegions",
		"ReplicationStarted",
	]);
	const again = ask(once.world.later(SECOND));
	expect(namesOf(again.events)).toEqual(["ReplicateSecretToRegions"]);
	const { told } = waited(again.world, LAG);
	expect(told).toEqual([["ReplicationSucceeded", HERE.region]]);
});

describe("replication that takes no time", () => {
	it("leaves nothing due", () => {
		expect(nextDue(both.store)).toBeUndefined();
	});

	it("is told in the order in which it happens", () => {
		const { events } = alone.when("ReplicateSecretToRegions", {
			SecretId,
			...regions(EU, "xx-1"),
		});
		expect(events.map(({ name, detail }) => [name, detail])).toEqual([
			["ReplicateSecretToRegions", {}],
			["ReplicationStarted", { region: EU }],
			["ReplicationStarted", { region: "xx-1" }],
			["ReplicationSucceeded", { region: EU }],
			[
				"ReplicationFailed",
				{
					region: "xx-1",
					message:
						"Replication failed: Region xx-1 is not a region of partition aws.",
				},
			],
		]);
	});

	it("tells nothing of what arrives at once where it was in sync", () => {
		const { events } = both.when("TagResource", {
			SecretId,
			Tags: [{ Key: "k", Value: "v" }],
		});
		expect(events.map(({ name }) => name)).toEqual(["TagResource"]);
	});
});

describe("replication that takes five seconds", () => {
	const begun = replicated(createdIn(DELAYED), EU);
	const arrived = waited(begun, LAG);
	const put = arrived.world.after("PutSecretValue", {
		SecretId,
		...aValue("v2"),
	});

	it("is under way until then, to the millisecond", () => {
		expect(nextDue(begun.store)).toBe(NOON + LAG);
		const before = waited(begun, LAG - 1);
		expect(before.world.store).toBe(begun.store);
		expect(statusOf(before.world)).toEqual([[EU, "InProgress"]]);
		expectAbsent(there(before.world));
	});

	it("then arrives, and tells so of its primary", () => {
		expect(arrived.told).toEqual([["ReplicationSucceeded", HERE.region]]);
		expect(statusOf(arrived.world)).toEqual([[EU, "InSync"]]);
		expect(described(there(arrived.world)).CreatedDate).toBe(NOON + LAG);
		expect(nextDue(arrived.world.store)).toBeUndefined();
	});

	it("carries a change after the same time; until then the replica is as it was", () => {
		expect(statusOf(put)).toEqual([[EU, "InProgress"]]);
		expect(readValue(there(put))).toBe("value of v1");
		const { world, told } = waited(put, LAG);
		expect(told).toEqual([["ReplicationSucceeded", HERE.region]]);
		expect(readValue(there(world))).toBe("value of v2");
	});

	it("takes along what changes while it is under way (assumed)", () => {
		const tagged = put
			.later(LAG - 1)
			.after("TagResource", { SecretId, Tags: [{ Key: "k", Value: "v" }] });
		expect(nextDue(tagged.store)).toBe(nextDue(put.store));
		expect(described(there(waited(tagged, 1).world)).Tags).toEqual([
			{ Key: "k", Value: "v" },
		]);
	});

	it("leaves a removed replica for that time, scheduled for deletion", () => {
		const going = removed(arrived.world, EU);
		expect(described(there(going))).toMatchObject({
			DeletedDate: NOON + LAG,
			LastChangedDate: NOON + LAG,
		});
		expect(described(going)).not.toHaveProperty("ReplicationStatus");
		const gone = waited(going, LAG);
		expect(gone.told).toEqual([["EndSecretVersionDelete", EU]]);
		expectAbsent(there(gone.world));
	});

	it("makes a removed replica anew that is asked for again before it went", () => {
		const again = replicated(removed(arrived.world, EU).later(1), EU);
		const { world, told } = waited(again, LAG);
		expect(told).toEqual([
			["EndSecretVersionDelete", EU],
			["ReplicationSucceeded", HERE.region],
		]);
		expect(readValue(there(world))).toBe("value of v1");
	});

	it.each([EU, "us-west-2"])(
		"never takes up a removed replica that is asked for again at once: %s",
		(region) => {
			const at = (world: World) => world.as({ region });
			const had = waited(replicated(createdIn(DELAYED), region), LAG).world;
			const again = replicated(removed(had, region), region);
			expect(described(at(again)).DeletedDate).toBe(NOON + LAG);
			const { world, told } = waited(again, LAG);
			expect(told).toEqual([
				["EndSecretVersionDelete", region],
				["ReplicationSucceeded", HERE.region],
			]);
			expect(statusOf(world)).toEqual([[region, "InSync"]]);
			expect(described(at(world)).CreatedDate).toBe(NOON + 2 * LAG);
			expect(described(at(world))).not.toHaveProperty("DeletedDate");
		},
	);

	it("forgets a region that is removed before anything arrived there", () => {
		const { world, told } = waited(removed(begun, EU), HOUR);
		expect(told).toEqual([]);
		expectAbsent(there(world));
	});

	it("overwrites what it was to overwrite once it arrives", () => {
		const asked = takenThere(createdIn(DELAYED)).after(
			"ReplicateSecretToRegions",
			{ SecretId, ...regions(EU), ForceOverwriteReplicaSecret: true },
		);
		expect(readValue(there(asked))).toBe("value of other");
		const { world, told } = waited(asked, LAG);
		expect(told).toEqual([
			["EndSecretVersionDelete", EU],
			["ReplicationSucceeded", HERE.region],
		]);
		expect(readValue(there(world))).toBe("value of v1");
	});

	it("overwrites nothing when it is tried again because its primary changed (assumed)", () => {
		const asked = replicated(takenThere(createdIn(DELAYED)), EU);
		const failed = waited(asked, LAG).world;
		expect(statusOf(failed)).toEqual([[EU, "Failed"]]);
		const changed = failed.after("TagResource", {
			SecretId,
			Tags: [{ Key: "k", Value: "v" }],
		});
		expect(statusOf(changed)).toEqual([[EU, "InProgress"]]);
		const { world, told } = waited(changed, LAG);
		expect(told).toEqual([["ReplicationFailed", HERE.region]]);
		expect(readValue(there(world))).toBe("value of other");
	});

	it("carries what is due at one instant by account and region", () => {
		const everywhere = [STRANGE, THERE, HERE].reduce(
			(world, place) => replicated(created(world.as(place)), "eu-north-1"),
			given(DELAYED),
		);
		const { told, world } = waited(everywhere, LAG);
		// Who comes first has the name.
		expect(told).toEqual([
			["ReplicationSucceeded", EU],
			["ReplicationFailed", HERE.region],
			["ReplicationSucceeded", STRANGE.region],
		]);
		const [failed] = described(here(world)).ReplicationStatus;
		expect(failed.StatusMessage).toBe(
			"Replication failed: Secret name db is currently replicated to eu-north-1 with a different arn.",
		);
	});

	it("of several regions arrives in the order in which they were asked for", () => {
		const { events } = advance(
			replicated(createdIn(DELAYED), "us-west-2", "ap-south-1").store,
			{ now: NOON + MINUTE, seed: "seed" },
		);
		expect(events.map(({ detail }) => detail)).toEqual([
			{ region: "us-west-2" },
			{ region: "ap-south-1" },
		]);
	});

	it("is refused to a promoted replica, which keeps what it has", () => {
		const promoted = there(put).after("StopReplicationToReplica", { SecretId });
		expect(nextDue(promoted.store)).toBeUndefined();
		expect(described(here(promoted))).not.toHaveProperty("PrimaryRegion");
		expect(described(promoted).VersionIdsToStages).toEqual({
			[token("v1")]: ["AWSCURRENT"],
		});
	});
});

describe("advancing without a seed", () => {
	const begun = replicated(createdIn(DELAYED), EU);
	const without = (milliseconds: number) => () =>
		advance(begun.store, { now: NOON + milliseconds });

	it("is a TypeError with the remedy where something arrives, whose data keys are drawn from it", () => {
		expect(without(LAG)).toThrow(
			new TypeError("context.seed must be a text; any text will do."),
		);
	});

	it("is none before anything arrives", () => {
		expect(without(LAG - 1)().store).toBe(begun.store);
	});
});

it("a key service that is none is a TypeError, also where nothing is due", () => {
	expect(() => advance(createStore(), { now: NOON, kms: {} as never })).toThrow(
		TypeError,
	);
});

describe("a rotation and an arrival that one advance finds due", () => {
	const rotated = complete(
		rotate(waited(replicated(createdIn(DELAYED), EU), LAG).world, {
			RotationRules: { AutomaticallyAfterDays: 1 },
		}).world,
	).world;
	const quiet = waited(rotated, HOUR).world;
	const opens = nextDue(quiet.store) ?? 0;
	/** Just before the rotation is due, something sets out for the replica. */
	const taggedBefore = (milliseconds: number) =>
		quiet
			.later(opens - milliseconds - quiet.context.now)
			.after("TagResource", { SecretId, Tags: [{ Key: "k", Value: "v" }] });
	const tagged = taggedBefore(SECOND);

	const labelsThere = (world: World) =>
		described(there(world)).VersionIdsToStages;
	/** What the replica has of a rotation that is over, and of the next. */
	const BEFORE = {
		[token("v1")]: ["AWSPREVIOUS"],
		[token("r1")]: ["AWSCURRENT", "AWSPENDING"],
	};
	const AFTER = { ...BEFORE, [token("r1")]: ["AWSCURRENT"] };

	it.each([
		["at one instant", taggedBefore(LAG), LAG],
		["the rotation first", tagged, LAG],
		["the arrival first", taggedBefore(MINUTE), MINUTE],
	])(
		"what was on its way arrives, then the rotation begins now and sets out itself: %s",
		(_, world, milliseconds) => {
			const begins = world.context.now + milliseconds;
			const {
				world: after,
				events,
				effects,
			} = advanced(world.later(milliseconds));
			expect(stepsOf(effects)).toEqual(["createSecret"]);
			expect(events.map(({ name, at }) => [name, at])).toEqual([
				["ReplicationSucceeded", world.context.now + LAG],
				["RotationStarted", begins],
				["Secret Label Updated", begins],
				["ReplicationStarted", begins],
			]);
			expect(statusOf(after)).toEqual([[EU, "InProgress"]]);
			expect(nextDue(after.store)).toBe(begins + LAG);
			expect(described(there(after))).toMatchObject({
				Tags: [{ Key: "k", Value: "v" }],
				LastChangedDate: world.context.now + LAG,
			});
			expect(labelsThere(after)).toEqual(BEFORE);
			// AWSPENDING is on a version without a value by now, and is not carried.
			expect(labelsThere(waited(after, LAG).world)).toEqual(AFTER);
		},
	);

	it("a rotation that began before the arrival arrives with that (assumed)", () => {
		const one = advanced(tagged.later(SECOND));
		expect(stepsOf(one.effects)).toEqual(["createSecret"]);
		expect(namesOf(one.events)).toEqual([
			"RotationStarted",
			"Secret Label Updated",
		]);
		expect(statusOf(one.world)).toEqual([[EU, "InProgress"]]);
		const two = advanced(one.world.later(LAG - SECOND));
		expect(namesOf(two.events)).toEqual(["ReplicationSucceeded"]);
		expect(two.effects).toEqual([]);
		expect(labelsThere(two.world)).toEqual(AFTER);
		expect(nextDue(two.world.store)).not.toBe(opens + 2 * LAG);
	});

	it("the rotation alone is a change that is on its way for its time", () => {
		const only = advanced(quiet.later(opens - quiet.context.now));
		expect(namesOf(only.events)).toEqual([
			"RotationStarted",
			"Secret Label Updated",
			"ReplicationStarted",
		]);
		expect(nextDue(only.world.store)).toBe(opens + LAG);
	});
});
