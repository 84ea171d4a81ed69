import type {
	Change,
	Operation,
	SecretOperation,
	StoreChange,
	StoreOperation,
} from "../api/operation.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { ConditionKeys } from "../iam/keys.js";
import { developmentKms } from "../kms/local-kms.js";
import { arnOf, type Secret } from "../model/secret.js";
import {
	type Input,
	type OperationName,
	type Output,
	operations,
} from "../operations/table.js";
import { locateById, locateByName, type Target } from "../store/locate.js";
import { requireStore, type SecretStore } from "../store/store.js";
import type { Effect } from "../values/effect.js";
import { type DomainEvent, freezeEvent } from "../values/event.js";
import {
	type Failure,
	noSuchSecret,
	unknownOperation,
} from "../values/failure.js";
import { noKeys } from "./access.js";
import {
	authorize,
	authorizeInvocation,
	authorizeOnStore,
	keysOfRequest,
} from "./authorize.js";
import { type Call, callOf } from "./call.js";
import { commit } from "./commit.js";
import {
	type Context,
	checkContext,
	type Outcome,
	refused,
} from "./context.js";
import { decode } from "./decode.js";
import { refuseLockOut } from "./lock-out.js";
import { operationContextOf } from "./operation-context.js";
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
	const call = callOf(context);
	const done =
		operation.on === "secret"
			? onSecret(store, operation, input, call)
			: onStore(store, operation, input, call);
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

/**
 * The function that a request will have invoked, where its caller may do that: for a host that has to ask somebody else
 * whether there is such a function. Nobody is asked on behalf of who is refused anyway.
 */
export function functionInvokedBy(
	store: SecretStore,
	operation: Operation,
	request: unknown,
	context: Context,
): string | undefined {
	if (operation.on === "store" || operation.invokes === undefined)
		return undefined;
	const input = decode(operation.input, request);
	if (!input.ok) return undefined;
	const call = callOf(context);
	const target = locate(store, operation, input.value, call.context);
	const keys = keysOfRequest(operation, target, input.value, store);
	const { secret } = target;
	return secret !== undefined &&
		authorize(operation, target, input.value, keys, store, call).ok &&
		authorizeInvocation(operation, secret, input.value, call).ok
		? operation.invokes(secret, input.value)
		: undefined;
}

/** What an accepted call did, and what it asks the host to do. */
type Done = StoreChange<unknown> & { readonly effects: readonly Effect[] };

/** The one order of checks, recorded from AWS: each step sees only what the steps before it let pass. */
function onSecret(
	store: SecretStore,
	operation: SecretOperation,
	request: unknown,
	call: Call,
): Result<Done, Failure> {
	const decoded = decode(operation.input, request);
	if (!decoded.ok) return decoded;
	const input = decoded.value;
	const { context } = call;
	const target = locate(store, operation, input, context);
	const keys = keysOfRequest(operation, target, input, store);
	const authorized = authorize(operation, target, input, keys, store, call);
	if (!authorized.ok) return authorized;
	const valid = validate(operation, target.id, input);
	if (!valid.ok) return valid;
	const change = run(store, operation, target, input, keys, call);
	if (!change.ok) return change;
	const { answer, secret } = change.value;
	const kept = refuseLockOut(operation, target.secret, secret, keys, call);
	if (!kept.ok) return kept;
	const { now, seed, kms = developmentKms } = context;
	const carrying = { now, seed, kms }; // the service acts on its own behalf
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

/** The same order, less what is about one secret. */
function onStore(
	store: SecretStore,
	operation: StoreOperation,
	request: unknown,
	call: Call,
): Result<Done, Failure> {
	const input = decode(operation.input, request);
	if (!input.ok) return input;
	const authorized = authorizeOnStore(operation, input.value, call);
	if (!authorized.ok) return authorized;
	const valid = validate(operation, undefined, input.value);
	if (!valid.ok) return valid;
	const change = operation.run(store, input.value, {
		...operationContextOf(store, call, noKeys),
		call: (current, each, itsInput) =>
			onSecret(
				current,
				each as unknown as SecretOperation,
				itsInput,
				call,
			) as Result<StoreChange<never>, Failure>,
	});
	if (!change.ok) return change;
	const { answer, events } = change.value;
	const accepted = acceptedEvent(operation, answer, undefined, call.context);
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
	keys: () => ConditionKeys,
	call: Call,
): Result<Change<unknown>, Failure> {
	const context = operationContextOf(store, call, keys);
	if (target.secret === undefined)
		return operation.whenAbsent?.(target, input, context) ?? err(noSuchSecret);
	const secret = requireState(operation, target.secret, input);
	if (!secret.ok) return secret;
	const invoked = authorizeInvocation(operation, secret.value, input, call);
	return invoked.ok ? operation.run(secret.value, input, context) : invoked;
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
