import type { InputOf, OutputOf } from "../api/operation.js";
import type { OperationName, Operations } from "../operations/table.js";
import type { SecretStore } from "../store/store.js";
import type { Context, Outcome } from "./context.js";
import { execute } from "./execute.js";

/** The request of an operation, in AWS's own shape. */
export type Input<Name extends OperationName> = InputOf<Operations[Name]>;

/** The answer of an operation, in AWS's own shape: dates are epoch milliseconds, binary is `Uint8Array`. */
export type Output<Name extends OperationName> = OutputOf<Operations[Name]>;

/** One API operation as a pure function. */
export type Reducer<Name extends OperationName> = (
	store: SecretStore,
	input: Input<Name>,
	context: Context,
) => Outcome<Output<Name>>;

const reducer =
	<Name extends OperationName>(operation: Name): Reducer<Name> =>
	(store, input, context) =>
		execute(store, { operation, input }, context);

export const createSecret = reducer("CreateSecret");
export const deleteSecret = reducer("DeleteSecret");
export const describeSecret = reducer("DescribeSecret");
export const getSecretValue = reducer("GetSecretValue");
export const listSecretVersionIds = reducer("ListSecretVersionIds");
export const putSecretValue = reducer("PutSecretValue");
export const restoreSecret = reducer("RestoreSecret");
export const updateSecret = reducer("UpdateSecret");
export const updateSecretVersionStage = reducer("UpdateSecretVersionStage");

export type CreateSecretInput = Input<"CreateSecret">;
export type CreateSecretOutput = Output<"CreateSecret">;
export type DeleteSecretInput = Input<"DeleteSecret">;
export type DeleteSecretOutput = Output<"DeleteSecret">;
export type DescribeSecretInput = Input<"DescribeSecret">;
export type DescribeSecretOutput = Output<"DescribeSecret">;
export type GetSecretValueInput = Input<"GetSecretValue">;
export type GetSecretValueOutput = Output<"GetSecretValue">;
export type ListSecretVersionIdsInput = Input<"ListSecretVersionIds">;
export type ListSecretVersionIdsOutput = Output<"ListSecretVersionIds">;
export type PutSecretValueInput = Input<"PutSecretValue">;
export type PutSecretValueOutput = Output<"PutSecretValue">;
export type RestoreSecretInput = Input<"RestoreSecret">;
export type RestoreSecretOutput = Output<"RestoreSecret">;
export type UpdateSecretInput = Input<"UpdateSecret">;
export type UpdateSecretOutput = Output<"UpdateSecret">;
export type UpdateSecretVersionStageInput = Input<"UpdateSecretVersionStage">;
export type UpdateSecretVersionStageOutput = Output<"UpdateSecretVersionStage">;
