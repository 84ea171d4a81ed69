import type { Tag } from "../values/tag.js";
import { list, optional, type Read, string, structure } from "./schema.js";

export const tagKey = string({ min: 1, max: 128 });

export const tags = list(
	structure({
		Key: optional(tagKey),
		Value: optional(string({ max: 256 })),
	}),
);

/** A tag as a request has it, its key perhaps forgotten. Assumed: a tag without a value has an empty one. */
export const tagsFrom = (given: Read<typeof tags>) =>
	given.map(({ Key, Value }) => ({ key: Key, value: Value ?? "" }));

export const tagMembers = (tags: readonly Tag[]) =>
	tags.map(({ key, value }) => ({ Key: key, Value: value }));
