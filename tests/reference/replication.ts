/**
 * The replication of one secret of the naive model (5): which regions it goes to, and what its replicas have of it.
 * Imports nothing from the package.
 */
import { type Input, partitionOf } from "./admission.js";
import { refuse } from "./refusal.js";
import { compact, type Output, type Secret } from "./secret.js";

/** What a primary knows of a replica. */
export interface ReplicaRegion {
	readonly region: string;
	/** As it was named. */
	key: string;
	status: "InProgress" | "InSync" | "Failed";
	message: string | undefined;
	/** When what is on its way arrives. */
	due: number;
	/** Whether a secret that has the name there gives way. */
	overwrites: boolean;
	accessed: number | undefined;
	/** What KMS said to who asked for what is on its way, and may not. */
	refusal: string | undefined;
	/** Whether it failed for that. */
	refused: boolean;
}

export const DEFAULT_ALIAS = "alias/aws/secretsmanager";

/** The regions that there are, as far as tests name them. */
const KNOWN = ["us-east-1", "us-west-2", "eu-west-1", "cn-north-1"];

export const regionOf = ({ arn }: Pick<Secret, "arn">): string =>
	arn.split(":")[3] ?? "";

export const accountOf = ({ arn }: Pick<Secret, "arn">): string =>
	arn.split(":")[4] ?? "";

/** The same name and suffix, and the region of the primary is known to it (5.1); whether it is to end or not. */
export const isReplicaOf = (replica: Secret, primary: Secret): boolean =>
	replica.primaryRegion === regionOf(primary) &&
	replica.arn.slice(-6) === primary.arn.slice(-6);

/** A secret does not go to its own region (5.2); one without a Region is refused alike (decided, not recorded). */
export function checkRegions(
	{ AddReplicaRegions }: Input,
	{ region }: { readonly region: string },
): void {
	for (const { Region } of (AddReplicaRegions ?? []) as Output[])
		if (Region == null || Region === region)
			refuse("InvalidParameterException", "Invalid replica region.");
}

/**
 * Adds the regions of a request, or begins anew with those that are there, with their key unless one is given, or it failed.
 * What is on its way already arrives when it would have, and then overwrites what either call said. Who may not use the keys
 * changes nothing of a region that is there (decided, not recorded).
 */
export function joinRegions(
	{ replicas }: Secret,
	{ AddReplicaRegions, ForceOverwriteReplicaSecret }: Input,
	now: number,
	lag: number,
	whyNot: (region: string, key: string) => string | undefined,
): void {
	for (const { Region, KmsKeyId } of AddReplicaRegions as Output[]) {
		const at = replicas.findIndex(({ region }) => region === Region);
		const known = replicas[at];
		const onWay =
			known?.status === "InProgress" && known.due > now ? known : undefined;
		const region = String(Region);
		const key = String(KmsKeyId || keyOf(known));
		const refusal = whyNot(region, key);
		if (known && refusal !== undefined) continue;
		replicas.splice(at === -1 ? replicas.length : at, known ? 1 : 0, {
			...{ region, key, refused: false },
			refusal,
			...{
				status: "InProgress",
				message: undefined,
				due: onWay?.due ?? now + lag,
			},
			overwrites: ForceOverwriteReplicaSecret === true || !!onWay?.overwrites,
			accessed: known?.accessed,
		});
	}
}

const keyOf = (known: ReplicaRegion | undefined) =>
	known === undefined || known.status === "Failed" ? DEFAULT_ALIAS : known.key;

/** When the first of what is on its way arrives. */
export function arrivalOf({ replicas }: Secret): number | undefined {
	const due = replicas.flatMap(({ status, due }) =>
		status === "InProgress" ? [due] : [],
	);
	return due.sort((a, b) => a - b)[0];
}

/** Why nothing can go to a region at all (decided, not recorded). */
export const noWayTo = (region: string, primary: Secret): string | undefined =>
	KNOWN.includes(region) &&
	partitionOf(region) === partitionOf(regionOf(primary))
		? undefined
		: `Region ${region} is not a region of partition ${partitionOf(regionOf(primary))}.`;

/** Why the secret that has the name in a region is in the way of the replica (5.2). */
export function obstacle(
	there: Secret,
	{ region, overwrites }: ReplicaRegion,
): string | undefined {
	const { name, primaryRegion, replicas, owner } = there;
	if (primaryRegion !== undefined)
		return `Secret name ${name} is currently replicated to ${region} with a different arn.`;
	const givesWay = overwrites && replicas.length === 0 && owner === undefined;
	return givesWay
		? undefined
		: `Secret name ${name} already exists in region ${region}.`;
}

/** The labels that replicas have: AWSPENDING may be on a version that has no value yet. */
export const sharedLabels = ({ labels, versions }: Secret) =>
	[...labels].filter(([, on]) => versions.some(({ id }) => id === on));

/** What a replica has of its primary, so that two looks can be compared; who tags changes something whatever the tags. */
export const sharedBy = (secret: Secret): readonly unknown[] => [
	secret.description,
	secret.type,
	secret.policy,
	secret.tags,
	secret.rotation?.rotated,
	JSON.stringify(sharedLabels(secret).sort()),
	JSON.stringify(secret.versions.map(({ id, sequence }) => [id, sequence])),
];

export const replicationStatus = ({ replicas }: Secret): Output[] =>
	replicas.map(({ region, key, status, message, accessed }) =>
		compact({
			Region: region,
			KmsKeyId: key,
			Status: status,
			StatusMessage: message,
			LastAccessedDate: accessed,
		}),
	);

/** The region of the primary, its own for one that is replicated. */
export const primaryRegionOf = (secret: Secret): string | undefined =>
	secret.replicas.length > 0 ? regionOf(secret) : secret.primaryRegion;

/** Its members of DescribeSecret. */
export const describeReplication = (secret: Secret): Output =>
	compact({
		PrimaryRegion: primaryRegionOf(secret),
		ReplicationStatus:
			secret.replicas.length > 0 ? replicationStatus(secret) : undefined,
	});
