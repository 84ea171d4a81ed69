import { toSnapshot } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import { aValue, given, HOUR, type World } from "../support/given.js";
import { keyArn, keyId } from "../support/keys.js";
import { namedOperations } from "../support/named-operations.js";
import { HERE, STRANGE, THERE } from "../support/places.js";

const READ = "secretsmanager:GetSecretValue";
const KEYED = { KmsKeyId: keyId("a") };
const created = (members: object = {}) =>
	given()
		.withKey({ keyId: keyId("a") })
		.after("CreateSecret", { Name: "db", ...aValue("v1"), ...members });
const statement = (members: object = {}) => ({
	Effect: "Allow",
	Principal: { AWS: STRANGE.account },
	Action: "secretsmanager:*",
	Resource: "*",
	...members,
});
const policyOf = (...statements: readonly object[]) =>
	JSON.stringify({ Statement: statements });
/** The secret with a policy of these statements, as its owner sees it. */
const attached = (
	statements: readonly object[],
	world: World = created(KEYED),
): World =>
	world.after("PutResourcePolicy", {
		SecretId: "db",
		ResourcePolicy: policyOf(...statements),
	});
const abroad = (world: World) => world.as(STRANGE);
const plain = created();
const ARN: string = plain.when("DescribeSecret", { SecretId: "db" }).answer.ARN;
const ROOT = `arn:aws:iam::${STRANGE.account}:root`;
const denied = (
	operation: string,
	resource: string = ARN,
	why = `because no resource-based policy allows the secretsmanager:${operation} action`,
) =>
	[
		"AccessDeniedException",
		`User: ${ROOT} is not authorized to perform: secretsmanager:${operation} on resource: ${resource} ${why}`,
	] as const;
const EXPLICIT = "with an explicit deny in a resource-based policy";
const DEFAULT_KEY = [
	"InvalidRequestException",
	"You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
] as const;

/** A policy that leaves it to the other account to change it. */
const keeping = { ResourcePolicy: policyOf(statement()) };

describe.each(
	Object.entries({
		...namedOperations,
		PutResourcePolicy: keeping,
		ValidateResourcePolicy: keeping,
	}),
)("%s of a secret of another account", (operation, members) => {
	const asking = (world: World, SecretId = ARN) =>
		abroad(world).when(operation, { SecretId, ...members });

	it("is denied without a policy that allows it", () => {
		asking(plain).refuses(...denied(operation));
		asking(attached([statement({ Action: "secretsmanager:X" })])).refuses(
			...denied(operation),
		);
	});

	it("is denied whether there is such a secret or not", () => {
		for (const id of [
			ARN.replace(":db-", ":other-"),
			`${ARN.slice(0, -6)}ZzZzZz`,
			ARN.replace(HERE.region, THERE.region),
		])
			asking(plain, id).refuses(...denied(operation, id));
	});

	it("is denied before the request is looked at any further", () => {
		abroad(plain)
			.when(operation, { ...members, SecretId: ARN, ClientRequestToken: "" })
			.refuses(...denied(operation));
	});

	it("finds no secret of the other account by its name", () => {
		asking(attached([statement()]), "db").refuses("ResourceNotFoundException");
	});

	it("is as its owner's where a policy allows it", () => {
		const world = attached([statement()]);
		const own = world.when(operation, { SecretId: ARN, ...members });
		if (operation === "StopReplicationToReplica")
			asking(world).refuses("InvalidParameterException");
		else {
			asking(world).answersExactly(own.answer);
			expect(toSnapshot(asking(world).world.store)).toEqual(
				toSnapshot(own.world.store),
			);
		}
	});

	it("is denied where the policy denies it, whatever else allows it", () => {
		const deny = statement({
			Effect: "Deny",
			Action: `secretsmanager:${operation}`,
		});
		asking(attached([statement(), deny])).refuses(
			...denied(operation, ARN, EXPLICIT),
		);
	});
});

describe("A policy opens a secret to another account", () => {
	const reading = (world: World, SecretId = ARN) =>
		abroad(world).when("GetSecretValue", { SecretId });
	const Condition = { StringEquals: { "aws:SourceVpc": "vpc-1" } };
	const HELD = { StringNotEquals: { "aws:SourceVpc": "vpc-1" } };
	const sparing = (AWS: string | readonly string[]) => ({
		Principal: undefined,
		NotPrincipal: { AWS },
	});

	it.each<[what: string, statements: readonly object[]]>([
		["by its id", [statement()]],
		["by its root", [statement({ Principal: { AWS: ROOT } })]],
		["with all others", [statement({ Principal: "*" })]],
		["by what it wants", [statement({ Action: "secretsmanager:Get*" })]],
		["by the ARN", [statement({ Resource: ARN })]],
		["on a condition that holds", [statement({ Condition: HELD })]],
		[
			"but on a condition that does not hold",
			[statement(), statement({ Effect: "Deny", Condition })],
		],
		[
			"but for another account",
			[
				statement(),
				statement({
					Effect: "Deny",
					Action: READ,
					Principal: { AWS: HERE.account },
				}),
			],
		],
	])("%s", (_, statements) => {
		reading(attached(statements)).answers({ SecretString: "value of v1" });
	});

	it.each<[what: string, statements: readonly object[], why?: string]>([
		["for another account", [statement({ Principal: { AWS: HERE.account } })]],
		[
			"for a user of the account",
			[
				statement({
					Principal: { AWS: `arn:aws:iam::${STRANGE.account}:user/ada` },
				}),
			],
		],
		["for another secret", [statement({ Resource: `${ARN}x` })]],
		["on a condition that does not hold", [statement({ Condition })]],
		[
			"where a condition that holds denies",
			[statement(), statement({ Effect: "Deny", Condition: HELD })],
			EXPLICIT,
		],
		[
			"where all but another are denied",
			[
				statement(),
				statement({
					Effect: "Deny",
					...sparing([HERE.account, `arn:aws:iam::${HERE.account}:root`]),
				}),
			],
			EXPLICIT,
		],
	])("not %s", (_, statements, why) => {
		reading(attached(statements)).refuses(
			...denied("GetSecretValue", ARN, why),
		);
	});

	it("where all but it are denied", () => {
		const deny = statement({
			Effect: "Deny",
			Action: READ,
			...sparing([STRANGE.account, ROOT]),
		});
		reading(attached([statement(), deny])).answers({});
	});

	it("also by a partial ARN", () => {
		const partial = ARN.slice(0, -7);
		reading(attached([statement()]), partial).answers({ ARN });
		reading(plain, partial).refuses(...denied("GetSecretValue", partial));
	});

	it("only as long as it is attached", () => {
		reading(
			attached([statement()]).after("DeleteResourcePolicy", { SecretId: "db" }),
		).refuses(...denied("GetSecretValue"));
	});

	it("and does not concern its owner, whom nothing denies", () => {
		const deny = statement({
			Effect: "Deny",
			Principal: { AWS: HERE.account },
			Action: "secretsmanager:GetSecretValue",
		});
		attached([deny])
			.when("GetSecretValue", { SecretId: ARN })
			.answers({ SecretString: "value of v1" });
	});
});

describe("Under the default key, another account that may do everything", () => {
	const world = abroad(attached([statement()], plain));
	const asking = (operation: string, members: object = {}) =>
		world.when(operation, { SecretId: ARN, ...members });

	it.each<[operation: string, members: object]>([
		["GetSecretValue", {}],
		["PutSecretValue", aValue("v2")],
		["PutSecretValue", aValue("v1")],
		["UpdateSecret", aValue("v2")],
		["UpdateSecret", { KmsKeyId: "" }],
		["UpdateSecret", { KmsKeyId: "alias/aws/secretsmanager" }],
	])("can not %s with %j", (operation, members) => {
		asking(operation, members).refuses(...DEFAULT_KEY);
	});

	it.each<[operation: string, members: object]>([
		["DescribeSecret", {}],
		["ListSecretVersionIds", {}],
		["GetResourcePolicy", {}],
		["TagResource", { Tags: [{ Key: "k", Value: "v" }] }],
		["UpdateSecret", { Description: "new" }],
		["UpdateSecret", { KmsKeyId: keyArn("a") }],
		["ReplicateSecretToRegions", namedOperations.ReplicateSecretToRegions],
		["DeleteSecret", {}],
	])("can %s with %j", (operation, members) => {
		asking(operation, members).answers({});
	});

	it("has what it changes carried to a replica, whose key is another matter", () => {
		const replica = asking(
			"ReplicateSecretToRegions",
			namedOperations.ReplicateSecretToRegions,
		).world.as(THERE);
		replica
			.when("GetSecretValue", { SecretId: "db" })
			.answers({ SecretString: "value of v1" });
	});

	it("can read once its owner has given the secret a key", () => {
		const keyed = world
			.as(HERE)
			.after("UpdateSecret", { SecretId: ARN, ...KEYED });
		abroad(keyed)
			.when("GetSecretValue", { SecretId: ARN })
			.answers({ SecretString: "value of v1" });
	});
});

describe("A policy that another account attaches", () => {
	const LOCKED_OUT =
		"This resource policy will not allow you to manage this secret in the future.";
	const PUT = "secretsmanager:PutResourcePolicy";
	const world = abroad(attached([statement()]));
	const asked = (statements: readonly object[]) => ({
		SecretId: ARN,
		ResourcePolicy: policyOf(...statements),
	});

	it.each<[what: string, statements: readonly object[]]>([
		["that allows it everything", [statement()]],
		["that allows it this", [statement({ Action: PUT })]],
		["that allows its root", [statement({ Principal: { AWS: ROOT } })]],
		["that allows all others", [statement({ Principal: "*" })]],
		[
			"that denies its author something else",
			[statement(), statement({ Effect: "Deny", Action: READ })],
		],
	])("is one %s", (_, statements) => {
		world.when("PutResourcePolicy", asked(statements)).answers({ ARN });
		world.when("ValidateResourcePolicy", asked(statements)).answers({
			ValidationErrors: expect.not.arrayContaining([
				expect.objectContaining({ CheckName: "LockOutCheck" }),
			]),
		});
	});

	it.each<[what: string, statements: readonly object[]]>([
		["that allows it something else", [statement({ Action: READ })]],
		[
			"that allows only its owner",
			[statement({ Principal: { AWS: HERE.account } })],
		],
		["that allows another secret", [statement({ Resource: `${ARN}x` })]],
		[
			"that allows it on a condition that does not hold",
			[
				statement({
					Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } },
				}),
			],
		],
		[
			"that denies it",
			[statement(), statement({ Effect: "Deny", Action: PUT })],
		],
	])("is none %s, which would lock it out (assumed)", (_, statements) => {
		world
			.when("PutResourcePolicy", asked(statements))
			.refuses("AccessDeniedException", LOCKED_OUT);
		world.when("ValidateResourcePolicy", asked(statements)).answersExactly({
			PolicyValidationPassed: false,
			ValidationErrors: [
				{ CheckName: "LockOutCheck", ErrorMessage: LOCKED_OUT },
			],
		});
	});

	it("locks out no owner, whom nobody has to allow anything", () => {
		const statements = [statement({ Action: READ })];
		world.as(HERE).after("PutResourcePolicy", asked(statements));
	});
});

describe("What is about many secrets", () => {
	const world = abroad(attached([statement()])).after("CreateSecret", {
		Name: "own",
		...aValue("v1"),
	});

	it("lists none of another account", () => {
		const { SecretList } = world.when("ListSecrets", {}).answer;
		expect(SecretList.map(({ Name }: { Name: string }) => Name)).toEqual([
			"own",
		]);
	});

	it("reads those of another account that it may, and says of the others why not", () => {
		const other = ARN.replace(":db-", ":other-");
		const { answer } = world.when("BatchGetSecretValue", {
			SecretIdList: ["own", ARN, other, "db"],
		});
		const [ErrorCode, Message] = denied("GetSecretValue", other);
		expect(answer).toMatchObject({
			SecretValues: [{ Name: "own" }, { ARN, SecretString: "value of v1" }],
			Errors: [
				{ SecretId: other, ErrorCode, Message },
				{ SecretId: "db", ErrorCode: "ResourceNotFoundException" },
			],
		});
	});

	it("says of one under the default key that it cannot be read", () => {
		const [ErrorCode, Message] = DEFAULT_KEY;
		abroad(attached([statement()], plain))
			.when("BatchGetSecretValue", { SecretIdList: [ARN] })
			.answersExactly({
				SecretValues: [],
				Errors: [{ SecretId: ARN, ErrorCode, Message }],
			});
	});

	it("does not find one of another account by filter", () => {
		world
			.when("BatchGetSecretValue", {
				Filters: [{ Key: "name", Values: ["db"] }],
			})
			.answersExactly({ SecretValues: [], Errors: [] });
	});

	it("has the name of another account's secret free", () => {
		world.after("CreateSecret", { Name: "db", ...aValue("v1") });
	});
});

it("a secret that is gone is denied to another account as one that never was", () => {
	const gone = attached([statement()]).after("DeleteSecret", {
		SecretId: "db",
		ForceDeleteWithoutRecovery: true,
	});
	abroad(gone.later(HOUR))
		.when("DescribeSecret", { SecretId: ARN })
		.refuses(...denied("DescribeSecret"));
	// Not even force invents an answer about it.
	abroad(gone)
		.when("DeleteSecret", { SecretId: ARN, ForceDeleteWithoutRecovery: true })
		.refuses(...denied("DeleteSecret"));
});
