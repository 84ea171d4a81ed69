import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, invalidParameter } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import type { Tag } from "../values/tag.js";
import { MAX_TAGS, type Secret } from "./secret.js";

/** A tag as it was asked for, its key perhaps forgotten. */
export interface GivenTag {
	readonly key: string | undefined;
	readonly value: string;
}

/**
 * Tags a secret. It counts as a change even when the tags stay as they are.
 * Observed: LastChangedDate moves also when nothing else does (2026-09).
 * Assumed: tagging with an empty list leaves an empty list where there was none.
 */
export function tagSecret(
	secret: Secret,
	added: readonly GivenTag[],
	now: Instant,
): Result<Secret, Failure> {
	const tags = withTags(secret.tags ?? [], added);
	return tags.ok
		? ok({ ...secret, tags: tags.value, lastChangedDate: now })
		: tags;
}

/**
 * Takes tags away by key; keys that no tag has are ignored. The same object when nothing is taken, and an empty list when
 * all are. Observed: LastChangedDate stays (2026-09).
 */
export function untagSecret(secret: Secret, keys: readonly string[]): Secret {
	const { tags = [] } = secret;
	const rest = tags.filter(({ key }) => !keys.includes(key));
	return rest.length === tags.length ? secret : { ...secret, tags: rest };
}

/**
 * Adds tags to those of a secret, or overwrites by key; of equal keys the last wins.
 * Assumed: the same key twice in one call is no mistake.
 * Assumed: reserved keys, missing keys and more than 50 tags are InvalidParameterException, with texts of ours.
 */
export function withTags(
	tags: readonly Tag[],
	added: readonly GivenTag[],
): Result<readonly Tag[], Failure> {
	const all = new Map(tags.map(({ key, value }) => [key, value]));
	for (const { key, value } of added) {
		if (key === undefined)
			return err(invalidParameter("You must provide a Key for each tag."));
		if (/^aws:/i.test(key))
			return err(
				invalidParameter(
					`You can't use the tag key ${key}: keys that begin with aws: are reserved for AWS use.`,
				),
			);
		all.set(key, value);
	}
	if (all.size > MAX_TAGS)
		return err(
			invalidParameter(
				`You exceeded the maximum number of tags allowed on a secret: ${MAX_TAGS}.`,
			),
		);
	return ok([...all].map(([key, value]) => ({ key, value })));
}
