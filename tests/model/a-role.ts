import { DEFAULT_ALIAS } from "../../src/kms/key.js";
import type {
	InProgress,
	Primary,
	Replica,
	ReplicaRegion,
} from "../../src/model/role.js";
import { NOON } from "../support/given.js";
import { HERE, THERE } from "../support/places.js";

/** On its way, and due at noon. */
export const UNDER_WAY: InProgress = {
	status: "InProgress",
	due: NOON,
	overwrites: false,
};

/** What a primary knows of a replica that is in sync and was never read. */
export const inRegion = (
	region: string,
	changes: Partial<ReplicaRegion> = {},
): ReplicaRegion => ({
	region,
	kmsKeyId: DEFAULT_ALIAS,
	progress: { status: "InSync" },
	lastAccessedDate: undefined,
	...changes,
});

/** A primary of replicas in these regions, in sync unless more is said of them. */
export const primaryOf = (
	...replicas: readonly (string | ReplicaRegion)[]
): Primary => ({
	kind: "primary",
	replicas: replicas.map((each) =>
		typeof each === "string" ? inRegion(each) : each,
	),
});

/** The role of a replica whose primary is here. */
export const REPLICA: Replica = {
	kind: "replica",
	primaryRegion: HERE.region,
};

/** What a secret is as a replica elsewhere of a primary here. */
export const AS_REPLICA = {
	...THERE,
	role: REPLICA,
	kmsKeyId: DEFAULT_ALIAS,
};
