/** Rotations of the secret `db`, as its user, its rotation function and its host see them. */
import {
	advance,
	type DomainEvent,
	type Effect,
	type RotationReport,
	type RotationStep,
	reportRotationStep,
} from "pure-secrets-manager";
import { given, token, type World } from "./given.js";
import {
	callOfFunction,
	functionNamed,
	holderOf,
	STEPS,
} from "./rotation-function.js";
import { expectSound } from "./sound.js";

export const FUNCTION = functionNamed("rotate-db");

/** v1 [AWSCURRENT] */
export const one = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("v1"),
	SecretString: "value of v1",
});
/** A secret without a value. */
export const empty = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("creation"),
});

// biome-ignore lint/suspicious/noExplicitAny: tests look at any answer.
export const described = (world: World): any =>
	world.when("DescribeSecret", { SecretId: "db" }).answer;

export const ARN: string = described(one).ARN;

/** Version → labels, as sets: `{ v1: ["AWSCURRENT"] }`. */
export const labels = (world: World): Record<string, readonly string[]> =>
	Object.fromEntries(
		Object.entries<string[]>(described(world).VersionIdsToStages ?? {}).map(
			([id, stages]) => [id.replace(/-+$/, ""), [...stages].sort()],
		),
	);

/** A world, and what came of the transition that led to it. */
export interface Happened {
	readonly world: World;
	readonly effects: readonly Effect[];
	readonly events: readonly DomainEvent[];
}

/** RotateSecret with a function, whose token is `r1`: it must be accepted. */
export function rotate(world: World, members: object = {}): Happened {
	const result = world.when("RotateSecret", {
		SecretId: "db",
		ClientRequestToken: token("r1"),
		RotationLambdaARN: FUNCTION,
		...members,
	});
	return {
		world: result.answers({}),
		effects: result.effects,
		events: result.events,
	};
}

/** The report that a step of the rotation `r1` was done well; with other members, another one. */
export function report(
	world: World,
	step: RotationStep,
	members: Partial<RotationReport> = {},
): Happened {
	const { store, effects, events } = reportRotationStep(
		world.store,
		{ arn: ARN, token: token("r1"), step, ok: true, ...members },
		world.context,
	);
	expectSound(store);
	return { world: given(store, world.context), effects, events };
}

/** Time does what is due by now. */
export function advanced(world: World): Happened {
	const { store, effects, events } = advance(world.store, world.context);
	expectSound(store);
	return { world: given(store, world.context), effects, events };
}

/** What a rotation function of the published kind does in a step: it stores a value, or makes it the current one. */
export function perform(
	world: World,
	step: RotationStep,
	id: string = token("r1"),
): World {
	const event = { SecretId: "db", ClientRequestToken: id, Step: step };
	const current = holderOf("AWSCURRENT", described(world).VersionIdsToStages);
	const call = callOfFunction(event, current);
	return call === undefined ? world : world.after(call.operation, call.input);
}

/** Performs and reports the steps of the rotation `r1` before this one. */
export const until = (world: World, step: RotationStep): World =>
	STEPS.slice(0, STEPS.indexOf(step)).reduce(
		(before, each) => report(perform(before, each), each).world,
		world,
	);

/** Performs and reports all four steps of the rotation `r1`. */
export const complete = (world: World): Happened =>
	report(perform(until(world, "finishSecret"), "finishSecret"), "finishSecret");

/** Names of events, in their order. */
export const namesOf = (events: readonly DomainEvent[]): readonly string[] =>
	events.map(({ name }) => name);

/** The steps that effects ask for, in their order. */
export const stepsOf = (effects: readonly Effect[]): readonly string[] =>
	effects.map(({ event }) => event.Step);
