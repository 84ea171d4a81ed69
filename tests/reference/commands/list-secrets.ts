import fc from "fast-check";
import { mostly, rarely, scope } from "../../support/arbitraries.js";
import { listingRequest, pageSize } from "../../support/listings.js";
import { playPages } from "../play.js";
import { command, describeCall, pageSeen, present } from "./command.js";

const operation = "ListSecrets";

/** Lists one page, or walks to the end; may go on with a listing seen any time before, or with its token somewhere else. */
export const listSecrets = (where = scope()) =>
	fc
		.record({
			scope: where,
			request: listingRequest(),
			MaxResults: pageSize(),
			NextToken: rarely(fc.constantFrom("garbage", "", "t".repeat(4097)), 16),
			seen: rarely(fc.nat(), 2),
			goOn: mostly(fc.constant(true), fc.constant(false), 4),
			alter: rarely(fc.nat(), 10),
			walk: fc.boolean(),
		})
		.map(({ scope, request, MaxResults, NextToken, ...rest }) =>
			command(
				() =>
					describeCall(operation, scope, undefined, {
						...{ ...request, MaxResults, NextToken, ...rest },
					}),
				(reference, world) => {
					const { seen, goOn, alter, walk } = rest;
					const page = pageSeen(reference, seen, operation);
					const sameListing = goOn && page?.operation === operation;
					const listing = sameListing ? page : { scope, input: request };
					const size = MaxResults === undefined ? {} : { MaxResults };
					playPages(
						reference,
						world,
						{
							operation,
							scope: listing.scope,
							input: present({ NextToken, ...listing.input, ...size }),
						},
						{
							page: page && alter !== undefined ? altered(page, alter) : page,
							toTheEnd: walk,
						},
					);
				},
			),
		);

/** The real token with one character changed; the model knows no such token. */
function altered({ real }: { readonly real: string }, which: number) {
	const at = which % real.length;
	const other = real[at] === "A" ? "B" : "A";
	return {
		real: real.slice(0, at) + other + real.slice(at + 1),
		model: "no token",
	};
}
