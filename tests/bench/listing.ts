import {
	type ListSecretsInput,
	listSecrets,
	type SecretStore,
} from "pure-secrets-manager";
import { HALF_A_MILLION, halfAMillion } from "./half-a-million.js";
import { interleaved } from "./measure.js";
import { atMost, only, type Row, type Section } from "./report.js";
import { NODE, storeOf } from "./world.js";

/** Pages of 100 that an index answers: what does a large store add? And what the others cost, which look at every secret. */
export async function listing(): Promise<Section> {
	const stores = { small: storeOf(1000, NODE), large: halfAMillion().store };
	const rows: Row[] = [];
	for (const [what, query] of Object.entries(INDEXED)) {
		const tasks = {
			small: pageOf(stores.small, query, 100),
			large: pageOf(stores.large, query, 100),
			"small, from the middle on": pageAfter(stores.small, query, 4),
			"large, from the middle on": pageAfter(stores.large, query, 4),
		};
		const measured = await interleaved(tasks);
		rows.push(
			atMost(
				`${what}: cost of 100 of 500,000 against 100 of 1,000`,
				measured.ratio("large", "small"),
				3,
			),
			atMost("– of 500,000", measured.micros("large") / 1000, 1, " ms"),
			atMost(
				"– the fifth page",
				measured.ratio(
					"large, from the middle on",
					"small, from the middle on",
				),
				3,
			),
			atMost(
				"– the fifth page of 500,000",
				measured.micros("large, from the middle on") / 1000,
				1,
				" ms",
			),
		);
	}
	for (const [what, [query, count]] of Object.entries(OTHER)) {
		const measured = await interleaved(
			{ page: pageOf(stores.large, query, count) },
			{ rounds: 5, time: 60 },
		);
		const cost = measured.micros("page") / 1000;
		const isIndexed = query.Filters?.[0]?.Key === "name";
		rows.push(
			isIndexed ? atMost(what, cost, 1, " ms") : only(what, cost, " ms"),
		);
	}
	return { title: "Lists", rows };
}

const INDEXED: Readonly<Record<string, ListSecretsInput>> = {
	"The default listing": {},
	"The newest first": { SortOrder: "desc" },
	"By name": { SortBy: "name" },
	"A name prefix that all have": { Filters: [named("app/")] },
	"A name prefix that one in nine has": { Filters: [named("app/service-1")] },
	"The same by name": { Filters: [named("app/service-1")], SortBy: "name" },
};

/** A query, and how many secrets its page must have. */
const OTHER: Readonly<Record<string, readonly [ListSecretsInput, number]>> = {
	"A name prefix that 5,155 of 500,000 have": [
		{ Filters: [named("app/service-7/")] },
		100,
	],
	"A name prefix that one of 500,000 has": [
		{ Filters: [named("app/service-7/db-1043")] },
		1,
	],
	"500,000 by last change": [{ SortBy: "last-changed-date" }, 100],
	"A word that one of 500,000 has": [
		{ Filters: [{ Key: "all", Values: [String(HALF_A_MILLION - 1)] }] },
		1,
	],
};

function named(prefix: string) {
	return { Key: "name", Values: [prefix] } as const;
}

/** A page must have what it should: one that ended early would be quick and prove nothing. */
function pageOf(store: SecretStore, query: ListSecretsInput, count: number) {
	return () => {
		const { result } = listSecrets(store, { MaxResults: 100, ...query }, NODE);
		if (!result.ok || result.value.SecretList.length !== count)
			throw new Error(`A page of ${JSON.stringify(query)} is not what it was.`);
		return result.value;
	};
}

/** The page after some full ones; 113 secrets of 1,000 have the rarest prefix, so that pages of 20 are walked there. */
function pageAfter(store: SecretStore, query: ListSecretsInput, pages: number) {
	let NextToken: string | undefined;
	for (let i = 0; i < pages; i++)
		NextToken = pageOf(store, { ...query, NextToken, MaxResults: 20 }, 20)()
			.NextToken;
	return pageOf(store, { ...query, NextToken, MaxResults: 20 }, 20);
}
