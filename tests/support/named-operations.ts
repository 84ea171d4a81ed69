import type { operations } from "../../src/operations/table.js";
import { aValue, ResourcePolicy, token } from "./given.js";
import { THERE } from "./places.js";

/** The operations that name one secret that is to be there. */
export type NamedOperation = Exclude<
	keyof typeof operations,
	"BatchGetSecretValue" | "CreateSecret" | "GetRandomPassword" | "ListSecrets"
>;

/** What each is asked, besides its SecretId, to be accepted of a secret that has the version v1. */
export const namedOperations: Readonly<Record<NamedOperation, object>> = {
	CancelRotateSecret: {},
	DeleteResourcePolicy: {},
	DeleteSecret: {},
	DescribeSecret: {},
	GetResourcePolicy: {},
	GetSecretValue: {},
	ListSecretVersionIds: {},
	PutResourcePolicy: { ResourcePolicy },
	PutSecretValue: aValue("v2"),
	RemoveRegionsFromReplication: { RemoveReplicaRegions: [THERE.region] },
	ReplicateSecretToRegions: { AddReplicaRegions: [{ Region: THERE.region }] },
	RestoreSecret: {},
	RotateSecret: {
		ClientRequestToken: token("r1"),
		RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:f",
	},
	StopReplicationToReplica: {},
	TagResource: { Tags: [{ Key: "k", Value: "v" }] },
	UntagResource: { TagKeys: ["k"] },
	UpdateSecret: aValue("v2"),
	UpdateSecretVersionStage: {
		VersionStage: "blue",
		MoveToVersionId: token("v1"),
	},
	ValidateResourcePolicy: { ResourcePolicy },
};
