import type { InputOf, OutputOf } from "../api/operation.js";
import { createSecret } from "./create-secret.js";
import { deleteSecret } from "./delete-secret.js";
import { describeSecret } from "./describe-secret.js";
import { getSecretValue } from "./get-secret-value.js";
import { listSecretVersionIds } from "./list-secret-version-ids.js";
import { putSecretValue } from "./put-secret-value.js";
import { restoreSecret } from "./restore-secret.js";
import { updateSecret } from "./update-secret.js";
import { updateSecretVersionStage } from "./update-secret-version-stage.js";

/** The API operations by the names that AWS gives them. */
export const operations = {
	CreateSecret: createSecret,
	DeleteSecret: deleteSecret,
	DescribeSecret: describeSecret,
	GetSecretValue: getSecretValue,
	ListSecretVersionIds: listSecretVersionIds,
	PutSecretValue: putSecretValue,
	RestoreSecret: restoreSecret,
	UpdateSecret: updateSecret,
	UpdateSecretVersionStage: updateSecretVersionStage,
} as const;

type Operations = typeof operations;
export type OperationName = keyof Operations;

/** The request of an operation, in AWS's own shape. */
export type Input<Name extends OperationName> = InputOf<Operations[Name]>;

/** The answer of an operation, in AWS's own shape: dates are epoch milliseconds, binary is `Uint8Array`. */
export type Output<Name extends OperationName> = OutputOf<Operations[Name]>;

/** Operations of the API that this version does not answer. */
export const notYet = [
	"BatchGetSecretValue",
	"CancelRotateSecret",
	"DeleteResourcePolicy",
	"GetRandomPassword",
	"GetResourcePolicy",
	"ListSecrets",
	"PutResourcePolicy",
	"RemoveRegionsFromReplication",
	"ReplicateSecretToRegions",
	"RotateSecret",
	"StopReplicationToReplica",
	"TagResource",
	"UntagResource",
	"ValidateResourcePolicy",
] as const;
