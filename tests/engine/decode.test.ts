import { describe, expect, it } from "vitest";
import { given, token } from "../support/given.js";

const db = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("v1"),
	SecretString: "x",
});
const refused = (operation: string, input: unknown, message?: string) =>
	db.when(operation, input).refuses("SerializationException", message);

/** A request that lacks nothing; each case replaces one member of it. */
const REQUESTS: Readonly<Record<string, object>> = {
	CancelRotateSecret: { SecretId: "db" },
	CreateSecret: { Name: "new", ClientRequestToken: token("v2") },
	DeleteSecret: { SecretId: "db" },
	DescribeSecret: { SecretId: "db" },
	GetSecretValue: { SecretId: "db" },
	ListSecretVersionIds: { SecretId: "db" },
	PutSecretValue: { SecretId: "db", ClientRequestToken: token("v2") },
	RestoreSecret: { SecretId: "db" },
	RotateSecret: { SecretId: "db", ClientRequestToken: token("v2") },
	UpdateSecret: { SecretId: "db", ClientRequestToken: token("v2") },
	UpdateSecretVersionStage: { SecretId: "db", VersionStage: "blue" },
};

/** The members of each operation by the type that the service model gives them. */
const MEMBERS: readonly (readonly [
	operation: string,
	members: Readonly<
		Record<
			string,
			"text" | "bytes" | "number" | "boolean" | "list" | "structure"
		>
	>,
])[] = [
	[
		"CreateSecret",
		{
			Name: "text",
			ClientRequestToken: "text",
			Description: "text",
			KmsKeyId: "text",
			SecretString: "text",
			SecretBinary: "bytes",
			Tags: "list",
			AddReplicaRegions: "list",
			ForceOverwriteReplicaSecret: "boolean",
			Type: "text",
		},
	],
	[
		"DeleteSecret",
		{
			SecretId: "text",
			RecoveryWindowInDays: "number",
			ForceDeleteWithoutRecovery: "boolean",
		},
	],
	["DescribeSecret", { SecretId: "text" }],
	[
		"GetSecretValue",
		{ SecretId: "text", VersionId: "text", VersionStage: "text" },
	],
	[
		"ListSecretVersionIds",
		{
			SecretId: "text",
			MaxResults: "number",
			NextToken: "text",
			IncludeDeprecated: "boolean",
		},
	],
	[
		"PutSecretValue",
		{
			SecretId: "text",
			ClientRequestToken: "text",
			SecretString: "text",
			SecretBinary: "bytes",
			VersionStages: "list",
			RotationToken: "text",
		},
	],
	["RestoreSecret", { SecretId: "text" }],
	["CancelRotateSecret", { SecretId: "text" }],
	[
		"RotateSecret",
		{
			SecretId: "text",
			ClientRequestToken: "text",
			RotationLambdaARN: "text",
			RotationRules: "structure",
			ExternalSecretRotationMetadata: "list",
			ExternalSecretRotationRoleArn: "text",
			RotateImmediately: "boolean",
		},
	],
	[
		"UpdateSecret",
		{
			SecretId: "text",
			ClientRequestToken: "text",
			Description: "text",
			KmsKeyId: "text",
			SecretBinary: "bytes",
			SecretString: "text",
			Type: "text",
		},
	],
	[
		"UpdateSecretVersionStage",
		{
			SecretId: "text",
			VersionStage: "text",
			RemoveFromVersionId: "text",
			MoveToVersionId: "text",
		},
	],
];

/** JSON values that are not of a type. */
const WRONG = {
	text: [7, true, ["x"], {}],
	bytes: [7, true, ["x"], {}, "not base64", "AAA", "A A="],
	number: ["7", true, [7], {}, 7.5],
	boolean: ["yes", 1, [true], {}],
	list: ["x", 7, true, {}],
	structure: ["x", 7, true, []],
} as const;

describe.each(
	MEMBERS.flatMap(([operation, members]) =>
		Object.entries(members).map(
			([member, type]) => [operation, member, type] as const,
		),
	),
)("%s %s is %s", (operation, member, type) => {
	it.each(WRONG[type].map((value) => [JSON.stringify(value), value]))(
		"not %s",
		(_, value) => {
			refused(operation, { ...REQUESTS[operation], [member]: value });
		},
	);

	if (type === "text" || type === "bytes")
		it("not an object: the recorded text [R-ST-val]", () => {
			refused(
				operation,
				{ ...REQUESTS[operation], [member]: { a: 1 } },
				"Start of structure or map found where not expected.",
			);
		});
});

describe("Inside lists", () => {
	it.each([
		["VersionStages of numbers", "PutSecretValue", { VersionStages: [7] }],
		["VersionStages of objects", "PutSecretValue", { VersionStages: [{}] }],
		["VersionStages of lists", "PutSecretValue", { VersionStages: [["blue"]] }],
		[
			"one wrong label among right ones",
			"PutSecretValue",
			{ VersionStages: ["blue", false] },
		],
		["Tags of texts", "CreateSecret", { Tags: ["Env"] }],
		["Tags as pairs", "CreateSecret", { Tags: [["Env", "prod"]] }],
		[
			"a Key that is a number",
			"CreateSecret",
			{ Tags: [{ Key: 1, Value: "x" }] },
		],
		[
			"a Value that is an object",
			"CreateSecret",
			{ Tags: [{ Key: "k", Value: {} }] },
		],
		[
			"AddReplicaRegions of texts",
			"CreateSecret",
			{ AddReplicaRegions: ["us-east-2"] },
		],
		[
			"a Region that is a number",
			"CreateSecret",
			{ AddReplicaRegions: [{ Region: 2 }] },
		],
	])("%s", (_, operation, members) => {
		refused(operation, { ...REQUESTS[operation], ...members });
	});
});

describe.each(Object.keys(REQUESTS))("A request of %s", (operation) => {
	it.each([
		["a list", []],
		["a text", "SecretId=db"],
		["a number", 7],
		["a boolean", true],
	])("is an object, not %s", (_, input) => {
		refused(operation, input);
	});
});

describe("Types that are right", () => {
	it("unknown members may be of any type", () => {
		db.after("DescribeSecret", { SecretId: "db", Unknown: { a: [1, null] } });
	});

	it("no type is turned into another: a text of digits stays one", () => {
		db.after("CreateSecret", {
			Name: "123",
			ClientRequestToken: token("v1"),
			SecretString: "007",
		})
			.when("GetSecretValue", { SecretId: "123" })
			.answers({ SecretString: "007" });
	});

	it("bytes may be a Uint8Array, one of its parts, or a Buffer", () => {
		const bytes = new Uint8Array([0, 1, 2, 3]);
		for (const SecretBinary of [bytes.subarray(1, 3), Buffer.from([1, 2])])
			db.after("PutSecretValue", {
				SecretId: "db",
				ClientRequestToken: token("v2"),
				SecretBinary,
			})
				.when("GetSecretValue", { SecretId: "db" })
				.answers({ SecretBinary: new Uint8Array([1, 2]) });
	});

	it("nothing but the caller's own object is read: it stays as it was", () => {
		const input = Object.freeze({
			SecretId: "db",
			ClientRequestToken: token("v2"),
			SecretString: "x",
			VersionStages: Object.freeze(["b", "a"]),
		});
		const before = structuredClone(input);
		db.after("PutSecretValue", input);
		expect(input).toEqual(before);
	});
});
