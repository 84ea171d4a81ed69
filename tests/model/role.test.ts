import { describe, expect, it } from "vitest";
import {
	arrivalOf,
	primaryRegionOf,
	type Role,
	replicasOf,
	STANDALONE,
} from "../../src/model/role.js";
import { NO_ROTATION } from "../../src/model/rotation/record.js";
import { arnOf, checkSecret, type Secret } from "../../src/model/secret.js";
import { DAY, HOUR, NOON } from "../support/given.js";
import { THERE } from "../support/places.js";
import {
	AS_REPLICA,
	inRegion,
	primaryOf,
	REPLICA,
	UNDER_WAY,
} from "./a-role.js";
import { aSecret } from "./a-secret.js";
import { aRun } from "./rotation/a-rotation.js";

const dueAt = (region: string, due: number) =>
	inRegion(region, { progress: { ...UNDER_WAY, due } });
const failed = inRegion("xx-nowhere-1", {
	progress: { status: "Failed", message: "Replication failed: why" },
});

describe.each<
	[
		what: string,
		role: Role,
		replicas: readonly string[],
		primaryRegion: string | undefined,
		arrival: number | undefined,
	]
>([
	["a standalone secret", STANDALONE, [], undefined, undefined],
	["a replica", REPLICA, [], "us-east-1", undefined],
	[
		"a primary in sync, or failed",
		primaryOf("eu-west-1", failed),
		["eu-west-1", "xx-nowhere-1"],
		"us-east-1",
		undefined,
	],
	[
		"a primary under way",
		primaryOf(dueAt("eu-west-1", NOON + DAY), dueAt("eu-west-2", NOON)),
		["eu-west-1", "eu-west-2"],
		"us-east-1",
		NOON,
	],
])("%s", (_, role, replicas, primaryRegion, arrival) => {
	const secret = aSecret({}, { role });

	it("says where it is replicated to", () => {
		expect(replicasOf(secret).map(({ region }) => region)).toEqual(replicas);
	});

	it("says where its primary is", () => {
		expect(primaryRegionOf(secret)).toBe(primaryRegion);
	});

	it("says when the first of what is on its way arrives", () => {
		expect(arrivalOf(secret)).toBe(arrival);
	});
});

const replica = (changes: Partial<Secret> = {}) =>
	aSecret({}, { ...AS_REPLICA, ...changes });
const deletion = { deletedDate: NOON, deletionDate: NOON + HOUR };

describe("every law of a role holds for", () => {
	it.each<[what: string, Secret]>([
		["a primary", aSecret({}, { role: primaryOf("eu-west-1", "eu-west-2") })],
		["a replica", replica()],
		["a replica that goes", replica({ deletion })],
		[
			"a replica of a primary that was rotated",
			replica({ rotation: { ...NO_ROTATION, lastRotatedDate: NOON } }),
		],
	])("%s", (_, secret) => {
		expect(checkSecret(secret)).toEqual([]);
	});
});

describe("a law of a role is broken by", () => {
	const ROTATED = "a replica is not rotated";
	const PLACES = "a primary and its replicas are in different regions";
	it.each<[what: string, Secret, law: string]>([
		[
			"a primary without replicas",
			aSecret({}, { role: primaryOf() }),
			"a primary has a replica",
		],
		[
			"a replica in the region of its primary, listed there",
			aSecret({}, { role: primaryOf("us-east-1") }),
			PLACES,
		],
		[
			"two replicas in one region",
			aSecret({}, { role: primaryOf("eu-west-1", "eu-west-1") }),
			PLACES,
		],
		[
			"a primary that is scheduled for deletion",
			aSecret({}, { role: primaryOf("eu-west-1"), deletion }),
			"a primary is not scheduled for deletion",
		],
		[
			"a replica whose primary is in its region",
			replica({ role: { ...REPLICA, primaryRegion: THERE.region } }),
			"a replica is not in the region of its primary",
		],
		[
			"a replica without a key",
			replica({ kmsKeyId: undefined }),
			"a replica names its key",
		],
		[
			"a replica that rotates",
			replica({
				rotation: { ...NO_ROTATION, enabled: true, functionArn: "f" },
			}),
			ROTATED,
		],
		[
			"a replica for which a rotation is due",
			replica({ rotation: { ...NO_ROTATION, due: NOON } }),
			ROTATED,
		],
		[
			"a replica with a rotation of its own",
			replica({ rotation: { ...NO_ROTATION, run: aRun() } }),
			ROTATED,
		],
		[
			"a replica that a service manages",
			replica({ owningService: "rds" }),
			"no other service manages a replica",
		],
	])("%s", (_, secret, law) => {
		expect(checkSecret(secret)).toContain(`${arnOf(secret)}: ${law}`);
	});
});
