import { inspect } from "node:util";
import fc from "fast-check";
import {
	advance,
	execute,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import type { Secret } from "../../src/model/secret.js";
import { assertLaw } from "../support/depth.js";
import { expectSame } from "../support/same.js";
import {
	arnsSpokenOf,
	contentsOf,
	type Ran,
	runScript,
	script,
	secretsOf,
} from "../support/scripts.js";
import { expectSound } from "../support/sound.js";

describe("after every command of every script", () => {
	test("law 1: no invariant is broken", () => {
		always(({ before, outcome }) => {
			expectSound(before); // which time and reports of rotation steps have changed since the last
			expectSound(outcome.store);
		});
	});

	test("law 2: a refused command returns the very same store and tells of nothing", () => {
		always(({ before, outcome }) => {
			if (outcome.result.ok) return;
			expect(outcome.store).toBe(before);
			expect([...outcome.events, ...outcome.effects]).toEqual([]);
		});
	});

	test("law 3: secrets that the command does not speak of keep their identity", () => {
		const seen: Record<string, number> = Object.fromEntries(
			writing.slice(1).map((operation) => [operation, 0]),
		);
		always(
			(ran) => {
				const { before, operation, outcome, context } = ran;
				const touched = arnsSpokenOf(ran);
				const after = new Set(secretsOf(outcome.store));
				const changed = secretsOf(before).filter((each) => !after.has(each));
				for (const { account, region, name } of changed) {
					expect(
						touched.some((arn) => arn.includes(`:${account}:secret:${name}-`)),
						`${operation} speaks of ${name}`,
					).toBe(true);
					if (region !== context.region)
						expect(areReplicated(ran, { account, name })).toBe(true);
					expect(writing, "no other replaces a secret").toContain(operation);
					seen[operation] = 1 + (seen[operation] ?? 0);
				}
			},
			300,
			seen,
		);
	});

	test("law 4: the same store, input and context give the same outcome", () => {
		always(({ before, operation, input, context, outcome }) => {
			const again = execute(before, { operation, input }, context);
			expectSame(again.result, outcome.result);
			expectSame(again.events, outcome.events);
			expectSame(again.effects, outcome.effects);
			expectSame(contentsOf(again.store), contentsOf(outcome.store));
		});
	});

	test("law 4: what a caller later does to its request, to the answer or to itself changes nothing", () => {
		always(({ before, operation, input, context }) => {
			const request = structuredClone(input);
			const caller = structuredClone(context.caller);
			const { store, result } = execute(
				before,
				{ operation, input: request },
				{ ...context, caller },
			);
			expectSame(request, structuredClone(input));
			expectSame(caller, structuredClone(context.caller));
			const kept = toSnapshot(store);
			const said = JSON.stringify(result);
			spoil(request);
			spoil(caller);
			if (result.ok) spoil(result.value);
			expectSame(toSnapshot(store), kept);
			const again = execute(before, { operation, input }, context);
			expect(JSON.stringify(again.result)).toBe(said);
		});
	});

	test("advancing or not changes memory, not answers, where no rotation is due", () => {
		always(({ before, operation, input, context, outcome }) => {
			const advanced = advance(before, context).store;
			if (advanced === before) return; // what is left to say is law 4
			const kept = new Set(secretsOf(before));
			if (secretsOf(advanced).some((each) => !kept.has(each))) return;
			const again = execute(advanced, { operation, input }, context);
			expectSame(again.result, outcome.result);
			expectSame(
				contentsOf(advance(again.store, context).store),
				contentsOf(advance(outcome.store, context).store),
			);
		});
	});
});

function always(
	holds: (ran: Ran) => void,
	runs = 60,
	seen: Readonly<Record<string, number>> = {},
): void {
	assertLaw(
		fc.property(script(), (steps) => {
			for (const ran of runScript(steps)) holds(ran);
		}),
		runs,
		seen,
	);
}

/** The operations that put another secret in the place of one; CreateSecret does so where one has expired. */
const writing = [
	"CreateSecret",
	"BatchGetSecretValue",
	"CancelRotateSecret",
	"DeleteResourcePolicy",
	"DeleteSecret",
	"GetSecretValue",
	"PutResourcePolicy",
	"PutSecretValue",
	"RemoveRegionsFromReplication",
	"ReplicateSecretToRegions",
	"RestoreSecret",
	"RotateSecret",
	"StopReplicationToReplica",
	"TagResource",
	"UntagResource",
	"UpdateSecret",
	"UpdateSecretVersionStage",
];

/** What the secrets of an account and name are in all regions. */
type Namesakes = Pick<Secret, "account" | "name">;
const namesakes = (store: SecretStore, { account, name }: Namesakes) =>
	secretsOf(store).filter(
		(each) => each.account === account && each.name === name,
	);

/** Whether a secret of this name was, or is, replicated to where another one has it. */
const areReplicated = ({ before, outcome }: Ran, who: Namesakes): boolean =>
	[before, outcome.store].some((store) =>
		namesakes(store, who).some(({ role }) => role.kind !== "standalone"),
	);

/** Overwrites everything in a value that can be overwritten. */
function spoil(value: unknown): void {
	if (value instanceof Uint8Array) value.fill(7);
	else if (typeof value === "object" && value !== null)
		for (const [key, member] of Object.entries(value)) {
			spoil(member);
			if (typeof member !== "object")
				(value as Record<string, unknown>)[key] = `spoilt ${inspect(member)}`;
		}
}
