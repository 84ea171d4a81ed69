import fc from "fast-check";
import {
	mostly,
	rarely,
	type SecretIdChoice,
	scope,
	secretId,
	unless,
} from "../../support/arbitraries.js";
import { filters } from "../../support/listings.js";
import { playPages, spell } from "../play.js";
import { command, describeCall, pageSeen, present } from "./command.js";

const operation = "BatchGetSecretValue";

/** Mostly either ids or filters, rarely both or neither. */
const ids = () =>
	mostly(
		fc.array(secretId(), { minLength: 1, maxLength: 5 }),
		fc.array(secretId(), { minLength: 20, maxLength: 21 }),
		24,
	);
const request = (): fc.Arbitrary<{
	readonly ids?: readonly SecretIdChoice[] | undefined;
	readonly Filters?: unknown;
}> =>
	mostly(
		fc.oneof(
			ids().map((ids) => ({ ids })),
			filters().map((Filters) => ({ Filters })),
		),
		fc.record({
			ids: rarely(fc.oneof(ids(), fc.constant([])), 2),
			Filters: rarely(filters(), 2),
		}),
		12,
	);

/** Reads one page, or to the end; may go on with pages seen any time before. */
export const batchGetSecretValue = (where = scope()) =>
	fc
		.record({
			scope: where,
			request: request(),
			MaxResults: unless(
				mostly(fc.constantFrom(1, 2, 20), fc.constantFrom(0, 21), 16),
				3,
			),
			seen: rarely(fc.nat(), 4),
			walk: fc.boolean(),
		})
		.map(({ scope, request, MaxResults, seen, walk }) =>
			command(
				() =>
					describeCall(operation, scope, undefined, {
						...{ ...request, MaxResults, seen, walk },
					}),
				(reference, world) => {
					const { ids, Filters } = request;
					// `null` and `undefined` in a list are for the tests of decoding.
					const SecretIdList = ids?.map(
						(choice) => spell(choice, scope, reference) ?? "nobody",
					);
					const page = pageSeen(reference, seen, operation);
					const again = page?.operation === operation ? page : undefined;
					const size =
						SecretIdList && seen === undefined ? undefined : MaxResults;
					const listing = again ?? {
						operation,
						scope,
						input: present({ SecretIdList, Filters, MaxResults: size }),
					};
					playPages(reference, world, listing, { page, toTheEnd: walk });
				},
			),
		);
