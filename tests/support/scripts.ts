/** Random scripts of commands, run on the real store: how the laws come by stores that can be reached. */
import fc from "fast-check";
import {
	advance,
	type Context,
	createStore,
	execute,
	type Outcome,
	type SecretStore,
	type StoreOptions,
} from "pure-secrets-manager";
import { entriesOf } from "../../src/base/ordered-map.js";
import type { Secret } from "../../src/model/secret.js";
import {
	description,
	duration,
	homeScope,
	kmsKeyId,
	label,
	name,
	names,
	rarely,
	type Scope,
	type SecretIdChoice,
	scope,
	secretId,
	secretIdOf,
	stages,
	startOfTime,
	strings,
	tags,
	token,
	tokens,
	unless,
	value,
	write,
} from "./arbitraries.js";
import { sequence } from "./depth.js";

/** One command of a script; its SecretId is spelt when it runs, from the ARNs that exist by then. */
export interface Step {
	readonly operation: string;
	readonly scope: Scope;
	readonly secret: SecretIdChoice | undefined;
	readonly input: Readonly<Record<string, unknown>>;
	/** Milliseconds that pass before it. */
	readonly wait: number;
	/** Whether what is due by then is done first. */
	readonly advance: boolean;
}

/** A step as it ran. */
export interface Ran {
	readonly before: SecretStore;
	readonly operation: string;
	readonly input: Readonly<Record<string, unknown>>;
	readonly context: Context;
	readonly outcome: Outcome;
}

export const step = (): fc.Arbitrary<Step> =>
	fc
		.tuple(
			fc.oneof(
				{ weight: 3, arbitrary: creation() },
				{ weight: 5, arbitrary: put() },
				{ weight: 2, arbitrary: update() },
				{ weight: 3, arbitrary: stageMove() },
				{ weight: 2, arbitrary: read() },
				{ weight: 1, arbitrary: deletion() },
				{ weight: 1, arbitrary: bare("RestoreSecret") },
				{ weight: 1, arbitrary: bare("DescribeSecret") },
				{ weight: 1, arbitrary: listing() },
			),
			fc.record({
				scope: scope(),
				secret: secretId(),
				wait: fc.oneof(fc.constant(0), duration()),
				advance: fc.boolean(),
			}),
		)
		.map(([command, { secret, ...rest }]) => ({
			...rest,
			...command,
			secret: command.operation === "CreateSecret" ? undefined : secret,
		}));

/** Begins with two secrets that have values, so that most steps find something to do. */
export const script = (usual = 30): fc.Arbitrary<readonly Step[]> =>
	sequence(step(), usual).map((steps) => [...beginning, ...steps]);

const beginning: readonly Step[] = [names[0], names[3]].map((Name) => ({
	operation: "CreateSecret",
	scope: homeScope,
	secret: undefined,
	input: { Name, ClientRequestToken: tokens[0], SecretString: strings[0] },
	wait: 0,
	advance: false,
}));

/** Runs a script from an empty store, and answers with each step as it ran. */
export function runScript(
	steps: readonly Step[],
	options: StoreOptions = {},
): readonly Ran[] {
	const arns = new Map<string, string[]>();
	const ran: Ran[] = [];
	let store = createStore(options);
	let now = startOfTime;
	for (const { operation, scope, secret, ...step } of steps) {
		now += step.wait;
		const context = { now, seed: "law", ...scope };
		const place = (name: string) => `${scope.account}/${scope.region}/${name}`;
		if (step.advance) store = advance(store, context).store;
		const SecretId =
			secret &&
			secretIdOf(secret, scope, (each) => arns.get(place(each)) ?? []);
		const input = { ...step.input, ...(secret && { SecretId }) };
		const outcome = execute(store, { operation, input }, context);
		ran.push({ before: store, operation, input, context, outcome });
		store = outcome.store;
		if (!outcome.result.ok) continue;
		const { ARN, Name } = outcome.result.value as { ARN: string; Name: string };
		const known = arns.get(place(Name)) ?? [];
		if (!known.includes(ARN)) arns.set(place(Name), [...known, ARN]);
	}
	return ran;
}

/** The store that a script ends with. */
export const storeAfter = (ran: readonly Ran[]): SecretStore =>
	ran.at(-1)?.outcome.store ?? createStore();

/** Every secret of a store, expired ones included. */
export const secretsOf = (store: SecretStore): readonly Secret[] =>
	[...entriesOf(store.vaults)].flatMap(([, vault]) =>
		[...entriesOf(vault.rows)].map(([, secret]) => secret),
	);

/**
 * All that a store holds, as lists. The secrets are its own objects: two stores that share them, as an older and a
 * newer one do, are compared without being read to the depths.
 */
export const contentsOf = (store: SecretStore) => ({
	limits: store.limits,
	due: [...entriesOf(store.due)],
	vaults: [...entriesOf(store.vaults)].map(([key, vault]) => ({
		...vault,
		key,
		rows: [...entriesOf(vault.rows)],
		byName: [...entriesOf(vault.byName)],
		due: [...entriesOf(vault.due)],
	})),
});

const command =
	(operation: string) => (input: Readonly<Record<string, unknown>>) => ({
		operation,
		input,
	});

const bare = (operation: string) => fc.constant(command(operation)({}));

const creation = () =>
	fc
		.record({
			Name: name(),
			write: write(),
			Description: rarely(description(), 4),
			KmsKeyId: rarely(kmsKeyId(), 4),
			Tags: rarely(tags(), 4),
		})
		.map(({ write, ...input }) =>
			command("CreateSecret")({ ...input, ...write }),
		);

const put = () =>
	fc
		.record({ write: write(), VersionStages: rarely(stages(), 2) })
		.map(({ write, ...input }) =>
			command("PutSecretValue")({ ...input, ...write }),
		);

const update = () =>
	fc
		.record({
			ClientRequestToken: token(),
			value: rarely(value(), 2),
			Description: rarely(description(), 4),
			KmsKeyId: rarely(kmsKeyId(), 4),
		})
		.map(({ value, ...input }) =>
			command("UpdateSecret")({ ...input, ...value }),
		);

const stageMove = () =>
	fc
		.record({
			VersionStage: label(),
			RemoveFromVersionId: unless(token(), 2),
			MoveToVersionId: unless(token(), 4),
		})
		.map(command("UpdateSecretVersionStage"));

const read = () =>
	fc
		.record({
			VersionId: rarely(token(), 3),
			VersionStage: rarely(label(), 3),
		})
		.map(command("GetSecretValue"));

const deletion = () =>
	fc
		.constantFrom(
			{},
			{ RecoveryWindowInDays: 7 },
			{ RecoveryWindowInDays: 6 },
			{ ForceDeleteWithoutRecovery: true },
		)
		.map(command("DeleteSecret"));

const listing = () =>
	fc
		.record({
			IncludeDeprecated: fc.boolean(),
			MaxResults: rarely(fc.integer({ min: 1, max: 5 }), 2),
		})
		.map(command("ListSecretVersionIds"));
