/** The real store against the naive model, called by people who may do some things and not others. */
import fc from "fast-check";
import { createStore } from "pure-secrets-manager";
import { test } from "vitest";
import { homeScope, names } from "../support/arbitraries.js";
import {
	bob,
	type CallScope,
	EVERYTHING,
	takeover,
	welcome,
} from "../support/caller-arbitraries.js";
import { assertLaw, commandSequence } from "../support/depth.js";
import { policyOf } from "../support/policy-language.js";
import { replication } from "../support/replication-arbitraries.js";
import { peoplesCommands } from "./commands/index.js";
import {
	newReference,
	play,
	type Reference,
	spell,
	verifyAll,
	type World,
} from "./play.js";
import type { Options } from "./secret-model.js";
import { count, settleReplicas } from "./settle.js";

const options: fc.Arbitrary<Options> = fc.record({
	replication: replication(),
	unknownKeys: fc.constantFrom("refuse" as const, "register" as const),
});

/** What is said to people, and what they do. */
const saidToPeople = [
	...["identity-based policy allows", "permissions boundary allows"],
	...["session policy allows", "resource-based policy allows"],
	...["deny in an identity-based policy", "deny in a permissions boundary"],
	...["deny in a session policy", "deny in a resource-based policy"],
	...["Access to KMS is not allowed", "will not allow you to manage"],
	"is not authorized to perform: secretsmanager:ListSecrets because no",
	"not authorized to perform: secretsmanager:BatchGetSecretValue because no",
	"is not authorized to perform: lambda:InvokeFunction on resource: ",
	...["user: GetSecretValue", "session: GetSecretValue"],
	...["root: ", "service: "],
	...["user: PutResourcePolicy", "session: PutSecretValue"],
	...["user: CreateSecret", "user: TagResource", "session: UntagResource"],
	...["session: BatchGetSecretValue", "user: ListSecrets"],
	...["user: RotateSecret", "user: UpdateSecret"],
	"user: ReplicateSecretToRegions",
	"ReplicationFailed Replication failed: User: ",
	"is not authorized to perform: kms:",
];

/** Bob, who may all, keeps the account of a secret from managing it. */
function takeOver(model: Reference, real: World): void {
	const everything = { identity: [EVERYTHING], session: [], facts: {} };
	const scope: CallScope = { ...homeScope, person: { ...bob, ...everything } };
	play(model, real, "PutResourcePolicy", scope, {
		SecretId: spell({ form: "arn", name: names[3] }, homeScope, model),
		ResourcePolicy: policyOf(takeover()),
	});
}

test("the store answers as the naive model does, whoever may do what", () => {
	const seen = Object.fromEntries(saidToPeople.map((text) => [text, 0]));
	assertLaw(
		fc.property(
			options,
			fc.boolean(),
			commandSequence(peoplesCommands, 60),
			(options, takenOver, calls) => {
				const model = newReference(options);
				const real: World = { store: createStore(options) };
				settleReplicas(model, real);
				for (const SecretId of [names[0], names[3]]) {
					play(model, real, "TagResource", homeScope, {
						SecretId,
						Tags: [{ Key: "team", Value: "red" }],
					});
					play(model, real, "PutResourcePolicy", homeScope, {
						SecretId,
						ResourcePolicy: policyOf(welcome()),
					});
				}
				if (takenOver) takeOver(model, real);
				fc.modelRun(() => ({ model, real }), calls);
				verifyAll(model, real, names);
				count(seen, model);
			},
		),
		150,
		seen,
	);
});
