/** Random scripts of commands, run on the real store: how the laws come by stores that can be reached. */
import fc from "fast-check";
import {
	advance,
	type Context,
	createStore,
	describeSecret,
	type Effect,
	execute,
	type KeyRegistration,
	type Outcome,
	registerKey,
	reportRotationStep,
	type SecretStore,
	type StoreOptions,
} from "pure-secrets-manager";
import { entriesOf } from "../../src/base/ordered-map.js";
import type { Secret } from "../../src/model/secret.js";
import { withReplicationLag, withUnknownKeys } from "../../src/store/store.js";
import {
	description,
	duration,
	homeScope,
	hour,
	label,
	mostly,
	name,
	names,
	rarely,
	regions,
	type Scope,
	type SecretIdChoice,
	scope,
	secretId,
	secretIdOf,
	stages,
	startOfTime,
	strings,
	tagKeyList,
	tags,
	token,
	tokens,
	unless,
	value,
	write,
} from "./arbitraries.js";
import {
	callerOf,
	type Person,
	person,
	withArns,
} from "./caller-arbitraries.js";
import { sequence } from "./depth.js";
import {
	keyAliases,
	keyIds,
	keyRegistration,
	keyScope,
	kmsKeyId,
} from "./key-arbitraries.js";
import { filters, listingRequest, pageSize } from "./listings.js";
import { passwordRequest } from "./passwords.js";
import { policyText } from "./policies.js";
import {
	grant,
	grants,
	regionToReplicate,
	replicaRegions,
	replicaScope,
} from "./replication-arbitraries.js";
import {
	type FunctionWork,
	functionWork,
	knownFunctions,
	rotationRequest,
} from "./rotation-arbitraries.js";
import { callOfFunction, scopeOf } from "./rotation-function.js";

/** One command of a script; its SecretId is spelt when it runs, from the ARNs that exist by then. */
export interface Step {
	readonly operation: string;
	readonly scope: Scope;
	readonly secret: SecretIdChoice | undefined;
	readonly input: Readonly<Record<string, unknown>>;
	/** Who calls, of the account of the scope; nobody is its trusted root. */
	readonly person?: Person | undefined;
	/** Milliseconds that pass before it. */
	readonly wait: number;
	/** Whether what is due by then is done first. */
	readonly advance: boolean;
	/** What rotation functions do between that and the command. */
	readonly functions: readonly FunctionWork[];
	/** How KMS keys are set up before all that. */
	readonly keys: readonly KeyWork[];
}

/** A key is registered, or put in another state; or unknown ones are registered from now on; or replication takes time. */
type KeyWork =
	| "replicate in an hour"
	| { readonly scope: Scope; readonly key: KeyRegistration }
	| "register unknown keys";

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
				{ weight: 3, arbitrary: tagging() },
				{ weight: 4, arbitrary: policy() },
				{ weight: 2, arbitrary: listingOfSecrets() },
				{ weight: 1, arbitrary: batch() },
				{ weight: 1, arbitrary: password() },
				{
					weight: 4,
					arbitrary: rotationRequest().map(command("RotateSecret")),
				},
				{ weight: 1, arbitrary: bare("CancelRotateSecret") },
				{ weight: 3, arbitrary: replicating() },
				{ weight: 1, arbitrary: removal() },
				{ weight: 1, arbitrary: bare("StopReplicationToReplica") },
			),
			fc.record({
				scope: mostly(scope(), replicaScope(), 4),
				person: rarely(person(), 5),
				secret: secretId(),
				wait: fc.oneof(fc.constant(0), duration()),
				advance: fc.boolean(),
				functions: functionWork(),
				keys: fc.array(
					fc.record({ scope: keyScope(), key: keyRegistration() }),
					{ maxLength: 2 },
				),
			}),
		)
		.map(([command, { secret, ...rest }]) => ({
			...rest,
			...command,
			secret: namesNoSecret.includes(command.operation) ? undefined : secret,
			...(command.operation === "StopReplicationToReplica" && FIRST_REPLICA),
		}));

/** The replica that each script begins with: few others are there to be promoted. */
const FIRST_REPLICA = {
	scope: { ...homeScope, region: regions[2] },
	secret: { form: "name", name: names[3] } as const,
};

/** A step that has to do with replication: on one of two secrets, in the regions that they go to. */
export const replicationStep = (): fc.Arbitrary<Step> =>
	fc
		.tuple(
			fc.oneof(
				{ weight: 6, arbitrary: replicating() },
				{ weight: 2, arbitrary: removal() },
				{ weight: 2, arbitrary: bare("StopReplicationToReplica") },
				{ weight: 2, arbitrary: creation() },
				{ weight: 4, arbitrary: put() },
				{ weight: 2, arbitrary: update() },
				{ weight: 2, arbitrary: stageMove() },
				{ weight: 2, arbitrary: read() },
				{ weight: 2, arbitrary: deletion() },
				{ weight: 1, arbitrary: bare("RestoreSecret") },
				{ weight: 2, arbitrary: tagging() },
				{ weight: 4, arbitrary: policy() },
			),
			step(),
			replicaScope(),
			fc.constantFrom(names[0], names[3]),
		)
		.map(([command, step, scope, name]) => ({
			...{ ...step, ...command, scope },
			...(command.operation === "CreateSecret" && {
				input: { ...command.input, Name: name },
			}),
			secret: namesNoSecret.includes(command.operation)
				? undefined
				: { form: "name", name },
		}));

const namesNoSecret = [
	"CreateSecret",
	"ListSecrets",
	"BatchGetSecretValue",
	"GetRandomPassword",
];

/**
 * Begins with three secrets that have values and tags, one of them under a customer key, with a replica and
 * open to another account, and one
 * scheduled for deletion: most steps find something to do. Either there are keys by then, or unknown ones are registered
 * when they are named; replication takes an hour, or no time.
 */
export const script = (
	usual = 30,
	steps = step(),
): fc.Arbitrary<readonly Step[]> =>
	fc
		.tuple(
			fc.constantFrom<readonly KeyWork[]>(
				registered,
				["register unknown keys"],
				[...registered, "replicate in an hour"],
			),
			sequence(steps, usual),
		)
		.map(([keys, steps]) => [...beginning(keys), ...steps]);

const registered: readonly KeyWork[] = keyIds.map((keyId, at) => ({
	scope: homeScope,
	key: { keyId, aliases: keyAliases.slice(at, at + 1) },
}));

const soon = {
	...{ scope: homeScope, wait: 0, advance: false },
	...{ functions: [], keys: [] },
};

function beginning(keys: readonly KeyWork[]): readonly Step[] {
	const made = [names[0], names[3], names[2]].map((Name, at) => ({
		...soon,
		keys: at === 0 ? keys : [],
		operation: "CreateSecret",
		secret: undefined,
		input: {
			Name,
			ClientRequestToken: tokens[0],
			SecretString: strings[0],
			Tags: [{ Key: "team", Value: "red" }],
			...(at === 1 && {
				KmsKeyId: keys.length > 1 ? keyAliases[0] : keyIds[0],
				AddReplicaRegions: [{ Region: regions[2] }],
			}),
		},
	}));
	const deleted = {
		...soon,
		operation: "DeleteSecret",
		secret: { form: "name", name: names[2] } as const,
		input: {},
	};
	const shared = {
		...soon,
		operation: "PutResourcePolicy",
		secret: { form: "name", name: names[3] } as const,
		input: { ResourcePolicy: grants[0]?.text },
	};
	return [...made, deleted, shared];
}

/**
 * Runs a script from an empty store, and answers with each step as it ran; the calls of rotation functions are steps, too.
 */
export function runScript(
	steps: readonly Step[],
	options: StoreOptions = {},
	given: Pick<Context, "kms"> = {},
): readonly Ran[] {
	const arns = new Map<string, string[]>();
	const ran: Ran[] = [];
	const asked: Effect[] = [];
	let store = createStore(options);
	let now = startOfTime;
	const contextIn = (scope: Scope) => {
		const seed = "law";
		return {
			now,
			seed,
			invocableFunctions: knownFunctions,
			...given,
			...scope,
		};
	};
	const run = (
		operation: string,
		scope: Scope,
		input: Ran["input"],
		person?: Person,
	) => {
		const context = { ...contextIn(scope), ...callerIn(scope, person) };
		const outcome = execute(store, { operation, input }, context);
		ran.push({ before: store, operation, input, context, outcome });
		asked.push(...outcome.effects);
		store = outcome.store;
		return outcome.result;
	};
	const callerIn = (scope: Scope, person: Person | undefined) => {
		if (
			person === undefined ||
			(person.account ?? scope.account) !== scope.account
		)
			return {};
		const arnOf = (name: string) =>
			arns.get(`${scope.account}/${scope.region}/${name}`)?.at(-1) ?? "*";
		return { caller: callerOf(withArns(person, arnOf)) };
	};
	const doWork = ({ which, works, ok }: FunctionWork) => {
		const effect = asked.at(-1 - which);
		if (effect === undefined) return;
		const { SecretId: arn, ClientRequestToken: token, Step } = effect.event;
		const scope = scopeOf(arn);
		const current = currentOf(store, arn, contextIn(scope));
		const call = works ? callOfFunction(effect.event, current) : undefined;
		if (call) run(call.operation, scope, call.input);
		const report = { arn, token, step: Step, ok };
		const reported = reportRotationStep(store, report, contextIn(scope));
		asked.push(...reported.effects);
		store = reported.store;
	};
	const setUp = (work: KeyWork) => {
		if (work === "register unknown keys")
			store = withUnknownKeys(store, "register");
		else if (work === "replicate in an hour")
			store = withReplicationLag(store, hour);
		else store = registerKey(store, work.key, work.scope).store;
	};
	for (const { operation, scope, secret, person, ...step } of steps) {
		step.keys.forEach(setUp);
		now += step.wait;
		const place = (name: string, account = scope.account) =>
			`${account}/${scope.region}/${name}`;
		if (step.advance) {
			const advanced = advance(store, contextIn(scope));
			asked.push(...advanced.effects);
			store = advanced.store;
		}
		step.functions.forEach(doWork);
		const SecretId =
			secret &&
			secretIdOf(
				secret,
				scope,
				(each, account) => arns.get(place(each, account)) ?? [],
			);
		const input = { ...step.input, ...(secret && { SecretId }) };
		const result = run(operation, scope, input, person);
		if (!result.ok) continue;
		const { ARN, Name } = result.value as Partial<SecretReference>;
		if (ARN === undefined || Name === undefined) continue;
		const there = place(Name, scopeOf(ARN).account);
		const known = arns.get(there) ?? [];
		if (!known.includes(ARN)) arns.set(there, [...known, ARN]);
	}
	return ran;
}

/** The version that has AWSCURRENT. */
function currentOf(
	store: SecretStore,
	SecretId: string,
	context: Context,
): string | undefined {
	const { result } = describeSecret(store, { SecretId }, context);
	const stages = result.ok ? result.value.VersionIdsToStages : undefined;
	return Object.entries(stages ?? {}).find(([, labels]) =>
		labels.includes("AWSCURRENT"),
	)?.[0];
}

interface SecretReference {
	readonly ARN: string;
	readonly Name: string;
}

/**
 * The ARNs of the secrets that an accepted step speaks of, and may have changed: what its answer names, and where that
 * names nothing, what its SecretId leads to. A listing speaks of all, and changes none.
 */
export function arnsSpokenOf({
	before,
	input,
	context,
	outcome: { result },
}: Ran): readonly string[] {
	if (!result.ok) return [];
	const { ARN, SecretValues = [] } = result.value as Partial<
		SecretReference & { readonly SecretValues: readonly SecretReference[] }
	>;
	if (ARN !== undefined) return [ARN];
	const { SecretId } = input as { readonly SecretId?: string };
	const described =
		SecretId === undefined
			? undefined
			: describeSecret(before, { SecretId }, { ...context, caller: undefined })
					.result;
	return [
		...SecretValues.map((each) => each.ARN),
		...(described?.ok ? [described.value.ARN] : []),
	];
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
	replicationLag: store.replicationLag,
	unknownKeys: store.keys.unknownKeys,
	keys: [...entriesOf(store.keys.keys)],
	aliases: [...entriesOf(store.keys.aliases)],
	due: [...entriesOf(store.due)],
	vaults: [...entriesOf(store.vaults)].map(([key, vault]) => ({
		...vault,
		key,
		rows: [...entriesOf(vault.rows)],
		byName: [...entriesOf(vault.byName)],
		byCohort: [...entriesOf(vault.byCohort)],
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
			AddReplicaRegions: rarely(replicaRegions(), 4),
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

const replicating = () =>
	fc
		.record({
			AddReplicaRegions: replicaRegions(),
			ForceOverwriteReplicaSecret: rarely(fc.boolean(), 2),
		})
		.map(command("ReplicateSecretToRegions"));

const removal = () =>
	fc
		.record({
			RemoveReplicaRegions: fc.array(regionToReplicate(), {
				minLength: 1,
				maxLength: 2,
			}),
		})
		.map(command("RemoveRegionsFromReplication"));

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

const tagging = () =>
	fc.oneof(
		{
			weight: 2,
			arbitrary: fc.record({ Tags: tags() }).map(command("TagResource")),
		},
		fc.record({ TagKeys: tagKeyList() }).map(command("UntagResource")),
	);

const policy = () =>
	fc.oneof(
		{
			weight: 3,
			arbitrary: fc
				.record({
					ResourcePolicy: mostly(policyText(), grant(), 3),
					BlockPublicPolicy: rarely(fc.boolean(), 2),
				})
				.map(command("PutResourcePolicy")),
		},
		bare("GetResourcePolicy"),
		bare("DeleteResourcePolicy"),
		fc
			.record({ ResourcePolicy: policyText() })
			.map(command("ValidateResourcePolicy")),
	);

const listingOfSecrets = () =>
	fc
		.record({ request: listingRequest(), MaxResults: pageSize() })
		.map(({ request, MaxResults }) =>
			command("ListSecrets")({ ...request, MaxResults }),
		);

/** Names, since what they lead to is not known when the script is written. */
const batch = () =>
	fc
		.oneof(
			fc.record({
				SecretIdList: fc.array(name(), { minLength: 1, maxLength: 3 }),
			}),
			fc.record({
				Filters: filters(),
				MaxResults: rarely(fc.integer({ min: 1, max: 20 }), 2),
			}),
		)
		.map(command("BatchGetSecretValue"));

const password = () => passwordRequest().map(command("GetRandomPassword"));
