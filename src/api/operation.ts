import type { Result } from "../base/result.js";
import type { AttachedPolicy } from "../iam/attached.js";
import type { ConditionKeys } from "../iam/keys.js";
import type { KeyRing } from "../kms/key-ring.js";
import type { Kms } from "../kms/kms.js";
import type { KeyGuard } from "../model/key-access.js";
import type { Secret } from "../model/secret.js";
import type { Target } from "../store/locate.js";
import type { SecretStore } from "../store/store.js";
import type { Account } from "../values/account.js";
import type { DomainEvent } from "../values/event.js";
import type { Failure } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import type { Region } from "../values/region.js";
import type { Suffix } from "../values/suffix.js";
import type { In, Out, Read, Shape } from "./schema.js";
import { type Check, checkOf } from "./sentences.js";

/** What an operation takes from outside its request. */
export interface OperationContext {
	readonly now: Instant;
	readonly seed: string;
	readonly account: Account;
	readonly region: Region;
	readonly kms: Kms;
	/** Asks whether the caller may use a key; nobody is to be asked without it. */
	readonly guard: KeyGuard | undefined;
	readonly keys: KeyRing;
	readonly maxVersions: number;
	/** How long replication takes, in milliseconds. */
	readonly replicationLag: number;
	/** Whether the service can invoke a rotation function. */
	readonly isInvocable: (functionArn: string) => boolean;
	/** Whom policies may name; anybody, if left out. */
	readonly knownPrincipals: readonly string[] | undefined;
	/** Whether a policy would keep the caller from replacing it, on a secret or, without one, on whichever it is attached to. */
	readonly locksOut: (
		policy: AttachedPolicy,
		secret: Secret | undefined,
	) => boolean;
	/** Draws the suffix of the next secret, or of an ARN that only an answer needs. */
	readonly drawSuffix: (purpose: "secret" | "answer") => Suffix;
}

/** What an operation did: the answer, and the secret as it now is (`undefined` when it is gone, or never was). */
export interface Change<Answer> {
	readonly answer: Answer;
	readonly secret: Secret | undefined;
}

/** One operation of the API, as the pipeline runs it. */
export type Operation = SecretOperation | StoreOperation;

/** What the pipeline knows of every operation. */
interface Contract<Input extends Shape, Output extends Shape> {
	readonly name: string;
	readonly input: Input;
	readonly output: Output;
	/** What a request breaks of the constraints of its input. */
	readonly check: Check;
	/** Which operations a caller must be allowed as well. */
	readonly alsoRequires: (input: Read<Input>) => readonly string[];
}

/** An operation on one secret, which the pipeline finds, guards and puts back. */
export interface SecretOperation<
	Input extends Shape = Shape,
	Output extends Shape = Shape,
> extends Contract<Input, Output> {
	readonly on: "secret";
	/** The member that names the secret: any form of SecretId, or for a new secret its Name. */
	readonly identifiedBy: "SecretId" | "Name";
	/** Which secrets it works on: `live` refuses those scheduled for deletion. */
	readonly requires: (input: Read<Input>) => "live" | "any";
	/** Whether it works also on a secret that another service manages. */
	readonly allowedWhenManaged?: true;
	/** Whether it works also on a replica, which others leave to its primary. */
	readonly allowedOnReplica: (input: Read<Input>) => boolean;
	/** What a refusal for `live` says, where it is not the usual sentence. */
	readonly whenDeleted?: string;
	/** Whether the request must carry a ClientRequestToken. */
	readonly needsToken?: (input: Read<Input>) => boolean;
	/** What the request tells conditions of policies; it is not validated yet. */
	readonly conditionKeys: (
		input: Read<Input>,
		context: Pick<OperationContext, "keys" | "account" | "region">,
	) => ConditionKeys;
	/**
	 * That a change is refused which would take from the caller what managing the secret takes: to replace its policy, or
	 * one of these operations.
	 */
	readonly refusesLockOut?: readonly string[];
	/** The function that the operation will have invoked, for which the caller needs permission. */
	readonly invokes?: (secret: Secret, input: Read<Input>) => string | undefined;
	/** As what a missing token is refused, where it is not InvalidRequestException. */
	readonly withoutToken?: (message: string) => Failure;
	readonly run: (
		secret: Secret,
		input: Read<Input>,
		context: OperationContext,
	) => Result<Change<Out<Output>>, Failure>;
	/** What it does where there is no secret; without it, ResourceNotFoundException. */
	readonly whenAbsent?: (
		target: Target,
		input: Read<Input>,
		context: OperationContext,
	) => Result<Change<Out<Output>>, Failure>;
}

/** An operation on all secrets of an account and region, or on none: it sees the store and says what becomes of it. */
export interface StoreOperation<
	Input extends Shape = Shape,
	Output extends Shape = Shape,
> extends Contract<Input, Output> {
	readonly on: "store";
	readonly run: (
		store: SecretStore,
		input: Read<Input>,
		context: StoreOperationContext,
	) => Result<StoreChange<Out<Output>>, Failure>;
}

export interface StoreOperationContext extends OperationContext {
	/** Runs an operation on one secret through all of its checks, as a call of its own with the same caller and time. */
	readonly call: <Input extends Shape, Output extends Shape>(
		store: SecretStore,
		operation: SecretOperation<Input, Output>,
		input: In<Input>,
	) => Result<StoreChange<Out<Output>>, Failure>;
}

/** What an operation on the store did: the answer, the next store, and what happened besides the call itself. */
export interface StoreChange<Answer> {
	readonly answer: Answer;
	readonly store: SecretStore;
	readonly events: readonly DomainEvent[];
}

/** Defines an operation on one secret; most are identified by SecretId. */
export const secretOperation = <Input extends Shape, Output extends Shape>(
	operation: Omit<
		SecretOperation<Input, Output>,
		| "on"
		| "check"
		| "identifiedBy"
		| "requires"
		| "allowedOnReplica"
		| "alsoRequires"
		| "conditionKeys"
	> & {
		readonly alsoRequires?: SecretOperation<Input, Output>["alsoRequires"];
		readonly conditionKeys?: SecretOperation<Input, Output>["conditionKeys"];
		readonly identifiedBy?: "Name";
		readonly allowedOnReplica?: true | ((input: Read<Input>) => boolean);
		readonly requires:
			| "live"
			| "any"
			| ((input: Read<Input>) => "live" | "any");
	},
): SecretOperation<Input, Output> => {
	const { requires, allowedOnReplica = never } = operation;
	return {
		...operation,
		on: "secret",
		check: checkOf(operation.input),
		identifiedBy: operation.identifiedBy ?? "SecretId",
		requires: typeof requires === "function" ? requires : () => requires,
		allowedOnReplica: allowedOnReplica === true ? always : allowedOnReplica,
		alsoRequires: operation.alsoRequires ?? nothing,
		conditionKeys: operation.conditionKeys ?? noKeys,
	};
};

const always = () => true;
const never = () => false;
const nothing = () => [];
const noKeys = () => ({});

/** Defines an operation on the store. */
export const storeOperation = <Input extends Shape, Output extends Shape>(
	operation: Omit<
		StoreOperation<Input, Output>,
		"on" | "check" | "alsoRequires"
	> & {
		readonly alsoRequires?: StoreOperation<Input, Output>["alsoRequires"];
	},
): StoreOperation<Input, Output> => ({
	...operation,
	on: "store",
	check: checkOf(operation.input),
	alsoRequires: operation.alsoRequires ?? nothing,
});

export type InputOf<O> = O extends Contract<infer I, infer _O> ? In<I> : never;
export type OutputOf<O> =
	O extends Contract<infer _I, infer O2> ? Out<O2> : never;
