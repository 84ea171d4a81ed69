import fc from "fast-check";
import {
	advance,
	createSecret,
	deleteSecret,
	describeSecret,
	nextDue,
	restoreSecret,
	type SecretStore,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { homeScope, names } from "../support/arbitraries.js";
import { assertLaw } from "../support/depth.js";
import { DAY, token } from "../support/given.js";
import { expectSame } from "../support/same.js";
import {
	contentsOf,
	runScript,
	script,
	storeAfter,
} from "../support/scripts.js";

describe("deletion", () => {
	test("law 8: delete then restore is the identity but for LastChangedDate", () => {
		forEachLiveSecret((store, SecretId, context) => {
			const later = { ...context, now: context.now + DAY };
			const deleted = deleteSecret(store, { SecretId }, context).store;
			const restored = restoreSecret(deleted, { SecretId }, later).store;
			expectSame(dateless(restored), dateless(store));
			const seen = describeSecret(restored, { SecretId }, later);
			expect(seen.result).toMatchObject({
				value: { LastChangedDate: later.now },
			});
		});
	});

	test("law 8: after the window the name is free, and the new ARN differs, under a constant seed", () => {
		forEachLiveSecret((store, SecretId, context) => {
			const before = describeSecret(store, { SecretId }, context);
			const deleted = deleteSecret(
				store,
				{ SecretId, RecoveryWindowInDays: 7 },
				context,
			).store;
			const end = { ...context, now: context.now + 7 * DAY };
			const due = nextDue(deleted);
			expect(due).toBeLessThanOrEqual(end.now);
			const purged = advance(deleted, end).store;
			expect(advance(purged, end).store).toBe(purged);
			const again = createSecret(
				purged,
				{ Name: SecretId, ClientRequestToken: token("again") },
				end,
			);
			expect(again.result.ok && before.result.ok).toBe(true);
			if (again.result.ok && before.result.ok)
				expect(again.result.value.ARN).not.toBe(before.result.value.ARN);
		});
	});
});

/** All that a store holds, but for the dates of changes. */
const dateless = (store: SecretStore) => {
	const { vaults, ...rest } = contentsOf(store);
	return [
		rest,
		vaults.map(({ rows, ...vault }) => [
			vault,
			rows.map(([at, secret]) => [at, { ...secret, lastChangedDate: 0 }]),
		]),
	];
};

type Context = Parameters<typeof describeSecret>[2];

/** Every secret of the home scope, in the store after every script, that is neither scheduled for deletion nor replicated. */
function forEachLiveSecret(
	holds: (store: SecretStore, name: string, context: Context) => void,
): void {
	assertLaw(
		fc.property(script(20), (steps) => {
			const ran = runScript(steps);
			const store = storeAfter(ran);
			const now = ran.at(-1)?.context.now ?? 0;
			const context = { now, seed: "law", ...homeScope };
			for (const SecretId of names) {
				const seen = describeSecret(store, { SecretId }, context);
				if (!seen.result.ok) continue;
				const { DeletedDate, PrimaryRegion } = seen.result.value;
				if ((DeletedDate ?? PrimaryRegion) === undefined)
					holds(store, SecretId, context);
			}
		}),
		60,
	);
}
