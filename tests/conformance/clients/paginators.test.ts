/** The paginators of the SDK, over many pages. */
import {
	paginateBatchGetSecretValue,
	paginateListSecrets,
	paginateListSecretVersionIds,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Host } from "pure-secrets-manager/host";
import { clientConfig } from "pure-secrets-manager/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { hostAtNoon, run } from "../../host/host-at-noon.js";
import { token } from "../../support/given.js";
import { clientOf, endpointOf } from "./a-service.js";

const names = Array.from({ length: 45 }, (_, i) => `app/${i}`);
const versions = Array.from({ length: 30 }, (_, i) => token(`v${i}`));

let host: Host;
beforeEach(() => {
	host = hostAtNoon();
	for (const Name of names)
		run(host, "CreateSecret", { Name, SecretString: `value of ${Name}` });
	run(host, "CreateSecret", { Name: "versions" });
	for (const ClientRequestToken of versions)
		run(host, "PutSecretValue", {
			SecretId: "versions",
			SecretString: "x",
			ClientRequestToken,
		});
});

/** What the pages hold, in order, and how many there were. */
async function gather<Page, Item>(
	pages: AsyncIterable<Page>,
	itemsOf: (page: Page) => readonly Item[] | undefined,
) {
	const items: Item[] = [];
	let count = 0;
	for await (const page of pages) {
		count++;
		items.push(...(itemsOf(page) ?? []));
	}
	return { items, count };
}

describe.each([
	["in process", async () => new SecretsManagerClient(clientConfig(host))],
	["over HTTP", async () => clientOf(await endpointOf(host))],
])("%s", (_, makeClient) => {
	let client: SecretsManagerClient;
	beforeEach(async () => {
		client = await makeClient();
	});

	it.each([
		[1, 45],
		[7, 7],
		[45, 1],
		[100, 1],
	])("ListSecrets by %i is read in %i pages", async (pageSize, count) => {
		const read = await gather(
			paginateListSecrets(
				{ client, pageSize },
				{ Filters: [{ Key: "name", Values: ["app/"] }] },
			),
			({ SecretList }) => SecretList?.map(({ Name }) => Name),
		);
		expect(read).toEqual({ items: names, count });
	});

	it.each([
		[1, 30],
		[7, 5],
		[30, 1],
	])(
		"ListSecretVersionIds by %i is read in %i pages",
		async (pageSize, count) => {
			const read = await gather(
				paginateListSecretVersionIds(
					{ client, pageSize },
					{ SecretId: "versions", IncludeDeprecated: true },
				),
				({ Versions }) => Versions?.map(({ VersionId }) => VersionId),
			);
			expect(read).toEqual({ items: versions, count });
		},
	);

	it.each([
		[1, 45],
		[7, 7],
		[20, 3],
	])(
		"BatchGetSecretValue by %i is read in %i pages",
		async (pageSize, count) => {
			const read = await gather(
				paginateBatchGetSecretValue(
					{ client, pageSize },
					{ Filters: [{ Key: "name", Values: ["app/"] }] },
				),
				({ SecretValues }) =>
					SecretValues?.map(({ SecretString }) => SecretString),
			);
			expect(read.count).toBe(count);
			expect(read.items).toEqual(names.map((name) => `value of ${name}`));
		},
	);
});
