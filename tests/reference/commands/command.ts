/** The form that every command of the reference test has. */
import fc from "fast-check";
import {
	accounts,
	homeScope,
	mostly,
	names,
	regions,
	type Scope,
	type SecretIdChoice,
	type SecretIdForm,
	scope,
	secretId,
	weighted,
} from "../../support/arbitraries.js";
import {
	type CallScope,
	withPeople,
} from "../../support/caller-arbitraries.js";
import { replicaScope } from "../../support/replication-arbitraries.js";
import { managedNames } from "../../support/rotation-arbitraries.js";
import type { Input, OperationName } from "../admission.js";
import {
	type PageToken,
	play,
	type Reference,
	spell,
	verify,
	type World,
} from "../play.js";

/** Which secrets a command may be about. */
export interface Where {
	readonly scope: fc.Arbitrary<Scope>;
	readonly secret: fc.Arbitrary<SecretIdChoice>;
}
export const anywhere = (): Where => ({ scope: scope(), secret: secretId() });
/** Mostly the secret with the first of the names. */
export const nearby = (): Where => ({
	scope: mostly(fc.constant(homeScope), scope(), 8),
	secret: mostly(
		fc.constant({ form: "name" as const, name: names[0] }),
		secretId(),
		4,
	),
});

/** One that another service manages, if there is any. */
export const managed = (): Where => ({
	scope: fc.constant(homeScope),
	secret: fc.record({
		form: fc.constantFrom("name" as const, "arn" as const),
		name: fc.constantFrom(...managedNames),
	}),
});

/** A secret that is replicated as a rule, or one of its replicas. */
export const replicated = (): Where => ({
	scope: replicaScope(),
	secret: mostly(
		fc.record({
			form: fc.constantFrom("name" as const, "name" as const, "arn" as const),
			name: weighted([5, names[0]], [1, names[3]]),
		}),
		secretId(),
		12,
	),
});

/** One of another account. */
export const abroad = (): Where => ({
	scope: weighted<Scope>(
		[4, { account: accounts[1], region: homeScope.region }],
		[2, { account: accounts[1], region: regions[2] }],
	),
	secret: fc.record({
		form: fc.constant("foreign-arn" as const),
		name: weighted([3, names[0]], [1, names[3]]),
	}),
});

/** Mostly one of two secrets, and mostly somebody who is told of. */
export const byPeople = (people = withPeople): Where => ({
	scope: people(mostly(fc.constant(homeScope), replicaScope(), 6)),
	secret: mostly(
		fc.record({
			form: weighted<SecretIdForm>([4, "name"], [4, "arn"], [1, "partial-arn"]),
			name: weighted([5, names[0]], [2, names[3]]),
		}),
		secretId(),
		8,
	),
});

export type ReferenceCommand = fc.Command<Reference, World>;

/** A command that can always run, and what it prints as, if it ever does. After it, all that exists is compared. */
export function command(
	print: () => string,
	run: (reference: Reference, world: World) => void,
): ReferenceCommand {
	return {
		check: () => true,
		run(reference, world) {
			run(reference, world);
			verify(reference, world);
		},
		toString: print,
	};
}

/** One call of an operation on the secret that the choice leads to. */
export function call(
	operation: OperationName,
	scope: Scope,
	secret: SecretIdChoice | undefined,
	input: Input,
): ReferenceCommand {
	return command(
		() => describeCall(operation, scope, secret, input),
		(reference, world) => {
			const id = secret && { SecretId: spell(secret, scope, reference) };
			play(reference, world, operation, scope, present({ ...id, ...input }));
		},
	);
}

export function describeCall(
	operation: OperationName,
	scope: Scope,
	secret: SecretIdChoice | undefined,
	input: Input,
): string {
	const { person } = scope as CallScope;
	const parts = [
		...[scope.account, scope.region, person, secret, present(input)],
	];
	return `${operation}(${parts
		.filter((part) => part !== undefined)
		.map((part) => fc.stringify(part))
		.join(", ")})`;
}

/** A page seen any time before, mostly of this operation. */
export function pageSeen(
	{ pages }: Reference,
	which: number | undefined,
	operation: OperationName,
): PageToken | undefined {
	if (which === undefined) return undefined;
	const own = pages.filter((page) => page.operation === operation);
	const pool = which % 8 === 0 || own.length === 0 ? pages : own;
	return pool[which % pool.length];
}

/** Without the members that are undefined. */
export function present(input: Input): Input {
	return Object.fromEntries(
		Object.entries(input).filter(([, value]) => value !== undefined),
	);
}
