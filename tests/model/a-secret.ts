import type { Result } from "../../src/base/result.js";
import type { Envelope } from "../../src/kms/envelope.js";
import {
	type AliasArn,
	defaultKeyArn,
	type KeyArn,
	type KeyState,
} from "../../src/kms/key.js";
import {
	emptyKeyRing,
	type KeyRing,
	withAlias,
	withKey,
	withKeyNamed,
} from "../../src/kms/key-ring.js";
import { STANDALONE } from "../../src/model/role.js";
import type { Secret, Version } from "../../src/model/secret.js";
import type { Failure } from "../../src/values/failure.js";
import type { Stage } from "../../src/values/stage.js";
import type { VersionId } from "../../src/values/version-id.js";
import { NOON } from "../support/given.js";
import { HERE } from "../support/places.js";

/** The keys that secrets of one home may use: the default key, and these. */
export function aKeyRing(
	states: Readonly<Record<KeyArn, KeyState>> = {},
	aliases: Readonly<Record<AliasArn, KeyArn>> = {},
): KeyRing {
	let ring = withKeyNamed(emptyKeyRing("refuse"), undefined, HERE);
	for (const [arn, state] of Object.entries(states))
		ring = withKey(ring, { arn, state });
	for (const [alias, arn] of Object.entries(aliases))
		ring = withAlias(ring, alias, arn);
	return ring;
}

/** An envelope that nobody opens, for laws that do not look inside. */
export const closed: Envelope = {
	sealed: "c2VhbGVk",
	keys: [{ keyArn: defaultKeyArn(HERE), wrapped: "d3JhcHBlZA==" }],
};

export const aVersion = (
	id: VersionId,
	ordinal: number,
	changes: Partial<Version> = {},
): Version => ({
	id,
	ordinal,
	createdDate: NOON,
	lastAccessedDate: undefined,
	payload: closed,
	...changes,
});

/** Versions by id in the order of their creation, each with its labels. */
export type Labels = Readonly<Record<VersionId, readonly Stage[]>>;

/** A secret with these versions and labels: `aSecret({ v1: ["AWSPREVIOUS"], v2: ["AWSCURRENT"] })`. */
export const aSecret = (
	labels: Labels = {},
	changes: Partial<Secret> = {},
): Secret => ({
	...HERE,
	name: "db",
	suffix: "AbC123",
	description: undefined,
	kmsKeyId: undefined,
	type: undefined,
	tags: undefined,
	resourcePolicy: undefined,
	createdDate: NOON,
	lastChangedDate: NOON,
	lastAccessedDate: undefined,
	versions: Object.keys(labels).map((id, i) => aVersion(id, i)),
	stages: Object.entries(labels).flatMap(([id, stages]) =>
		stages.map((stage) => [stage, id] as const),
	),
	deletion: undefined,
	rotation: undefined,
	owningService: undefined,
	role: STANDALONE,
	...changes,
});

/** The labels of each version, in alphabetical order: a list of labels is a set. */
export const labelsOf = (secret: Secret): Labels =>
	Object.fromEntries(
		secret.versions.map(({ id }) => [
			id,
			secret.stages
				.filter(([, holder]) => holder === id)
				.map(([stage]) => stage)
				.sort(),
		]),
	);

/** What was accepted; fails when it was refused. */
export function accepted<V>(result: Result<V, Failure>): V {
	if (!result.ok)
		throw new Error(`${result.error.name}: ${result.error.message}`);
	return result.value;
}
