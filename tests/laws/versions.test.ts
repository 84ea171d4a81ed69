import fc from "fast-check";
import {
	createSecret,
	createStore,
	describeSecret,
	execute,
	listSecretVersionIds,
	putSecretValue,
	type SecretStore,
	updateSecretVersionStage,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { token as anyToken, label, value } from "../support/arbitraries.js";
import { CONTEXT, DAY, HOUR, token } from "../support/given.js";
import { runScript, runs, script } from "../support/scripts.js";

describe("versions and labels", () => {
	test("law 5: a token replayed with the same value is idempotent, with another refused", () => {
		fc.assert(
			fc.property(
				script(12),
				anyToken(),
				value(),
				value(),
				(steps, ClientRequestToken, first, second) => {
					const store = storeWithSecret(steps);
					const write = (from: SecretStore, given: object) =>
						execute(
							from,
							{
								operation: "PutSecretValue",
								input: { SecretId: "law", ClientRequestToken, ...given },
							},
							{ ...CONTEXT, now: CONTEXT.now + HOUR },
						);
					const once = write(store, first);
					expect(once.result.ok).toBe(true);
					const twice = write(once.store, first);
					expect(twice.store).toBe(once.store);
					expect(twice.result).toEqual(once.result);
					const other = write(once.store, second);
					expect(other.result.ok).toBe(same(first, second));
					expect(other.store).toBe(once.store);
				},
			),
			runs(100),
		);
	});

	test("law 6: once a value exists one version is current, and no label is on two versions", () => {
		fc.assert(
			fc.property(script(), (steps) => {
				for (const { outcome, context } of runScript(steps)) {
					if (!outcome.result.ok) continue;
					const { ARN } = outcome.result.value as { readonly ARN: string };
					const seen = describeSecret(
						outcome.store,
						{ SecretId: ARN },
						context,
					);
					if (!seen.result.ok) continue; // deleted by this step
					const labels = Object.values(
						seen.result.value.VersionIdsToStages ?? {},
					).flat();
					expect(new Set(labels).size).toBe(labels.length);
					expect(labels.length).toBeLessThanOrEqual(20);
					const all = versionsOf(outcome.store, ARN, context.now);
					expect(labels.includes("AWSCURRENT")).toBe(all.length > 0);
				}
			}),
			runs(60),
		);
	});

	test("law 7: pruning takes only unlabelled versions of 24 hours and more, the oldest first, and leaves 100 when it may", () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.record({
						wait: fc.constantFrom(0, 1, HOUR, 3 * HOUR, DAY - 1, DAY),
						label: fc.option(label(), { freq: 8, nil: undefined }),
					}),
					{ minLength: 100, maxLength: 140, size: "max" },
				),
				(writes) => {
					let now = CONTEXT.now;
					let store = storeWithSecret([]);
					const born = new Map<string, number>();
					for (const [i, { wait, label }] of writes.entries()) {
						now += wait;
						const id = token(`write-${i}`);
						const context = { ...CONTEXT, now };
						const before = versionsOf(store, "law", now);
						const put = putSecretValue(
							store,
							{ SecretId: "law", ClientRequestToken: id, SecretString: "v" },
							context,
						);
						born.set(id, now);
						store =
							label === undefined
								? put.store
								: updateSecretVersionStage(
										put.store,
										{
											SecretId: "law",
											VersionStage: label,
											MoveToVersionId: id,
										},
										context,
									).store;
						const after = versionsOf(put.store, "law", now);
						const prunable = (version: { VersionId: string }) =>
							now - (born.get(version.VersionId) ?? CONTEXT.now) >= DAY;
						const kept = new Set(after.map(({ VersionId }) => VersionId));
						const gone = before.filter(({ VersionId }) => !kept.has(VersionId));
						expect(gone.every(prunable)).toBe(true);
						const rest = after.filter(
							(version) =>
								version.VersionStages === undefined && prunable(version),
						);
						if (after.length > 100) expect(rest).toEqual([]);
						if (gone.length > 0)
							expect(after.length).toBeGreaterThanOrEqual(100);
						const candidates = new Set(
							[...gone, ...rest].map(({ VersionId }) => VersionId),
						);
						const oldestFirst = before.filter(({ VersionId }) =>
							candidates.has(VersionId),
						);
						expect(gone).toEqual(oldestFirst.slice(0, gone.length));
						const current = after.find(({ VersionId }) => VersionId === id);
						expect(current?.VersionStages).toEqual(["AWSCURRENT"]);
					}
				},
			),
			runs(5),
		);
	});
});

/** The store after a script, with a secret `law` in it that has no value. */
function storeWithSecret(steps: Parameters<typeof runScript>[0]): SecretStore {
	const store = runScript(steps).at(-1)?.outcome.store ?? createStore();
	return createSecret(
		store,
		{ Name: "law", ClientRequestToken: token("law") },
		CONTEXT,
	).store;
}

function versionsOf(store: SecretStore, SecretId: string, now: number) {
	const all = [];
	let NextToken: string | undefined;
	do {
		const page = listSecretVersionIds(
			store,
			{ SecretId, IncludeDeprecated: true, MaxResults: 100, NextToken },
			{ ...CONTEXT, now, ...placeOf(SecretId) },
		);
		if (!page.result.ok) return [];
		all.push(...page.result.value.Versions);
		NextToken = page.result.value.NextToken;
	} while (NextToken !== undefined);
	return all;
}

/** Account and region of an ARN. */
function placeOf(SecretId: string): { account?: string; region?: string } {
	const [, , , region, account] = SecretId.split(":");
	return region && account ? { account, region } : {};
}

/** Whether two requests carry the same value; base64 text and its bytes are the same. */
function same(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
	const key = ({ SecretString, SecretBinary }: Record<string, unknown>) =>
		typeof SecretString === "string"
			? `text ${SecretString}`
			: `bytes ${
					typeof SecretBinary === "string"
						? SecretBinary
						: Buffer.from(SecretBinary as Uint8Array).toString("base64")
				}`;
	return key(a) === key(b);
}
