/**
 * The types of ours against the SDK's. The compiler does the checking (`npm run types`); run, these cases do nothing.
 */
import type * as Sdk from "@aws-sdk/client-secrets-manager";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type * as Ours from "pure-secrets-manager";
import { createHost, type RotationFunction } from "pure-secrets-manager/host";
import { attach, clientConfig } from "pure-secrets-manager/sdk";
import { describe, expectTypeOf, it } from "vitest";

/** The SDK lets required members be `undefined`, to have the service refuse them; ours do not. */
type Request<Input, Required extends keyof Input> = Omit<Input, Required> & {
	[K in Required]: Exclude<Input[K], undefined>;
};

/** The SDK's answer with our dates, which are epoch milliseconds. */
type Answer<Output> = InMilliseconds<Omit<Output, "$metadata">>;
type InMilliseconds<T> = T extends Date
	? number
	: T extends Uint8Array
		? T
		: T extends (infer Element)[]
			? InMilliseconds<Element>[]
			: T extends object
				? { [K in keyof T]: InMilliseconds<T[K]> }
				: T;

describe("our requests accept what the SDK's commands accept, by the same members", () => {
	it("CreateSecret", () => {
		type Theirs = Request<Sdk.CreateSecretCommandInput, "Name">;
		expectTypeOf<Theirs>().toExtend<Ours.CreateSecretInput>();
		expectTypeOf<keyof Ours.CreateSecretInput>().toEqualTypeOf<keyof Theirs>();
	});
	it("GetSecretValue", () => {
		type Theirs = Request<Sdk.GetSecretValueCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.GetSecretValueInput>();
		expectTypeOf<keyof Ours.GetSecretValueInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("PutSecretValue", () => {
		type Theirs = Request<Sdk.PutSecretValueCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.PutSecretValueInput>();
		expectTypeOf<keyof Ours.PutSecretValueInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("UpdateSecret", () => {
		type Theirs = Request<Sdk.UpdateSecretCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.UpdateSecretInput>();
		expectTypeOf<keyof Ours.UpdateSecretInput>().toEqualTypeOf<keyof Theirs>();
	});
	it("UpdateSecretVersionStage", () => {
		type Theirs = Request<
			Sdk.UpdateSecretVersionStageCommandInput,
			"SecretId" | "VersionStage"
		>;
		expectTypeOf<Theirs>().toExtend<Ours.UpdateSecretVersionStageInput>();
		expectTypeOf<keyof Ours.UpdateSecretVersionStageInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("ListSecretVersionIds", () => {
		type Theirs = Request<Sdk.ListSecretVersionIdsCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.ListSecretVersionIdsInput>();
		expectTypeOf<keyof Ours.ListSecretVersionIdsInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("DescribeSecret", () => {
		type Theirs = Request<Sdk.DescribeSecretCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.DescribeSecretInput>();
		expectTypeOf<keyof Ours.DescribeSecretInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("DeleteSecret", () => {
		type Theirs = Request<Sdk.DeleteSecretCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.DeleteSecretInput>();
		expectTypeOf<keyof Ours.DeleteSecretInput>().toEqualTypeOf<keyof Theirs>();
	});
	it("RestoreSecret", () => {
		type Theirs = Request<Sdk.RestoreSecretCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.RestoreSecretInput>();
		expectTypeOf<keyof Ours.RestoreSecretInput>().toEqualTypeOf<keyof Theirs>();
	});
	it("BatchGetSecretValue", () => {
		type Theirs = Sdk.BatchGetSecretValueCommandInput;
		expectTypeOf<Theirs>().toExtend<Ours.BatchGetSecretValueInput>();
		expectTypeOf<keyof Ours.BatchGetSecretValueInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("CancelRotateSecret", () => {
		type Theirs = Request<Sdk.CancelRotateSecretCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.CancelRotateSecretInput>();
		expectTypeOf<keyof Ours.CancelRotateSecretInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("RotateSecret", () => {
		type Theirs = Request<Sdk.RotateSecretCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.RotateSecretInput>();
		expectTypeOf<keyof Ours.RotateSecretInput>().toEqualTypeOf<keyof Theirs>();
	});
	it("DeleteResourcePolicy", () => {
		type Theirs = Request<Sdk.DeleteResourcePolicyCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.DeleteResourcePolicyInput>();
		expectTypeOf<keyof Ours.DeleteResourcePolicyInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("GetRandomPassword", () => {
		type Theirs = Sdk.GetRandomPasswordCommandInput;
		expectTypeOf<Theirs>().toExtend<Ours.GetRandomPasswordInput>();
		expectTypeOf<keyof Ours.GetRandomPasswordInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("GetResourcePolicy", () => {
		type Theirs = Request<Sdk.GetResourcePolicyCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.GetResourcePolicyInput>();
		expectTypeOf<keyof Ours.GetResourcePolicyInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("ListSecrets", () => {
		type Theirs = Sdk.ListSecretsCommandInput;
		expectTypeOf<Theirs>().toExtend<Ours.ListSecretsInput>();
		expectTypeOf<keyof Ours.ListSecretsInput>().toEqualTypeOf<keyof Theirs>();
	});
	it("PutResourcePolicy", () => {
		type Theirs = Request<
			Sdk.PutResourcePolicyCommandInput,
			"SecretId" | "ResourcePolicy"
		>;
		expectTypeOf<Theirs>().toExtend<Ours.PutResourcePolicyInput>();
		expectTypeOf<keyof Ours.PutResourcePolicyInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("TagResource", () => {
		type Theirs = Request<Sdk.TagResourceCommandInput, "SecretId" | "Tags">;
		expectTypeOf<Theirs>().toExtend<Ours.TagResourceInput>();
		expectTypeOf<keyof Ours.TagResourceInput>().toEqualTypeOf<keyof Theirs>();
	});
	it("UntagResource", () => {
		type Theirs = Request<
			Sdk.UntagResourceCommandInput,
			"SecretId" | "TagKeys"
		>;
		expectTypeOf<Theirs>().toExtend<Ours.UntagResourceInput>();
		expectTypeOf<keyof Ours.UntagResourceInput>().toEqualTypeOf<keyof Theirs>();
	});
	it("ValidateResourcePolicy", () => {
		type Theirs = Request<
			Sdk.ValidateResourcePolicyCommandInput,
			"ResourcePolicy"
		>;
		expectTypeOf<Theirs>().toExtend<Ours.ValidateResourcePolicyInput>();
		expectTypeOf<keyof Ours.ValidateResourcePolicyInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("RemoveRegionsFromReplication", () => {
		type Theirs = Request<
			Sdk.RemoveRegionsFromReplicationCommandInput,
			"SecretId" | "RemoveReplicaRegions"
		>;
		expectTypeOf<Theirs>().toExtend<Ours.RemoveRegionsFromReplicationInput>();
		expectTypeOf<keyof Ours.RemoveRegionsFromReplicationInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("ReplicateSecretToRegions", () => {
		type Theirs = Request<
			Sdk.ReplicateSecretToRegionsCommandInput,
			"SecretId" | "AddReplicaRegions"
		>;
		expectTypeOf<Theirs>().toExtend<Ours.ReplicateSecretToRegionsInput>();
		expectTypeOf<keyof Ours.ReplicateSecretToRegionsInput>().toEqualTypeOf<
			keyof Theirs
		>();
		type OurRegion =
			Ours.ReplicateSecretToRegionsInput["AddReplicaRegions"][number];
		expectTypeOf<keyof OurRegion>().toEqualTypeOf<
			keyof Sdk.ReplicaRegionType
		>();
	});
	it("StopReplicationToReplica", () => {
		type Theirs = Request<Sdk.StopReplicationToReplicaCommandInput, "SecretId">;
		expectTypeOf<Theirs>().toExtend<Ours.StopReplicationToReplicaInput>();
		expectTypeOf<keyof Ours.StopReplicationToReplicaInput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
});

describe("our answers are the SDK's, and have no member that it does not know", () => {
	it("CreateSecret", () => {
		type Theirs = Answer<Sdk.CreateSecretCommandOutput>;
		expectTypeOf<Ours.CreateSecretOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.CreateSecretOutput>().toEqualTypeOf<keyof Theirs>();
	});
	it("GetSecretValue", () => {
		type Theirs = Answer<Sdk.GetSecretValueCommandOutput>;
		expectTypeOf<Ours.GetSecretValueOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.GetSecretValueOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("PutSecretValue", () => {
		type Theirs = Answer<Sdk.PutSecretValueCommandOutput>;
		expectTypeOf<Ours.PutSecretValueOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.PutSecretValueOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("UpdateSecret", () => {
		type Theirs = Answer<Sdk.UpdateSecretCommandOutput>;
		expectTypeOf<Ours.UpdateSecretOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.UpdateSecretOutput>().toEqualTypeOf<keyof Theirs>();
	});
	it("UpdateSecretVersionStage", () => {
		type Theirs = Answer<Sdk.UpdateSecretVersionStageCommandOutput>;
		expectTypeOf<Ours.UpdateSecretVersionStageOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.UpdateSecretVersionStageOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("ListSecretVersionIds", () => {
		type Theirs = Answer<Sdk.ListSecretVersionIdsCommandOutput>;
		type OurEntry = Ours.ListSecretVersionIdsOutput["Versions"][number];
		expectTypeOf<Ours.ListSecretVersionIdsOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.ListSecretVersionIdsOutput>().toEqualTypeOf<
			keyof Theirs
		>();
		expectTypeOf<keyof OurEntry>().toEqualTypeOf<
			keyof Sdk.SecretVersionsListEntry
		>();
	});
	it("DescribeSecret", () => {
		type Theirs = Answer<Sdk.DescribeSecretCommandOutput>;
		expectTypeOf<Ours.DescribeSecretOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.DescribeSecretOutput>().toExtend<keyof Theirs>();
	});
	it("DeleteSecret", () => {
		type Theirs = Answer<Sdk.DeleteSecretCommandOutput>;
		expectTypeOf<Ours.DeleteSecretOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.DeleteSecretOutput>().toEqualTypeOf<keyof Theirs>();
	});
	it("RestoreSecret", () => {
		type Theirs = Answer<Sdk.RestoreSecretCommandOutput>;
		expectTypeOf<Ours.RestoreSecretOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.RestoreSecretOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("BatchGetSecretValue", () => {
		type Theirs = Answer<Sdk.BatchGetSecretValueCommandOutput>;
		expectTypeOf<Ours.BatchGetSecretValueOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.BatchGetSecretValueOutput>().toEqualTypeOf<
			keyof Theirs
		>();
		type OurValue = Ours.BatchGetSecretValueOutput["SecretValues"][number];
		expectTypeOf<keyof OurValue>().toEqualTypeOf<keyof Sdk.SecretValueEntry>();
		type OurError = Ours.BatchGetSecretValueOutput["Errors"][number];
		expectTypeOf<keyof OurError>().toEqualTypeOf<keyof Sdk.APIErrorType>();
	});
	it("CancelRotateSecret", () => {
		type Theirs = Answer<Sdk.CancelRotateSecretCommandOutput>;
		expectTypeOf<Ours.CancelRotateSecretOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.CancelRotateSecretOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("RotateSecret", () => {
		type Theirs = Answer<Sdk.RotateSecretCommandOutput>;
		expectTypeOf<Ours.RotateSecretOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.RotateSecretOutput>().toEqualTypeOf<keyof Theirs>();
	});
	it("DeleteResourcePolicy", () => {
		type Theirs = Answer<Sdk.DeleteResourcePolicyCommandOutput>;
		expectTypeOf<Ours.DeleteResourcePolicyOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.DeleteResourcePolicyOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("GetRandomPassword", () => {
		type Theirs = Answer<Sdk.GetRandomPasswordCommandOutput>;
		expectTypeOf<Ours.GetRandomPasswordOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.GetRandomPasswordOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("GetResourcePolicy", () => {
		type Theirs = Answer<Sdk.GetResourcePolicyCommandOutput>;
		expectTypeOf<Ours.GetResourcePolicyOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.GetResourcePolicyOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("ListSecrets", () => {
		type Theirs = Answer<Sdk.ListSecretsCommandOutput>;
		expectTypeOf<Ours.ListSecretsOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.ListSecretsOutput>().toEqualTypeOf<keyof Theirs>();
		type OurEntry = Ours.ListSecretsOutput["SecretList"][number];
		expectTypeOf<keyof OurEntry>().toExtend<keyof Sdk.SecretListEntry>();
	});
	it("PutResourcePolicy", () => {
		type Theirs = Answer<Sdk.PutResourcePolicyCommandOutput>;
		expectTypeOf<Ours.PutResourcePolicyOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.PutResourcePolicyOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("TagResource", () => {
		type Theirs = Answer<Sdk.TagResourceCommandOutput>;
		expectTypeOf<Ours.TagResourceOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.TagResourceOutput>().toEqualTypeOf<keyof Theirs>();
	});
	it("UntagResource", () => {
		type Theirs = Answer<Sdk.UntagResourceCommandOutput>;
		expectTypeOf<Ours.UntagResourceOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.UntagResourceOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("ValidateResourcePolicy", () => {
		type Theirs = Answer<Sdk.ValidateResourcePolicyCommandOutput>;
		expectTypeOf<Ours.ValidateResourcePolicyOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.ValidateResourcePolicyOutput>().toEqualTypeOf<
			keyof Theirs
		>();
		type OurError =
			Ours.ValidateResourcePolicyOutput["ValidationErrors"][number];
		expectTypeOf<keyof OurError>().toEqualTypeOf<
			keyof Sdk.ValidationErrorsEntry
		>();
	});
	it("RemoveRegionsFromReplication", () => {
		type Theirs = Answer<Sdk.RemoveRegionsFromReplicationCommandOutput>;
		expectTypeOf<Ours.RemoveRegionsFromReplicationOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.RemoveRegionsFromReplicationOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
	it("ReplicateSecretToRegions", () => {
		type Theirs = Answer<Sdk.ReplicateSecretToRegionsCommandOutput>;
		expectTypeOf<Ours.ReplicateSecretToRegionsOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.ReplicateSecretToRegionsOutput>().toEqualTypeOf<
			keyof Theirs
		>();
		type OurStatus =
			Ours.ReplicateSecretToRegionsOutput["ReplicationStatus"][number];
		expectTypeOf<keyof OurStatus>().toEqualTypeOf<
			keyof Sdk.ReplicationStatusType
		>();
	});
	it("StopReplicationToReplica", () => {
		type Theirs = Answer<Sdk.StopReplicationToReplicaCommandOutput>;
		expectTypeOf<Ours.StopReplicationToReplicaOutput>().toExtend<Theirs>();
		expectTypeOf<keyof Ours.StopReplicationToReplicaOutput>().toEqualTypeOf<
			keyof Theirs
		>();
	});
});

describe("our requests refuse what is no request", () => {
	it("without the member that names the secret", () => {
		expectTypeOf<{
			SecretString: string;
		}>().not.toExtend<Ours.CreateSecretInput>();
		expectTypeOf<{
			VersionId: string;
		}>().not.toExtend<Ours.GetSecretValueInput>();
	});
	it("with a filter, an order or a type that is none", () => {
		expectTypeOf<{
			Filters: { Key: "size"; Values: string[] }[];
		}>().not.toExtend<Ours.ListSecretsInput>();
		expectTypeOf<{ SortOrder: "up" }>().not.toExtend<Ours.ListSecretsInput>();
		expectTypeOf<{
			PasswordLength: string;
		}>().not.toExtend<Ours.GetRandomPasswordInput>();
	});
	it("with a value of another type", () => {
		expectTypeOf<{
			SecretId: string;
			SecretString: number;
		}>().not.toExtend<Ours.PutSecretValueInput>();
	});
	it("but take base64 text in the place of bytes", () => {
		expectTypeOf<{
			SecretId: string;
			SecretBinary: string;
		}>().toExtend<Ours.PutSecretValueInput>();
	});
});

describe("a call of a host", () => {
	const host = createHost();

	it("is typed by its operation", () => {
		expectTypeOf(
			host.execute("GetSecretValue", { SecretId: "db" }),
		).toEqualTypeOf<Ours.Result<Ours.GetSecretValueOutput, Ours.Failure>>();
		expectTypeOf(host.execute("CreateSecret", { Name: "db" })).toEqualTypeOf<
			Ours.Result<Ours.CreateSecretOutput, Ours.Failure>
		>();
	});
	it("is of any operation and any request, as far as the compiler can tell", () => {
		const operation: string = "RotateSecret";
		expectTypeOf(host.execute(operation, {})).toEqualTypeOf<
			Ours.Result<unknown, Ours.Failure>
		>();
	});
});

describe("a rotation function", () => {
	/** As one is written for Lambda, with types of its own. */
	const handler = async (event: {
		readonly SecretId: string;
		readonly ClientRequestToken: string;
		readonly Step: string;
		readonly RotationToken?: string;
	}): Promise<void> => void event;

	it("may be a handler that is written for Lambda", () => {
		createHost({ rotationFunctions: { "arn:of:a:function": handler } });
		expectTypeOf(handler).toExtend<RotationFunction>();
	});

	it("gets a configuration that the SDK takes", () => {
		createHost({
			rotationFunctions: {
				"arn:of:a:function": async (event, { clientConfig }) => {
					expectTypeOf(event.Step).toEqualTypeOf<
						"createSecret" | "setSecret" | "testSecret" | "finishSecret"
					>();
					new SecretsManagerClient(clientConfig).destroy();
				},
			},
		});
	});
});

describe("the configuration of a client", () => {
	const host = createHost();

	it("is the SDK's, with and without overrides", () => {
		expectTypeOf(clientConfig(host)).toExtend<Sdk.SecretsManagerClientConfig>();
		expectTypeOf(
			clientConfig(host, { account: "111111111111" }),
		).toExtend<Sdk.SecretsManagerClientConfig>();
		expectTypeOf(
			clientConfig(host, {
				region: async () => "eu-west-1",
				maxAttempts: 1,
			}),
		).toExtend<Sdk.SecretsManagerClientConfig>();
	});

	it("attaches to a client and answers with its type", () => {
		const client = new SecretsManagerClient({ region: "us-east-1" });
		expectTypeOf(attach(client, host)).toEqualTypeOf<SecretsManagerClient>();
	});
});
