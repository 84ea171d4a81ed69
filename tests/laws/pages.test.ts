import fc from "fast-check";
import {
	createSecret,
	createStore,
	listSecretVersionIds,
	putSecretValue,
	type SecretStore,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { assertLaw, longest } from "../support/depth.js";
import { CONTEXT, DAY, HOUR, token } from "../support/given.js";

const SecretId = "paged";

describe("pages of ListSecretVersionIds", () => {
	test("law 9: they concatenate to the listing, for any page size", () => {
		assertLaw(
			fc.property(
				fc.integer({ min: 0, max: longest(30) }),
				fc.integer({ min: 1, max: 100 }),
				fc.boolean(),
				(writes, MaxResults, IncludeDeprecated) => {
					const store = withVersions(writes);
					const whole = walk(() => store, 100, IncludeDeprecated);
					expect(walk(() => store, MaxResults, IncludeDeprecated)).toEqual(
						whole,
					);
					expect(whole.length).toBe(
						IncludeDeprecated ? writes : Math.min(writes, 2),
					);
				},
			),
			60,
		);
	});

	test("law 9: with writes and pruning between them, nothing that stayed is lost or doubled", () => {
		assertLaw(
			fc.property(
				fc.integer({ min: 95, max: 110 }),
				fc.integer({ min: 5, max: 40 }),
				fc.array(fc.integer({ min: 0, max: 15 }), {
					minLength: 3,
					maxLength: 8,
				}),
				(writes, MaxResults, between) => {
					const start = withVersions(writes);
					let store = start;
					let count = writes;
					const seen = walk(
						(page) => {
							const more = between[page] ?? 0;
							if (page > 0)
								store = written(store, count, more, CONTEXT.now + 2 * DAY);
							if (page > 0) count += more;
							return store;
						},
						MaxResults,
						true,
					);
					expect(new Set(seen).size).toBe(seen.length);
					const atStart = walk(() => start, 100, true);
					const atEnd = new Set(walk(() => store, 100, true));
					const stayed = atStart.filter((id) => atEnd.has(id));
					expect(stayed.filter((id) => !seen.includes(id))).toEqual([]);
				},
			),
			15,
		);
	});
});

/** By the number of its versions. As stores are values, every run can begin with the same. */
const stores: SecretStore[] = [
	createSecret(
		createStore(),
		{ Name: SecretId, ClientRequestToken: token("none") },
		CONTEXT,
	).store,
];

function withVersions(count: number): SecretStore {
	for (let n = stores.length; n <= count; n++)
		stores.push(written(stores[n - 1] as SecretStore, n - 1, 1, CONTEXT.now));
	return stores[count] as SecretStore;
}

/** Adds `count` versions from number `first` on, all at one instant. */
function written(
	store: SecretStore,
	first: number,
	count: number,
	now: number,
): SecretStore {
	return Array.from({ length: count }, (_, i) => first + i).reduce(
		(current, i) =>
			putSecretValue(
				current,
				{
					SecretId,
					ClientRequestToken: token(`version-${i}`),
					SecretString: "x",
				},
				{ ...CONTEXT, now },
			).store,
		store,
	);
}

/** The version ids of all pages; each page is asked of the store as it is by then. */
function walk(
	storeAt: (page: number) => SecretStore,
	MaxResults: number,
	IncludeDeprecated: boolean,
): readonly string[] {
	const ids: string[] = [];
	let NextToken: string | undefined;
	for (let page = 0; page === 0 || NextToken !== undefined; page++) {
		const { result } = listSecretVersionIds(
			storeAt(page),
			{ SecretId, MaxResults, IncludeDeprecated, NextToken },
			{ ...CONTEXT, now: CONTEXT.now + 2 * DAY + HOUR },
		);
		if (!result.ok) throw new Error(result.error.message);
		ids.push(...result.value.Versions.map(({ VersionId }) => VersionId));
		expect(result.value.Versions.length).toBeLessThanOrEqual(MaxResults);
		NextToken = result.value.NextToken;
	}
	return ids;
}
