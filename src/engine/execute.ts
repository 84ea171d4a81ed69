import type {
	Change,
	Operation,
	OperationContext,
	SecretOperation,
	StoreChange,
	StoreOperation,
} from "../api/operation.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { developmentKms } from "../kms/local-kms.js";
import { arnOf, type Secret } from "../model/secret.js";
import {
	type Input,
	type OperationName,
	type Output,
	operations,
} from "../operations/table.js";
import { locateById, locateByName, type Target } from "../store/locate.js";
import { requireStore, type SecretStore, vaultOf } from "../store/store.js";
import type { Effect } from "../values/effect.js";
import { type DomainEvent, freezeEvent } from "../values/event.js";
import {
	type Failure,
	noSuchSecret,
	unknownOperation,
} from "../values/failure.js";
import { rootPrincipal } from "../values/principal.js";
import { drawSuffix } from "../values/suffix.js";
import { authorize } from "./authorize.js";
import { commit } from "./commit.js";
import {
	type Context,
	checkContext,
	type Outcome,
	refused,
} from "./context.js";
import { decode } from "./decode.js";
import { requireState } from "./require.js";
import { validate } from "./validate.js";

/**
 * Runs one API operation. A request that AWS would refuse is refused in the result, with AWS's code and text; only a
 * context that is none throws (TypeError).
 */
export function execute<Name extends OperationName>(
	store: SecretStore,
	command: {
		readonly operation: Name;
		readonly input: Input<Name>;
	},
	context: Context,
): Outcome<Output<Name>>;
/** An operation whose name is not known when the program is written; a known name does not fall back to this. */
export function execute<Name extends string>(
	store: SecretStore,
	command: {
		readonly operation: Name extends OperationName ? never : Name;
		readonly input: unknown;
	},
	context: Context,
): Outcome;
export function execute(
	store: SecretStore,
	command: { readonly operation: string; readonly input: unknown },
	context: Context,
): Outcome {
	requireStore(store);
	checkContext(context);
	const { operation, input } = Object(command);
	const found = operationNamed(operation);
	return found.ok
		? perform(store, found.value, input, context)
		: refused(store, found.error);
}

/** Runs an operation of the table, on a store and in a context that were checked at the door. */
export function perform(
	store: SecretStore,
	operation: Operation,
	input: unknown,
	context: Context,
): Outcome {
	const done =
		operation.on === "secret"
			? onSecret(store, operation, input, context)
			: onStore(store, operation, input, context);
	if (!done.ok) return refused(store, done.error);
	const { store: next, answer, effects, events } = done.value;
	return { store: next, result: ok(answer), effects, events };
}

/**
 * The operation of a name, which may come from a request: only the table's own names count. What is no text is a
 * TypeError.
 */
export const operationNamed = (name: string): Result<Operation, Failure> => {
	if (typeof name !== "string")
		throw new TypeError(
			'A command { operation, input } names its operation with a text, such as "GetSecretValue".',
		);
	if (Object.hasOwn(operations, name))
		return ok(operations[name as OperationName] as unknown as Operation);
	return err(unknownOperation(""));
};

/** What an accepted call did, and what it asks the host to do. */
type Done = StoreChange<unknown> & { readonly effects: readonly Effect[] };

/** The one order of checks, recorded from AWS: each step sees only what the steps before it let pass. */
function onSecret(
	store: SecretStore,
	operation: SecretOperation,
	request: unknown,
	context: Context,
): Result<Done, Failure> {
	const input = decode(operation.input, request);
	if (!input.ok) return input;
	const target = locate(store, operation, input.value, context);
	const authorized = authorize(operation.name, target, context);
	if (!authorized.ok) return authorized;
	const valid = validate(operation, target.id, input.value);
	if (!valid.ok) return valid;
	const change = run(store, operation, target, input.value, context);
	if (!change.ok) return change;
	const { answer, secret } = change.value;
	const { now, seed, kms = developmentKms } = context;
	const carrying = { now, seed, kms };
	const committed = commit(store, target.secret, secret, carrying);
	if (!committed.ok) return committed;
	const { overdue, effects, events } = committed.value;
	const about = secret ?? target.secret;
	const accepted = acceptedEvent(operation, answer, about, context);
	return ok({
		store: committed.value.store,
		answer,
		effects,
		events: [...overdue, accepted, ...events],
	});
}

/** The same order, less what is about one secret: every caller of an account may list its secrets, or draw a password. */
function onStore(
	store: SecretStore,
	operation: StoreOperation,
	request: unknown,
	context: Context,
): Result<Done, Failure> {
	const input = decode(operation.input, request);
	if (!input.ok) return input;
	const valid = validate(operation, undefined, input.value);
	if (!valid.ok) return valid;
	const change = operation.run(store, input.value, {
		...operationContextOf(store, context),
		call: (current, each, itsInput) =>
			onSecret(
				current,
				each as unknown as SecretOperation,
				itsInput,
				context,
			) as Result<StoreChange<never>, Failure>,
	});
	if (!change.ok) return change;
	const { answer, events } = change.value;
	const accepted = acceptedEvent(operation, answer, undefined, context);
	return ok({ ...change.value, effects: [], events: [accepted, ...events] });
}

function locate(
	store: SecretStore,
	{ identifiedBy }: SecretOperation,
	input: unknown,
	context: Context,
): Target {
	const id = (input as Readonly<Record<string, string | undefined>>)[
		identifiedBy
	];
	return identifiedBy === "SecretId"
		? locateById(store, id, context)
		: locateByName(store, id, context);
}

function run(
	store: SecretStore,
	operation: SecretOperation,
	target: Target,
	input: unknown,
	context: Context,
): Result<Change<unknown>, Failure> {
	const operationContext = operationContextOf(store, context);
	if (target.secret === undefined)
		return (
			operation.whenAbsent?.(target, input, operationContext) ??
			err(noSuchSecret)
		);
	const secret = requireState(operation, target.secret, input);
	return secret.ok
		? operation.run(secret.value, input, operationContext)
		: secret;
}

function operationContextOf(
	store: SecretStore,
	{ now, seed, account, region, kms, invocableFunctions = "all" }: Context,
): OperationContext {
	return {
		now,
		seed,
		account,
		region,
		// Only what is about policies asks for it, and every call comes by here.
		get principal() {
			return rootPrincipal(account, region);
		},
		kms: kms ?? developmentKms,
		keys: store.keys,
		maxVersions: store.limits.maxVersions,
		replicationLag: store.replicationLag,
		isInvocable: (functionArn) =>
			invocableFunctions === "all" || invocableFunctions.includes(functionArn),
		drawSuffix: (purpose) => {
			const ordinal = String(vaultOf(store, account, region).nextOrdinal);
			return drawSuffix(seed, [account, region, ordinal, purpose]);
		},
	};
}

/** That the call itself was accepted, named as CloudTrail names it; about a secret, or the one that its answer names. */
function acceptedEvent(
	{ name }: Operation,
	answer: unknown,
	secret: Secret | undefined,
	{ now, account, region }: Context,
): DomainEvent {
	const { ARN, VersionId } = answer as {
		readonly ARN?: string;
		readonly VersionId?: string;
	};
	const arn = secret === undefined ? ARN : arnOf(secret);
	const detail = VersionId === undefined ? {} : { versionId: VersionId };
	return freezeEvent({ name, at: now, arn, account, region, detail });
}
