import { execute } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { CONTEXT, given, ResourcePolicy, token } from "../support/given.js";

const db = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("v1"),
	SecretString: "value of v1",
});

/** A request of each operation that is accepted as it stands, but for the version that it may look for. */
const REQUESTS = {
	BatchGetSecretValue: { SecretIdList: ["db"] },
	CancelRotateSecret: { SecretId: "db" },
	CreateSecret: { Name: "new", ClientRequestToken: token("v2") },
	DeleteResourcePolicy: { SecretId: "db" },
	DeleteSecret: { SecretId: "db" },
	DescribeSecret: { SecretId: "db" },
	GetRandomPassword: {},
	GetResourcePolicy: { SecretId: "db" },
	GetSecretValue: { SecretId: "db" },
	ListSecretVersionIds: { SecretId: "db" },
	ListSecrets: {},
	PutResourcePolicy: { SecretId: "db", ResourcePolicy },
	PutSecretValue: {
		SecretId: "db",
		ClientRequestToken: token("v2"),
		SecretString: "x",
	},
	RestoreSecret: { SecretId: "db" },
	RotateSecret: {
		SecretId: "db",
		ClientRequestToken: token("r1"),
		RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:f",
	},
	TagResource: { SecretId: "db", Tags: [{ Key: "k", Value: "v" }] },
	UntagResource: { SecretId: "db", TagKeys: ["k"] },
	UpdateSecret: { SecretId: "db", ClientRequestToken: token("v2") },
	UpdateSecretVersionStage: {
		SecretId: "db",
		VersionStage: "blue",
		MoveToVersionId: token("v1"),
	},
	ValidateResourcePolicy: { ResourcePolicy },
} as const;
type Operation = keyof typeof REQUESTS;
const OPERATIONS = Object.keys(REQUESTS) as Operation[];
/** Those about one secret; ValidateResourcePolicy may be about none. */
const ON_SECRETS = OPERATIONS.filter(
	(operation) =>
		!["BatchGetSecretValue", "GetRandomPassword", "ListSecrets"].includes(
			operation,
		),
);

/** What a request comes to: `accepted`, or the name of the refusal; with its text for a ValidationException. */
function outcome(operation: Operation, changes: object): string {
	const input = { ...REQUESTS[operation], ...changes };
	const { result } = execute(db.store, { operation, input }, CONTEXT);
	if (result.ok) return "accepted";
	const { name, message } = result.error;
	return name === "ValidationException" ? message : name;
}

const FAILED = "failed to satisfy constraint";
const detected = (...sentences: readonly string[]) =>
	`${sentences.length} validation error${sentences.length > 1 ? "s" : ""} detected: ${sentences.join("; ")}`;
const tooLong = (path: string, value: string, max: number) =>
	detected(
		`Value '${value}' at '${path}' ${FAILED}: Member must have length less than or equal to ${max}`,
	);
const tooShort = (path: string, value: string, min: number) =>
	detected(
		`Value '${value}' at '${path}' ${FAILED}: Member must have length greater than or equal to ${min}`,
	);

describe("Texts", () => {
	const set = (member: string) => (value: string) => ({ [member]: value });
	/** Beside two values, which are refused whatever the member says. */
	const besideBoth = (member: string) => (value: string) => ({
		[member]: value,
		SecretString: "x",
		SecretBinary: "eA==",
	});
	const ACCEPTED = "accepted";
	const RNF = "ResourceNotFoundException";
	const IPE = "InvalidParameterException";

	describe.each<
		[
			operation: Operation,
			path: string,
			min: number,
			max: number,
			members: (value: string) => object,
			then: string,
		]
	>([
		...ON_SECRETS.filter((operation) => operation !== "CreateSecret").map(
			(operation) =>
				[operation, "secretId", 1, 2048, set("SecretId"), RNF] as [
					Operation,
					string,
					number,
					number,
					(value: string) => object,
					string,
				],
		),
		["CreateSecret", "name", 1, 512, set("Name"), ACCEPTED],
		[
			"CreateSecret",
			"clientRequestToken",
			32,
			64,
			set("ClientRequestToken"),
			ACCEPTED,
		],
		[
			"PutSecretValue",
			"clientRequestToken",
			32,
			64,
			set("ClientRequestToken"),
			ACCEPTED,
		],
		[
			"UpdateSecret",
			"clientRequestToken",
			32,
			64,
			set("ClientRequestToken"),
			ACCEPTED,
		],
		[
			"RotateSecret",
			"clientRequestToken",
			32,
			64,
			set("ClientRequestToken"),
			ACCEPTED,
		],
		[
			"RotateSecret",
			"externalSecretRotationRoleArn",
			20,
			2048,
			set("ExternalSecretRotationRoleArn"),
			ACCEPTED,
		],
		[
			"RotateSecret",
			"externalSecretRotationMetadata.1.member.key",
			1,
			256,
			(Key) => ({ ExternalSecretRotationMetadata: [{ Key, Value: "v" }] }),
			ACCEPTED,
		],
		[
			"RotateSecret",
			"externalSecretRotationMetadata.2.member.value",
			1,
			2048,
			(Value) => ({
				ExternalSecretRotationMetadata: [
					{ Key: "a", Value: "v" },
					{ Key: "b", Value },
				],
			}),
			ACCEPTED,
		],
		["GetSecretValue", "versionId", 32, 64, set("VersionId"), RNF],
		[
			"UpdateSecretVersionStage",
			"removeFromVersionId",
			32,
			64,
			set("RemoveFromVersionId"),
			IPE,
		],
		[
			"UpdateSecretVersionStage",
			"moveToVersionId",
			32,
			64,
			set("MoveToVersionId"),
			RNF,
		],
		["GetSecretValue", "versionStage", 1, 256, set("VersionStage"), RNF],
		[
			"UpdateSecretVersionStage",
			"versionStage",
			1,
			256,
			set("VersionStage"),
			ACCEPTED,
		],
		["CreateSecret", "description", 0, 2048, set("Description"), ACCEPTED],
		["UpdateSecret", "description", 0, 2048, set("Description"), ACCEPTED],
		["CreateSecret", "kmsKeyId", 0, 2048, besideBoth("KmsKeyId"), IPE],
		["UpdateSecret", "kmsKeyId", 0, 2048, besideBoth("KmsKeyId"), IPE],
		["CreateSecret", "type", 0, 256, set("Type"), ACCEPTED],
		["UpdateSecret", "type", 0, 256, set("Type"), ACCEPTED],
		[
			"ListSecretVersionIds",
			"nextToken",
			1,
			4096,
			set("NextToken"),
			"InvalidNextTokenException",
		],
		[
			"CreateSecret",
			"tags.1.member.key",
			1,
			128,
			(Key) => ({ Tags: [{ Key, Value: "v" }] }),
			ACCEPTED,
		],
		[
			"CreateSecret",
			"tags.1.member.value",
			0,
			256,
			(Value) => ({ Tags: [{ Key: "k", Value }] }),
			ACCEPTED,
		],
		[
			"CreateSecret",
			"tags.3.member.key",
			1,
			128,
			(Key) => ({
				Tags: [
					{ Key: "1", Value: "" },
					{ Key: "2", Value: "" },
					{ Key, Value: "" },
				],
			}),
			ACCEPTED,
		],
		[
			"TagResource",
			"tags.1.member.key",
			1,
			128,
			(Key) => ({ Tags: [{ Key }] }),
			ACCEPTED,
		],
		[
			"TagResource",
			"tags.1.member.value",
			0,
			256,
			(Value) => ({ Tags: [{ Key: "k", Value }] }),
			ACCEPTED,
		],
		[
			"GetRandomPassword",
			"excludeCharacters",
			0,
			4096,
			(ExcludeCharacters) => ({ ExcludeCharacters, ExcludeLowercase: true }),
			ACCEPTED,
		],
		[
			"PutResourcePolicy",
			"resourcePolicy",
			1,
			20480,
			set("ResourcePolicy"),
			"MalformedPolicyDocumentException",
		],
		[
			"ValidateResourcePolicy",
			"resourcePolicy",
			1,
			20480,
			set("ResourcePolicy"),
			"MalformedPolicyDocumentException",
		],
		[
			"ListSecrets",
			"nextToken",
			1,
			4096,
			set("NextToken"),
			"InvalidNextTokenException",
		],
		[
			"BatchGetSecretValue",
			"nextToken",
			1,
			4096,
			set("NextToken"),
			"InvalidNextTokenException",
		],
		[
			"CreateSecret",
			"addReplicaRegions.1.member.kmsKeyId",
			0,
			2048,
			(KmsKeyId) => ({
				AddReplicaRegions: [{ Region: "us-east-2", KmsKeyId }],
			}),
			"accepted", // and its replication fails
		],
	])(
		"%s %s has %i to %i characters",
		(operation, path, min, max, members, then) => {
			it(`${min} are enough`, () => {
				expect(outcome(operation, members("a".repeat(min)))).toBe(then);
			});

			it(`${max} are allowed`, () => {
				expect(outcome(operation, members("a".repeat(max)))).toBe(then);
			});

			it(`${max + 1} are refused`, () => {
				const value = "a".repeat(max + 1);
				expect(outcome(operation, members(value))).toBe(
					tooLong(path, value, max),
				);
			});

			if (min > 0)
				it(`${min - 1} are refused`, () => {
					const value = "a".repeat(min - 1);
					expect(outcome(operation, members(value))).toBe(
						tooShort(path, value, min),
					);
				});
		},
	);

	it("are measured in Unicode characters, not in UTF-16 units", () => {
		expect(outcome("CreateSecret", { Description: "🔑".repeat(2048) })).toBe(
			"accepted",
		);
		expect(outcome("CreateSecret", { Description: "🔑".repeat(2049) })).toBe(
			tooLong("description", "🔑".repeat(2049), 2048),
		);
		expect(
			outcome("PutSecretValue", { ClientRequestToken: "🔑".repeat(31) }),
		).toBe(tooShort("clientRequestToken", "🔑".repeat(31), 32));
	});
});

describe("SecretString and SecretBinary: 1 to 65,536 bytes, never echoed [R-ST-val]", () => {
	const TOKEN = { ClientRequestToken: token("v2"), SecretString: undefined };
	const tooMany = (path: string) =>
		detected(
			`Value at '${path}' ${FAILED}: Member must have length less than or equal to 65536`,
		);
	const tooFew = (path: string) =>
		detected(
			`Value at '${path}' ${FAILED}: Member must have length greater than or equal to 1`,
		);
	const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString("base64");

	describe.each(["CreateSecret", "PutSecretValue", "UpdateSecret"] as const)(
		"%s",
		(operation) => {
			it.each([
				["one character", { SecretString: "x" }, "accepted"],
				["65,536 characters", { SecretString: "x".repeat(65_536) }, "accepted"],
				[
					"65,537 characters",
					{ SecretString: "x".repeat(65_537) },
					tooMany("secretString"),
				],
				[
					"32,768 characters of two bytes",
					{ SecretString: "é".repeat(32_768) },
					"accepted",
				],
				[
					"… and one byte more",
					{ SecretString: `${"é".repeat(32_768)}x` },
					tooMany("secretString"),
				],
				[
					"16,384 characters of four bytes",
					{ SecretString: "🔑".repeat(16_384) },
					"accepted",
				],
				[
					"… and one byte more",
					{ SecretString: `${"🔑".repeat(16_384)}x` },
					tooMany("secretString"),
				],
				[
					"21,845 lone surrogates, of three bytes each",
					{ SecretString: "\ud800".repeat(21_845) },
					"accepted",
				],
				[
					"… and two bytes more",
					{ SecretString: `${"\ud800".repeat(21_845)}xx` },
					tooMany("secretString"),
				],
				["no character", { SecretString: "" }, tooFew("secretString")],
				["one byte", { SecretBinary: new Uint8Array(1) }, "accepted"],
				["65,536 bytes", { SecretBinary: new Uint8Array(65_536) }, "accepted"],
				[
					"65,537 bytes",
					{ SecretBinary: new Uint8Array(65_537) },
					tooMany("secretBinary"),
				],
				["no byte", { SecretBinary: new Uint8Array() }, tooFew("secretBinary")],
				[
					"65,536 bytes as base64",
					{ SecretBinary: base64(65_536) },
					"accepted",
				],
				[
					"65,537 bytes as base64",
					{ SecretBinary: base64(65_537) },
					tooMany("secretBinary"),
				],
				["no byte as base64", { SecretBinary: "" }, tooFew("secretBinary")],
			])("%s", (_, value, then) => {
				expect(outcome(operation, { ...TOKEN, ...value })).toBe(then);
			});
		},
	);
});

describe("RotationToken: 36 to 256 characters of [a-zA-Z0-9\\-], never echoed", () => {
	const PATTERN = `Value at 'rotationToken' ${FAILED}: Member must satisfy regular expression pattern: ^[a-zA-Z0-9\\-]+$`;
	const LONG = `Value at 'rotationToken' ${FAILED}: Member must have length less than or equal to 256`;
	const SHORT = `Value at 'rotationToken' ${FAILED}: Member must have length greater than or equal to 36`;

	it.each([
		// That no rotation has this token is another matter.
		["36 characters", "a".repeat(36), "InvalidParameterException"],
		[
			"a UUID",
			"0a6e1f32-8c1a-4c5e-9d9a-1234567890AB",
			"InvalidParameterException",
		],
		["256 characters", "a".repeat(256), "InvalidParameterException"],
		["257 characters", "a".repeat(257), detected(LONG)],
		["35 characters", "a".repeat(35), detected(SHORT)],
		[
			"a character that is not allowed",
			`${"a".repeat(36)}_`,
			detected(PATTERN),
		],
		["a line end at the end", `${"a".repeat(36)}\n`, detected(PATTERN)],
	])("%s", (_, RotationToken, then) => {
		expect(outcome("PutSecretValue", { RotationToken })).toBe(then);
	});

	it("may break two constraints", () => {
		expect(
			sentencesOf(outcome("PutSecretValue", { RotationToken: "_" })),
		).toEqual([PATTERN, SHORT].sort());
	});
});

describe("RotationLambdaARN: up to 2048 characters", () => {
	it.each([
		["none, which is none", "", "InvalidRequestException"],
		["1", "a", "accepted"],
		["2048", "a".repeat(2048), "accepted"],
		[
			"2049",
			"a".repeat(2049),
			tooLong("rotationLambdaARN", "a".repeat(2049), 2048),
		],
	])("%s", (_, RotationLambdaARN, then) => {
		expect(outcome("RotateSecret", { RotationLambdaARN })).toBe(then);
	});
});

describe("RotationRules", () => {
	const at = (member: string) => `rotationRules.${member}`;
	const broken = (value: unknown, member: string, must: string) =>
		`Value '${value}' at '${at(member)}' ${FAILED}: Member must ${must}`;
	const bound = (days: number, must: string) =>
		detected(broken(days, "automaticallyAfterDays", `have value ${must}`));
	const HOURS = "satisfy regular expression pattern: [0-9]+h";
	const EXPRESSION =
		"satisfy regular expression pattern: [0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+";

	it.each<[rules: object, then: string]>([
		[{}, "accepted"],
		[{ AutomaticallyAfterDays: 1 }, "accepted"],
		[{ AutomaticallyAfterDays: 1000 }, "accepted"],
		[
			{ AutomaticallyAfterDays: 1001 },
			bound(1001, "less than or equal to 1000"),
		],
		[{ AutomaticallyAfterDays: 0 }, bound(0, "greater than or equal to 1")],
		[{ AutomaticallyAfterDays: -1 }, bound(-1, "greater than or equal to 1")],
		[{ AutomaticallyAfterDays: 30, Duration: "3h" }, "accepted"],
		[{ AutomaticallyAfterDays: 30, Duration: "12h" }, "accepted"],
		[
			{ Duration: "100h" },
			detected(
				broken("100h", "duration", "have length less than or equal to 3"),
			),
		],
		[{ Duration: "3m" }, detected(broken("3m", "duration", HOURS))],
		[{ Duration: "3H" }, detected(broken("3H", "duration", HOURS))],
		[{ Duration: "h3h" }, detected(broken("h3h", "duration", HOURS))],
		[
			{ ScheduleExpression: "rate(1_day)" },
			detected(broken("rate(1_day)", "scheduleExpression", EXPRESSION)),
		],
		[{ ScheduleExpression: "" }, ""],
		[
			{ ScheduleExpression: "a".repeat(257) },
			detected(
				broken(
					"a".repeat(257),
					"scheduleExpression",
					"have length less than or equal to 256",
				),
			),
		],
	])("%j", (RotationRules, then) => {
		const told = outcome("RotateSecret", { RotationRules });
		if (then !== "") expect(told).toBe(then);
		else
			expect(sentencesOf(told)).toEqual(
				[
					broken(
						"",
						"scheduleExpression",
						"have length greater than or equal to 1",
					),
					broken("", "scheduleExpression", EXPRESSION),
				].sort(),
			);
	});

	it("of several mistakes all are told", () => {
		const told = outcome("RotateSecret", {
			RotationRules: { AutomaticallyAfterDays: 0, Duration: "d" },
		});
		expect(sentencesOf(told)).toEqual(
			[
				broken(
					0,
					"automaticallyAfterDays",
					"have value greater than or equal to 1",
				),
				broken("d", "duration", "have length greater than or equal to 2"),
				broken("d", "duration", HOURS),
			].sort(),
		);
	});
});

describe("VersionStages: 1 to 20 labels of 1 to 256 characters", () => {
	const labels = (count: number) =>
		Array.from({ length: count }, (_, i) => `L${i}`);
	const NESTED =
		"Member must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 1]";
	const nested = (printed: string) =>
		detected(`Value '${printed}' at 'versionStages' ${FAILED}: ${NESTED}`);
	const LONG = "a".repeat(257);

	it.each<[title: string, stages: readonly string[], then: string]>([
		["one label", ["a"], "accepted"],
		[
			"19 labels, which with AWSCURRENT are as many as a secret may have",
			labels(19),
			"accepted",
		],
		[
			"20 labels, AWSCURRENT and AWSPREVIOUS among them",
			[...labels(18), "AWSCURRENT", "AWSPREVIOUS"],
			"accepted",
		],
		[
			"20 labels are a legal list, whatever the secret makes of them",
			labels(20),
			"LimitExceededException",
		],
		[
			"21 labels",
			labels(21),
			tooLong("versionStages", `[${labels(21).join(", ")}]`, 20),
		],
		[
			"21 times the same label",
			Array(21).fill("a"),
			tooLong("versionStages", `[${Array(21).fill("a").join(", ")}]`, 20),
		],
		["no label [R-ST-val]", [], tooShort("versionStages", "[]", 1)],
		["a label of 256 characters", ["a".repeat(256)], "accepted"],
		["an empty label [R-ST-val]", [""], nested("[]")],
		["a label of 257 characters", [LONG], nested(`[${LONG}]`)],
		[
			"one bad label among good ones: the list is printed whole",
			["a", LONG, "b"],
			nested(`[a, ${LONG}, b]`),
		],
		["two bad labels: one sentence", ["", LONG], nested(`[, ${LONG}]`)],
	])("%s", (_, VersionStages, then) => {
		expect(outcome("PutSecretValue", { VersionStages })).toBe(then);
	});
});

describe("MaxResults: 1 to 100", () => {
	const value = (given: number, bound: string) =>
		detected(
			`Value '${given}' at 'maxResults' ${FAILED}: Member must have value ${bound}`,
		);

	it.each([
		[1, "accepted"],
		[100, "accepted"],
		[101, value(101, "less than or equal to 100")],
		[0, value(0, "greater than or equal to 1")],
		[-1, value(-1, "greater than or equal to 1")],
	])("%i", (MaxResults, then) => {
		expect(outcome("ListSecretVersionIds", { MaxResults })).toBe(then);
	});
});

describe("Numbers and lists of other operations", () => {
	const filter = { Key: "name", Values: ["a"] };
	const byFilter = { SecretIdList: undefined, Filters: [filter] };
	const ids = (count: number) => Array(count).fill("db");
	const tooMany = (path: string, given: unknown, most: number) =>
		detected(
			`Value '${given}' at '${path}' ${FAILED}: Member must have value less than or equal to ${most}`,
		);
	const tooFew = (path: string) =>
		detected(
			`Value '0' at '${path}' ${FAILED}: Member must have value greater than or equal to 1`,
		);

	it.each<[operation: Operation, changes: object, then: string]>([
		["ListSecrets", { MaxResults: 1 }, "accepted"],
		["ListSecrets", { MaxResults: 100 }, "accepted"],
		["ListSecrets", { MaxResults: 101 }, tooMany("maxResults", 101, 100)],
		["ListSecrets", { MaxResults: 0 }, tooFew("maxResults")],
		["ListSecrets", { Filters: Array(10).fill(filter) }, "accepted"],
		["BatchGetSecretValue", { ...byFilter, MaxResults: 1 }, "accepted"],
		["BatchGetSecretValue", { ...byFilter, MaxResults: 20 }, "accepted"],
		[
			"BatchGetSecretValue",
			{ ...byFilter, MaxResults: 21 },
			tooMany("maxResults", 21, 20),
		],
		[
			"BatchGetSecretValue",
			{ ...byFilter, MaxResults: 0 },
			tooFew("maxResults"),
		],
		["BatchGetSecretValue", { SecretIdList: ids(20) }, "accepted"],
		[
			"BatchGetSecretValue",
			{ SecretIdList: ids(21) },
			tooLong("secretIdList", `[${ids(21).join(", ")}]`, 20),
		],
		[
			"BatchGetSecretValue",
			{ SecretIdList: [] },
			tooShort("secretIdList", "[]", 1),
		],
		["GetRandomPassword", { PasswordLength: 4 }, "accepted"],
		["GetRandomPassword", { PasswordLength: 4096 }, "accepted"],
		[
			"GetRandomPassword",
			{ PasswordLength: 4097 },
			tooMany("passwordLength", 4097, 4096),
		],
		["GetRandomPassword", { PasswordLength: 0 }, tooFew("passwordLength")],
		["TagResource", { Tags: [] }, "accepted"],
		["UntagResource", { TagKeys: [] }, "accepted"],
	])("%s %j", (operation, changes, then) => {
		expect(outcome(operation, changes)).toBe(then);
	});
});

describe("AddReplicaRegions: at least one; Region 1 to 128 characters like us-east-1", () => {
	const PATTERN =
		"Member must satisfy regular expression pattern: ^([a-z]+-)+\\d+$";
	const AT = "addReplicaRegions.1.member.region";
	/** Legal, whether there is such a region or not. */
	const LEGAL = "accepted";
	const region = (length: number) =>
		`a${"a".repeat((length + 1) % 2)}-${"a-".repeat(Math.floor((length - 3) / 2))}1`;

	it.each([
		["us-east-2", LEGAL],
		["a-1", LEGAL],
		[region(128), LEGAL],
		[region(129), tooLong(AT, region(129), 128)],
		[
			"US-EAST-2",
			detected(`Value 'US-EAST-2' at '${AT}' ${FAILED}: ${PATTERN}`),
		],
		["us-east", detected(`Value 'us-east' at '${AT}' ${FAILED}: ${PATTERN}`)],
		["1", detected(`Value '1' at '${AT}' ${FAILED}: ${PATTERN}`)],
		[
			"us-east-2 ",
			detected(`Value 'us-east-2 ' at '${AT}' ${FAILED}: ${PATTERN}`),
		],
	])("%s", (Region, then) => {
		expect(outcome("CreateSecret", { AddReplicaRegions: [{ Region }] })).toBe(
			then,
		);
	});

	it("an empty Region breaks two constraints", () => {
		expect(
			sentencesOf(
				outcome("CreateSecret", { AddReplicaRegions: [{ Region: "" }] }),
			),
		).toEqual(
			[
				`Value '' at '${AT}' ${FAILED}: ${PATTERN}`,
				`Value '' at '${AT}' ${FAILED}: Member must have length greater than or equal to 1`,
			].sort(),
		);
	});

	it("the place in the list counts from one", () => {
		expect(
			outcome("CreateSecret", {
				AddReplicaRegions: [{ Region: "us-east-2" }, { Region: "x" }],
			}),
		).toBe(
			detected(
				`Value 'x' at 'addReplicaRegions.2.member.region' ${FAILED}: ${PATTERN}`,
			),
		);
	});

	it("an empty list", () => {
		expect(outcome("CreateSecret", { AddReplicaRegions: [] })).toBe(
			tooShort("addReplicaRegions", "[]", 1),
		);
	});
});

describe("Members without a modelled bound", () => {
	it.each([-1, 0, 6, 31, 2_000_000])(
		"RecoveryWindowInDays %i is no matter of validation",
		(RecoveryWindowInDays) => {
			expect(outcome("DeleteSecret", { RecoveryWindowInDays })).toBe(
				"InvalidParameterException",
			);
		},
	);

	it("an empty list of Tags, and one of 51, are legal lists", () => {
		const many = Array.from({ length: 51 }, (_, i) => ({
			Key: `k${i}`,
			Value: "",
		}));
		expect(outcome("CreateSecret", { Tags: [] })).toBe("accepted");
		expect(outcome("CreateSecret", { Tags: many })).toBe(
			"InvalidParameterException",
		);
	});
});

describe("A required member that is missing", () => {
	const missing = (path: string) =>
		`Value null at '${path}' ${FAILED}: Member must not be null`;

	it.each(
		ON_SECRETS.filter((operation) => operation !== "ValidateResourcePolicy"),
	)("of %s", (operation) => {
		const member = operation === "CreateSecret" ? "Name" : "SecretId";
		const sentence = detected(missing(member === "Name" ? "name" : "secretId"));
		expect(outcome(operation, { [member]: undefined })).toBe(sentence);
		expect(outcome(operation, { [member]: null })).toBe(sentence);
	});

	it.each<[member: string, operation: Operation, path: string]>([
		["VersionStage", "UpdateSecretVersionStage", "versionStage"],
		["Tags", "TagResource", "tags"],
		["TagKeys", "UntagResource", "tagKeys"],
		["ResourcePolicy", "PutResourcePolicy", "resourcePolicy"],
		["ResourcePolicy", "ValidateResourcePolicy", "resourcePolicy"],
	])("%s of %s", (member, operation, path) => {
		expect(outcome(operation, { [member]: undefined })).toBe(
			detected(missing(path)),
		);
		expect(outcome(operation, { [member]: null })).toBe(
			detected(missing(path)),
		);
	});

	it.each(["BatchGetSecretValue", "GetRandomPassword", "ListSecrets"] as const)(
		"of %s: there is none",
		(operation) => {
			expect(outcome(operation, { SecretIdList: null })).toBe(
				operation === "BatchGetSecretValue"
					? "InvalidParameterException"
					: "accepted",
			);
		},
	);

	it("two of them in one answer", () => {
		expect(
			sentencesOf(
				outcome("UpdateSecretVersionStage", {
					SecretId: undefined,
					VersionStage: null,
				}),
			),
		).toEqual([missing("secretId"), missing("versionStage")].sort());
	});
});

describe("Several errors are told together", () => {
	it.each<
		[
			title: string,
			operation: Operation,
			changes: object,
			sentences: readonly string[],
		]
	>([
		[
			"token and empty value",
			"PutSecretValue",
			{ ClientRequestToken: "short", SecretString: "" },
			[
				`Value 'short' at 'clientRequestToken' ${FAILED}: Member must have length greater than or equal to 32`,
				`Value at 'secretString' ${FAILED}: Member must have length greater than or equal to 1`,
			],
		],
		[
			"a missing id, a version id and a label",
			"GetSecretValue",
			{ SecretId: null, VersionId: "short", VersionStage: "" },
			[
				`Value null at 'secretId' ${FAILED}: Member must not be null`,
				`Value 'short' at 'versionId' ${FAILED}: Member must have length greater than or equal to 32`,
				`Value '' at 'versionStage' ${FAILED}: Member must have length greater than or equal to 1`,
			],
		],
		[
			"two tags",
			"CreateSecret",
			{
				Tags: [
					{ Key: "", Value: "" },
					{ Key: "k", Value: "v".repeat(257) },
				],
			},
			[
				`Value '' at 'tags.1.member.key' ${FAILED}: Member must have length greater than or equal to 1`,
				`Value '${"v".repeat(257)}' at 'tags.2.member.value' ${FAILED}: Member must have length less than or equal to 256`,
			],
		],
		[
			"too many labels, one of them empty",
			"PutSecretValue",
			{ VersionStages: Array(21).fill("") },
			[
				`Value '[${", ".repeat(20)}]' at 'versionStages' ${FAILED}: Member must have length less than or equal to 20`,
				`Value '[${", ".repeat(20)}]' at 'versionStages' ${FAILED}: Member must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 1]`,
			],
		],
	])("%s", (_, operation, changes, sentences) => {
		const text = outcome(operation, changes);
		expect(text.slice(0, text.indexOf(":"))).toBe(
			`${sentences.length} validation errors detected`,
		);
		expect(sentencesOf(text)).toEqual([...sentences].sort());
	});
});

describe("Very long lists", () => {
	it.each<[operation: string, input: object]>([
		["TagResource", { SecretId: "a", Tags: Array(200_000).fill(null) }],
		["UntagResource", { SecretId: "a", TagKeys: Array(200_000).fill(null) }],
		["BatchGetSecretValue", { SecretIdList: Array(200_000).fill(null) }],
	])("are refused as short ones are: %s", (operation, input) => {
		given().when(operation, input).refuses("ValidationException");
	});
});

describe("Members that do not count", () => {
	it.each(OPERATIONS)("%s ignores an unknown member", (operation) => {
		const plain = outcome(operation, {});
		expect(plain).toBe("accepted");
		for (const unknown of [
			{ Unknown: "x".repeat(100_000) },
			{ secretId: {} },
			{ toString: 7 },
			JSON.parse('{"__proto__": {"SecretId": "other"}}'),
		])
			expect(outcome(operation, unknown)).toBe(plain);
	});

	it.each<[operation: Operation, members: object]>([
		[
			"CreateSecret",
			{
				Description: null,
				KmsKeyId: null,
				SecretString: null,
				SecretBinary: null,
				Tags: null,
				AddReplicaRegions: null,
				ForceOverwriteReplicaSecret: null,
				Type: null,
			},
		],
		[
			"DeleteSecret",
			{ RecoveryWindowInDays: null, ForceDeleteWithoutRecovery: null },
		],
		["GetSecretValue", { VersionId: null, VersionStage: null }],
		[
			"ListSecretVersionIds",
			{ MaxResults: null, NextToken: null, IncludeDeprecated: null },
		],
		[
			"PutSecretValue",
			{ SecretBinary: null, VersionStages: null, RotationToken: null },
		],
		[
			"UpdateSecret",
			{
				ClientRequestToken: null,
				Description: null,
				KmsKeyId: null,
				SecretBinary: null,
				SecretString: null,
				Type: null,
			},
		],
		["UpdateSecretVersionStage", { RemoveFromVersionId: null }],
		[
			"BatchGetSecretValue",
			{ Filters: null, MaxResults: null, NextToken: null },
		],
		[
			"ListSecrets",
			{
				IncludePlannedDeletion: null,
				MaxResults: null,
				NextToken: null,
				Filters: null,
				SortOrder: null,
				SortBy: null,
			},
		],
		[
			"GetRandomPassword",
			{
				PasswordLength: null,
				ExcludeCharacters: null,
				ExcludeNumbers: null,
				ExcludePunctuation: null,
				ExcludeUppercase: null,
				ExcludeLowercase: null,
				IncludeSpace: null,
				RequireEachIncludedType: null,
			},
		],
		["PutResourcePolicy", { BlockPublicPolicy: null }],
		["TagResource", { Tags: [{ Key: "k", Value: null }] }],
		["ValidateResourcePolicy", { SecretId: null }],
	])("%s takes null for absent", (operation, members) => {
		expect(outcome(operation, members)).toBe("accepted");
	});

	it("null inside a tag is absent, too", () => {
		expect(outcome("CreateSecret", { Tags: [{ Key: "k", Value: null }] })).toBe(
			"accepted",
		);
	});
});

describe("The characters of a name [R-LS:test_invalid_secret_name, 4 names × 10 ops]", () => {
	const ILLEGAL =
		"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!";
	const FORCED = { ForceDeleteWithoutRecovery: true };

	describe.each(ON_SECRETS)("%s", (operation) => {
		const named = (name: string) => ({
			[operation === "CreateSecret" ? "Name" : "SecretId"]: name,
			...(operation === "DeleteSecret" && FORCED),
			...(operation === "UpdateSecret" && { SecretString: "x" }),
		});

		it.each([
			"Inv Name",
			" Inv Name",
			" Inv*Name? ",
			" Inv *?]Name\\-",
			"*",
			"?",
			"]",
			"\\",
			"a:b",
			"a#b",
			"a%b",
			"a,b",
			"a(b)",
			"a'b",
			"é",
			"漢",
			"🔑",
			"\ud800",
			"tab\t",
			"line\n",
			"nul\u0000",
		])("refuses %j", (name) => {
			expect(outcome(operation, named(name))).toBe(ILLEGAL);
		});

		it.each(["a", "Z", "0", "-", "/", "_", "+", "=", ".", "@", "!"])(
			"lets %s through",
			(name) => {
				const then =
					operation === "CreateSecret" || operation === "DeleteSecret"
						? "accepted"
						: "ResourceNotFoundException";
				expect(outcome(operation, named(name))).toBe(then);
			},
		);
	});

	it("of CreateSecret exclude those of an ARN", () => {
		const arn = db.when("DescribeSecret", { SecretId: "db" }).answer.ARN;
		expect(outcome("CreateSecret", { Name: arn })).toBe(ILLEGAL);
		expect(outcome("CreateSecret", { Name: arn.slice(0, -7) })).toBe(ILLEGAL);
	});
});

/** The sentences of a refusal in an order of our own: AWS promises none. */
function sentencesOf(text: string): readonly string[] {
	return text
		.slice(text.indexOf(": ") + 2)
		.split(/; (?=Value )/)
		.sort();
}
