import type { SecretStore } from "pure-secrets-manager";
import { aValue, given, type World } from "./given.js";
import { HERE, THERE } from "./places.js";

export { described } from "./rotation-world.js";

export const SecretId = "db";
export const DEFAULT_KEY = "alias/aws/secretsmanager";
/** How a region is asked for. */
export const regions = (...names: readonly string[]) => ({
	AddReplicaRegions: names.map((Region) => ({ Region })),
});

export const there = (world: World): World => world.as(THERE);
export const here = (world: World): World => world.as(HERE);

/** A secret with a value where the world is. */
export const created = (world: World): World =>
	world.after("CreateSecret", { Name: SecretId, ...aValue("v1") });
/** The same as the only one of a store. */
export const createdIn = (store: SecretStore): World => created(given(store));
/** A name there that another secret has. */
export const takenThere = (world: World, members: object = {}): World =>
	here(
		there(world).after("CreateSecret", {
			Name: SecretId,
			...aValue("other"),
			...members,
		}),
	);
export const replicated = (world: World, ...names: readonly string[]): World =>
	world.after("ReplicateSecretToRegions", { SecretId, ...regions(...names) });
export const removed = (world: World, ...names: readonly string[]): World =>
	world.after("RemoveRegionsFromReplication", {
		SecretId,
		RemoveReplicaRegions: names,
	});

/** A secret with a value, and the same as a primary with a replica there. */
export const alone = created(given());
export const both = replicated(alone, THERE.region);

export const readValue = (world: World): string =>
	world.when("GetSecretValue", { SecretId }).answer.SecretString;

export const expectAbsent = (world: World): World =>
	world
		.when("DescribeSecret", { SecretId })
		.refuses("ResourceNotFoundException");

/** What a primary tells of a region that is in sync. */
export const inSync = (Region: string, members: object = {}) => ({
	Region,
	KmsKeyId: DEFAULT_KEY,
	Status: "InSync",
	StatusMessage: "Replication succeeded",
	...members,
});
export const inProgress = (Region: string, members: object = {}) => ({
	Region,
	KmsKeyId: DEFAULT_KEY,
	Status: "InProgress",
	...members,
});
export const failed = (Region: string, why: string, members: object = {}) => ({
	Region,
	KmsKeyId: DEFAULT_KEY,
	Status: "Failed",
	StatusMessage: `Replication failed: ${why}`,
	...members,
});
