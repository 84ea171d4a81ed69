import { type AttachedPolicy, isUnderstood } from "../iam/attached.js";
import type { Envelope } from "../kms/envelope.js";
import type { Account } from "../values/account.js";
import { makeSecretArn, type SecretArn } from "../values/arn.js";
import type { Instant } from "../values/instant.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import { partitionOf, type Region } from "../values/region.js";
import { isSecretName, type SecretName } from "../values/secret-name.js";
import { CURRENT, PENDING, type Stage } from "../values/stage.js";
import { isSuffix, type Suffix } from "../values/suffix.js";
import type { Tag } from "../values/tag.js";
import type { VersionId } from "../values/version-id.js";
import { brokenOf } from "./law.js";
import { type Role, roleLaws, STANDALONE } from "./role.js";
import { type Rotation, rotationLaws } from "./rotation/record.js";

/** One secret in one account and region. Its ARN is derived; its values exist sealed only. */
export interface Secret {
	readonly account: Account;
	readonly region: Region;
	readonly name: SecretName;
	readonly suffix: Suffix;
	readonly description: string | undefined;
	/** As the caller named it; `undefined` for the default key. */
	readonly kmsKeyId: KmsKeyId | undefined;
	readonly type: string | undefined;
	/** `undefined` until the first tagging; an empty list from then on when all are gone. */
	readonly tags: readonly Tag[] | undefined;
	readonly resourcePolicy: AttachedPolicy | undefined;
	readonly createdDate: Instant;
	readonly lastChangedDate: Instant;
	/** The UTC day of the last read. */
	readonly lastAccessedDate: Instant | undefined;
	/** In the order of their creation. */
	readonly versions: readonly Version[];
	/** At most 20, in the order of their attachment. */
	readonly stages: readonly StageEntry[];
	readonly deletion: Deletion | undefined;
	/** `undefined` until rotation is set up, or cancelled, for the first time. */
	readonly rotation: Rotation | undefined;
	/** The service that manages the secret, such as `rds`. */
	readonly owningService: string | undefined;
	readonly role: Role;
}

export interface Version {
	readonly id: VersionId;
	/** Rises with each version of the secret and is never used again, so that a page of versions can end at it. */
	readonly ordinal: number;
	readonly createdDate: Instant;
	readonly lastAccessedDate: Instant | undefined;
	readonly payload: Envelope;
}

/** A label and its version: from label to version, so that a label cannot be on two. */
export type StageEntry = readonly [stage: Stage, id: VersionId];

export interface Deletion {
	/** When DeleteSecret was called. */
	readonly deletedDate: Instant;
	/** The end of the recovery window: from this moment on the secret is gone. */
	readonly deletionDate: Instant;
}

/** What a new secret starts from, without a value. */
export type NewSecret = Pick<
	Secret,
	| "account"
	| "region"
	| "name"
	| "suffix"
	| "description"
	| "kmsKeyId"
	| "type"
	| "tags"
	| "owningService"
>;

export const newSecret = (start: NewSecret, now: Instant): Secret => ({
	// Member by member, since copies of a secret are laid out in memory as the first one was.
	account: start.account,
	region: start.region,
	name: start.name,
	suffix: start.suffix,
	description: start.description,
	kmsKeyId: start.kmsKeyId,
	type: start.type,
	tags: start.tags,
	resourcePolicy: undefined,
	createdDate: now,
	lastChangedDate: now,
	lastAccessedDate: undefined,
	versions: [],
	stages: [],
	deletion: undefined,
	rotation: undefined,
	owningService: start.owningService,
	role: STANDALONE,
});

/** The complete ARN. */
export const arnOf = (secret: Secret): string =>
	makeSecretArn(secretArnOf(secret));

/** What that says. */
export const secretArnOf = ({
	region,
	account,
	name,
	suffix,
}: Secret): SecretArn => ({
	partition: partitionOf(region),
	region,
	account,
	name,
	suffix,
});

/** What the service limits: labels over all versions of a secret, and tags. */
export const MAX_STAGES = 20;
export const MAX_TAGS = 50;

/** Every law about one secret that does not hold, in words; `[]` for each secret that operations can reach. */
export function checkSecret(secret: Secret): readonly string[] {
	const ids = new Set(secret.versions.map((version) => version.id));
	const stages = new Set(secret.stages.map(([stage]) => stage));
	const { versions, deletion, tags, resourcePolicy, rotation } = secret;
	return brokenOf(arnOf(secret), [
		[
			isSecretName(secret.name) && secret.name.length <= 512,
			"the name has 1 to 512 legal characters",
		],
		[isSuffix(secret.suffix), "the suffix has six letters or digits"],
		[ids.size === versions.length, "version ids differ"],
		[
			versions.every(
				(version, i) =>
					i === 0 || version.ordinal > (versions[i - 1] as Version).ordinal,
			),
			"version ordinals rise",
		],
		[
			versions.every((version) => version.payload.keys.length > 0),
			"a key can open each version",
		],
		[
			versions.every(
				({ payload: { keys } }) =>
					new Set(keys.map(({ keyArn }) => keyArn)).size === keys.length,
			),
			"a version is under a key once",
		],
		[stages.size === secret.stages.length, "a label is on one version"],
		[stages.size <= MAX_STAGES, `there are at most ${MAX_STAGES} labels`],
		[
			secret.stages.every(
				([stage, id]) =>
					ids.has(id) || (stage === PENDING && id === rotation?.run?.token),
			),
			`a label is on a version that exists, or ${PENDING} on that of a rotation`,
		],
		[
			stages.has(CURRENT) === versions.length > 0,
			`there is a version with ${CURRENT} as soon as there is a version`,
		],
		[
			deletion === undefined || deletion.deletionDate > deletion.deletedDate,
			"the recovery window ends after it begins",
		],
		[
			tags === undefined ||
				new Set(tags.map(({ key }) => key)).size === tags.length,
			"tag keys differ",
		],
		[
			tags === undefined || tags.length <= MAX_TAGS,
			`there are at most ${MAX_TAGS} tags`,
		],
		[
			resourcePolicy === undefined || isUnderstood(resourcePolicy),
			"the resource policy is one, and understood",
		],
		...(rotation === undefined ? [] : rotationLaws(rotation)),
		...roleLaws(secret),
	]);
}
