import fc from "fast-check";
import {
	batchGetSecretValue,
	type Context,
	execute,
	fromSnapshot,
	localKms,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { nodeKms } from "pure-secrets-manager/node";
import { expect, test } from "vitest";
import { names, scopes } from "../support/arbitraries.js";
import { assertLaw } from "../support/depth.js";
import { expectSame } from "../support/same.js";
import {
	runScript,
	script,
	secretsOf,
	storeAfter,
} from "../support/scripts.js";

const [right, wrong] = [1, 2].map((byte) => new Uint8Array(32).fill(byte)) as [
	Uint8Array,
	Uint8Array,
];

test("who has the root key reads a snapshot as it was, on either key service", () => {
	const seen = { read: 0, refused: 0 };
	assertLaw(
		fc.property(script(20), fc.boolean(), (steps, onNode) => {
			const kms = localKms({ rootKey: right });
			const ran = runScript(steps, {}, { kms });
			const store = storeAfter(ran);
			const back = reopened(store);
			const other = onNode
				? nodeKms({ rootKey: right })
				: localKms({ rootKey: Buffer.from(right).toString("base64") });
			const now = ran.at(-1)?.context.now ?? 0;
			for (const call of [...readsOf(store), ...questionsAbout(store)]) {
				const before = ask(store, call, { now, kms });
				const after = ask(back, call, { now, kms: other });
				expectSame(after.result, before.result);
				expectSame(toSnapshot(after.store), toSnapshot(before.store));
				if (call.operation === "GetSecretValue")
					seen[before.result.ok ? "read" : "refused"]++;
			}
		}),
		40,
		seen,
	);
});

test("who has another root key reads no value, and all else as it was", () => {
	const seen = { shut: 0, refused: 0, listed: 0 };
	assertLaw(
		fc.property(script(20), (steps) => {
			const kms = localKms({ rootKey: right });
			const ran = runScript(steps, {}, { kms });
			const store = storeAfter(ran);
			const back = reopened(store);
			const now = ran.at(-1)?.context.now ?? 0;
			const other = { now, kms: localKms({ rootKey: wrong }) };
			for (const call of readsOf(store)) {
				const before = ask(store, call, { now, kms }).result;
				const { result, store: after } = ask(back, call, other);
				expect(after).toBe(back);
				if (before.ok) {
					expect(result).toMatchObject({
						error: { name: "DecryptionFailure" },
					});
					seen.shut++;
				} else {
					expectSame(result, before); // for another reason, which is told first
					seen.refused++;
				}
			}
			for (const scope of scopes) {
				const SecretIdList = names.slice(0, 4);
				const context = { seed: "law", ...scope, ...other };
				const batch = batchGetSecretValue(back, { SecretIdList }, context);
				expect(batch.result).toMatchObject({ value: { SecretValues: [] } });
				expect(batch.store).toBe(back);
			}
			for (const call of questionsAbout(store)) {
				const before = ask(store, call, { now, kms });
				const after = ask(back, call, other);
				expectSame(after.result, before.result);
				expect(after.store).toBe(back);
				if (before.result.ok) seen.listed++;
			}
		}),
		40,
		seen,
	);
});

function reopened(store: SecretStore): SecretStore {
	const back = fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(store))));
	if (!back.ok) throw new Error(back.error.message);
	return back.value;
}

interface Call {
	readonly operation: string;
	readonly input: object;
	readonly account: string;
	readonly region: string;
}

const ask = (
	store: SecretStore,
	{ operation, input, account, region }: Call,
	given: Pick<Context, "now" | "kms">,
) =>
	execute(
		store,
		{ operation, input },
		{ seed: "law", account, region, ...given },
	);

/** A read of every version. */
const readsOf = (store: SecretStore): readonly Call[] =>
	secretsOf(store).flatMap(({ account, region, name, versions }) =>
		versions.map(({ id }) => ({
			operation: "GetSecretValue",
			input: { SecretId: name, VersionId: id },
			...{ account, region },
		})),
	);

/** All that can be asked of secrets but for their values. */
const questionsAbout = (store: SecretStore): readonly Call[] => [
	...scopes.map((scope) => ({
		operation: "ListSecrets",
		input: { MaxResults: 100, IncludePlannedDeletion: true },
		...scope,
	})),
	...secretsOf(store).flatMap(({ account, region, name: SecretId }) =>
		[
			{ operation: "DescribeSecret", input: { SecretId } },
			{ operation: "GetResourcePolicy", input: { SecretId } },
			{
				operation: "ListSecretVersionIds",
				input: { SecretId, MaxResults: 100, IncludeDeprecated: true },
			},
		].map((call) => ({ ...call, account, region })),
	),
];
