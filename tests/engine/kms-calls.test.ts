/** What the key service of a context is asked: in which order, for which key, and bound to what (6.1, 6.4). */
import type { Kms } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { defaultKeyArn } from "../../src/kms/key.js";
import { aValue, CONTEXT, given, token, type World } from "../support/given.js";
import { keyArn, keyId } from "../support/keys.js";
import { recordingKms } from "../support/recording-kms.js";

const [A, B] = [keyArn("a"), keyArn("b")];
const DEFAULT = defaultKeyArn(CONTEXT);
const VALIDATION = "RequestToValidateKeyAccess";
const keyed = given()
	.withKey({ keyId: keyId("a"), aliases: ["alias/a"] })
	.withKey({ keyId: keyId("b") });
const named = keyed.after("CreateSecret", {
	Name: "db",
	KmsKeyId: "alias/a",
	...aValue("v1"),
});
const unnamed = keyed.after("CreateSecret", { Name: "db", ...aValue("v1") });
/** v1 unlabelled, v2 AWSPREVIOUS, v3 AWSCURRENT, v4 custom, all under key a. */
let four = named;
for (const id of ["v2", "v3"])
	four = four.after("PutSecretValue", { SecretId: "db", ...aValue(id) });
four = four.after("PutSecretValue", {
	SecretId: "db",
	...aValue("v4"),
	VersionStages: ["blue"],
});
const rekeyed = four.after("UpdateSecret", {
	SecretId: "db",
	KmsKeyId: keyId("b"),
});

type Asked = readonly [call: string, keyArn: string, versionId: string];
const SecretId = "db";

describe.each([
	["makes data keys", true, "generateDataKey"],
	["wraps those that it is given", false, "wrap"],
] as const)("A key service that %s", (_, generates, makes) => {
	/** What it is asked, and of which secret that the answer names. */
	function asked(world: World, operation: string, input: object) {
		const { kms, calls } = recordingKms({ generates });
		const { answer } = world.as({ kms }).when(operation, input);
		for (const [, , { SecretARN, SecretVersionId: _, ...rest }] of calls) {
			expect(SecretARN).toBe(answer.ARN);
			expect(rest).toEqual({});
		}
		return calls.map(([call, arn, { SecretVersionId = "" }]) => [
			call,
			arn,
			SecretVersionId.replace(/-+$/, ""),
		]);
	}

	it.each<[what: string, World, operation: string, input: object, Asked[]]>([
		[
			"CreateSecret with a named key and a value",
			keyed,
			"CreateSecret",
			{ Name: "db", KmsKeyId: "alias/a", ...aValue("v1") },
			[
				[makes, A, VALIDATION],
				["unwrap", A, VALIDATION],
				[makes, A, "v1"],
			],
		],
		[
			"CreateSecret with a named key alone [R-ST-enc]",
			keyed,
			"CreateSecret",
			{ Name: "db", KmsKeyId: keyId("a"), ClientRequestToken: token("v1") },
			[
				[makes, A, VALIDATION],
				["unwrap", A, VALIDATION],
			],
		],
		[
			"CreateSecret with a value",
			keyed,
			"CreateSecret",
			{ Name: "db", ...aValue("v1") },
			[[makes, DEFAULT, "v1"]],
		],
		[
			"CreateSecret with the default key by name",
			keyed,
			"CreateSecret",
			{ Name: "db", KmsKeyId: "alias/aws/secretsmanager", ...aValue("v1") },
			[[makes, DEFAULT, "v1"]],
		],
		[
			"CreateSecret that is a replay",
			named,
			"CreateSecret",
			{ Name: "db", KmsKeyId: "alias/a", ...aValue("v1") },
			[["unwrap", A, "v1"]],
		],
		[
			"PutSecretValue",
			named,
			"PutSecretValue",
			{ SecretId, ...aValue("v2") },
			[[makes, A, "v2"]],
		],
		[
			"PutSecretValue that is a replay",
			named,
			"PutSecretValue",
			{ SecretId, ...aValue("v1") },
			[["unwrap", A, "v1"]],
		],
		[
			"GetSecretValue",
			named,
			"GetSecretValue",
			{ SecretId },
			[["unwrap", A, "v1"]],
		],
		[
			"GetSecretValue of a version with two keys: the oldest",
			rekeyed,
			"GetSecretValue",
			{ SecretId },
			[["unwrap", A, "v3"]],
		],
		[
			"GetSecretValue of one whose oldest key is disabled",
			rekeyed.withKey({ keyId: keyId("a"), state: "Disabled" }),
			"GetSecretValue",
			{ SecretId },
			[["unwrap", B, "v3"]],
		],
		[
			"UpdateSecret with a value",
			named,
			"UpdateSecret",
			{ SecretId, ...aValue("v2") },
			[[makes, A, "v2"]],
		],
		[
			"UpdateSecret with another key",
			four,
			"UpdateSecret",
			{ SecretId, KmsKeyId: keyId("b") },
			[
				[makes, B, VALIDATION],
				["unwrap", B, VALIDATION],
				["unwrap", A, "v2"],
				["wrap", B, "v2"],
				["unwrap", A, "v3"],
				["wrap", B, "v3"],
			],
		],
		[
			"UpdateSecret with another key and a value",
			named,
			"UpdateSecret",
			{ SecretId, KmsKeyId: keyId("b"), ...aValue("v2") },
			[
				[makes, B, VALIDATION],
				["unwrap", B, VALIDATION],
				["unwrap", A, "v1"],
				["wrap", B, "v1"],
				[makes, B, "v2"],
			],
		],
		[
			"UpdateSecret with the key that it has",
			named,
			"UpdateSecret",
			{ SecretId, KmsKeyId: keyId("a") },
			[
				[makes, A, VALIDATION],
				["unwrap", A, VALIDATION],
			],
		],
		[
			"UpdateSecret with a key, where the old one is dead",
			four.withKey({ keyId: keyId("a"), state: "Disabled" }),
			"UpdateSecret",
			{ SecretId, KmsKeyId: keyId("b") },
			[
				[makes, B, VALIDATION],
				["unwrap", B, VALIDATION],
			],
		],
		[
			"UpdateSecret with a third key, where the first is dead",
			rekeyed.withKey({ keyId: keyId("a"), state: "Disabled" }),
			"UpdateSecret",
			{ SecretId, KmsKeyId: "" },
			[
				["unwrap", B, "v2"],
				["wrap", DEFAULT, "v2"],
				["unwrap", B, "v3"],
				["wrap", DEFAULT, "v3"],
			],
		],
		[
			"UpdateSecret back to the default key",
			named,
			"UpdateSecret",
			{ SecretId, KmsKeyId: "" },
			[
				["unwrap", A, "v1"],
				["wrap", DEFAULT, "v1"],
			],
		],
		[
			"UpdateSecret from the default key",
			unnamed,
			"UpdateSecret",
			{ SecretId, KmsKeyId: keyId("a") },
			[
				[makes, A, VALIDATION],
				["unwrap", A, VALIDATION],
				["unwrap", DEFAULT, "v1"],
				["wrap", A, "v1"],
			],
		],
		[
			"UpdateSecret with a description",
			named,
			"UpdateSecret",
			{ SecretId, Description: "new" },
			[],
		],
		["DescribeSecret", named, "DescribeSecret", { SecretId }, []],
		["ListSecretVersionIds", named, "ListSecretVersionIds", { SecretId }, []],
		["ListSecrets", named, "ListSecrets", {}, []],
		[
			"UpdateSecretVersionStage",
			named,
			"UpdateSecretVersionStage",
			{ SecretId, VersionStage: "blue", MoveToVersionId: token("v1") },
			[],
		],
		[
			"TagResource",
			named,
			"TagResource",
			{ SecretId, Tags: [{ Key: "Env" }] },
			[],
		],
		["DeleteSecret", named, "DeleteSecret", { SecretId }, []],
	])("is asked by %s", (_, world, operation, input, calls) => {
		expect(asked(world, operation, input)).toEqual(calls);
	});

	it("is not asked for a key that cannot be used", () => {
		const { kms, calls } = recordingKms({ generates });
		const dead = named
			.withKey({ keyId: keyId("a"), state: "Disabled" })
			.as({ kms });
		dead.when("GetSecretValue", { SecretId }).refuses("DecryptionFailure");
		dead
			.when("PutSecretValue", { SecretId, ...aValue("v2") })
			.refuses("EncryptionFailure");
		dead
			.when("UpdateSecret", { SecretId, KmsKeyId: keyId("a") })
			.refuses("InvalidParameterException");
		dead
			.when("CreateSecret", { Name: "b", KmsKeyId: A, ...aValue("v1") })
			.refuses("InvalidParameterException");
		expect(calls).toEqual([]);
	});

	it("reads what it has sealed, through changes of the key", () => {
		const { kms } = recordingKms({ generates });
		keyed
			.as({ kms })
			.after("CreateSecret", { Name: "db", ...aValue("v1") })
			.after("UpdateSecret", { SecretId, KmsKeyId: keyId("a") })
			.after("UpdateSecret", { SecretId, KmsKeyId: keyId("b") })
			.withKey({ keyId: keyId("a"), state: "Deleted" })
			.when("GetSecretValue", { SecretId })
			.answers({ SecretString: "value of v1" });
	});
});

describe("What a key service refuses is the answer to", () => {
	const denial = {
		name: "AccessDeniedException",
		message: "Access to KMS is not allowed",
	};
	const denied = () => ({ ok: false as const, error: denial });
	/** That the caller may use key a but for these calls (6.4). */
	const without = (...calls: readonly (keyof Kms)[]): Kms => {
		const { kms } = recordingKms({ generates: true });
		return {
			...kms,
			...(calls.includes("generateDataKey") && { generateDataKey: denied }),
			...(calls.includes("unwrap") && { unwrap: denied }),
		};
	};

	it.each<
		[what: string, operation: string, input: object, calls: Set<keyof Kms>]
	>([
		[
			"the first write of a token, for GenerateDataKey alone",
			"PutSecretValue",
			{ SecretId, ...aValue("v2") },
			new Set(["generateDataKey"] as const),
		],
		[
			"the replay of a token, for Decrypt alone [R-ST-enc:new-version-replay-deny-new-decrypt]",
			"PutSecretValue",
			{ SecretId, ...aValue("v1") },
			new Set(["unwrap"] as const),
		],
		[
			"GetSecretValue, for Decrypt alone",
			"GetSecretValue",
			{ SecretId },
			new Set(["unwrap"] as const),
		],
		[
			"UpdateSecret with a key, for both [R-ST-auth]",
			"UpdateSecret",
			{ SecretId, KmsKeyId: keyId("b") },
			new Set(["generateDataKey", "unwrap"] as const),
		],
		[
			"CreateSecret with a key, for both [R-ST-auth]",
			"CreateSecret",
			{ Name: "b", KmsKeyId: keyId("b"), ClientRequestToken: token("v1") },
			new Set(["generateDataKey", "unwrap"] as const),
		],
		["DescribeSecret, for none", "DescribeSecret", { SecretId }, new Set()],
		["DeleteSecret, for none", "DeleteSecret", { SecretId }, new Set()],
	])("%s", (_, operation, input, needed) => {
		for (const call of ["generateDataKey", "unwrap"] as const) {
			const asking = named.as({ kms: without(call) }).when(operation, input);
			if (needed.has(call)) asking.refuses(denial.name, denial.message);
			else asking.answers({});
		}
	});
});

describe("Whether one more key may wrap [R-ST-enc]", () => {
	it.each([
		["it may", true, [A, B]],
		["it may not, and nobody hears of it", false, [A]],
	] as const)("is asked when the key changes: %s", (_, mayWrap, arns) => {
		const { kms, calls } = recordingKms({ generates: true, mayWrap });
		named
			.as({ kms })
			.after("UpdateSecret", { SecretId, KmsKeyId: keyId("b") })
			.when("ListSecretVersionIds", { SecretId })
			.answers({ Versions: [expect.objectContaining({ KmsKeyIds: arns })] })
			.when("DescribeSecret", { SecretId })
			.answers({ KmsKeyId: keyId("b") });
		const bound = expect.objectContaining({ SecretVersionId: token("v1") });
		expect(calls.slice(2)).toEqual([
			["unwrap", A, bound],
			["mayWrap", B, bound],
			...(mayWrap ? [["wrap", B, bound]] : []),
		]);
	});

	it("is not asked when a value is sealed", () => {
		const { kms, calls } = recordingKms({ mayWrap: false });
		keyed
			.as({ kms })
			.after("CreateSecret", { Name: "db", KmsKeyId: A, ...aValue("v1") })
			.after("PutSecretValue", { SecretId, ...aValue("v2") });
		expect(calls.map(([call]) => call)).not.toContain("mayWrap");
	});
});
