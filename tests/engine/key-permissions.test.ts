/** Which permissions of keys a caller needs (6.4), and who gives them: identity policies, key policies, AWS. */
import type { Caller } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	ADA,
	may,
	mayNot,
	NO_KMS,
	ROLE,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { aValue, given, token, type World } from "../support/given.js";
import { keyArn, keyId } from "../support/keys.js";
import { HERE, STRANGE } from "../support/places.js";

const [OLD, NEW] = [keyId("a"), keyId("b")];
const ALL = ["GenerateDataKey", "Decrypt", "Encrypt"] as const;
type KeyAction = (typeof ALL)[number];

const keyed = given().withKey({ keyId: OLD }).withKey({ keyId: NEW });
const created = keyed.after("CreateSecret", {
	Name: "db",
	KmsKeyId: OLD,
	...aValue("v1"),
});
const SecretId = "db";
const ARN: string = created.when("DescribeSecret", { SecretId }).answer.ARN;
const mySecrets = may("secretsmanager:*");
const kms = (actions: readonly string[]) =>
	actions.map((each) => `kms:${each}`);
/** Ada, who may do everything with secrets, and this with keys. */
const withKeys = (...statements: readonly Statement[]): Caller =>
	whoMay(ADA, mySecrets, ...statements);
const using = (...actions: readonly string[]): Caller =>
	actions.length === 0 ? withKeys() : withKeys(may(kms(actions)));

describe("each call needs of its key", () => {
	const cases: readonly (readonly [
		call: string,
		operation: string,
		input: object,
		needs: readonly KeyAction[],
	])[] = [
		[
			"a first write",
			"PutSecretValue",
			{ SecretId, ...aValue("v2") },
			["GenerateDataKey"],
		],
		[
			"an update of the value",
			"UpdateSecret",
			{ SecretId, ...aValue("v2") },
			["GenerateDataKey"],
		],
		["a replay", "PutSecretValue", { SecretId, ...aValue("v1") }, ["Decrypt"]],
		[
			"a replay by update",
			"UpdateSecret",
			{ SecretId, ...aValue("v1") },
			["Decrypt"],
		],
		["a read", "GetSecretValue", { SecretId }, ["Decrypt"]],
		[
			"a new secret under the key",
			"CreateSecret",
			{ Name: "new", KmsKeyId: OLD, ...aValue("v1") },
			["GenerateDataKey", "Decrypt"],
		],
		[
			"a new secret under the key without a value",
			"CreateSecret",
			{ Name: "new", KmsKeyId: OLD, ClientRequestToken: token("v1") },
			["GenerateDataKey", "Decrypt"],
		],
		[
			"an update that names the key",
			"UpdateSecret",
			{ SecretId, KmsKeyId: OLD },
			["GenerateDataKey", "Decrypt"],
		],
		[
			"an update that names the key, with a value",
			"UpdateSecret",
			{ SecretId, KmsKeyId: OLD, ...aValue("v2") },
			["GenerateDataKey", "Decrypt"],
		],
		[
			"a new secret under the default key",
			"CreateSecret",
			{ Name: "new", ...aValue("v1") },
			[],
		],
		[
			"an update to the default key",
			"UpdateSecret",
			{ SecretId, KmsKeyId: "" },
			[],
		],
		["a description", "UpdateSecret", { SecretId, Description: "d" }, []],
		["DescribeSecret", "DescribeSecret", { SecretId }, []],
		["ListSecrets", "ListSecrets", {}, []],
		["ListSecretVersionIds", "ListSecretVersionIds", { SecretId }, []],
		["a tag", "TagResource", { SecretId, Tags: [{ Key: "k" }] }, []],
		[
			"a label",
			"UpdateSecretVersionStage",
			{ SecretId, VersionStage: "blue", MoveToVersionId: token("v1") },
			[],
		],
		["a deletion", "DeleteSecret", { SecretId }, []],
	];

	it.each(cases)("%s: these, and no more", (_, operation, input, needs) => {
		const ask = (caller: Caller) =>
			created.as({ caller }).when(operation, input);
		ask(using(...needs)).answers({});
		for (const missing of needs)
			for (const others of [needs, ALL]) {
				const rest = others.filter((each) => each !== missing);
				ask(using(...rest)).refuses(...NO_KMS);
			}
	});

	it.each(cases.filter(([, , , needs]) => needs.length > 0))(
		"%s: on this key, whatever others it may use",
		(_, operation, input, needs) => {
			const ask = (caller: Caller) =>
				created.as({ caller }).when(operation, input);
			const on = (Resource: string) => withKeys(may(kms(needs), { Resource }));
			ask(on(keyArn("a"))).answers({});
			ask(on(keyArn("b"))).refuses(...NO_KMS);
			ask(
				withKeys(may("kms:*"), mayNot("kms:*", { Resource: keyArn("a") })),
			).refuses(...NO_KMS);
		},
	);
});

describe("an entry of a batch", () => {
	it("says that its key is denied, beside those that are read", () => {
		const caller = using();
		created
			.after("CreateSecret", { Name: "open", ...aValue("v1") })
			.as({ caller })
			.when("BatchGetSecretValue", { SecretIdList: ["open", "db"] })
			.answers({
				SecretValues: [{ Name: "open" }],
				Errors: [{ SecretId: "db", ErrorCode: NO_KMS[0], Message: NO_KMS[1] }],
			});
	});

	it("is read with kms:Decrypt", () => {
		created
			.as({ caller: using("Decrypt") })
			.when("BatchGetSecretValue", { SecretIdList: ["db"] })
			.answers({ SecretValues: [{ Name: "db" }], Errors: [] });
	});
});

describe("a change of the key from one to another", () => {
	const onNew = may(kms(["GenerateDataKey", "Decrypt"]), {
		Resource: keyArn("b"),
	});
	const changed = (...statements: readonly Statement[]) =>
		created
			.as({ caller: withKeys(...statements) })
			.when("UpdateSecret", { SecretId, KmsKeyId: NEW });
	const keysOf = (world: World) =>
		world.as({ caller: undefined }).when("ListSecretVersionIds", { SecretId })
			.answer.Versions[0].KmsKeyIds;

	it("with Decrypt on the old and Encrypt on the new lets both open the value", () => {
		const world = changed(
			onNew,
			may("kms:Decrypt", { Resource: keyArn("a") }),
			may("kms:Encrypt", { Resource: keyArn("b") }),
		).answers({});
		expect(keysOf(world)).toEqual([keyArn("a"), keyArn("b")]);
	});

	it.each<[what: string, statement: Statement]>([
		["Decrypt on the old", may("kms:Encrypt")],
		["Encrypt on the new", may("kms:Decrypt")],
	])("without %s succeeds, and the value keeps its key", (_, statement) => {
		const world = changed(onNew, statement).answers({});
		expect(keysOf(world)).toEqual([keyArn("a")]);
		world
			.as({ caller: undefined })
			.when("DescribeSecret", { SecretId })
			.answers({ KmsKeyId: NEW });
	});

	it.each(["GenerateDataKey", "Decrypt"])(
		"without %s on the new is refused, and nothing changes",
		(missing) => {
			changed(
				may("kms:*"),
				mayNot(`kms:${missing}`, { Resource: keyArn("b") }),
			).refuses(...NO_KMS);
		},
	);
});

describe("what conditions may ask of a use of a key", () => {
	it.each<[key: string, value: unknown, other: unknown]>([
		[
			"kms:ViaService",
			"secretsmanager.us-east-1.amazonaws.com",
			"s3.us-east-1.amazonaws.com",
		],
		["kms:CallerAccount", HERE.account, STRANGE.account],
		["kms:EncryptionContext:SecretARN", ARN, `${ARN}x`],
		["kms:EncryptionContext:SecretVersionId", token("v1"), token("v2")],
		["aws:ResourceAccount", HERE.account, STRANGE.account],
		["aws:PrincipalArn", ADA, ROLE],
		["aws:ViaAWSService", "true", "false"],
		["aws:CalledVia", "secretsmanager.amazonaws.com", "s3.amazonaws.com"],
	])("%s", (key, value, other) => {
		const read = (each: unknown) =>
			created
				.as({
					caller: withKeys(
						may("kms:Decrypt", {
							Condition: { StringEquals: { [key]: each } },
						}),
					),
				})
				.when("GetSecretValue", { SecretId });
		read(value).answers({ Name: "db" });
		read(other).refuses(...NO_KMS);
	});

	it("the names of the encryption context", () => {
		const read = (names: readonly string[]) =>
			created
				.as({
					caller: withKeys(
						may("kms:Decrypt", {
							Condition: {
								"ForAllValues:StringEquals": {
									"kms:EncryptionContextKeys": names,
								},
							},
						}),
					),
				})
				.when("GetSecretValue", { SecretId });
		read(["SecretARN", "SecretVersionId"]).answers({});
		read(["SecretARN"]).refuses(...NO_KMS);
	});

	it("the version id under which a key is tried", () => {
		const create = (id: string) =>
			keyed
				.as({
					caller: withKeys(
						may("kms:*", {
							Condition: {
								StringEquals: { "kms:EncryptionContext:SecretVersionId": id },
							},
						}),
					),
				})
				.when("CreateSecret", {
					Name: "new",
					KmsKeyId: OLD,
					ClientRequestToken: token("v1"),
				});
		create("RequestToValidateKeyAccess").answers({});
		create(token("v1")).refuses(...NO_KMS);
	});
});

describe("whether a caller may use a key is asked before its state", () => {
	const dead = created.withKey({ keyId: OLD, state: "Disabled" });

	it.each<[operation: string, input: object, name: string]>([
		["GetSecretValue", { SecretId }, "DecryptionFailure"],
		["PutSecretValue", { SecretId, ...aValue("v2") }, "EncryptionFailure"],
		[
			"CreateSecret",
			{ Name: "new", KmsKeyId: OLD, ...aValue("v1") },
			"InvalidParameterException",
		],
		["UpdateSecret", { SecretId, KmsKeyId: OLD }, "InvalidParameterException"],
	])("%s", (operation, input, name) => {
		dead
			.as({ caller: using() })
			.when(operation, input)
			.refuses(...NO_KMS);
		dead
			.as({ caller: using(...ALL) })
			.when(operation, input)
			.refuses(name);
	});
});
