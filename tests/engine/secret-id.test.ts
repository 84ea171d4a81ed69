import { describe, expect, it } from "vitest";
import { given, ResourcePolicy, token, type World } from "../support/given.js";

const NOT_FOUND = [
	"ResourceNotFoundException",
	"Secrets Manager can't find the specified secret.",
] as const;
const ILLEGAL_NAME = [
	"ValidationException",
	"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
] as const;

const create = (Name: string) => ({
	Name,
	ClientRequestToken: token("v1"),
	SecretString: `value of ${Name}`,
});
const world = given().after("CreateSecret", create("db"));
const arnOf = (where: World, SecretId: string): string =>
	where.when("DescribeSecret", { SecretId }).answer.ARN;
const ARN = arnOf(world, "db");
const PARTIAL = ARN.slice(0, -7);
const HERE = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";

/** The operations that take a SecretId, with what else each needs to be accepted. */
const OPERATIONS: readonly [operation: string, members: object][] = [
	["CancelRotateSecret", {}],
	["DeleteResourcePolicy", {}],
	["DeleteSecret", {}],
	["DescribeSecret", {}],
	["GetResourcePolicy", {}],
	["GetSecretValue", {}],
	["ListSecretVersionIds", {}],
	["PutResourcePolicy", { ResourcePolicy }],
	["PutSecretValue", { ClientRequestToken: token("v2"), SecretString: "x" }],
	["RestoreSecret", {}],
	[
		"RotateSecret",
		{
			ClientRequestToken: token("v2"),
			RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:f",
		},
	],
	["TagResource", { Tags: [{ Key: "Env", Value: "prod" }] }],
	["UntagResource", { TagKeys: ["Env"] }],
	["UpdateSecret", {}],
	[
		"UpdateSecretVersionStage",
		{ VersionStage: "blue", MoveToVersionId: token("v1") },
	],
	["ValidateResourcePolicy", { ResourcePolicy }],
];

/** Their answers do not say which secret they are about; their events do. */
const SILENT = ["TagResource", "UntagResource", "ValidateResourcePolicy"];

describe.each(OPERATIONS)("%s", (operation, members) => {
	it.each([
		["friendly name", "db"],
		["complete ARN", ARN],
		["partial ARN [R-LS:test_create_and_update_secret]", PARTIAL],
	])(
		"finds a secret by %s, and answers with its ARN and Name",
		(_, SecretId) => {
			const done = world.when(operation, { SecretId, ...members });
			done.answers(SILENT.includes(operation) ? {} : { ARN, Name: "db" });
			expect(done.events[0]).toMatchObject({ name: operation, arn: ARN });
		},
	);

	it.each([
		["a name that is none", "other"],
		["a name in another case", "DB"],
		["the first part of a name", "d"],
		["name and suffix without arn: [DOC]", `db-${ARN.slice(-6)}`],
		["a complete ARN with another suffix", `${PARTIAL}-abcdef`],
		[
			"a complete ARN whose suffix is in another case",
			`${PARTIAL}-${swapCase(ARN.slice(-6))}`,
		],
		["a partial ARN of another name", `${HERE}other`],
		["a complete ARN of another name", `${HERE}other-abcdef`],
		[
			"an ARN of another region (assumed)",
			ARN.replace("us-east-1", "us-east-2"),
		],
		[
			"a partial ARN of another region",
			PARTIAL.replace("us-east-1", "us-east-2"),
		],
		[
			"an ARN of another region and its partition",
			ARN.replace("us-east-1", "cn-north-1").replace("arn:aws:", "arn:aws-cn:"),
		],
		["an ARN of another partition", ARN.replace("arn:aws:", "arn:aws-cn:")],
		[
			"a partial ARN of another partition",
			PARTIAL.replace("arn:aws:", "arn:aws-us-gov:"),
		],
		["an ARN whose name has illegal characters", `${HERE}with space-abcdef`],
		["a partial ARN whose name has illegal characters", `${HERE}what?*`],
	])("does not find %s", (_, SecretId) => {
		world.when(operation, { SecretId, ...members }).refuses(...NOT_FOUND);
	});

	it.each([
		["an ARN of another service", "arn:aws:s3:::bucket"],
		[
			"an ARN of something else here",
			"arn:aws:secretsmanager:us-east-1:123456789012:policy:db",
		],
		["an ARN without a name", HERE],
		["half an ARN", "arn:aws:secretsmanager:us-east-1"],
		["arn: alone", "arn:"],
		["an ARN in capitals", ARN.toUpperCase()],
		["an ARN with a short account", ARN.replace("123456789012", "12345")],
	])("takes for an illegal name %s", (_, SecretId) => {
		world.when(operation, { SecretId, ...members }).refuses(...ILLEGAL_NAME);
	});

	it.each([
		["complete", ARN.replace("123456789012", "210987654321")],
		["partial", PARTIAL.replace("123456789012", "210987654321")],
		[
			"complete, of another region",
			ARN.replace("us-east-1:123456789012", "eu-west-1:210987654321"),
		],
		[
			"of an unknown name",
			"arn:aws:secretsmanager:us-east-1:210987654321:secret:unknown-abcdef",
		],
	])("may not touch an ARN of another account, %s", (_, SecretId) => {
		const both = world
			.as({ account: "210987654321" })
			.after("CreateSecret", create("db"));
		both
			.as({ account: "123456789012" })
			.when(operation, { SecretId, ...members })
			.refuses(
				"AccessDeniedException",
				`User: arn:aws:iam::123456789012:root is not authorized to perform: secretsmanager:${operation} on resource: ${SecretId} because no resource-based policy allows the secretsmanager:${operation} action`,
			);
	});
});

describe("The pitfall of a hyphen and six characters", () => {
	it.each([
		["Invalid/_+=.@-Name-a1b2c3", false, "recorded"],
		["Invalid/_+=.@-Name-a1b2", true, "recorded: four characters"],
		["Invalid/_+=.@-Name-a1b2c3-", true, "recorded: a hyphen at the end"],
		["db-abcdef", false, "six letters"],
		["db-123456", false, "six digits"],
		["my-secret", false, "a word of six letters"],
		["db-abcde", true, "five characters"],
		["db-abcdefg", true, "seven characters"],
		["dbabcdef", true, "no hyphen"],
		["db-abc.ef", true, "six characters that are no suffix"],
		["db-abcdef-abcdef", false, "twice"],
		["a-b-c-d-e-f", true, "a hyphen among the six"],
	])(
		"%s: found by partial ARN %s (%s) [R-LS:test_create_and_update_secret]",
		(Name, found) => {
			const created = given().after("CreateSecret", create(Name));
			const arn = arnOf(created, Name);
			const partial = created.when("DescribeSecret", {
				SecretId: arn.slice(0, -7),
			});
			if (found) partial.answers({ ARN: arn, Name });
			else partial.refuses(...NOT_FOUND);
		},
	);

	it.each([
		"Invalid/_+=.@-Name-a1b2c3",
		"Invalid/_+=.@-Name-a1b2",
		"Invalid/_+=.@-Name-a1b2c3-",
	])("%s is found by name and complete ARN in any case", (Name) => {
		const created = given().after("CreateSecret", create(Name));
		const arn = arnOf(created, Name);
		created
			.when("GetSecretValue", { SecretId: arn })
			.answers({ ARN: arn, Name, SecretString: `value of ${Name}` });
	});

	it("never leads to the secret whose name is the rest", () => {
		const both = world.after("CreateSecret", create("db-abcdef"));
		both
			.when("GetSecretValue", { SecretId: `${HERE}db-abcdef` })
			.refuses(...NOT_FOUND);
		both
			.when("GetSecretValue", { SecretId: arnOf(both, "db-abcdef") })
			.answers({ Name: "db-abcdef" });
		both.when("GetSecretValue", { SecretId: ARN }).answers({ Name: "db" });
	});

	it("a name equal to another's name and suffix is another secret", () => {
		const twin = `db-${ARN.slice(-6)}`;
		const both = world.after("CreateSecret", create(twin));
		both.when("GetSecretValue", { SecretId: twin }).answers({ Name: twin });
		both.when("GetSecretValue", { SecretId: ARN }).answers({ Name: "db" });
	});
});

describe("A re-created secret", () => {
	const again = world
		.after("DeleteSecret", { SecretId: "db", ForceDeleteWithoutRecovery: true })
		.after("CreateSecret", create("db"));

	it("is not found by the ARN of the former one [R-LS:test_can_recreate_delete_secret]", () => {
		again.when("GetSecretValue", { SecretId: ARN }).refuses(...NOT_FOUND);
	});

	it("is found by the partial ARN that both share", () => {
		again
			.when("GetSecretValue", { SecretId: PARTIAL })
			.answers({ ARN: arnOf(again, "db") });
	});
});

describe("Accounts and regions side by side", () => {
	const PLACES = [
		["123456789012", "us-east-1"],
		["123456789012", "eu-west-1"],
		["210987654321", "us-east-1"],
		["210987654321", "cn-north-1"],
	] as const;
	let all = given();
	for (const [account, region] of PLACES)
		all = all.as({ account, region }).after("CreateSecret", {
			...create("db"),
			SecretString: `${account} ${region}`,
		});

	it.each(PLACES)(
		"the name in %s, %s is that place's secret",
		(account, region) => {
			all
				.as({ account, region })
				.when("GetSecretValue", { SecretId: "db" })
				.answers({
					ARN: expect.stringContaining(`:${region}:${account}:secret:db-`),
					SecretString: `${account} ${region}`,
				});
		},
	);

	it("a complete ARN of another region is not found, although the secret exists", () => {
		const elsewhere = all.as({ account: "123456789012", region: "eu-west-1" });
		const here = all.as({ account: "123456789012", region: "us-east-1" });
		here
			.when("GetSecretValue", { SecretId: arnOf(elsewhere, "db") })
			.refuses(...NOT_FOUND);
	});

	it("a forced deletion by an ARN of another region invents nothing", () => {
		const elsewhere = all.as({ account: "123456789012", region: "eu-west-1" });
		const here = all.as({ account: "123456789012", region: "us-east-1" });
		here
			.when("DeleteSecret", {
				SecretId: arnOf(elsewhere, "db"),
				ForceDeleteWithoutRecovery: true,
			})
			.refuses(...NOT_FOUND);
	});

	it("a change in one place leaves the others as they were", () => {
		const changed = all
			.as({ account: "123456789012", region: "us-east-1" })
			.after("DeleteSecret", {
				SecretId: "db",
				ForceDeleteWithoutRecovery: true,
			});
		for (const [account, region] of PLACES.slice(1))
			changed
				.as({ account, region })
				.when("GetSecretValue", { SecretId: "db" })
				.answers({ SecretString: `${account} ${region}` });
	});

	it("the denial names the root of the caller's account in its partition", () => {
		const SecretId = ARN;
		all
			.as({ account: "210987654321", region: "cn-north-1" })
			.when("GetSecretValue", { SecretId })
			.refuses("AccessDeniedException");
	});
});

describe("Hostile names", () => {
	it.each(["__proto__", "constructor", "toString", "n".repeat(512)])(
		"%s is nothing before it is created, and a secret afterwards",
		(Name) => {
			given()
				.when("GetSecretValue", { SecretId: Name })
				.refuses(...NOT_FOUND);
			const created = given().after("CreateSecret", create(Name));
			for (const SecretId of [
				Name,
				arnOf(created, Name),
				arnOf(created, Name).slice(0, -7),
			])
				created.when("GetSecretValue", { SecretId }).answers({ Name });
		},
	);
});

/** The suffix with small and capital letters changed for each other; digits only would be the suffix itself. */
function swapCase(suffix: string): string {
	const swapped = [...suffix]
		.map((each) =>
			each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase(),
		)
		.join("");
	expect(swapped).not.toBe(suffix);
	return swapped;
}
