import { filters, filtersFrom } from "../api/filters.js";
import {
	type StoreChange,
	type StoreOperationContext,
	storeOperation,
} from "../api/operation.js";
import {
	list,
	type Out,
	optional,
	required,
	string,
	structure,
} from "../api/schema.js";
import {
	maxResultsOfBatch,
	nextToken,
	secretId,
	secretValueEntry,
} from "../api/shapes.js";
import { err, ok } from "../base/result.js";
import { arnOf } from "../model/secret.js";
import { pageOfSecrets } from "../store/listing.js";
import { DEFAULT_PAGE, unknownCursor } from "../store/page.js";
import type { SecretStore } from "../store/store.js";
import type { DomainEvent } from "../values/event.js";
import { invalidParameter } from "../values/failure.js";
import { getSecretValue } from "./get-secret-value.js";

const output = structure({
	SecretValues: required(list(secretValueEntry)),
	NextToken: optional(nextToken),
	Errors: required(
		list(
			structure({
				SecretId: required(secretId),
				ErrorCode: required(string()),
				Message: required(string()),
			}),
		),
	),
});

/**
 * BatchGetSecretValue: reads the current values of up to 20 secrets, or of those that filters let through, a page at a
 * time. What cannot be read is an entry among the errors; all that is read counts as by GetSecretValue.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 *
 * Observed: the answer is in no order (2026-09); ours is that of the request, or of creation.
 * Assumed: an empty list of filters is none, and an id that is given twice is read twice.
 * Assumed: a secret without a value, or with an illegal name, is an error of its own, as it is to GetSecretValue; one that a filter found is named there by its ARN.
 */
export const batchGetSecretValue = storeOperation({
	name: "BatchGetSecretValue",
	input: structure({
		SecretIdList: optional(list(secretId, { min: 1, max: 20 })),
		Filters: optional(filters),
		MaxResults: optional(maxResultsOfBatch),
		NextToken: optional(nextToken),
	}),
	output,
	alsoRequires: ({ Filters = [] }) =>
		Filters.length > 0 ? ["ListSecrets"] : [],
	run(store, input, context) {
		const { SecretIdList: ids, MaxResults, NextToken } = input;
		const wanted = filtersFrom(input.Filters);
		if (!wanted.ok) return wanted;
		const filtered = wanted.value.length > 0;
		if (ids !== undefined && filtered) return err(invalidParameter(EITHER));
		if (MaxResults !== undefined && !filtered)
			return err(invalidParameter(NO_PAGES));
		if (ids === undefined && !filtered) return err(invalidParameter(EITHER));
		if (ids !== undefined) {
			if (NextToken !== undefined) return err(unknownCursor);
			return ok(readEach(store, ids, context));
		}
		const page = pageOfSecrets(
			store,
			"BatchGetSecretValue",
			{
				filters: wanted.value,
				sortBy: "created-date",
				descending: false,
				planned: false,
			},
			context,
			MaxResults ?? DEFAULT_PAGE,
			NextToken,
		);
		if (!page.ok) return page;
		const { items, next } = page.value;
		const found = items.map(({ secret }) => arnOf(secret));
		const read = readEach(store, found, context);
		if (next === undefined) return ok(read);
		return ok({ ...read, answer: { ...read.answer, NextToken: next } });
	},
});

/** Reads one secret after the other, each by a call of its own. */
function readEach(
	store: SecretStore,
	ids: readonly string[],
	{ call }: StoreOperationContext,
): StoreChange<Out<typeof output>> {
	const answer: Out<typeof output> = { SecretValues: [], Errors: [] };
	const events: DomainEvent[] = [];
	let current = store;
	for (const SecretId of ids) {
		const read = call(current, getSecretValue, { SecretId });
		if (read.ok) {
			answer.SecretValues.push(read.value.answer);
			events.push(...read.value.events);
			current = read.value.store;
		} else {
			const { name, message } = read.error;
			answer.Errors.push({ SecretId, ErrorCode: name, Message: message });
		}
	}
	return { answer, store: current, events };
}

/** Assumed: the texts about parameters of BatchGetSecretValue that do not go together are those of another emulator. */
const EITHER =
	"Either 'SecretIdList' or 'Filters' must be provided, but not both.";
const NO_PAGES =
	"'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.";
