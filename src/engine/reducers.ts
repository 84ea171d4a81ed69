import type { Input, OperationName, Output } from "../operations/table.js";
import type { SecretStore } from "../store/store.js";
import type { Context, Outcome } from "./context.js";
import { execute } from "./execute.js";

/** One API operation as a pure function. What AWS would refuse is a refusal in the result; nothing is thrown for it. */
export type Reducer<Name extends OperationName> = (
	store: SecretStore,
	input: Input<Name>,
	context: Context,
) => Outcome<Output<Name>>;

const reducer = <Name extends OperationName>(
	operation: Name,
): Reducer<Name> => {
	const run = execute as (
		store: SecretStore,
		command: { readonly operation: Name; readonly input: Input<Name> },
		context: Context,
	) => Outcome<Output<Name>>;
	return (store, input, context) => run(store, { operation, input }, context);
};

/**
 * BatchGetSecretValue reads the current values of many secrets; what cannot be read is an error of its own.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
export const batchGetSecretValue: Reducer<"BatchGetSecretValue"> = reducer(
	"BatchGetSecretValue",
);

/**
 * CancelRotateSecret turns the rotation of a secret off.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CancelRotateSecret.html
 */
export const cancelRotateSecret: Reducer<"CancelRotateSecret"> =
	reducer("CancelRotateSecret");

/**
 * CreateSecret makes a secret, with or without a first value.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export const createSecret: Reducer<"CreateSecret"> = reducer("CreateSecret");

/**
 * DeleteResourcePolicy takes the resource policy of a secret away.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html
 */
export const deleteResourcePolicy: Reducer<"DeleteResourcePolicy"> = reducer(
	"DeleteResourcePolicy",
);

/**
 * DeleteSecret schedules the end of a secret, or ends it at once.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
export const deleteSecret: Reducer<"DeleteSecret"> = reducer("DeleteSecret");

/**
 * DescribeSecret tells everything about a secret but its values.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
export const describeSecret: Reducer<"DescribeSecret"> =
	reducer("DescribeSecret");

/**
 * GetRandomPassword draws a password from the seed; nothing keeps it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
 */
export const getRandomPassword: Reducer<"GetRandomPassword"> =
	reducer("GetRandomPassword");

/**
 * GetResourcePolicy reads the resource policy of a secret.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html
 */
export const getResourcePolicy: Reducer<"GetResourcePolicy"> =
	reducer("GetResourcePolicy");

/**
 * GetSecretValue reads the value of one version, AWSCURRENT's when none is named.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export const getSecretValue: Reducer<"GetSecretValue"> =
	reducer("GetSecretValue");

/**
 * ListSecretVersionIds lists the versions of a secret, unlabelled ones only when asked for.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html
 */
export const listSecretVersionIds: Reducer<"ListSecretVersionIds"> = reducer(
	"ListSecretVersionIds",
);

/**
 * ListSecrets describes the secrets of an account and region, a page at a time.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export const listSecrets: Reducer<"ListSecrets"> = reducer("ListSecrets");

/**
 * PutResourcePolicy attaches a resource policy to a secret.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html
 */
export const putResourcePolicy: Reducer<"PutResourcePolicy"> =
	reducer("PutResourcePolicy");

/**
 * PutSecretValue adds a version and moves staging labels onto it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
export const putSecretValue: Reducer<"PutSecretValue"> =
	reducer("PutSecretValue");

/**
 * RestoreSecret takes a scheduled deletion back.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RestoreSecret.html
 */
export const restoreSecret: Reducer<"RestoreSecret"> = reducer("RestoreSecret");

/**
 * RemoveRegionsFromReplication deletes replicas of a secret.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RemoveRegionsFromReplication.html
 */
export const removeRegionsFromReplication: Reducer<"RemoveRegionsFromReplication"> =
	reducer("RemoveRegionsFromReplication");

/**
 * ReplicateSecretToRegions has a secret carried to other regions.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html
 */
export const replicateSecretToRegions: Reducer<"ReplicateSecretToRegions"> =
	reducer("ReplicateSecretToRegions");

/**
 * RotateSecret sets how a secret is rotated, and starts a rotation, or a test of its function.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export const rotateSecret: Reducer<"RotateSecret"> = reducer("RotateSecret");

/**
 * StopReplicationToReplica makes a replica a secret of its own.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_StopReplicationToReplica.html
 */
export const stopReplicationToReplica: Reducer<"StopReplicationToReplica"> =
	reducer("StopReplicationToReplica");

/**
 * TagResource adds tags to a secret, or overwrites them by key.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html
 */
export const tagResource: Reducer<"TagResource"> = reducer("TagResource");

/**
 * UntagResource takes tags from a secret by their keys.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html
 */
export const untagResource: Reducer<"UntagResource"> = reducer("UntagResource");

/**
 * UpdateSecret changes description, key or type, and adds a version when a value is given.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html
 */
export const updateSecret: Reducer<"UpdateSecret"> = reducer("UpdateSecret");

/**
 * UpdateSecretVersionStage moves, attaches or removes one staging label.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export const updateSecretVersionStage: Reducer<"UpdateSecretVersionStage"> =
	reducer("UpdateSecretVersionStage");

/**
 * ValidateResourcePolicy checks a resource policy without attaching it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ValidateResourcePolicy.html
 */
export const validateResourcePolicy: Reducer<"ValidateResourcePolicy"> =
	reducer("ValidateResourcePolicy");

/** The request of BatchGetSecretValue. */
export type BatchGetSecretValueInput = Input<"BatchGetSecretValue">;
/** The answer of BatchGetSecretValue; dates are epoch milliseconds. */
export type BatchGetSecretValueOutput = Output<"BatchGetSecretValue">;
/** The request of CancelRotateSecret. */
export type CancelRotateSecretInput = Input<"CancelRotateSecret">;
/** The answer of CancelRotateSecret; dates are epoch milliseconds. */
export type CancelRotateSecretOutput = Output<"CancelRotateSecret">;
/** The request of CreateSecret. */
export type CreateSecretInput = Input<"CreateSecret">;
/** The answer of CreateSecret; dates are epoch milliseconds. */
export type CreateSecretOutput = Output<"CreateSecret">;
/** The request of DeleteResourcePolicy. */
export type DeleteResourcePolicyInput = Input<"DeleteResourcePolicy">;
/** The answer of DeleteResourcePolicy; dates are epoch milliseconds. */
export type DeleteResourcePolicyOutput = Output<"DeleteResourcePolicy">;
/** The request of DeleteSecret. */
export type DeleteSecretInput = Input<"DeleteSecret">;
/** The answer of DeleteSecret; dates are epoch milliseconds. */
export type DeleteSecretOutput = Output<"DeleteSecret">;
/** The request of DescribeSecret. */
export type DescribeSecretInput = Input<"DescribeSecret">;
/** The answer of DescribeSecret; dates are epoch milliseconds. */
export type DescribeSecretOutput = Output<"DescribeSecret">;
/** The request of GetRandomPassword. */
export type GetRandomPasswordInput = Input<"GetRandomPassword">;
/** The answer of GetRandomPassword; dates are epoch milliseconds. */
export type GetRandomPasswordOutput = Output<"GetRandomPassword">;
/** The request of GetResourcePolicy. */
export type GetResourcePolicyInput = Input<"GetResourcePolicy">;
/** The answer of GetResourcePolicy; dates are epoch milliseconds. */
export type GetResourcePolicyOutput = Output<"GetResourcePolicy">;
/** The request of GetSecretValue. */
export type GetSecretValueInput = Input<"GetSecretValue">;
/** The answer of GetSecretValue; dates are epoch milliseconds. */
export type GetSecretValueOutput = Output<"GetSecretValue">;
/** The request of ListSecretVersionIds. */
export type ListSecretVersionIdsInput = Input<"ListSecretVersionIds">;
/** The answer of ListSecretVersionIds; dates are epoch milliseconds. */
export type ListSecretVersionIdsOutput = Output<"ListSecretVersionIds">;
/** The request of ListSecrets. */
export type ListSecretsInput = Input<"ListSecrets">;
/** The answer of ListSecrets; dates are epoch milliseconds. */
export type ListSecretsOutput = Output<"ListSecrets">;
/** The request of PutResourcePolicy. */
export type PutResourcePolicyInput = Input<"PutResourcePolicy">;
/** The answer of PutResourcePolicy; dates are epoch milliseconds. */
export type PutResourcePolicyOutput = Output<"PutResourcePolicy">;
/** The request of PutSecretValue. */
export type PutSecretValueInput = Input<"PutSecretValue">;
/** The answer of PutSecretValue; dates are epoch milliseconds. */
export type PutSecretValueOutput = Output<"PutSecretValue">;
/** The request of RemoveRegionsFromReplication. */
export type RemoveRegionsFromReplicationInput =
	Input<"RemoveRegionsFromReplication">;
/** The answer of RemoveRegionsFromReplication; dates are epoch milliseconds. */
export type RemoveRegionsFromReplicationOutput =
	Output<"RemoveRegionsFromReplication">;
/** The request of ReplicateSecretToRegions. */
export type ReplicateSecretToRegionsInput = Input<"ReplicateSecretToRegions">;
/** The answer of ReplicateSecretToRegions; dates are epoch milliseconds. */
export type ReplicateSecretToRegionsOutput = Output<"ReplicateSecretToRegions">;
/** The request of RestoreSecret. */
export type RestoreSecretInput = Input<"RestoreSecret">;
/** The answer of RestoreSecret; dates are epoch milliseconds. */
export type RestoreSecretOutput = Output<"RestoreSecret">;
/** The request of RotateSecret. */
export type RotateSecretInput = Input<"RotateSecret">;
/** The answer of RotateSecret; dates are epoch milliseconds. */
export type RotateSecretOutput = Output<"RotateSecret">;
/** The request of StopReplicationToReplica. */
export type StopReplicationToReplicaInput = Input<"StopReplicationToReplica">;
/** The answer of StopReplicationToReplica; dates are epoch milliseconds. */
export type StopReplicationToReplicaOutput = Output<"StopReplicationToReplica">;
/** The request of TagResource. */
export type TagResourceInput = Input<"TagResource">;
/** The answer of TagResource; dates are epoch milliseconds. */
export type TagResourceOutput = Output<"TagResource">;
/** The request of UntagResource. */
export type UntagResourceInput = Input<"UntagResource">;
/** The answer of UntagResource; dates are epoch milliseconds. */
export type UntagResourceOutput = Output<"UntagResource">;
/** The request of UpdateSecret. */
export type UpdateSecretInput = Input<"UpdateSecret">;
/** The answer of UpdateSecret; dates are epoch milliseconds. */
export type UpdateSecretOutput = Output<"UpdateSecret">;
/** The request of UpdateSecretVersionStage. */
export type UpdateSecretVersionStageInput = Input<"UpdateSecretVersionStage">;
/** The answer of UpdateSecretVersionStage; dates are epoch milliseconds. */
export type UpdateSecretVersionStageOutput = Output<"UpdateSecretVersionStage">;
/** The request of ValidateResourcePolicy. */
export type ValidateResourcePolicyInput = Input<"ValidateResourcePolicy">;
/** The answer of ValidateResourcePolicy; dates are epoch milliseconds. */
export type ValidateResourcePolicyOutput = Output<"ValidateResourcePolicy">;
