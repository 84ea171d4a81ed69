/** What is on its way arrives when it is due, and as its primary was then, whoever looks when. */
import {
	createStore,
	type DomainEvent,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { advance, nextDue } from "../../src/store/advance.js";
import {
	aValue,
	DAY,
	given,
	HOUR,
	MINUTE,
	NOON,
	SECOND,
	token,
	type World,
} from "../support/given.js";
import { HERE, STRANGE, THERE } from "../support/places.js";
import {
	created,
	createdIn,
	described,
	expectAbsent,
	here,
	readValue,
	regions,
	removed,
	replicated,
	SecretId,
	takenThere,
	there,
} from "../support/replication.js";
import { advanced, namesOf } from "../support/rotation-world.js";
import { expectSound } from "../support/sound.js";

const EU = THERE.region;
const LAG = 5 * SECOND;
const delayed = (afterMs: number) => createStore({ replication: { afterMs } });
const put = (world: World, name: string) =>
	world.after("PutSecretValue", { SecretId, ...aValue(name) });
const tagged = (world: World) =>
	world.after("TagResource", { SecretId, Tags: [{ Key: "k", Value: "v" }] });
const statusOf = (world: World) =>
	described(here(world)).ReplicationStatus.map(
		({ Region, Status }: Record<string, string>) => [Region, Status],
	);

/** All that came of time: the whole store, and what was told. */
interface Outcome {
	readonly store: SecretStore;
	readonly events: readonly DomainEvent[];
}
/** Advances to each of these instants. */
function through({ store, context }: World, instants: readonly number[]) {
	let outcome: Outcome = { store, events: [] };
	for (const now of instants) {
		const next = advance(outcome.store, { ...context, now });
		expectSound(next.store);
		const events = [...outcome.events, ...next.events];
		outcome = { store: next.store, events };
	}
	return { snapshot: toSnapshot(outcome.store), events: outcome.events };
}
/** From now until an instant, so many steps and what is left of one. */
const steps = (from: number, to: number, size: number): readonly number[] => [
	...Array.from(
		{ length: Math.floor((to - from) / size) },
		(_, i) => from + (i + 1) * size,
	),
	to,
];

describe("one leap of advance gives the same as small steps", () => {
	const two = replicated(
		put(
			replicated(createdIn(delayed(LAG)), EU, "us-west-2").later(SECOND),
			"v2",
		),
		"ap-south-1",
	);
	/** The name there is free once the recovery window of the secret that has it has passed. */
	const expiring = (days: number) =>
		replicated(
			here(
				there(takenThere(createdIn(delayed(2 * DAY)))).after("DeleteSecret", {
					SecretId,
					RecoveryWindowInDays: 7,
				}),
			).later(days * DAY),
			EU,
		);
	const arrived = advanced(
		replicated(createdIn(delayed(LAG)), EU, "us-west-2").later(LAG),
	).world;

	it.each<[what: string, World, span: number, step: number, told: string[]]>([
		[
			"of several regions that are due at different instants",
			two,
			MINUTE,
			SECOND,
			["ReplicationSucceeded", "ReplicationSucceeded", "ReplicationSucceeded"],
		],
		[
			"where the secret in the way expires before the arrival",
			expiring(6),
			10 * DAY,
			HOUR,
			["EndSecretVersionDelete", "ReplicationSucceeded"],
		],
		[
			"where it expires at that very instant",
			expiring(5),
			10 * DAY,
			HOUR,
			["EndSecretVersionDelete", "ReplicationSucceeded"],
		],
		[
			"where it expires after the arrival, which it was in the way of",
			expiring(4),
			10 * DAY,
			HOUR,
			["ReplicationFailed", "EndSecretVersionDelete"],
		],
		[
			"of a replica that was removed, and asked for again",
			replicated(removed(tagged(arrived).later(SECOND), EU).later(SECOND), EU),
			MINUTE,
			SECOND,
			[
				"ReplicationSucceeded",
				"EndSecretVersionDelete",
				"ReplicationSucceeded",
			],
		],
		[
			"of two primaries that want one name",
			[STRANGE, THERE, HERE].reduce(
				(world, place, i) =>
					replicated(created(world.as(place).later(i * SECOND)), "eu-north-1"),
				given(delayed(LAG)),
			),
			MINUTE,
			SECOND,
			["ReplicationSucceeded", "ReplicationSucceeded", "ReplicationFailed"],
		],
		[
			"of two primaries that want one name, of which the later has something else due first",
			replicated(
				here(
					replicated(
						there(
							created(
								replicated(createdIn(delayed(LAG)), "us-west-2").as(THERE),
							).later(SECOND),
						),
						"eu-north-1",
					),
				).later(SECOND),
				"eu-north-1",
			),
			MINUTE,
			SECOND,
			["ReplicationSucceeded", "ReplicationSucceeded", "ReplicationFailed"],
		],
	])("%s", (_, world, span, step, told) => {
		const { now } = world.context;
		const leap = through(world, [now + span]);
		expect(namesOf(leap.events)).toEqual(told);
		expect(through(world, steps(now, now + span, step))).toEqual(leap);
		expect(
			through(world, steps(now, now + span, Math.floor(span / 7))),
		).toEqual(leap);
	});
});

describe("a leap tells and dates what arrived by when it was due", () => {
	const leapt = advanced(
		replicated(createdIn(delayed(LAG)), EU, "xx-1").later(DAY),
	);

	it("in events", () => {
		expect(leapt.events.map(({ name, at }) => [name, at])).toEqual([
			["ReplicationSucceeded", NOON + LAG],
			["ReplicationFailed", NOON + LAG],
		]);
	});

	it("in the replica and its value", () => {
		expect(described(there(leapt.world))).toMatchObject({
			CreatedDate: NOON + LAG,
			LastChangedDate: NOON + LAG,
		});
		there(leapt.world)
			.when("GetSecretValue", { SecretId })
			.answers({ CreatedDate: NOON + LAG });
	});
});

describe("a change that finds an arrival overdue", () => {
	const LATE = LAG + 10 * SECOND;
	const begun = replicated(createdIn(delayed(LAG)), EU);
	const written = begun
		.later(LATE)
		.when("PutSecretValue", { SecretId, ...aValue("v2") });

	it("comes after it: the replica is what its primary was before, as of the instant when that was due", () => {
		expect(described(there(written.world))).toMatchObject({
			CreatedDate: NOON + LAG,
			LastChangedDate: NOON + LAG,
			VersionIdsToStages: { [token("v1")]: ["AWSCURRENT"] },
		});
		expect(readValue(there(written.world))).toBe("value of v1");
	});

	it("is on its way itself from then on, for its own time", () => {
		expect(statusOf(written.world)).toEqual([[EU, "InProgress"]]);
		expect(nextDue(written.world.store)).toBe(NOON + LATE + LAG);
		const { world } = advanced(written.world.later(LAG));
		expect(statusOf(world)).toEqual([[EU, "InSync"]]);
		there(world)
			.when("GetSecretValue", { SecretId })
			.answers({
				SecretString: "value of v2",
				CreatedDate: NOON + LATE + LAG,
			});
		expect(described(there(world)).CreatedDate).toBe(NOON + LAG);
	});

	it("is told with both, each at its instant", () => {
		expect(
			written.events
				.filter(({ name }) => name.startsWith("Replication"))
				.map(({ name, at }) => [name, at]),
		).toEqual([
			["ReplicationSucceeded", NOON + LAG],
			["ReplicationStarted", NOON + LATE],
		]);
	});

	it("leaves the same store as one before which time did what was due", () => {
		const punctual = put(advanced(begun.later(LATE)).world, "v2");
		expect(toSnapshot(written.world.store)).toEqual(toSnapshot(punctual.store));
		const late = put(advanced(begun.later(LAG)).world.later(LATE - LAG), "v2");
		expect(toSnapshot(written.world.store)).toEqual(toSnapshot(late.store));
	});

	it.each<[what: string, World, operation: string, input: object]>([
		[
			"that ends the replication",
			begun,
			"RemoveRegionsFromReplication",
			{ SecretId, RemoveReplicaRegions: [EU] },
		],
		[
			"that asks for it again",
			begun,
			"ReplicateSecretToRegions",
			{ SecretId, ...regions(EU) },
		],
		[
			"that asks for it again under a key that there is not",
			begun,
			"ReplicateSecretToRegions",
			{
				SecretId,
				AddReplicaRegions: [{ Region: EU, KmsKeyId: "alias/none" }],
			},
		],
		[
			"that asks for it again with force, where a secret is in the way",
			replicated(here(there(takenThere(createdIn(delayed(LAG))))), EU),
			"ReplicateSecretToRegions",
			{ SecretId, ...regions(EU), ForceOverwriteReplicaSecret: true },
		],
	])(
		"leaves the same store, and tells the same, by a call %s",
		(_, world, operation, input) => {
			const late = world.later(LATE).when(operation, input);
			const arrived = advanced(world.later(LATE));
			const punctual = arrived.world.when(operation, input);
			expect(toSnapshot(late.world.store)).toEqual(
				toSnapshot(punctual.world.store),
			);
			const told = (events: readonly DomainEvent[]) =>
				events.map(({ name, at, arn }) => [at, name, arn].join()).sort();
			expect(told(late.events)).toEqual(
				told([...arrived.events, ...punctual.events]),
			);
		},
	);

	it("asks whether the secret in the way had expired by the instant when it was due", () => {
		const blocked = replicated(
			here(
				there(takenThere(createdIn(delayed(DAY)))).after("DeleteSecret", {
					SecretId,
					RecoveryWindowInDays: 7,
				}),
			),
			EU,
		).later(8 * DAY);
		const { events } = blocked.when("PutSecretValue", {
			SecretId,
			...aValue("v2"),
		});
		expect(
			events
				.filter(({ name }) => name.startsWith("Replication"))
				.map(({ name, at }) => [name, at]),
		).toEqual([
			["ReplicationFailed", NOON + DAY],
			["ReplicationStarted", NOON + 8 * DAY],
		]);
	});

	it.each<[what: string, operation: string, input: object]>([
		["the first read of a day", "GetSecretValue", { SecretId }],
		[
			"being asked for again",
			"ReplicateSecretToRegions",
			{ SecretId, ...regions(EU) },
		],
		[
			"being asked for elsewhere",
			"ReplicateSecretToRegions",
			{ SecretId, ...regions("us-west-2") },
		],
	])("may be %s", (_, operation, input) => {
		const { world } = begun.later(LATE).when(operation, input);
		expect(described(there(world)).CreatedDate).toBe(NOON + LAG);
	});

	it.each<[what: string, World, operation: string, input: object]>([
		["a look", begun, "DescribeSecret", { SecretId }],
		[
			"a further read of a day",
			begun.after("GetSecretValue", { SecretId }),
			"GetSecretValue",
			{ SecretId },
		],
		["a replay", begun, "PutSecretValue", { SecretId, ...aValue("v1") }],
		["a change of another secret", begun, "CreateSecret", { Name: "other" }],
	])("is not %s, by which nothing arrives", (_, world, operation, input) => {
		const after = world.later(LATE).after(operation, {
			...(operation === "CreateSecret" && aValue("v1")),
			...input,
		});
		expectAbsent(there(after));
		expect(nextDue(after.store)).toBe(NOON + LAG);
	});
});
