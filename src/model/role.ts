import type { Instant } from "../values/instant.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import type { Region } from "../values/region.js";
import type { Law } from "./law.js";
import type { Rotation } from "./rotation/record.js";

/** What a secret is among those of its name in other regions. */
export type Role = Standalone | Primary | Replica;

/** A secret of one region. */
export interface Standalone {
	readonly kind: "standalone";
}

/** A secret that is carried to other regions. */
export interface Primary {
	readonly kind: "primary";
	/** At least one, each region once, in the order in which they were asked for. */
	readonly replicas: readonly ReplicaRegion[];
}

/** A copy in another region, which only its primary changes. */
export interface Replica {
	readonly kind: "replica";
	readonly primaryRegion: Region;
}

/** What a primary knows of one of its replicas. */
export interface ReplicaRegion {
	readonly region: Region;
	/** As it was named; the alias of the default key where none was. */
	readonly kmsKeyId: KmsKeyId;
	readonly progress: Progress;
	/** The UTC day on which the replica was last read. */
	readonly lastAccessedDate: Instant | undefined;
}

/** How the latest state of a primary fares on its way to a region. */
export type Progress = InProgress | { readonly status: "InSync" } | Failed;

export interface InProgress {
	readonly status: "InProgress";
	/** When it arrives. */
	readonly due: Instant;
	/** Whether a secret that has the name there gives way. */
	readonly overwrites: boolean;
	/** What KMS said to who asked for it, and may not: then it fails when it arrives. */
	readonly refusal?: string | undefined;
}

export interface Failed {
	readonly status: "Failed";
	readonly message: string;
	/** For want of a permission of who asked for it: then it is not tried again before it is asked for again. */
	readonly refused?: true | undefined;
}

export const STANDALONE: Standalone = Object.freeze({ kind: "standalone" });

/** What of a secret says where it is replicated. */
interface Place {
	readonly region: Region;
	readonly role: Role;
}

/** The regions that a secret is replicated to; none for one that is no primary. */
export const replicasOf = ({
	role,
}: Pick<Place, "role">): readonly ReplicaRegion[] =>
	role.kind === "primary" ? role.replicas : NO_REPLICAS;

const NO_REPLICAS: readonly ReplicaRegion[] = [];

/** A primary of these replicas; of none, a standalone secret. */
export const roleWith = (replicas: readonly ReplicaRegion[]): Role =>
	replicas.length === 0 ? STANDALONE : { kind: "primary", replicas };

/** The role of a secret once it has no replica in some regions; the same object where it had none there. */
export function roleWithout(
	secret: Pick<Place, "role">,
	regions: readonly Region[],
): Role {
	const replicas = replicasOf(secret);
	const rest = replicas.filter(({ region }) => !regions.includes(region));
	return rest.length === replicas.length ? secret.role : roleWith(rest);
}

/** What is on its way, and arrives at an instant, if only to fail. */
export const onItsWay = (
	due: Instant,
	overwrites: boolean,
	refusal?: string | undefined,
): InProgress => ({
	status: "InProgress",
	due,
	overwrites,
	...(refusal !== undefined && { refusal }),
});

/** When the first of what is on its way to replicas arrives there. */
export function arrivalOf(secret: Pick<Place, "role">): Instant | undefined {
	let first: Instant | undefined;
	for (const { progress } of replicasOf(secret))
		if (progress.status === "InProgress")
			first = Math.min(first ?? progress.due, progress.due);
	return first;
}

/** The region of the primary; `undefined` for a secret that is not replicated. */
export function primaryRegionOf({ role, region }: Place): Region | undefined {
	switch (role.kind) {
		case "standalone":
			return undefined;
		case "primary":
			return region;
		case "replica":
			return role.primaryRegion;
	}
}

/** The laws of a role in a secret. */
export function roleLaws(
	secret: Place & {
		readonly kmsKeyId: KmsKeyId | undefined;
		readonly deletion: unknown;
		readonly rotation: Rotation | undefined;
		readonly owningService: string | undefined;
	},
): readonly Law[] {
	const { role, region, rotation } = secret;
	switch (role.kind) {
		case "standalone":
			return [];
		case "primary": {
			const regions = role.replicas.map((replica) => replica.region);
			return [
				[regions.length > 0, "a primary has a replica"],
				[
					new Set([region, ...regions]).size === regions.length + 1,
					"a primary and its replicas are in different regions",
				],
				[
					secret.deletion === undefined,
					"a primary is not scheduled for deletion",
				],
			];
		}
		case "replica":
			return [
				[
					role.primaryRegion !== region,
					"a replica is not in the region of its primary",
				],
				[secret.kmsKeyId !== undefined, "a replica names its key"],
				[
					rotation === undefined ||
						(rotation.enabled ?? rotation.due ?? rotation.run) === undefined,
					"a replica is not rotated",
				],
				[
					secret.owningService === undefined,
					"no other service manages a replica",
				],
			];
	}
}
