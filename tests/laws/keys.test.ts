import fc from "fast-check";
import {
	type Context,
	checkInvariants,
	execute,
	registerKey,
	type SecretStore,
	setKeyState,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { entriesOf, valueAt } from "../../src/base/ordered-map.js";
import { defaultKeyArn, KEY_STATES, readKeyId } from "../../src/kms/key.js";
import type { Secret, Version } from "../../src/model/secret.js";
import type { KeySnapshot } from "../../src/store/snapshot-keys.js";
import { homeScope } from "../support/arbitraries.js";
import { assertLaw } from "../support/depth.js";
import { aValue, given } from "../support/given.js";
import { keyIds } from "../support/key-arbitraries.js";
import { keyArn, keyId } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";
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
		const seen = Object.fromEntries(KEY_STATES.map((state) => [state, 0]));
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
			fc.property(
				script(20),
				fc.constantFrom(...KEY_STATES),
				(steps, state) => {
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
				},
			),
			40,
			seen,
		);
	});

	test("what is told of a secret, but for its values, does not depend on the states of keys", () => {
		const seen = { changed: 0 };
		assertLaw(
			fc.property(
				script(20),
				fc.constantFrom(...KEY_STATES),
				(steps, state) => {
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
							const input =
								operation === "UntagResource" ? { TagKeys: [] } : {};
							expectSame(
								ask(other, secret, now, operation, input).result,
								ask(store, secret, now, operation, input).result,
							);
						}
				},
			),
			40,
			seen,
		);
	});

	test("a key that is named from another account opens nothing that was not open to that account", () => {
		const ARN = `arn:aws:iam::${STRANGE.account}:root`;
		const mine = keyArn("a");
		const world = given()
			.withKey({ keyId: keyId("a") })
			.after("CreateSecret", { Name: "db", ...aValue("v1") })
			.after("PutResourcePolicy", {
				SecretId: "db",
				ResourcePolicy: JSON.stringify({
					Statement: {
						...{ Effect: "Allow", Principal: { AWS: ARN } },
						...{ Action: "secretsmanager:*", Resource: "*" },
					},
				}),
			});
		const SecretId = world.when("DescribeSecret", { SecretId: "db" }).answer
			.ARN;
		const named = world
			.as(STRANGE)
			.after("UpdateSecret", { SecretId, KmsKeyId: mine });
		named
			.when("GetSecretValue", { SecretId })
			.refuses("InvalidRequestException");
		named
			.as(HERE)
			.when("ListSecretVersionIds", { SecretId })
			.answers({
				Versions: [
					expect.objectContaining({ KmsKeyIds: ["DefaultEncryptionKey"] }),
				],
			});
		named
			.after("PutSecretValue", { SecretId, ...aValue("v2") })
			.when("GetSecretValue", { SecretId })
			.answers({ SecretString: aValue("v2").SecretString });
	});

	test("every key that a secret names is there, and so is every key that seals one of its values", () => {
		const seen = { key: 0, alias: 0, unnamed: 0, sealing: 0 };
		assertLaw(
			fc.property(script(20), (steps) => {
				const store = storeAfter(runScript(steps));
				const known = new Set(toSnapshot(store).keys.flatMap(namesOf));
				for (const secret of secretsOf(store)) {
					const { versions, kmsKeyId } = secret;
					for (const { payload } of versions)
						for (const { keyArn } of payload.keys) {
							expect(known).toContain(keyArn);
							seen.sealing++;
						}
					if (kmsKeyId === undefined && versions.length === 0) continue;
					const named = readKeyId(kmsKeyId, secret);
					expect(known).toContain(named?.arn);
					if (kmsKeyId === undefined) seen.unnamed++;
					else if (named !== undefined) seen[named.kind]++;
				}
			}),
			40,
			seen,
		);
	});
});

/** The ARNs of a key and of its aliases. */
const namesOf = ({ arn, aliases }: KeySnapshot): string[] => [
	arn,
	...aliases.map((alias) => arn.replace(/key\/.*/, alias)),
];

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
		fc.property(script(), fc.constantFrom(...KEY_STATES), (steps, state) => {
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
