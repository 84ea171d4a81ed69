import fc from "fast-check";
import { mostly, rarely, unless } from "../../support/arbitraries.js";
import { playPages, spell } from "../play.js";
import {
	anywhere,
	command,
	describeCall,
	pageSeen,
	present,
} from "./command.js";

const operation = "ListSecretVersionIds";

/** Lists one page, or walks to the end; may start at a page token seen any time before. */
export const listSecretVersionIds = (where = anywhere()) =>
	fc
		.record({
			...where,
			MaxResults: unless(
				mostly(fc.constantFrom(1, 2, 3, 100), fc.constantFrom(0, 101, -1), 24),
				4,
			),
			IncludeDeprecated: unless(fc.constantFrom(true, true, false, null), 3),
			NextToken: rarely(fc.constantFrom("garbage", "", "t".repeat(4097)), 12),
			seen: rarely(fc.nat(), 3),
			walk: fc.boolean(),
		})
		.map(({ scope, secret, seen, walk, ...input }) =>
			command(
				() =>
					describeCall(operation, scope, secret, {
						...input,
						seen,
						walk,
					}),
				(reference, world) => {
					const SecretId = spell(secret, scope, reference);
					const request = present({ SecretId, ...input });
					const page = pageSeen(reference, seen, operation);
					playPages(
						reference,
						world,
						{ operation, scope, input: request },
						{ page, toTheEnd: walk },
					);
				},
			),
		);
