/** What the status of a replica tells where the key service of the context refuses (7.5). */
import type { Kms } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { defaultKeyArn } from "../../src/kms/key.js";
import { accessDenied, type Failure } from "../../src/values/failure.js";
import type { World } from "../support/given.js";
import {
	denied,
	keyArn,
	keyId,
	quoted,
	withoutRequestId,
} from "../support/keys.js";
import { HERE, THERE } from "../support/places.js";
import { recordingKms } from "../support/recording-kms.js";
import {
	alone,
	both,
	DEFAULT_KEY,
	described,
	expectAbsent,
	here,
	readValue,
	replicated,
	SecretId,
	there,
} from "../support/replication.js";

const EU = THERE.region;
const NO = accessDenied("no");
/** A key service that refuses one kind of call. */
function refusing(
	call: "generateDataKey" | "unwrap",
	error: Failure = NO,
): Kms {
	const { kms } = recordingKms({ generates: true });
	return { ...kms, [call]: () => ({ ok: false, error }) };
}
const statusOf = (world: World) =>
	described(world).ReplicationStatus.map(
		({ StatusMessage, ...rest }: { StatusMessage: string }) => ({
			...rest,
			StatusMessage: withoutRequestId(StatusMessage),
		}),
	);
const failed = (why: string, KmsKeyId = DEFAULT_KEY) => [
	{
		Region: EU,
		KmsKeyId,
		Status: "Failed",
		StatusMessage: `Replication failed: ${why}`,
	},
];
const [AT_PRIMARY, AT_REPLICA] = [HERE, THERE].map(defaultKeyArn);

describe("a replication tells as its status what KMS says, where it", () => {
	it.each([
		[
			"does not open the value",
			"unwrap",
			denied("kms:Decrypt", `${AT_PRIMARY}`),
		],
		[
			"makes no data key for the replica",
			"generateDataKey",
			denied("kms:GenerateDataKey", `${AT_REPLICA}`),
		],
	] as const)("%s", (_, call, why) => {
		const world = replicated(alone.as({ kms: refusing(call) }), EU);
		expect(statusOf(world)).toEqual(failed(why));
		expectAbsent(there(world));
	});

	it.each(["unwrap", "generateDataKey"] as const)(
		"says by %s whose permission is missing, in words of its own",
		(call) => {
			const said = "User: arn:aws:iam::123456789012:user/ada may not";
			const kms = refusing(call, accessDenied(said));
			expect(statusOf(replicated(alone.as({ kms }), EU))).toEqual(
				failed(quoted(said, "AccessDeniedException")),
			);
		},
	);

	it.each(["unwrap", "generateDataKey"] as const)(
		"refuses %s with another name, whose message is told as it is",
		(call) => {
			const kms = refusing(call, {
				name: "DecryptionFailure",
				message: "not today",
			});
			expect(statusOf(replicated(alone.as({ kms }), EU))).toEqual(
				failed("not today"),
			);
		},
	);

	it("does not let the replica have the key that is named, which is the one it is about", () => {
		const KmsKeyId = keyId("a");
		const keyed = here(there(both).withKey({ keyId: KmsKeyId }));
		const world = keyed
			.as({ kms: refusing("generateDataKey") })
			.after("ReplicateSecretToRegions", {
				SecretId,
				AddReplicaRegions: [{ Region: EU, KmsKeyId }],
			});
		expect(statusOf(world)).toEqual(
			failed(denied("kms:GenerateDataKey", keyArn("a", THERE))),
		);
		expect(described(there(world)).KmsKeyId).toBe(DEFAULT_KEY);
		expect(readValue(there(world.as({ kms: undefined })))).toBe("value of v1");
	});
});
