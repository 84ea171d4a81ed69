import fc from "fast-check";
import {
	type Context,
	createStore,
	execute,
	type ListSecretsInput,
	type ListSecretsOutput,
	listSecrets,
	type SecretStore,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { assertLaw, sequence } from "../support/depth.js";
import { CONTEXT, DAY, HOUR, token } from "../support/given.js";
import { sortKeys, sortOrders } from "../support/listings.js";

describe("pages of ListSecrets", () => {
	test("law 9: they concatenate to the listing, for any page size, sort and direction", () => {
		const seen = { several: 0, filtered: 0 };
		assertLaw(
			fc.property(
				changes(40, 5),
				query,
				fc.oneof(
					fc.integer({ min: 1, max: 4 }),
					fc.integer({ min: 1, max: 100 }),
				),
				(steps, query, MaxResults) => {
					const world = runAll(steps);
					const whole = walk(() => world, { ...query, MaxResults: 100 });
					const paged = walk(() => world, { ...query, MaxResults });
					expect(paged).toEqual(whole);
					const backwards = walk(() => world, {
						...query,
						SortOrder: query.SortOrder === "desc" ? "asc" : "desc",
						MaxResults,
					});
					expect([...backwards].reverse()).toEqual(whole);
					if (whole.length > MaxResults) seen.several++;
					if (query.Filters && whole.length > MaxResults) seen.filtered++;
				},
			),
			150,
			seen,
		);
	});

	test.each(
		sortKeys.flatMap((key) => sortOrders.map((order) => [key, order] as const)),
	)(
		"law 9: with changes between them nothing that stayed and kept its place is lost or doubled, by %s %s",
		(SortBy, SortOrder) => {
			// Names never change, and neither do dates of creation.
			const moves = SortBy === "name" || SortBy === "created-date" ? 1 : 0;
			const seen = { stayed: 0, moved: moves, came: 0, left: 0 };
			assertLaw(
				fc.property(
					changes(40, 15),
					query,
					fc.integer({ min: 1, max: 3 }),
					fc.array(fc.array(change, { maxLength: 4, size: "max" }), {
						minLength: 1,
						maxLength: 8,
						size: "max",
					}),
					(steps, query, MaxResults, between) => {
						const request = { ...query, SortBy, SortOrder, MaxResults };
						/** Before each page: who is listed, and at which place. */
						const stages: Map<string, unknown>[] = [];
						let world = runAll(steps);
						const paged = walk((page) => {
							if (page > 0) world = runAll(between[page - 1] ?? [], world);
							const listed = walk(() => world, {
								...request,
								MaxResults: 100,
							});
							stages.push(
								new Map(listed.map((each) => [each.ARN, keyOf(each, SortBy)])),
							);
							return world;
						}, request).map(({ ARN }) => ARN);
						for (const arn of new Set(
							stages.flatMap((stage) => [...stage.keys()]),
						)) {
							const present = stages.filter((stage) => stage.has(arn));
							const places = new Set(present.map((stage) => stage.get(arn)));
							const times = paged.filter((each) => each === arn).length;
							if (places.size > 1) seen.moved++;
							else if (present.length === stages.length) {
								expect(times, `${arn} stayed`).toBe(1);
								if (stages.length > 1) seen.stayed++;
							} else {
								expect(times, `${arn} came or left`).toBeLessThanOrEqual(1);
								if (stages[0]?.has(arn)) seen.left++;
								else seen.came++;
							}
						}
					},
				),
				80,
				seen,
			);
		},
	);
});

/** Names of two beginnings, of which one name is the beginning of others. */
const names = [
	"a",
	"b",
	...Array.from({ length: 14 }, (_, i) => `${"ab"[i % 2]}-${i}`),
];

const change = fc.record({
	what: fc.oneof(
		{ weight: 12, arbitrary: fc.constant("CreateSecret") },
		...["DeleteSecret", "RestoreSecret", "GetSecretValue"].map((what) => ({
			weight: 4,
			arbitrary: fc.constant(what),
		})),
		...["TagResource", "UntagResource", "UpdateSecret"].map((what) => ({
			weight: 2,
			arbitrary: fc.constant(what),
		})),
	),
	Name: fc.constantFrom(...names),
	ForceDeleteWithoutRecovery: fc.boolean(),
	tag: fc.constantFrom("team", "stage"),
	wait: fc.constantFrom(0, 0, 1, HOUR, DAY),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
const changes = (usual: number, least = 0) => sequence(change, usual, least);

/** What is listed, the order apart. */
const query = fc.record(
	{
		IncludePlannedDeletion: fc.boolean(),
		SortBy: fc.constantFrom(...sortKeys),
		SortOrder: fc.constantFrom(...sortOrders),
		Filters: fc.constantFrom(
			[{ Key: "name" as const, Values: ["a"] }],
			[{ Key: "name" as const, Values: ["b-1", "a-", "b"] }],
			[{ Key: "name" as const, Values: ["!b-"] }],
			[{ Key: "tag-key" as const, Values: ["team"] }],
			[
				{ Key: "tag-key" as const, Values: ["!stage"] },
				{ Key: "name" as const, Values: ["b"] },
			],
		),
	},
	{ requiredKeys: [] },
);

interface World {
	readonly store: SecretStore;
	readonly context: Context;
}

/** Runs the changes, most of which find something to change; what is refused changes nothing. */
function runAll(
	steps: readonly Change[],
	start: World = { store: createStore(), context: CONTEXT },
): World {
	let { store, context } = start;
	for (const { what, Name, tag, wait, ForceDeleteWithoutRecovery } of steps) {
		context = { ...context, now: context.now + wait };
		const input = {
			Name,
			SecretId: Name,
			ClientRequestToken: token("first"),
			SecretString: "v",
			Tags: [{ Key: tag }],
			TagKeys: [tag],
			ForceDeleteWithoutRecovery,
		};
		store = execute(store, { operation: what, input }, context).store;
	}
	return { store, context };
}

type Entry = ListSecretsOutput["SecretList"][number];

function keyOf(entry: Entry, sortBy: string | undefined): unknown {
	switch (sortBy) {
		case "name":
			return entry.Name;
		case "last-changed-date":
			return entry.LastChangedDate;
		case "last-accessed-date":
			return entry.LastAccessedDate;
		default:
			return entry.CreatedDate;
	}
}

/** The entries of all pages; each page is asked of the store as it is by then. */
function walk(
	at: (page: number) => World,
	request: ListSecretsInput,
): readonly Entry[] {
	const entries: Entry[] = [];
	let NextToken: string | undefined;
	for (let page = 0; page === 0 || NextToken !== undefined; page++) {
		if (page > 1000) throw new Error("the pages come to no end");
		const { store, context } = at(page);
		const { result } = listSecrets(store, { ...request, NextToken }, context);
		if (!result.ok) throw new Error(result.error.message);
		expect(result.value.SecretList.length).toBeLessThanOrEqual(
			request.MaxResults ?? 10,
		);
		entries.push(...result.value.SecretList);
		NextToken = result.value.NextToken;
	}
	return entries;
}

describe("a NextToken", () => {
	/** Five secrets of two versions in each of two accounts and two regions. */
	const places = ["111111111111", "222222222222"].flatMap((account) =>
		["us-east-1", "eu-west-1"].map((region) => ({ account, region })),
	);
	const contexts = places.map((place) => ({ ...CONTEXT, ...place }));
	const store = contexts.reduce(
		(filled, context) =>
			["a-1", "a-2", "b-1", "b-3", "b"].reduce(
				(each, Name) =>
					["CreateSecret", "PutSecretValue"].reduce(
						(current, operation) =>
							execute(
								current,
								{
									operation,
									input: {
										Name,
										SecretId: Name,
										ClientRequestToken: token(operation),
										SecretString: "v",
									},
								},
								context,
							).store,
						each,
					),
				filled,
			),
		createStore(),
	);

	interface Call {
		readonly operation: string;
		readonly input: Readonly<Record<string, unknown>>;
		readonly context: Context;
	}
	const call: fc.Arbitrary<Call> = fc
		.tuple(
			fc.oneof(
				query.map((input) => ({ operation: "ListSecrets", input })),
				query.map(({ Filters = [{ Key: "name", Values: ["a"] }] }) => ({
					operation: "BatchGetSecretValue",
					input: { Filters },
				})),
				fc
					.record({
						SecretId: fc.constantFrom("a-1", "b"),
						IncludeDeprecated: fc.boolean(),
					})
					.map((input) => ({ operation: "ListSecretVersionIds", input })),
			),
			fc.constantFrom(...contexts),
		)
		.map(([asked, context]) => ({ ...asked, context }));

	const ask = ({ operation, input, context }: Call, page: object) =>
		execute(
			store,
			{ operation, input: { ...input, MaxResults: 1, ...page } },
			context,
		).result;
	const tokenOf = (asked: Call): string | undefined => {
		const result = ask(asked, {});
		if (!result.ok) throw new Error(result.error.message);
		return (result.value as { readonly NextToken?: string }).NextToken;
	};
	const refusedToken = {
		ok: false,
		error: {
			name: "InvalidNextTokenException",
			message: "The NextToken value is invalid.",
		},
	};
	/** What a call asks for, defaults spelt out. */
	const meaningOf = ({ operation, input, context }: Call) =>
		JSON.stringify([
			operation,
			context.account,
			context.region,
			input.Filters ?? [],
			input.SortBy ?? "created-date",
			input.SortOrder ?? "asc",
			input.IncludePlannedDeletion ?? false,
			input.IncludeDeprecated ?? false,
			input.SecretId,
		]);

	test("law 9: goes on with its own query, in its own vault, and with no other", () => {
		const seen = { same: 0, query: 0, vault: 0, operation: 0 };
		assertLaw(
			fc.property(call, call, fc.boolean(), (mine, other, elsewhere) => {
				const NextToken = tokenOf(mine);
				if (NextToken === undefined) return;
				expect(ask(mine, { NextToken, MaxResults: 2 }).ok).toBe(true);
				const second = elsewhere ? { ...mine, context: other.context } : other;
				if (meaningOf(mine) === meaningOf(second)) {
					expect(ask(second, { NextToken }).ok).toBe(true);
					seen.same++;
					return;
				}
				expect(ask(second, { NextToken })).toEqual(refusedToken);
				if (elsewhere) seen.vault++;
				else if (mine.operation !== second.operation) seen.operation++;
				else seen.query++;
			}),
			400,
			seen,
		);
	});

	test("law 9: goes on with nothing once it was altered", () => {
		const seen = { altered: 0 };
		assertLaw(
			fc.property(
				call,
				fc.nat(),
				fc.constantFrom(..."AZaz09+/=_ \ud800"),
				fc.constantFrom("replace", "insert", "delete", "append"),
				(asked, where, character, how) => {
					const right = tokenOf(asked);
					if (right === undefined) return;
					const at = how === "append" ? right.length : where % right.length;
					const skipped = how === "replace" || how === "delete" ? 1 : 0;
					const NextToken =
						right.slice(0, at) +
						(how === "delete" ? "" : character) +
						right.slice(at + skipped);
					if (NextToken === right) return;
					expect(ask(asked, { NextToken })).toEqual(refusedToken);
					seen.altered++;
				},
			),
			300,
			seen,
		);
	});

	test("law 9: is of no use where secrets are named one by one", () => {
		const [context = CONTEXT] = contexts;
		const Filters = [{ Key: "name", Values: ["a"] }];
		const operation = "BatchGetSecretValue";
		const NextToken = tokenOf({ operation, input: { Filters }, context });
		const { result } = execute(
			store,
			{ operation, input: { SecretIdList: ["a-1"], NextToken } as object },
			context,
		);
		expect(result).toEqual(refusedToken);
	});
});
