import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, invalidParameter } from "../values/failure.js";
import type { Tag } from "../values/tag.js";
import { MAX_TAGS } from "./secret.js";

/**
 * Adds tags to those of a secret, or overwrites by key; of equal keys the last wins.
 * Assumed: the same key twice in one call is no mistake.
 * Assumed: reserved keys, missing keys and more than 50 tags are InvalidParameterException, with texts of ours.
 */
export function withTags(
	tags: readonly Tag[],
	added: readonly {
		readonly key: string | undefined;
		readonly value: string;
	}[],
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
