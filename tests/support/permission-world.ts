/** A small world for laws of permissions: secrets with tags, one under a key with a policy, and requests of every operation. */
import fc from "fast-check";
import {
	type Context,
	createStore,
	execute,
	fromSnapshot,
	registerKey,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import {
	homeScope,
	names,
	startOfTime,
	strings,
	tokens,
} from "./arbitraries.js";
import { callerOf, type Person, withArns } from "./caller-arbitraries.js";
import { keyIds } from "./key-arbitraries.js";
import { namedOperations } from "./named-operations.js";
import { policyOf, type Rule } from "./policy-language.js";
import { knownFunctions } from "./rotation-arbitraries.js";

export interface Call {
	readonly operation: string;
	readonly input: Readonly<Record<string, unknown>>;
}

export const HOME: Context = {
	...{ ...homeScope, now: startOfTime, seed: "law" },
	invocableFunctions: knownFunctions,
};

const [open, guarded] = [names[0], names[3]];

/** Two secrets, the second under a customer key; nothing has a policy. */
export function settled(): SecretStore {
	const [keyId] = keyIds;
	let { store } = registerKey(createStore(), { keyId }, homeScope);
	for (const Name of [open, guarded]) {
		const input = {
			...{ Name, ClientRequestToken: tokens[0], SecretString: strings[0] },
			Tags: [{ Key: "team", Value: "red" }],
			...(Name === guarded && { KmsKeyId: keyId }),
		};
		const outcome = execute(store, { operation: "CreateSecret", input }, HOME);
		if (!outcome.result.ok) throw new Error(outcome.result.error.message);
		store = outcome.store;
	}
	return store;
}

/** The same with policies of all secrets, and of the key, whatever they lock out. */
export function withPolicies(
	store: SecretStore,
	ofSecrets: readonly Rule[],
	ofKey: readonly Rule[] = [],
): SecretStore {
	const { vaults, keys, ...rest } = JSON.parse(
		JSON.stringify(toSnapshot(store)),
	);
	const opened = fromSnapshot({
		...rest,
		keys: keys.map((key: { readonly aliases: readonly string[] }) => ({
			...key,
			...(ofKey.length > 0 &&
				!key.aliases.includes("alias/aws/secretsmanager") && {
					policy: policyOf(ofKey),
				}),
		})),
		vaults: vaults.map((vault: { readonly secrets: readonly object[] }) => ({
			...vault,
			secrets: vault.secrets.map((secret) => ({
				...secret,
				...(ofSecrets.length > 0 && { resourcePolicy: policyOf(ofSecrets) }),
			})),
		})),
	});
	if (!opened.ok) throw new Error(JSON.stringify(opened.error));
	return opened.value;
}

/** The ARN of a secret of a store, by name. */
export function arnIn(store: SecretStore, name: string): string {
	const { result } = execute(
		store,
		{ operation: "DescribeSecret", input: { SecretId: name } },
		HOME,
	);
	const { ARN = "arn:aws:secretsmanager:nowhere" } = Object(
		result.ok ? result.value : {},
	);
	return ARN;
}

/** A person as the caller of a context; nobody is nobody. */
export function contextOf(
	store: SecretStore,
	person: Person | undefined,
	context: Context = HOME,
): Context {
	if (person === undefined) return context;
	const known = withArns(person, (name) => arnIn(store, name));
	return { ...context, caller: callerOf(known) };
}

/** A call of any operation, the name of its secret not spelt yet. */
export interface CallPlan {
	readonly operation: string;
	readonly name: string;
	readonly byArn: boolean;
	readonly stage: string | undefined;
	readonly key: string | undefined;
	readonly tag: string;
}

export const call = (
	names: readonly string[] = [open, open, guarded, "nobody"],
): fc.Arbitrary<CallPlan> =>
	fc.record({
		operation: fc.constantFrom(...allOperations),
		name: fc.constantFrom(...names),
		byArn: fc.boolean(),
		stage: fc.constantFrom(undefined, "AWSCURRENT", "blue"),
		key: fc.constantFrom(undefined, keyIds[0]),
		tag: fc.constantFrom("red", "blue"),
	});

/** The call itself, on its secret by name or by ARN. */
export function spellCall(
	{ operation, name, byArn, stage, key, tag }: CallPlan,
	store: SecretStore,
): Call {
	const known = byArn ? arnIn(store, name) : name;
	const SecretId = known.endsWith("nowhere") ? name : known;
	const Tags = [{ Key: "team", Value: tag }];
	const members: Record<string, object> = {
		...namedOperations,
		GetSecretValue: stage === undefined ? {} : { VersionStage: stage },
		TagResource: { Tags },
		UntagResource: { TagKeys: ["team"] },
		RotateSecret: {
			ClientRequestToken: tokens[1],
			RotationLambdaARN: knownFunctions[0],
		},
		UpdateSecret: key === undefined ? {} : { KmsKeyId: key },
		UpdateSecretVersionStage: {
			VersionStage: stage ?? "blue",
			MoveToVersionId: tokens[0],
		},
	};
	const others: Record<string, object> = {
		CreateSecret: {
			...{ Name: name, ClientRequestToken: tokens[0], Tags },
			...(key !== undefined && { KmsKeyId: key }),
		},
		ListSecrets: {},
		GetRandomPassword: {},
		BatchGetSecretValue: { SecretIdList: [SecretId, guarded] },
	};
	const input = others[operation] ?? { SecretId, ...members[operation] };
	return { operation, input: { ...input } };
}

export const allOperations: readonly string[] = [
	...Object.keys(namedOperations),
	...["CreateSecret", "ListSecrets", "BatchGetSecretValue"],
	"GetRandomPassword",
];

/** What a call is about, as `explain` wants to know it. */
export const resourceOf = ({ input }: Call): string =>
	String(input.SecretId ?? input.Name ?? "*");

/** Whether a result refuses a permission of Secrets Manager, not of KMS or of Lambda. */
export const isDenied = (result: unknown): boolean =>
	/^User: \S+ is not authorized to perform: secretsmanager:/.test(
		String(Object(Object(result).error).message),
	);
