import fc from "fast-check";
import {
	type Context,
	checkInvariants,
	createSecret,
	createStore,
	execute,
	registerKey,
	type SecretStore,
	setKeyState,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { entriesOf, valueAt } from "../../src/base/ordered-map.js";
import { defaultKeyArn } from "../../src/kms/key.js";
import type { Secret, Version } from "../../src/model/secret.js";
import { homeScope, tokens } from "../support/arbitraries.js";
import { assertLaw } from "../support/depth.js";
import { CONTEXT } from "../support/given.js";
import { keyAliases, keyIds, keyStates } from "../support/key-arbitraries.js";
import { expectSame } from "../support/same.js";
import {
	contentsOf,
	runScript,
	script,
	secretsOf,
	storeAfter,
} from "../support/scripts.js";

describe("keys of reachable stores", () => {
	test("a value is read when one of its keys is enabled, and else is DecryptionFailure, which changes nothing", () => {
		const seen = Object.fromEntries(keyStates.map((state) => [state, 0]));
		forEachVersion((store, secret, version, now) => {
			const states = version.payload.keys.map(
				({ keyArn }) => valueAt(store.keys.keys, keyArn)?.state ?? "",
			);
			for (const state of states) seen[state] = 1 + (seen[state] ?? 0);
			const read = ask(store, secret, now, "GetSecretValue", {
				VersionId: version.id,
			});
			if (states.includes("Enabled")) expect(read.result.ok).toBe(true);
			else {
				expect(read.result).toMatchObject({
					error: { name: "DecryptionFailure" },
				});
				expect(read.store).toBe(store);
			}
		}, seen);
	});

	test("a key that is disabled, and enabled again, leaves the store as it was", () => {
		const seen = { keys: 0 };
		assertLaw(
			fc.property(script(20), fc.constantFrom(...keyStates), (steps, state) => {
				const store = storeAfter(runScript(steps));
				for (const [arn, key] of entriesOf(store.keys.keys)) {
					const context = placeOf(arn);
					if (arn === defaultKeyArn(context)) continue;
					const put = (from: SecretStore, state: typeof key.state) =>
						setKeyState(from, { keyId: arn, state }, context).store;
					const changed = put(store, state);
					expect(changed === store).toBe(state === key.state);
					expect(checkInvariants(changed)).toEqual([]);
					expectSame(contentsOf(put(changed, key.state)), contentsOf(store));
					seen.keys++;
				}
			}),
			40,
			seen,
		);
	});

	test.each(keyStates)(
		"a key that is there stays %s when its alias is made on first use",
		(state) => {
			const naming = {
				...{ Name: "a", KmsKeyId: keyAliases[0], SecretString: "v" },
				ClientRequestToken: tokens[0],
			};
			const store = createStore({ unknownKeys: "register" });
			const elsewhere = createSecret(store, naming, CONTEXT).store;
			const [made] = toSnapshot(elsewhere).keys;
			const keyId = made?.arn.split("/")[1] ?? "";
			const known = registerKey(store, { keyId, state }, CONTEXT);
			const created = createSecret(known.store, naming, CONTEXT);
			expect(created.result.ok).toBe(state === "Enabled");
			const { keys } = toSnapshot(created.store);
			expect(keys).toMatchObject([{ arn: made?.arn, state }]);
		},
	);

	test("what is told of a secret, but for its values, does not depend on the states of keys", () => {
		const seen = { changed: 0 };
		assertLaw(
			fc.property(script(20), fc.constantFrom(...keyStates), (steps, state) => {
				const ran = runScript(steps);
				const store = storeAfter(ran);
				let other = store;
				for (const { arn, aliases } of toSnapshot(store).keys)
					if (!aliases.includes("alias/aws/secretsmanager"))
						other = setKeyState(
							other,
							{ keyId: arn, state },
							placeOf(arn),
						).store;
				if (other !== store) seen.changed++;
				const now = ran.at(-1)?.context.now ?? 0;
				for (const secret of secretsOf(store))
					for (const operation of [
						...["DescribeSecret", "GetResourcePolicy", "RestoreSecret"],
						...["ListSecretVersionIds", "DeleteSecret", "UntagResource"],
					]) {
						const input = operation === "UntagResource" ? { TagKeys: [] } : {};
						expectSame(
							ask(other, secret, now, operation, input).result,
							ask(store, secret, now, operation, input).result,
						);
					}
			}),
			40,
			seen,
		);
	});

	test("the key of a secret is there, and so is every key that seals one of its values", () => {
		assertLaw(
			fc.property(script(20), (steps) => {
				const store = storeAfter(runScript(steps));
				const known = new Set(toSnapshot(store).keys.map(({ arn }) => arn));
				for (const secret of secretsOf(store)) {
					const { versions, kmsKeyId } = secret;
					if (kmsKeyId === undefined)
						expect(known).toContain(defaultKeyArn(secret));
					for (const { payload } of versions)
						for (const { keyArn } of payload.keys)
							expect(known).toContain(keyArn);
				}
			}),
			40,
		);
	});
});

function forEachVersion(
	holds: (
		store: SecretStore,
		secret: Secret,
		version: Version,
		now: number,
	) => void,
	seen: Readonly<Record<string, number>>,
): void {
	assertLaw(
		fc.property(script(), fc.constantFrom(...keyStates), (steps, state) => {
			const ran = runScript(steps);
			const key = { keyId: keyIds[0], state };
			const { store } = registerKey(storeAfter(ran), key, homeScope);
			const now = ran.at(-1)?.context.now ?? 0;
			for (const secret of secretsOf(store))
				if (secret.deletion === undefined)
					for (const version of secret.versions)
						holds(store, secret, version, now);
		}),
		60,
		seen,
	);
}

function ask(
	store: SecretStore,
	{ account, region, name: SecretId }: Secret,
	now: number,
	operation: string,
	input: object,
) {
	const context: Context = { now, seed: "law", account, region };
	return execute(store, { operation, input: { SecretId, ...input } }, context);
}

/** Account and region of the ARN of a key. */
function placeOf(arn: string) {
	const [, , , region = "", account = ""] = arn.split(":");
	return { account, region };
}
