/**
 * AWS Secrets Manager as a value: an immutable `SecretStore` and pure functions for the operations of its API.
 *
 * @module pure-secrets-manager
 */
export type { Result } from "./base/result.js";
export type { Context, Outcome } from "./engine/context.js";
export { execute } from "./engine/execute.js";
export { type ExplainContext, explain } from "./engine/explain.js";
export {
	type AliasChange,
	type KeyRegistration,
	type KeyStateChange,
	putAlias,
	type RegisteredKey,
	registerKey,
	removeAlias,
	setKeyState,
} from "./engine/keys.js";
export {
	type PutManagedSecretInput,
	type PutManagedSecretOutput,
	putManagedSecret,
} from "./engine/put-managed-secret.js";
export {
	type BatchGetSecretValueInput,
	type BatchGetSecretValueOutput,
	batchGetSecretValue,
	type CancelRotateSecretInput,
	type CancelRotateSecretOutput,
	type CreateSecretInput,
	type CreateSecretOutput,
	cancelRotateSecret,
	createSecret,
	type DeleteResourcePolicyInput,
	type DeleteResourcePolicyOutput,
	type DeleteSecretInput,
	type DeleteSecretOutput,
	type DescribeSecretInput,
	type DescribeSecretOutput,
	deleteResourcePolicy,
	deleteSecret,
	describeSecret,
	type GetRandomPasswordInput,
	type GetRandomPasswordOutput,
	type GetResourcePolicyInput,
	type GetResourcePolicyOutput,
	type GetSecretValueInput,
	type GetSecretValueOutput,
	getRandomPassword,
	getResourcePolicy,
	getSecretValue,
	type ListSecretsInput,
	type ListSecretsOutput,
	type ListSecretVersionIdsInput,
	type ListSecretVersionIdsOutput,
	listSecrets,
	listSecretVersionIds,
	type PutResourcePolicyInput,
	type PutResourcePolicyOutput,
	type PutSecretValueInput,
	type PutSecretValueOutput,
	putResourcePolicy,
	putSecretValue,
	type Reducer,
	type RemoveRegionsFromReplicationInput,
	type RemoveRegionsFromReplicationOutput,
	type ReplicateSecretToRegionsInput,
	type ReplicateSecretToRegionsOutput,
	type RestoreSecretInput,
	type RestoreSecretOutput,
	type RotateSecretInput,
	type RotateSecretOutput,
	removeRegionsFromReplication,
	replicateSecretToRegions,
	restoreSecret,
	rotateSecret,
	type StopReplicationToReplicaInput,
	type StopReplicationToReplicaOutput,
	stopReplicationToReplica,
	type TagResourceInput,
	type TagResourceOutput,
	tagResource,
	type UntagResourceInput,
	type UntagResourceOutput,
	type UpdateSecretInput,
	type UpdateSecretOutput,
	type UpdateSecretVersionStageInput,
	type UpdateSecretVersionStageOutput,
	untagResource,
	updateSecret,
	updateSecretVersionStage,
	type ValidateResourcePolicyInput,
	type ValidateResourcePolicyOutput,
	validateResourcePolicy,
} from "./engine/reducers.js";
export {
	type RotationReport,
	reportRotationStep,
} from "./engine/report-rotation-step.js";
export type { Caller } from "./iam/caller.js";
export type { Explanation, StatementReport } from "./iam/explanation.js";
export type { ConditionValue } from "./iam/keys.js";
export type { Policy } from "./iam/policy.js";
export type { Cipher } from "./kms/cipher.js";
export type { KeyHome, KeyState } from "./kms/key.js";
export type { UnknownKeys } from "./kms/key-ring.js";
export type { EncryptionContext, GeneratedDataKey, Kms } from "./kms/kms.js";
export { localKms } from "./kms/local-kms.js";
export type { Input, OperationName, Output } from "./operations/table.js";
export { advance, effectsUnderWay, nextDue } from "./store/advance.js";
export { checkInvariants } from "./store/invariants.js";
export {
	fromSnapshot,
	type SnapshotError,
	toSnapshot,
} from "./store/snapshot.js";
export type { KeySnapshot } from "./store/snapshot-keys.js";
export type { RoleSnapshot } from "./store/snapshot-role.js";
export type {
	SecretSnapshot,
	Snapshot,
	VaultSnapshot,
	VersionSnapshot,
} from "./store/snapshot-shape.js";
export {
	createStore,
	type Replication,
	type SecretStore,
	type StoreOptions,
} from "./store/store.js";
export type { Advanced } from "./store/transition.js";
export type { Effect, RotationEvent } from "./values/effect.js";
export type { DomainEvent } from "./values/event.js";
export type { Failure } from "./values/failure.js";
export type { RotationStep } from "./values/rotation-step.js";
