import {
	describe,
	describedMembers,
	describeStages,
} from "../api/description.js";
import { filters, filtersFrom } from "../api/filters.js";
import { storeOperation } from "../api/operation.js";
import {
	boolean,
	list,
	oneOf,
	optional,
	required,
	structure,
	timestamp,
} from "../api/schema.js";
import { maxResults, nextToken, versionIdsToStages } from "../api/shapes.js";
import { ok } from "../base/result.js";
import type { Secret } from "../model/secret.js";
import { pageOfSecrets } from "../store/listing.js";
import { DEFAULT_PAGE } from "../store/page.js";

/**
 * ListSecrets: describes the secrets of an account and region, a page at a time, without their values.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export const listSecrets = storeOperation({
	name: "ListSecrets",
	input: structure({
		IncludePlannedDeletion: optional(boolean),
		MaxResults: optional(maxResults),
		NextToken: optional(nextToken),
		Filters: optional(filters),
		SortOrder: optional(oneOf("asc", "desc")),
		SortBy: optional(
			oneOf("created-date", "last-accessed-date", "last-changed-date", "name"),
		),
	}),
	output: structure({
		SecretList: required(
			list(
				structure({
					...describedMembers,
					SecretVersionsToStages: optional(versionIdsToStages),
					CreatedDate: required(timestamp),
				}),
			),
		),
		NextToken: optional(nextToken),
	}),
	run(store, input, context) {
		const filters = filtersFrom(input.Filters);
		if (!filters.ok) return filters;
		const page = pageOfSecrets(
			store,
			"ListSecrets",
			{
				filters: filters.value,
				sortBy: input.SortBy ?? "created-date",
				descending: input.SortOrder === "desc",
				planned: input.IncludePlannedDeletion ?? false,
			},
			context,
			input.MaxResults ?? DEFAULT_PAGE,
			input.NextToken,
		);
		if (!page.ok) return page;
		const { items, next } = page.value;
		return ok({
			answer: {
				SecretList: items.map(({ secret }) => entryOf(secret)),
				...(next !== undefined && { NextToken: next }),
			},
			store,
			events: [],
		});
	},
});

function entryOf(secret: Secret) {
	const stages = describeStages(secret);
	return {
		...describe(secret),
		...(stages !== undefined && { SecretVersionsToStages: stages }),
	};
}
