/**
 * One secret of the naive model and its laws: labels, replays, pruning.
 * Imports nothing from the package.
 */
import type { Input, ModelContext } from "./admission.js";
import type { Key, Keys } from "./keys.js";
import { refuse, UNRECORDED } from "./refusal.js";
import type { ReplicaRegion } from "./replication.js";
import type { Rotation } from "./rotation.js";

export type Value = string | Uint8Array;
export interface Version {
	readonly id: string;
	/** Its place among the versions that the secret ever had. */
	readonly sequence: number;
	value: Value;
	readonly created: number;
	/** Each opens it; the oldest first. */
	readonly keys: Key[];
	accessed: number | undefined;
}
export interface Secret {
	readonly name: string;
	readonly created: number;
	/** Rises with each secret of the model. */
	readonly sequence: number;
	tags: Output[] | undefined;
	policy: string | undefined;
	arn: string;
	description: string | undefined;
	kmsKeyId: string | undefined;
	type: string | undefined;
	changed: number;
	accessed: number | undefined;
	deleted: number | undefined;
	deletion: number | undefined;
	versions: Version[];
	labels: Labels;
	rotation: Rotation | undefined;
	/** The service that manages it. */
	owner: string | undefined;
	/** The regions that it is replicated to, in the order in which they were asked for. */
	replicas: ReplicaRegion[];
	/** Of a replica, the region of its primary. */
	primaryRegion: string | undefined;
}
/** Label -> version id, so a label is on one version at most. */
export type Labels = Map<string, string>;
export type Output = Record<string, unknown>;
export const DAY = 86_400_000;

/** Moves AWSCURRENT; its former holder gets AWSPREVIOUS (2.3). */
export function makeCurrent(labels: Labels, id: string): void {
	const former = labels.get("AWSCURRENT");
	if (former !== undefined && former !== id) labels.set("AWSPREVIOUS", former);
	labels.set("AWSCURRENT", id);
}

/** The labels after a write of this version (2.4, 2.5, 13 #7). */
export function labelsAfterWrite(
	before: Labels,
	id: string,
	stages: readonly string[] | undefined,
): Labels {
	const labels = new Map(before);
	if (stages === undefined) labels.delete("AWSPENDING");
	if (stages === undefined || stages.includes("AWSCURRENT"))
		makeCurrent(labels, id);
	for (const label of stages ?? []) labels.set(label, id);
	if (!labels.has("AWSCURRENT")) labels.set("AWSCURRENT", id);
	return labels;
}

export function labelsOf(secret: Secret, id: string): string[] | undefined {
	const labels = [...secret.labels].filter(([, on]) => on === id);
	return labels.length > 0 ? labels.map(([label]) => label) : undefined;
}

/** The labels after UpdateSecretVersionStage (2.6); the order of its checks is decided, not recorded. */
export function labelsAfterMove(
	{ labels: before, versions }: Secret,
	label: string,
	from: string | undefined,
	to: string | undefined,
): Labels {
	if (from === undefined && to === undefined)
		refuse("InvalidParameterException", UNRECORDED);
	if (label === "AWSCURRENT" && to === undefined)
		refuse(
			"InvalidParameterException",
			"You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.",
		);
	if (to !== undefined && !versions.some(({ id }) => id === to))
		refuse(
			"ResourceNotFoundException",
			`Secrets Manager can't find the specified secret value for VersionId: ${to}`,
		);
	const holder = before.get(label);
	if (to === holder && (from === undefined || from === to)) return before;
	if (holder !== undefined && from === undefined)
		refuse(
			"InvalidParameterException",
			`The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
		);
	if (from !== holder)
		refuse(
			"InvalidParameterException",
			`When you move staging label ${label}, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label ${label}.`,
		);
	const labels = new Map(before);
	if (to === undefined) labels.delete(label);
	else if (label === "AWSCURRENT") makeCurrent(labels, to);
	else labels.set(label, to);
	return labels;
}

function checkLabels(labels: Labels): void {
	if (labels.size > 20)
		refuse(
			"LimitExceededException",
			"You exceeded the maximum number of staging labels allowed on a secret.",
		);
}

/** Gives the secret these labels; false when they are the ones it has. */
export function relabel(secret: Secret, labels: Labels): boolean {
	checkLabels(labels);
	const same =
		labels.size === secret.labels.size &&
		[...labels].every(([label, id]) => secret.labels.get(label) === id);
	secret.labels = labels;
	return !same;
}

/** The value a request carries; both kinds at once are refused (1.3). */
export function givenValue(input: Input): Value | undefined {
	const { SecretString, SecretBinary } = input;
	if (SecretString != null && SecretBinary != null)
		refuse(
			"InvalidParameterException",
			"You can't specify both a binary secret value and a string secret value in the same secret.",
		);
	return (SecretString ?? SecretBinary ?? undefined) as Value | undefined;
}

/**
 * Tags with those of a request added: a later one replaces an earlier one of its key, in its place, and Value defaults
 * to "". More than 50, reserved keys and missing ones are refused (13 #10, #11).
 */
export function withTags(tags: readonly Output[], added: unknown): Output[] {
	const byKey = new Map(tags.map(({ Key, Value }) => [Key, Value]));
	for (const { Key, Value } of added as Output[]) {
		if (Key == null || /^aws:/i.test(String(Key)))
			refuse("InvalidParameterException", UNRECORDED);
		byKey.set(Key, Value ?? "");
	}
	if (byKey.size > 50) refuse("InvalidParameterException", UNRECORDED);
	return [...byKey].map(([Key, Value]) => ({ Key, Value }));
}

/** True when the token's version has this very value; another value is refused, and one that cannot be compared (6.4). */
export function isReplay(
	secret: Secret,
	token: string,
	value: Value,
	keys: Keys,
	context: ModelContext,
): boolean {
	const version = secret.versions.find(({ id }) => id === token);
	if (version === undefined) return false;
	keys.toOpen(version.keys, context);
	const same =
		typeof value === "string" || typeof version.value === "string"
			? value === version.value
			: Buffer.compare(value, version.value) === 0;
	if (!same)
		refuse(
			"ResourceExistsException",
			`You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`,
		);
	return true;
}

/** Adds a version, moves labels and prunes (2.8); a refusal leaves all as it was. */
export function write(
	secret: Secret,
	version: Version,
	stages: readonly string[] | undefined,
	maxVersions = Number.POSITIVE_INFINITY,
): void {
	const labels = labelsAfterWrite(secret.labels, version.id, stages);
	checkLabels(labels);
	const labelled = new Set(labels.values());
	const versions = [...secret.versions, version];
	while (versions.length > Math.min(100, maxVersions)) {
		const oldest = versions.findIndex(
			({ id, created }) =>
				!labelled.has(id) && version.created - created >= DAY,
		);
		if (oldest === -1) break;
		versions.splice(oldest, 1);
	}
	if (versions.length > maxVersions)
		refuse(
			"LimitExceededException",
			"You exceeded the maximum number of versions allowed on a secret.",
		);
	secret.versions = versions;
	secret.labels = labels;
}

/** A secret as it is, for who wants to know that when it has changed. */
export const asItIs = (secret: Secret): Secret => ({
	...secret,
	versions: secret.versions.map((version) => ({
		...version,
		keys: [...version.keys],
	})),
	labels: new Map(secret.labels),
	rotation: secret.rotation && { ...secret.rotation },
	replicas: secret.replicas.map((replica) => ({ ...replica })),
});

export const namesOf = ({ arn, name }: Secret): Output => ({
	ARN: arn,
	Name: name,
});

/** DescribeSecret (1.6); ListSecrets calls the map of labels by another name (1.11). */
export function describe(secret: Secret, stagesMember: string): Output {
	const ids = [...new Set(secret.labels.values())];
	const stages = ids.map((id) => [id, labelsOf(secret, id)]);
	return compact({
		...namesOf(secret),
		Description: secret.description,
		KmsKeyId: secret.kmsKeyId,
		Type: secret.type,
		Tags: secret.tags,
		CreatedDate: secret.created,
		LastChangedDate: secret.changed,
		LastAccessedDate: secret.accessed,
		DeletedDate: secret.deleted,
		[stagesMember]: ids.length > 0 ? Object.fromEntries(stages) : undefined,
	});
}

/** One entry of ListSecretVersionIds (1.10). */
export function listEntry(secret: Secret, version: Version): Output {
	return compact({
		VersionId: version.id,
		VersionStages: labelsOf(secret, version.id),
		LastAccessedDate: version.accessed,
		CreatedDate: version.created,
		KmsKeyIds: version.keys.map(({ isDefault, arn }) =>
			isDefault ? "DefaultEncryptionKey" : arn,
		),
	});
}

/** Absent members are omitted (0.4). */
export function compact(output: Output): Output {
	return Object.fromEntries(
		Object.entries(output).filter(([, value]) => value !== undefined),
	);
}
