/** Playing one call on the real store and on the naive model, and comparing all that can be seen. */
import {
	type Context,
	checkInvariants,
	type Effect,
	execute,
	putManagedSecret,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { expect } from "vitest";
import {
	homeScope,
	type Scope,
	type SecretIdChoice,
	scopes,
	secretIdOf,
	startOfTime,
} from "../support/arbitraries.js";
import {
	type CallScope,
	callerOf,
	withArns,
} from "../support/caller-arbitraries.js";
import { knownFunctions } from "../support/rotation-arbitraries.js";
import { expectSame } from "../support/same.js";
import type { Input, OperationName } from "./admission.js";
import { comparable, completed, refusal } from "./compare.js";
import { compareReplications, compareRotations } from "./compare-events.js";
import { learnKeys, realKeys } from "./learn.js";
import { type Answer, Model } from "./model.js";
import type { Output } from "./secret.js";
import type { Options } from "./secret-model.js";

/** The real side: the one mutable cell around the immutable store. */
export interface World {
	store: SecretStore;
}
/** The model's side, with what the test must remember of real answers. */
export interface Reference {
	readonly model: Model;
	now: number;
	/** "account/region/name" -> every full ARN the name ever had, oldest first. */
	readonly arns: Map<string, string[]>;
	/** Tokens of pages seen. */
	readonly pages: PageToken[];
	/** Everything asked of the host so far, as the real side said it. */
	readonly effects: Effect[];
	/** The names of all that happened to rotations and replications so far, and what was let to callers from abroad. */
	readonly happened: string[];
	/** The texts of all refusals so far. */
	readonly refusals: string[];
	/** What was compared last: the store, the state of the model, the moment. */
	verified: readonly unknown[];
}
/** A request for pages, but for the page. */
export interface Listing {
	readonly operation: OperationName;
	readonly scope: Scope;
	readonly input: Input;
}
/** Where a listing went on when it was seen. */
export type PageToken = Listing & Spelt;
/** A token as each side spelt it. */
export interface Spelt {
	readonly real: string;
	readonly model: string;
}

export function newReference(options: Options = {}): Reference {
	const model = new Model(options);
	return {
		model,
		now: startOfTime,
		arns: new Map(),
		pages: [],
		effects: [],
		happened: [],
		refusals: [],
		verified: [],
	};
}

export function contextAt(now: number, scope: Scope): Context {
	const seed = `seed ${now % 7}`;
	return { now, seed, invocableFunctions: knownFunctions, ...scope };
}

/** The SecretId to send for this choice, given what exists and existed. */
export function spell(
	choice: SecretIdChoice,
	scope: Scope,
	{ arns }: Reference,
): string | null | undefined {
	return secretIdOf(
		choice,
		scope,
		(name, account) => arns.get(`${account}/${scope.region}/${name}`) ?? [],
	);
}

/** Runs the call on both sides; fails unless answers and laws agree. Returns both answers. */
export function play(
	reference: Reference,
	world: World,
	operation: OperationName,
	scope: Scope,
	input: Input,
	modelInput: Input = input,
): { readonly real: Output | undefined; readonly model: Output | undefined } {
	const { model, now } = reference;
	const before = world.store;
	const changes = model.changes;
	const command = { operation: operation as string, input };
	const { person, ...place } = whoCalls(scope, reference);
	const origin = { ...place, account: person?.account ?? place.account };
	const context = {
		...contextAt(now, place),
		...(person && { caller: callerOf(person) }),
	};
	const outcome =
		operation === "PutManagedSecret"
			? putManagedSecret(before, input as never, context)
			: execute(before, command, context);
	const real = outcome.result as Answer;
	const expected = model.execute(operation, modelInput, {
		...{ now, ...place, person },
	});

	if (!real.ok || !expected.ok) {
		expectSame(refusal(real, expected), refusal(expected, expected));
		if (!real.ok) reference.refusals.push(real.error.message);
		if (outcome.store !== before)
			expect.fail("a refused call returns the same store");
		return { real: undefined, model: undefined };
	}
	if (model.changes === changes && outcome.store !== before)
		expect.fail("no change, the same store");
	world.store = outcome.store;
	compareRotations(reference, outcome);
	const answer = completed(expected.value, real.value, operation, input);
	if (["CreateSecret", "PutManagedSecret"].includes(operation))
		learn(reference, origin, answer);
	compareReplications(reference, outcome.events);
	if (isAbroad(origin, input)) reference.happened.push(`abroad: ${operation}`);
	if (person) reference.happened.push(`${person.kind}: ${operation}`);
	expectSame(comparable(real.value), comparable(answer));
	return { real: real.value, model: answer };
}

/** The place of a call and who makes it, the ARNs of secrets in its policies spelt out. */
function whoCalls(scope: CallScope, { arns }: Reference): CallScope {
	const { person, ...place } = scope;
	const arnOf = (name: string) =>
		arns.get(`${homeScope.account}/${homeScope.region}/${name}`)?.at(-1) ??
		"arn:aws:secretsmanager:nowhere";
	return person ? { ...place, person: withArns(person, arnOf) } : place;
}

/** Whether a call is about a secret of another account. */
const isAbroad = ({ account }: Scope, { SecretId }: Input): boolean =>
	`${SecretId}`.startsWith("arn:") && !`${SecretId}`.includes(`:${account}:`);

/** Lists from the page on, to the end or one page; returns the entries. */
export function playPages(
	reference: Reference,
	world: World,
	listing: Listing,
	{ page, toTheEnd }: { page?: Spelt | undefined; toTheEnd: boolean },
): Output[] {
	const { operation, scope, input } = listing;
	const [real = input, model] = (["real", "model"] as const).map((side) =>
		page === undefined ? input : { ...input, NextToken: page[side] },
	);
	const answers = play(reference, world, operation, scope, real, model);
	const { Versions, SecretList, SecretValues, NextToken } = answers.real ?? {};
	const entries = (Versions ?? SecretList ?? SecretValues ?? []) as Output[];
	if (NextToken === undefined) return entries;
	const next = {
		...listing,
		real: String(NextToken),
		model: String(answers.model?.NextToken),
	};
	reference.pages.push(next);
	if (!toTheEnd) return entries;
	const rest = { page: next, toTheEnd };
	return [...entries, ...playPages(reference, world, listing, rest)];
}

/** Tells model and test the ARN of a secret created just now; none may come twice. */
function learn(
	{ model, now, arns }: Reference,
	scope: Scope,
	{ ARN, Name }: Output,
): void {
	const place = `${scope.account}/${scope.region}/${Name}`;
	const former = arns.get(place) ?? [];
	const secret = model
		.secrets({ now, ...scope })
		.find(({ name }) => name === Name);
	if (secret === undefined || secret.arn === ARN) return;
	expect(former, "a new ARN").not.toContain(ARN);
	secret.arn = String(ARN);
	arns.set(place, [...former, secret.arn]);
	// Its replicas have its suffix.
	for (const [, each] of model.everywhere(now))
		each.arn = each.arn.replace("??????", secret.arn.slice(-6));
}

/** Notes the ARNs of replicas, which come and go without being named by an answer. */
function noteArns({ model, now, arns }: Reference): void {
	for (const [place, { name, arn }] of model.everywhere(now)) {
		const known = arns.get(`${place}/${name}`) ?? [];
		const others = known.filter((each) => each !== arn);
		if (known.at(-1) !== arn) arns.set(`${place}/${name}`, [...others, arn]);
	}
}

/**
 * Compares the KMS keys, the listing of every place, and of every secret of the model its description, policy and list of all versions;
 * once, while nothing changes.
 */
export function verify(reference: Reference, world: World): void {
	const { model, now, verified } = reference;
	const compared = [world.store, model.changes, now];
	if (compared.every((each, i) => each === verified[i])) return;
	reference.verified = compared;
	noteArns(reference);
	expect(checkInvariants(world.store)).toEqual([]);
	const { keys } = toSnapshot(world.store);
	learnKeys(model.keys, keys);
	expectSame(keys, realKeys(model.keys));
	for (const scope of scopes) {
		play(reference, world, "ListSecrets", scope, {
			IncludePlannedDeletion: true,
			MaxResults: 100,
		});
		for (const { arn } of model.secrets({ now, ...scope })) {
			play(reference, world, "DescribeSecret", scope, { SecretId: arn });
			play(reference, world, "GetResourcePolicy", scope, { SecretId: arn });
			play(reference, world, "ListSecretVersionIds", scope, {
				SecretId: arn,
				MaxResults: 100,
				IncludeDeprecated: true,
			});
		}
	}
}

/** At the end: no name leads anywhere it should not, and every version opens. */
export function verifyAll(
	reference: Reference,
	world: World,
	names: readonly string[],
): void {
	const { model, now } = reference;
	for (const scope of scopes) {
		for (const SecretId of names)
			play(reference, world, "DescribeSecret", scope, { SecretId });
		for (const { arn, versions } of model.secrets({ now, ...scope }))
			for (const { id } of versions)
				play(reference, world, "GetSecretValue", scope, {
					SecretId: arn,
					VersionId: id,
				});
	}
	verify(reference, world);
}
