import {
	type Context,
	createStore,
	type DomainEvent,
	type Effect,
	execute,
	type KeyRegistration,
	registerKey,
	type SecretStore,
} from "pure-secrets-manager";
import { expect } from "vitest";
import { withoutRequestId } from "./keys.js";
import { HERE } from "./places.js";
import { expectSound } from "./sound.js";

/** Where tests live unless they say otherwise: noon of an ordinary day. */
export const NOON = Date.UTC(2026, 10, 24, 12);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const CONTEXT: Context = {
	now: NOON,
	seed: "test",
	...HERE,
};

/** A token, and so a version id, that reads well: `token("a")` is 32 characters long. */
export const token = (name: string): string => name.padEnd(32, "-");

/** The members of a write that makes a version of this name, with a value of its own. */
export const aValue = (name: string) => ({
	ClientRequestToken: token(name),
	SecretString: `value of ${name}`,
});

/** A policy without principals of accounts that there may not be. */
export const ResourcePolicy = JSON.stringify({
	Statement: {
		Effect: "Allow",
		Principal: { AWS: "123456789012" },
		Action: "secretsmanager:GetSecretValue",
		Resource: "*",
	},
});

/**
 * A world in which commands run one after the other. Each command gives a new world; the old one stays as it was.
 *
 * ```ts
 * given()
 *   .after("CreateSecret", { Name: "a", SecretString: "x", ClientRequestToken: token("v1") })
 *   .later(HOUR)
 *   .when("GetSecretValue", { SecretId: "a" })
 *   .answers({ SecretString: "x" });
 * ```
 */
export interface World {
	readonly store: SecretStore;
	readonly context: Context;
	/** Runs a command that must be accepted. */
	after(operation: string, input: unknown): World;
	/** Lets time pass, in milliseconds; what is due is not done by it. */
	later(milliseconds: number): World;
	/** Changes account, region, seed or key service of the commands that follow. */
	as(context: Partial<Context>): World;
	/** Registers a KMS key where the world is, or changes what is given of it. */
	withKey(key: KeyRegistration): World;
	/** Runs a command and lets its result be looked at. */
	when(operation: string, input: unknown): Result;
}

export interface Result {
	/** The world after the command, whatever came of it. */
	readonly world: World;
	readonly events: readonly DomainEvent[];
	readonly effects: readonly Effect[];
	/** The whole answer; fails when the command was refused. */
	// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
	readonly answer: any;
	/** Expects acceptance and these members among the answer's. */
	answers(members: object): World;
	/** Expects exactly this answer. */
	answersExactly(answer: object): World;
	/**
	 * Expects a refusal by name and, when given, by its exact message, in which `<uuid>` stands for the id of KMS's own
	 * answer; the store is the very same object.
	 */
	refuses(name: string, message?: string): World;
}

export const given = (
	store: SecretStore = createStore(),
	context: Context = CONTEXT,
): World => ({
	store,
	context,
	after(operation, input) {
		return given(store, context).when(operation, input).answers({});
	},
	later: (milliseconds) =>
		given(store, { ...context, now: context.now + milliseconds }),
	as: (changes) => given(store, { ...context, ...changes }),
	withKey: (key) => given(registerKey(store, key, context).store, context),
	when(operation, input) {
		const outcome = execute(store, { operation, input }, context);
		const { result } = outcome;
		const world = given(outcome.store, context);
		expectSound(outcome.store);
		const answer = (): object => {
			if (!result.ok)
				throw new Error(
					`${operation} was refused: ${result.error.name}: ${result.error.message}`,
				);
			return result.value as object;
		};
		return {
			world,
			events: outcome.events,
			effects: outcome.effects,
			get answer() {
				return answer();
			},
			answers(members) {
				expect(answer()).toMatchObject(members);
				return world;
			},
			answersExactly(expected) {
				expect(answer()).toEqual(expected);
				return world;
			},
			refuses(name, message) {
				if (result.ok)
					throw new Error(
						`${operation} was accepted: ${JSON.stringify(result.value)}`,
					);
				expect(result.error.name).toBe(name);
				if (message !== undefined)
					expect(withoutRequestId(result.error.message)).toBe(message);
				expect(outcome.store).toBe(store);
				expect(outcome.events).toEqual([]);
				expect(outcome.effects).toEqual([]);
				return world;
			},
		};
	},
});
