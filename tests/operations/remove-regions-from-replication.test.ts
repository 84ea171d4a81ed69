import { describe, expect, it } from "vitest";
import { HOUR, NOON } from "../support/given.js";
import { HERE, THERE } from "../support/places.js";
import {
	alone,
	both,
	described,
	expectAbsent,
	inSync,
	replicated,
	SecretId,
	takenThere,
	there,
} from "../support/replication.js";

const EU = THERE.region;
const two = replicated(both, "us-west-2");
const remove = (world: typeof two, ...RemoveReplicaRegions: string[]) =>
	world.when("RemoveRegionsFromReplication", {
		SecretId,
		RemoveReplicaRegions,
	});

describe("RemoveRegionsFromReplication", () => {
	const removed = remove(two.later(HOUR), EU);

	it("answers what remains", () => {
		removed.answersExactly({
			ARN: described(two).ARN,
			ReplicationStatus: [inSync("us-west-2")],
		});
		expect(described(removed.world)).toMatchObject({
			ReplicationStatus: [inSync("us-west-2")],
			LastChangedDate: NOON + HOUR,
		});
	});

	it("deletes the replica, and tells so", () => {
		expectAbsent(there(removed.world));
		expect(removed.events.map(({ name, region }) => [name, region])).toEqual([
			["RemoveRegionsFromReplication", HERE.region],
			["EndSecretVersionDelete", EU],
		]);
	});

	it("of the last region leaves a secret that is not replicated [R-ST-repl]", () => {
		const none = remove(two, "us-west-2", EU);
		none.answers({ ReplicationStatus: [] });
		expect(described(none.world)).not.toHaveProperty("PrimaryRegion");
		expect(described(none.world)).not.toHaveProperty("ReplicationStatus");
	});

	it.each([
		["a primary", two],
		["a secret that is not replicated", alone],
	])(
		"of a region without a replica changes nothing of %s [R-ST-repl]",
		(_, before) => {
			const { answer, world } = remove(
				before.later(HOUR),
				"us-east-2",
				HERE.region,
			);
			expect(answer.ReplicationStatus).toEqual(
				described(before).ReplicationStatus ?? [],
			);
			expect(world.store).toBe(before.store);
		},
	);

	it("of one region with and one without a replica removes the one", () => {
		remove(two, EU, "us-east-2", EU).answers({
			ReplicationStatus: [inSync("us-west-2")],
		});
	});

	it("of a region whose replication failed leaves what is there", () => {
		const taken = takenThere(alone);
		const { world } = remove(replicated(taken, EU), EU);
		expect(described(there(world))).toEqual(described(there(taken)));
	});

	it.each([{}, { RemoveReplicaRegions: [] }, { RemoveReplicaRegions: ["EU"] }])(
		"refuses %j",
		(members) => {
			two
				.when("RemoveRegionsFromReplication", { SecretId, ...members })
				.refuses("ValidationException");
		},
	);
});
