/** The real store against the naive model, command by command. */
import fc from "fast-check";
import { createStore } from "pure-secrets-manager";
import { describe, test } from "vitest";
import {
	accounts,
	day,
	homeScope,
	names,
	regions,
	tokens,
} from "../support/arbitraries.js";
import { assertLaw, commandSequence } from "../support/depth.js";
import { keyAliases } from "../support/key-arbitraries.js";
import { grants } from "../support/replication-arbitraries.js";
import {
	knownFunctions,
	managedNames,
} from "../support/rotation-arbitraries.js";
import type { Input } from "./admission.js";
import {
	commands,
	foreignCommands,
	keyCommands,
	replicationCommands,
	rotationCommands,
} from "./commands/index.js";
import {
	newReference,
	play,
	type Reference,
	verifyAll,
	type World,
} from "./play.js";
import { playAdvance } from "./play-time.js";
import type { Options } from "./secret-model.js";
import { count, replicating, settle, settleReplicas } from "./settle.js";

const options: fc.Arbitrary<Options> = fc
	.tuple(
		fc.oneof<fc.Arbitrary<Options>[]>(
			fc.constant({}),
			fc.integer({ min: 1, max: 5 }).map((maxVersions) => ({ maxVersions })),
			fc.constant({ maxVersions: 4, maxSecrets: 3 }),
		),
		fc.constantFrom<Options>({}, { unknownKeys: "register" }),
	)
	.map(([limits, keys]) => ({ ...limits, ...keys }));

/** What commands come upon too rarely, where there is room: managed secrets, keys of others, replicas of other primaries. */
function failRarely(model: Reference, real: World): void {
	const [here, , there, elsewhere] = regions;
	const token = { ClientRequestToken: tokens[0] };
	const create = (region: string, Name: string, replica: Input) =>
		play(
			model,
			real,
			"CreateSecret",
			{ ...homeScope, region },
			{
				...{ Name, ...token, AddReplicaRegions: [replica] },
			},
		);
	const managed = { Name: managedNames[1], OwningService: "mine", ...token };
	play(model, real, "PutManagedSecret", homeScope, managed);
	play(model, real, "UntagResource", homeScope, {
		...{ SecretId: managed.Name, TagKeys: ["none"] },
	});
	const KmsKeyId = `arn:aws:kms:${there}:${accounts[1]}:alias/aws/secretsmanager`;
	create(here, "others-key", { Region: there, KmsKeyId });
	create(here, "twice", { Region: elsewhere });
	create(there, "twice", { Region: elsewhere });
	model.now += 2 * day;
	playAdvance(model, real);
}

/** What is said of replications of each kind. */
const ofReplication = [
	...["ReplicationStarted", "ReplicationSucceeded", "already exists in region"],
	...["with a different arn", "is not a region", "is disabled"],
	...["Invalid keyId", "not authorized to perform: kms:", "maximum number of"],
	...["Invalid replica region", "still has replica regions"],
	...["on a replica secret", "on a primary secret"],
	"Operation is not allowed on secret owned by",
];

/** What is said to callers from another account. */
const ofStrangers = [
	...["because no resource-based policy allows", "with an explicit deny"],
	"from a different AWS account if you encrypt the secret with the default KMS",
	...["will not allow you to manage", "on a replica secret", "can't decrypt"],
	...["abroad: GetSecretValue", "abroad: PutSecretValue"],
	...["abroad: UpdateSecret", "abroad: DeleteSecret", "abroad: RotateSecret"],
	...["abroad: ReplicateSecretToRegions", "abroad: TagResource"],
];

/** What refusals of each kind hold that comes of keys. */
const refusalsOfKeys = [
	...["can't decrypt", "can't encrypt", "KMS key is disabled"],
	...["invalid KMS key: Key", "invalid KMS key: Alias", "Invalid keyId"],
	...["Invalid arn", "Access to KMS", "is pending deletion"],
];

describe("the store answers as the naive model does", () => {
	test("whatever the commands", () => {
		assertLaw(
			fc.property(
				options,
				fc.constantFrom(0, 2, names.length),
				commandSequence(commands, 60),
				(options, settled, calls) => {
					const model = newReference(options);
					const real: World = { store: createStore(options) };
					settle(model, real, settled);
					fc.modelRun(() => ({ model, real }), calls);
					verifyAll(model, real, names);
				},
			),
			150,
		);
	});

	test("whatever happens to secrets that are rotated", () => {
		const seen = Object.fromEntries(
			[
				...["RotationStarted", "RotationSucceeded", "RotationFailed"],
				...["TestRotationStarted", "TestRotationSucceeded"],
				...["TestRotationFailed", "RotationAbandoned", "tried again"],
			].map((what) => [what, 0]),
		);
		assertLaw(
			fc.property(
				options,
				fc.boolean(),
				commandSequence(rotationCommands, 60),
				(options, RotateImmediately, calls) => {
					const model = newReference(options);
					const real: World = { store: createStore(options) };
					settle(model, real, 2);
					play(model, real, "RotateSecret", homeScope, {
						SecretId: names[0],
						ClientRequestToken: tokens[1],
						RotationLambdaARN: knownFunctions[0],
						RotationRules: { AutomaticallyAfterDays: 1 },
						RotateImmediately,
					});
					fc.modelRun(() => ({ model, real }), calls);
					verifyAll(model, real, names);
					for (const what of model.happened)
						if (what in seen) seen[what] = 1 + (seen[what] ?? 0);
				},
			),
			100,
			seen,
		);
	});

	test("whatever happens to the keys of secrets", () => {
		const seen = Object.fromEntries(refusalsOfKeys.map((text) => [text, 0]));
		assertLaw(
			fc.property(
				options,
				commandSequence(keyCommands, 60),
				(options, calls) => {
					const model = newReference(options);
					const real: World = { store: createStore(options) };
					settle(model, real, 2);
					play(model, real, "UpdateSecret", homeScope, {
						SecretId: names[0],
						KmsKeyId: keyAliases[0],
					});
					fc.modelRun(() => ({ model, real }), calls);
					verifyAll(model, real, names);
					for (const text of refusalsOfKeys)
						if (model.refusals.some((refusal) => refusal.includes(text)))
							seen[text] = 1 + (seen[text] ?? 0);
				},
			),
			150,
			seen,
		);
	});

	test("whatever is replicated, at once or in time", () => {
		const seen = Object.fromEntries(ofReplication.map((text) => [text, 0]));
		assertLaw(
			fc.property(
				replicating,
				commandSequence(replicationCommands, 60),
				(options, calls) => {
					const model = newReference(options);
					const real: World = { store: createStore(options) };
					settleReplicas(model, real);
					fc.modelRun(() => ({ model, real }), calls);
					failRarely(model, real);
					verifyAll(model, real, names);
					count(seen, model);
				},
			),
			150,
			seen,
		);
	});

	test("whoever calls, from whichever account", () => {
		const seen = Object.fromEntries(ofStrangers.map((text) => [text, 0]));
		assertLaw(
			fc.property(
				replicating,
				commandSequence(foreignCommands, 60),
				(options, calls) => {
					const model = newReference(options);
					const real: World = { store: createStore(options) };
					settleReplicas(model, real);
					for (const SecretId of [names[0], names[3]])
						play(model, real, "PutResourcePolicy", homeScope, {
							SecretId,
							ResourcePolicy: grants[0]?.text,
						});
					fc.modelRun(() => ({ model, real }), calls);
					verifyAll(model, real, names);
					count(seen, model);
				},
			),
			150,
			seen,
		);
	});
});
