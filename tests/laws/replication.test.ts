import fc from "fast-check";
import {
	type Advanced,
	advance,
	type Context,
	createStore,
	execute,
	fromSnapshot,
	nextDue,
	type SecretStore,
	type Snapshot,
	type StoreOptions,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import { entriesOf, valueAt } from "../../src/base/ordered-map.js";
import { isReplicaOf } from "../../src/model/replication.js";
import { arrivalOf, replicasOf } from "../../src/model/role.js";
import { arnOf, type Secret } from "../../src/model/secret.js";
import { vaultOf } from "../../src/store/store.js";
import { secretNamed } from "../../src/store/vault.js";
import {
	accounts,
	duration,
	homeScope,
	hour,
	names,
	regions,
} from "../support/arbitraries.js";
import { assertLaw } from "../support/depth.js";
import { token } from "../support/given.js";
import { namedOperations } from "../support/named-operations.js";
import { expectSame } from "../support/same.js";
import {
	arnsSpokenOf,
	contentsOf,
	type Ran,
	replicationStep,
	runScript,
	type Step,
	script,
	secretsOf,
	storeAfter,
} from "../support/scripts.js";
import { expectSound } from "../support/sound.js";

/** A primary, and a replica that is in sync with it, as the state has them. */
interface Pair {
	readonly primary: Secret;
	readonly replica: Secret;
}

describe("law 14: what is in sync", () => {
	test("answers as its primary does, but for what is a replica's own", () => {
		const seen = { pairs: 0, values: 0, policies: 0, tags: 0 };
		forEachPair((store, { primary, replica }, now) => {
			const [of, from] = [primary, replica].map((secret) => ({
				described: answer(store, secret, now, "DescribeSecret"),
				policy: answer(store, secret, now, "GetResourcePolicy"),
			}));
			expectSame(shared(from?.described), shared(of?.described));
			expect(from?.described.PrimaryRegion).toBe(primary.region);
			expect(from?.policy.ResourcePolicy).toBe(of?.policy.ResourcePolicy);
			seen.pairs++;
			if (of?.policy.ResourcePolicy !== undefined) seen.policies++;
			if (of?.described.Tags?.length > 0) seen.tags++;

			const there = replica.versions.map(({ id }) => id);
			for (const { id } of primary.versions) {
				const isLabelled = primary.stages.some(([, on]) => on === id);
				if (!there.includes(id)) {
					expect(isLabelled, "only a deprecated one stays behind").toBe(false);
					continue;
				}
				const [value, carried] = [primary, replica].map((secret) => {
					const { ARN, CreatedDate, ...rest } = answer(
						store,
						secret,
						now,
						"GetSecretValue",
						{ VersionId: id },
					);
					return rest;
				});
				expectSame(carried, value);
				seen.values++;
			}
		}, seen);
	});

	test("is told by its primary which key it has, and when it was read", () => {
		const seen = { read: 0 };
		forEachPair((store, { primary, replica }, now) => {
			const read = ask(store, replica, now, "GetSecretValue");
			const told = answer(read.store, primary, now, "DescribeSecret");
			const is = answer(read.store, replica, now, "DescribeSecret");
			expect(told.ReplicationStatus).toContainEqual({
				...{ Region: replica.region, KmsKeyId: is.KmsKeyId },
				...{ Status: "InSync", StatusMessage: "Replication succeeded" },
				...(is.LastAccessedDate !== undefined && {
					LastAccessedDate: is.LastAccessedDate,
				}),
			});
			if (read.store !== store) seen.read++;
		}, seen);
	});

	test("is sealed for itself: an envelope does not open where it was not sealed", () => {
		const seen = { swapped: 0 };
		forEachPair((store, { primary, replica }, now) => {
			for (const secret of [primary, replica])
				for (const { payload } of secret.versions)
					for (const { keyArn } of payload.keys)
						expect(keyArn).toContain(`:kms:${secret.region}:`);
			for (const { id } of replica.versions) {
				const snapshot = structuredClone(toSnapshot(store));
				const mine = versionIn(snapshot, primary, id);
				const its = versionIn(snapshot, replica, id);
				[mine.payload, its.payload] = [its.payload, mine.payload];
				const opened = reopened(snapshot);
				for (const secret of [primary, replica])
					expect(
						ask(opened, secret, now, "GetSecretValue", { VersionId: id })
							.result,
					).toMatchObject({ error: { name: "DecryptionFailure" } });
				seen.swapped++;
			}
		}, seen);
	});

	test("goes its own way once it is promoted, and its primary as well", () => {
		const seen = { promoted: 0 };
		forEachPair((store, { primary, replica }, now) => {
			const write = {
				ClientRequestToken: token("afterwards"),
				...{ SecretString: "changed", VersionStages: ["AWSCURRENT"] },
			};
			const promoted = ask(store, replica, now, "StopReplicationToReplica");
			expect(promoted.result.ok).toBe(true);
			expectSound(promoted.store);
			for (const [changing, other] of [
				[primary, replica],
				[replica, primary],
			] as const)
				for (const [operation, input] of [
					["PutSecretValue", write],
					["UpdateSecret", { Description: "changed" }],
					["TagResource", { Tags: [{ Key: "changed", Value: "" }] }],
					["DeleteResourcePolicy", {}],
					["GetSecretValue", {}],
				] as const) {
					const after = ask(promoted.store, changing, now, operation, input);
					expect(again(after.store, other)).toBe(again(promoted.store, other));
					if (after.result.ok) seen.promoted++;
				}
		}, seen);
	});
});

describe("replication", () => {
	test("that fails leaves its primary, but for what that tells of it, and what is there", () => {
		const seen = { failed: 0, changed: 0, kept: 0 };
		always(
			({ before, operation, input, outcome }) => {
				const { RemoveReplicaRegions = [] } = input as {
					readonly RemoveReplicaRegions?: readonly unknown[];
				};
				for (const { name, arn, detail } of outcome.events) {
					if (name !== "ReplicationFailed") continue;
					// What was overdue fails first; then the call ends the replica.
					if (RemoveReplicaRegions.includes(detail.region)) continue;
					const is = secretsOf(outcome.store).find(
						(each) => arnOf(each) === arn,
					);
					if (is === undefined) throw new Error(`${arn} is gone`);
					const place = { ...is, region: String(detail.region) };
					const there = again(before, place);
					expect(again(outcome.store, place)).toBe(there);
					if (there) seen.kept++;

					const was = again(before, is);
					if (operation !== "ReplicateSecretToRegions") {
						seen.changed++;
						continue;
					}
					const { role, lastChangedDate } = is;
					expectSame(is, { ...was, role, lastChangedDate });
					seen.failed++;
				}
			},
			seen,
			300,
		);
	});

	test("changes no vault but those of a primary and its replicas", () => {
		const seen = { several: 0 };
		always((ran) => {
			const { before, outcome } = ran;
			const changed = [...entriesOf(outcome.store.vaults)]
				.filter(([key, vault]) => valueAt(before.vaults, key) !== vault)
				.map(([key]) => key);
			const reached = new Set(arnsSpokenOf(ran).flatMap(placesOf(ran)));
			for (const key of changed) expect(reached).toContain(key);
			if (changed.length > 1) seen.several++;
		}, seen);
	});

	test("goes on from a snapshot as it would have gone on", () => {
		const seen = { underWay: 0, failed: 0, replicas: 0 };
		always(({ before, operation, input, context, outcome }) => {
			const opened = reopened(toSnapshot(before));
			const same = execute(opened, { operation, input }, context);
			expectSame(same.result, outcome.result);
			expectSame(same.events, outcome.events);
			expectSame(contentsOf(same.store), contentsOf(outcome.store));
			const day = { ...context, now: context.now + 86_400_000 };
			expectSame(
				contentsOf(advance(opened, day).store),
				contentsOf(advance(before, day).store),
			);
			for (const secret of secretsOf(before)) {
				if (secret.role.kind === "replica") seen.replicas++;
				for (const { progress } of replicasOf(secret)) {
					if (progress.status === "InProgress") seen.underWay++;
					if (progress.status === "Failed") seen.failed++;
				}
			}
		}, seen);
	});

	test("goes the same way by one leap of advance as by small steps", () => {
		const seen = { several: 0, InSync: 0, failed: 0, ended: 0 };
		assertLaw(
			fc.property(
				script(25, replicationStep()),
				fc.array(duration(), { minLength: 1, maxLength: 4 }),
				(steps, waits) => {
					const ran = runScript(steps, { replication: { afterMs: hour } });
					for (const { outcome, context } of ran) {
						const { store } = outcome;
						const moments = momentsAfter(context.now, waits);
						const leap = advanceBy(store, moments.slice(-1));
						const small = advanceBy(store, moments);
						const smallest = advanceToEachDue(store, moments.at(-1) ?? 0);
						for (const other of [small, smallest]) {
							expectSame(other.events, leap.events);
							expectSame(other.effects, leap.effects);
							expectSame(contentsOf(other.store), contentsOf(leap.store));
						}
						const told = leap.events.map(({ name }) => name);
						const dates = new Set(leap.events.map(({ at }) => at));
						if (dates.size > 1) seen.several++;
						if (told.includes("ReplicationSucceeded")) seen.InSync++;
						if (told.includes("ReplicationFailed")) seen.failed++;
						if (told.includes("EndSecretVersionDelete")) seen.ended++;
					}
				},
			),
			60,
			seen,
		);
	});

	test("that is ended ends a replica, and nothing else", () => {
		const seen = { ended: 0, toEnd: 0, inTheWay: 0 };
		const holds = ({ before, operation, input, context, outcome }: Ran) => {
			if (operation !== "RemoveRegionsFromReplication") return;
			if (!outcome.result.ok) return;
			const { ARN } = outcome.result.value as { ARN: string };
			const primary = secretsOf(before).find((each) => arnOf(each) === ARN);
			if (primary === undefined) throw new Error(`${ARN} was not there`);
			const arrival = arrivalOf(primary);
			// What is overdue arrives before it, and may overwrite.
			if (arrival !== undefined && arrival <= context.now) return;
			for (const was of secretsOf(before)) {
				const is = again(outcome.store, was);
				if (was === primary) continue;
				const isNamed =
					was.account === primary.account &&
					was.name === primary.name &&
					(input.RemoveReplicaRegions as unknown[]).includes(was.region);
				if (isNamed && isReplicaOf(was, primary)) {
					if (is === undefined) seen.ended++;
					else expect(is.deletion).toBeDefined();
					if (is !== was) seen.toEnd++;
				} else if (isNamed) {
					expect(is).toBe(was);
					if (failedIn(primary, was.region)) seen.inTheWay++;
				} else expect(is, "is still there").toBeDefined();
			}
		};
		assertLaw(
			fc.property(script(25, replicationStep()), (steps) => {
				for (const ran of runScript([...steps, ...takenAndRemoved])) holds(ran);
			}),
			100,
			seen,
		);
	});

	test("at once comes to the same as replication that takes time, when that is over", () => {
		const seen = { InSync: 0, Failed: 0 };
		assertLaw(
			fc.property(script(25, replicationStep()), (steps) => {
				const [atOnce, inTime] = (["immediate", { afterMs: 1 }] as const).map(
					(replication) => settled(steps, { replication }),
				);
				expectSame(atOnce, inTime);
				for (const status of ["InSync", "Failed"] as const)
					if (JSON.stringify(inTime).includes(`"${status}"`)) seen[status]++;
			}),
			80,
			seen,
		);
	});
});

test("without a grant, another account learns nothing of a secret, not even that there is one", () => {
	const seen = { asked: 0 };
	assertLaw(
		fc.property(script(15, replicationStep()), (steps) => {
			const ran = runScript(steps);
			const store = storeAfter(ran);
			const now = ran.at(-1)?.context.now ?? 0;
			for (const secret of secretsOf(store)) {
				const { account, region, resourcePolicy } = secret;
				if (resourcePolicy !== undefined) continue;
				const stranger = accounts.find((each) => each !== account) ?? "";
				const context = { now, seed: "law", account: stranger, region };
				for (const [operation, input] of Object.entries(questions))
					for (const SecretId of [arnOf(secret), arnOf(secret).slice(0, -7)]) {
						const about =
							operation === "BatchGetSecretValue"
								? { SecretIdList: [SecretId] }
								: { SecretId, ...input };
						const command = { operation: operation as string, input: about };
						const told = execute(store, command, context);
						const nothing = execute(createStore(), command, context);
						expectSame(told.result, nothing.result);
						expect(told.store).toBe(store);
						seen.asked++;
					}
			}
		}),
		30,
		seen,
	);
});

/** What may be asked about a secret, in words that would be accepted. */
const questions: Readonly<Record<string, object>> = {
	...namedOperations,
	BatchGetSecretValue: {},
	DeleteSecret: { ForceDeleteWithoutRecovery: true },
};

function always(
	holds: (ran: Ran) => void,
	seen: Readonly<Record<string, number>>,
	times = 60,
): void {
	assertLaw(
		fc.property(script(25, replicationStep()), (steps) => {
			for (const ran of runScript(steps)) holds(ran);
		}),
		times,
		seen,
	);
}

/** Every primary with each of its replicas that is in sync, in the store after every script, once all keys can be used. */
function forEachPair(
	holds: (store: SecretStore, pair: Pair, now: number) => void,
	seen: Readonly<Record<string, number>>,
): void {
	assertLaw(
		fc.property(script(20, replicationStep()), (steps) => {
			const ran = runScript(steps);
			const snapshot = structuredClone(toSnapshot(storeAfter(ran)));
			for (const key of snapshot.keys as unknown as { state: string }[])
				key.state = "Enabled";
			const store = reopened(snapshot);
			const now = ran.at(-1)?.context.now ?? 0;
			for (const primary of secretsOf(store))
				for (const { region, progress } of replicasOf(primary)) {
					const replica = again(store, { ...primary, region });
					if (progress.status === "InSync" && replica !== undefined)
						holds(store, { primary, replica }, now);
				}
		}),
		100,
		seen,
	);
}

/** The members of a description that a replica has of its primary; a label without a value is none of them. */
function shared({
	Description,
	Tags,
	Type,
	LastRotatedDate,
	VersionIdsToStages = {},
	ARN,
	Name,
	// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
}: any) {
	const stages = Object.entries(VersionIdsToStages).filter(
		([, labels]) => `${labels}` !== "AWSPENDING",
	);
	const suffix = ARN.slice(-6);
	return { Description, Tags, Type, LastRotatedDate, stages, suffix, Name };
}

/** The places that a call about a secret may reach. */
const placesOf =
	({ before, outcome }: Ran) =>
	(arn: string): readonly string[] => {
		const [, , , region, account, , rest = ""] = arn.split(":");
		const namesakes = [before, outcome.store]
			.flatMap(secretsOf)
			.filter((each) => each.account === account && rest.startsWith(each.name));
		const regions = namesakes.flatMap(({ role }) => {
			if (role.kind === "replica") return role.primaryRegion;
			return role.kind === "primary"
				? role.replicas.map((replica) => replica.region)
				: [];
		});
		return [region, ...regions].map((each) => `${account}/${each}`);
	};

/** What a script leaves behind when time passes between its steps and nothing but its calls changes anything. */
function settled(steps: readonly Step[], options: StoreOptions): unknown {
	const calls = steps
		.filter(({ operation }) => operation !== "RotateSecret")
		.map((step, at) => ({
			...{ ...step, functions: [], advance: true },
			wait: Math.max(step.wait, 1),
			keys:
				at === 0
					? step.keys.filter((each) => each !== "replicate in an hour")
					: [],
		}));
	const ran = runScript(calls, options);
	const now = (ran.at(-1)?.context.now ?? 0) + 1;
	const { store } = advance(storeAfter(ran), { now, seed: "law" });
	expectSound(store);
	const { keys, vaults } = toSnapshot(store);
	return JSON.parse(JSON.stringify({ keys, vaults }), (member, value) =>
		/^(created|lastChanged|deletion|deleted)Date$/.test(member) ? 0 : value,
	);
}

const momentsAfter = (now: number, waits: readonly number[]) =>
	waits.map((_, at) => waits.slice(0, at + 1).reduce((a, b) => a + b, now));

/** What comes of advancing to one moment after the other. */
function advanceBy(store: SecretStore, moments: readonly number[]): Advanced {
	let all: Advanced = { store, effects: [], events: [] };
	for (const now of moments) all = advancedTo(all, now);
	return all;
}

/** A secret is replicated to where its name is taken, as a rule, and hours later no more. */
const takenAndRemoved: readonly Step[] = (
	[
		["CreateSecret", regions[2], { Name: names[0] }],
		[
			"ReplicateSecretToRegions",
			regions[0],
			{ AddReplicaRegions: [{ Region: regions[2] }] },
		],
		[
			"RemoveRegionsFromReplication",
			regions[0],
			{ RemoveReplicaRegions: [regions[2], regions[3]] },
		],
	] as const
).map(([operation, region, input]) => ({
	operation,
	scope: { ...homeScope, region },
	secret:
		operation === "CreateSecret" ? undefined : { form: "name", name: names[0] },
	input: { ClientRequestToken: token("taken"), ...input },
	...{ wait: 2 * hour, advance: true, functions: [], keys: [] },
}));

/** The same from one thing that is due to the next, up to a moment. */
function advanceToEachDue(store: SecretStore, moment: number): Advanced {
	let all: Advanced = { store, effects: [], events: [] };
	for (;;) {
		const due = nextDue(all.store);
		if (due === undefined || due > moment) return all;
		all = advancedTo(all, due);
	}
}

function advancedTo({ store, effects, events }: Advanced, now: number) {
	const next = advance(store, { now, seed: "law" });
	return {
		store: next.store,
		effects: [...effects, ...next.effects],
		events: [...events, ...next.events],
	};
}

const failedIn = (primary: Secret, region: string): boolean =>
	replicasOf(primary).some(
		(each) => each.region === region && each.progress.status === "Failed",
	);

function versionIn(
	{ vaults }: Snapshot,
	{ account, region, name }: Secret,
	id: string,
) {
	const version = vaults
		.find((vault) => vault.account === account && vault.region === region)
		?.secrets.find((secret) => secret.name === name)
		?.versions.find((each) => each.id === id);
	if (version === undefined) throw new Error(`no version ${id} of ${name}`);
	return version as { payload: typeof version.payload };
}

function reopened(snapshot: Snapshot): SecretStore {
	const store = fromSnapshot(snapshot);
	if (!store.ok) throw new Error(store.error.message);
	return store.value;
}

/** What has the name of a secret in its account and region. */
const again = (
	store: SecretStore,
	{ account, region, name }: Pick<Secret, "account" | "region" | "name">,
): Secret | undefined => secretNamed(vaultOf(store, account, region), name);

function ask(
	store: SecretStore,
	{ account, region, name: SecretId }: Secret,
	now: number,
	operation: string,
	input: object = {},
) {
	const context: Context = { now, seed: "law", account, region };
	return execute(store, { operation, input: { SecretId, ...input } }, context);
}

/** The answer of a call that must be accepted. */
// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
function answer(...question: Parameters<typeof ask>): any {
	const { result } = ask(...question);
	if (!result.ok) throw new Error(`${question[3]}: ${result.error.message}`);
	return result.value;
}
