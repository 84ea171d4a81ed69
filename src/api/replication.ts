import type { WantedRegion } from "../model/replica-regions.js";
import {
	type Progress,
	type ReplicaRegion,
	replicasOf,
} from "../model/role.js";
import type { Secret } from "../model/secret.js";
import {
	list,
	oneOf,
	optional,
	type Read,
	required,
	string,
	structure,
	timestamp,
} from "./schema.js";
import { kmsKeyId } from "./shapes.js";

/** RegionType of the service model. */
export const regionName = string({
	min: 1,
	max: 128,
	pattern: "^([a-z]+-)+\\d+$",
});

/** Where to replicate to, as a request names it. */
export const replicaRegions = list(
	structure({
		Region: optional(regionName),
		KmsKeyId: optional(kmsKeyId),
	}),
	{ min: 1 },
);

/** What a primary tells of its replicas. */
export const replicationStatus = list(
	structure({
		Region: required(regionName),
		KmsKeyId: required(kmsKeyId),
		Status: required(oneOf("InSync", "Failed", "InProgress")),
		StatusMessage: optional(string()),
		LastAccessedDate: optional(timestamp),
	}),
);

/** Regions as a request has them. */
export const wantedRegions = (
	given: Read<typeof replicaRegions>,
): readonly WantedRegion[] =>
	given.map(({ Region, KmsKeyId }) => ({ region: Region, kmsKeyId: KmsKeyId }));

/** The replicas of a primary in these members, in the order in which they were asked for; none of what is no primary. */
export const describeReplicas = (secret: Pick<Secret, "role">) =>
	replicasOf(secret).map(memberOf);

function memberOf({
	region,
	kmsKeyId,
	progress,
	lastAccessedDate,
}: ReplicaRegion) {
	const message = messageOf(progress);
	return {
		Region: region,
		KmsKeyId: kmsKeyId,
		Status: progress.status,
		...(message !== undefined && { StatusMessage: message }),
		...(lastAccessedDate !== undefined && {
			LastAccessedDate: lastAccessedDate,
		}),
	};
}

function messageOf(progress: Progress): string | undefined {
	switch (progress.status) {
		case "InProgress":
			return undefined;
		case "InSync":
			return "Replication succeeded";
		case "Failed":
			return progress.message;
	}
}
