import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { Filter, FilterKey } from "../store/filters.js";
import {
	type Failure,
	invalidParameter,
	validationFailure,
} from "../values/failure.js";
import {
	list,
	oneOf,
	optional,
	type Read,
	string,
	structure,
} from "./schema.js";
import { enumText } from "./sentences.js";

/** Assumed: the list of the keys begins as another emulator quotes it, and ends with those that came later. */
const KEYS: readonly FilterKey[] = [
	"all",
	"name",
	"tag-key",
	"description",
	"tag-value",
	"primary-region",
	"owning-service",
];

export const filters = list(
	structure({
		Key: optional(oneOf(...KEYS)),
		Values: optional(
			list(
				string({
					max: 512,
					pattern: "^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$",
				}),
				{ min: 1, max: 10 },
			),
		),
	}),
	{ max: 10 },
);

/**
 * Reads filters. One without a key is refused as one with an unknown key is, with ValidationException.
 * Assumed: a filter without values is InvalidParameterException, with the text of another emulator.
 */
export function filtersFrom(
	given: Read<typeof filters> = [],
): Result<readonly Filter[], Failure> {
	const read: Filter[] = [];
	for (const [i, { Key, Values }] of given.entries()) {
		if (Key === undefined)
			return err(
				validationFailure(
					`1 validation error detected: Value null at 'filters.${i + 1}.member.key' failed to satisfy constraint: ${enumText(KEYS)}`,
				),
			);
		if (Values === undefined)
			return err(invalidParameter(`Invalid filter values for key: ${Key}`));
		read.push({ key: Key, values: Values });
	}
	return ok(read);
}
