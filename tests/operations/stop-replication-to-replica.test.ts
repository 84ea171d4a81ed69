import { describe, expect, it } from "vitest";
import { aValue, HOUR, NOON } from "../support/given.js";
import { THERE } from "../support/places.js";
import {
	alone,
	both,
	DEFAULT_KEY,
	described,
	here,
	inSync,
	readValue,
	replicated,
	SecretId,
	there,
} from "../support/replication.js";

const stopped = there(both)
	.later(HOUR)
	.when("StopReplicationToReplica", { SecretId });

describe("StopReplicationToReplica", () => {
	it("answers with the ARN only [R-ST-repl]", () => {
		stopped.answersExactly({ ARN: described(there(both)).ARN });
	});

	it("makes the replica a secret of its own, which keeps key and value [R-ST-repl]", () => {
		const secret = described(stopped.world);
		expect(secret).toMatchObject({
			KmsKeyId: DEFAULT_KEY,
			CreatedDate: NOON,
			LastChangedDate: NOON + HOUR,
		});
		expect(secret).not.toHaveProperty("PrimaryRegion");
		expect(readValue(stopped.world)).toBe("value of v1");
	});

	it("is forgotten by the primary, whose LastChangedDate stays [R-ST-repl]", () => {
		const primary = described(here(stopped.world));
		expect(primary.LastChangedDate).toBe(NOON);
		expect(primary).not.toHaveProperty("PrimaryRegion");
		expect(primary).not.toHaveProperty("ReplicationStatus");
	});

	it("leaves the other replicas", () => {
		const { world } = there(replicated(both, "us-west-2")).when(
			"StopReplicationToReplica",
			{ SecretId },
		);
		expect(described(here(world)).ReplicationStatus).toEqual([
			inSync("us-west-2"),
		]);
	});

	it("lets neither influence the other from then on", () => {
		const write = { SecretId, ...aValue("v2") };
		const world = there(here(stopped.world).after("PutSecretValue", write));
		expect(readValue(world)).toBe("value of v1");
		const own = world.after("PutSecretValue", { SecretId, ...aValue("v3") });
		expect(readValue(here(own))).toBe("value of v2");
		expect(readValue(own)).toBe("value of v3");
		own.after("DeleteSecret", { SecretId });
	});

	it.each([
		["a primary [R-ST-repl]", both],
		["a secret that is not replicated (assumed)", alone],
	])("is refused on %s", (_, world) => {
		world
			.when("StopReplicationToReplica", { SecretId })
			.refuses(
				"InvalidParameterException",
				"Operation not permitted on a primary secret. Call must be made in replica secret's region.",
			);
	});

	it("finds no replica from the region of the primary", () => {
		const { ARN } = described(there(both));
		both
			.when("StopReplicationToReplica", { SecretId: ARN })
			.refuses("ResourceNotFoundException");
		expect(ARN).toContain(THERE.region);
	});
});
