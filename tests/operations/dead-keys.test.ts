/** Secrets whose KMS keys are disabled, pending deletion or deleted: what can still be done with them, and what not. */
import { describe, expect, it } from "vitest";
import {
	aValue,
	DAY,
	given,
	HOUR,
	ResourcePolicy,
	token,
	type World,
} from "../support/given.js";
import { keyArn, keyId, kmsArn, quoted } from "../support/keys.js";
import {
	complete,
	FUNCTION,
	report,
	rotate,
} from "../support/rotation-world.js";

const KEY = keyArn("a");
/** v1 AWSPREVIOUS, v2 AWSCURRENT, under key a */
const live = given()
	.withKey({ keyId: keyId("a"), aliases: ["alias/mine"] })
	.after("CreateSecret", {
		Name: "db",
		KmsKeyId: "alias/mine",
		...aValue("v1"),
	})
	.after("PutSecretValue", { SecretId: "db", ...aValue("v2") })
	.later(HOUR);

/** What KMS says of the key in each state that it cannot be used in. */
const DEAD = [
	["Disabled", `${KEY} is disabled.`, "DisabledException"],
	[
		"PendingDeletion",
		`${KEY} is pending deletion.`,
		"KMSInvalidStateException",
	],
	["Deleted", `Key '${KEY}' does not exist`, "NotFoundException"],
] as const;
const CANNOT_DECRYPT = "Secrets Manager can't decrypt the secret value: ";
const CANNOT_ENCRYPT = "Secrets Manager can't encrypt the secret value: ";

it.each(DEAD)(
	"Under a key that is %s nothing is read or written",
	(state, said, code) => {
		const dead = live.withKey({ keyId: keyId("a"), state });
		dead
			.when("GetSecretValue", { SecretId: "db" })
			.refuses("DecryptionFailure", CANNOT_DECRYPT + quoted(said, code));
		const named =
			state === "Deleted"
				? `Alias ${kmsArn("alias/mine")} is not found.`
				: said;
		dead
			.when("PutSecretValue", { SecretId: "db", ...aValue("v3") })
			.refuses("EncryptionFailure", CANNOT_ENCRYPT + quoted(named, code));
	},
);

describe("Under a key that is disabled", () => {
	const dead = live.withKey({ keyId: keyId("a"), state: "Disabled" });

	it.each<[what: string, members: object]>([
		["by its label", { VersionStage: "AWSPREVIOUS" }],
		["by its id", { VersionId: token("v1") }],
	])("no value is read %s", (_, members) => {
		dead
			.when("GetSecretValue", { SecretId: "db", ...members })
			.refuses("DecryptionFailure");
	});

	it("what does not exist is still not found", () => {
		dead
			.when("GetSecretValue", { SecretId: "db", VersionStage: "blue" })
			.refuses("ResourceNotFoundException");
	});

	it.each<[what: string, operation: string, members: object]>([
		[
			"PutSecretValue with labels",
			"PutSecretValue",
			{ VersionStages: ["blue"] },
		],
		["UpdateSecret", "UpdateSecret", {}],
		["UpdateSecret with a description", "UpdateSecret", { Description: "new" }],
	])("no value is written: %s", (_, operation, members) => {
		dead
			.when(operation, { SecretId: "db", ...aValue("v3"), ...members })
			.refuses("EncryptionFailure");
	});

	it.each<[what: string, operation: string, input: object]>([
		["CreateSecret", "CreateSecret", { Name: "db" }],
		["PutSecretValue", "PutSecretValue", { SecretId: "db" }],
		[
			"PutSecretValue with labels",
			"PutSecretValue",
			{ SecretId: "db", VersionStages: ["blue"] },
		],
		["UpdateSecret", "UpdateSecret", { SecretId: "db" }],
	])("no replay is compared: %s", (_, operation, input) => {
		for (const SecretString of ["value of v2", "another"])
			dead
				.when(operation, { ...input, ...aValue("v2"), SecretString })
				.refuses("DecryptionFailure");
	});

	it("a secret without a value takes none", () => {
		given()
			.withKey({ keyId: keyId("a"), aliases: ["alias/mine"] })
			.after("CreateSecret", {
				Name: "db",
				KmsKeyId: "alias/mine",
				ClientRequestToken: token("creation"),
			})
			.withKey({ keyId: keyId("a"), state: "Disabled" })
			.when("PutSecretValue", { SecretId: "db", ...aValue("v1") })
			.refuses("EncryptionFailure");
	});

	const SecretId = "db";
	it.each<[what: string, operation: string, input: object, World?]>([
		["DescribeSecret", "DescribeSecret", { SecretId }],
		["ListSecrets", "ListSecrets", {}],
		[
			"ListSecretVersionIds",
			"ListSecretVersionIds",
			{ SecretId, IncludeDeprecated: true },
		],
		["TagResource", "TagResource", { SecretId, Tags: [{ Key: "Env" }] }],
		["UntagResource", "UntagResource", { SecretId, TagKeys: ["Env"] }],
		[
			"UpdateSecretVersionStage",
			"UpdateSecretVersionStage",
			{
				SecretId,
				VersionStage: "AWSCURRENT",
				RemoveFromVersionId: token("v2"),
				MoveToVersionId: token("v1"),
			},
		],
		["DeleteSecret", "DeleteSecret", { SecretId }],
		[
			"DeleteSecret by force",
			"DeleteSecret",
			{ SecretId, ForceDeleteWithoutRecovery: true },
		],
		[
			"RestoreSecret",
			"RestoreSecret",
			{ SecretId },
			dead.after("DeleteSecret", { SecretId }),
		],
		["PutResourcePolicy", "PutResourcePolicy", { SecretId, ResourcePolicy }],
		["GetResourcePolicy", "GetResourcePolicy", { SecretId }],
		["DeleteResourcePolicy", "DeleteResourcePolicy", { SecretId }],
		[
			"ValidateResourcePolicy",
			"ValidateResourcePolicy",
			{ SecretId, ResourcePolicy },
		],
		[
			"RotateSecret",
			"RotateSecret",
			{
				SecretId,
				ClientRequestToken: token("r1"),
				RotationLambdaARN: FUNCTION,
				RotationRules: { AutomaticallyAfterDays: 7 },
			},
		],
		["CancelRotateSecret", "CancelRotateSecret", { SecretId }],
		["UpdateSecret with nothing", "UpdateSecret", { SecretId }],
		[
			"UpdateSecret with a description",
			"UpdateSecret",
			{ SecretId, Description: "new" },
		],
		["UpdateSecret with a type", "UpdateSecret", { SecretId, Type: "new" }],
		[
			"UpdateSecret back to the default key",
			"UpdateSecret",
			{ SecretId, KmsKeyId: "" },
		],
	])("%s works as ever", (_, operation, input, world = dead) => {
		const alive = world.withKey({ keyId: keyId("a"), state: "Enabled" });
		const answered = world.when(operation, input).answer;
		expect(answered).toEqual(alive.when(operation, input).answer);
	});

	it("all works again when the key does", () => {
		const again = dead.withKey({ keyId: keyId("a"), state: "Enabled" });
		again
			.after("PutSecretValue", { SecretId, ...aValue("v3") })
			.when("GetSecretValue", { SecretId })
			.answers({ SecretString: "value of v3" });
	});
});

it("A replay is compared where one of several keys works", () => {
	live
		.withKey({ keyId: keyId("b") })
		.after("UpdateSecret", { SecretId: "db", KmsKeyId: keyId("b") })
		.withKey({ keyId: keyId("a"), state: "Disabled" })
		.when("PutSecretValue", { SecretId: "db", ...aValue("v2") })
		.answers({ VersionId: token("v2") });
});

describe("BatchGetSecretValue", () => {
	const world = live
		.withKey({ keyId: keyId("b") })
		.after("CreateSecret", { Name: "b", KmsKeyId: keyId("b"), ...aValue("v1") })
		.after("CreateSecret", { Name: "c", ...aValue("v1") })
		.withKey({ keyId: keyId("a"), state: "Disabled" })
		.withKey({ keyId: keyId("b"), state: "PendingDeletion" });
	const batch = (input: object) =>
		world.when("BatchGetSecretValue", input).answer;
	const names = (values: readonly { readonly Name: string }[]) =>
		values.map(({ Name }) => Name);

	it("reads what it can, and says of each other secret why not", () => {
		const { SecretValues, Errors } = batch({
			SecretIdList: ["db", "c", "b"],
		});
		expect(names(SecretValues)).toEqual(["c"]);
		expect(Errors).toEqual([
			{
				SecretId: "db",
				ErrorCode: "DecryptionFailure",
				Message: expect.stringContaining(`${KEY} is disabled. (`),
			},
			{
				SecretId: "b",
				ErrorCode: "DecryptionFailure",
				Message: expect.stringContaining(
					`${keyArn("b")} is pending deletion. (`,
				),
			},
		]);
	});

	it("does so of what filters find, too", () => {
		const Filters = [{ Key: "name", Values: ["db", "c"] }];
		const { SecretValues, Errors } = batch({ Filters });
		expect(names(SecretValues)).toEqual(["c"]);
		expect(
			Errors.map(({ ErrorCode }: { ErrorCode: string }) => ErrorCode),
		).toEqual(["DecryptionFailure"]);
	});

	it("notes no access to what it could not read", () => {
		const after = world.after("BatchGetSecretValue", { SecretIdList: ["db"] });
		expect(after.store).toBe(world.store);
	});
});

describe("A rotation", () => {
	const dead = live.withKey({ keyId: keyId("a"), state: "Disabled" });

	it("begins, but its function stores nothing, and AWSCURRENT stays", () => {
		const rotating = rotate(dead).world;
		rotating
			.when("GetSecretValue", { SecretId: "db" })
			.refuses("DecryptionFailure");
		rotating
			.when("PutSecretValue", {
				SecretId: "db",
				...aValue("r1"),
				VersionStages: ["AWSPENDING"],
			})
			.refuses("EncryptionFailure");
		rotating.when("DescribeSecret", { SecretId: "db" }).answers({
			VersionIdsToStages: {
				[token("v1")]: ["AWSPREVIOUS"],
				[token("v2")]: ["AWSCURRENT"],
				[token("r1")]: ["AWSPENDING"],
			},
		});
	});

	it("goes through where the key comes back", () => {
		const { world } = complete(
			rotate(dead).world.withKey({ keyId: keyId("a"), state: "Enabled" }),
		);
		expect(
			world.when("DescribeSecret", { SecretId: "db" }).answer
				.VersionIdsToStages[token("r1")],
		).toContain("AWSCURRENT");
	});
});

it("a deleted secret is purged whatever became of its key", () => {
	const gone = live
		.withKey({ keyId: keyId("a"), state: "Deleted" })
		.after("DeleteSecret", { SecretId: "db" })
		.later(31 * DAY);
	gone
		.when("DescribeSecret", { SecretId: "db" })
		.refuses("ResourceNotFoundException");
});

it("what a function says of its failure is hidden whatever became of the key", () => {
	const dead = rotate(live).world.withKey({
		keyId: keyId("a"),
		state: "Disabled",
	});
	const { events } = report(dead, "createSecret", {
		arn: live.when("DescribeSecret", { SecretId: "db" }).answer.ARN,
		ok: false,
		message: "cannot log in with value of v2",
	});
	expect(JSON.stringify(events)).not.toContain("value of v2");
	expect(JSON.stringify(events)).toContain("cannot log in with (hidden)");
});
