import { describe, expect, it } from "vitest";
import { policyText as policy } from "../iam/a-policy.js";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";

const NOT_FOUND = [
	"ResourceNotFoundException",
	"Secrets Manager can't find the specified secret.",
] as const;
const MARKED = [
	"InvalidRequestException",
	"You can't perform this operation on the secret because it was marked for deletion.",
] as const;
const MALFORMED = "MalformedPolicyDocumentException";
const SYNTAX = "This resource policy contains a syntax error.";
const PRINCIPAL = "This resource policy contains an unsupported principal.";
const SERVICE =
	"This resource policy contains an invalid/unsupported service principal.";
const PUBLIC = [
	"PublicPolicyException",
	"You can not attach a resource policy that grants Public access to your secret.",
] as const;
const LOCKED_OUT = [
	"AccessDeniedException",
	"This resource policy will not allow you to manage this secret in the future.",
] as const;

const db = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("v1"),
	SecretString: "x",
});
const described = (world: World) =>
	world.when("DescribeSecret", { SecretId: "db" }).answer;
const ARN: string = described(db).ARN;

const put = (world: World, ResourcePolicy: string, members: object = {}) =>
	world.when("PutResourcePolicy", {
		SecretId: "db",
		ResourcePolicy,
		...members,
	});
const get = (world: World): string | undefined =>
	world.when("GetResourcePolicy", { SecretId: "db" }).answer.ResourcePolicy;

const DENY_PUT = {
	Effect: "Deny",
	Principal: "*",
	Action: "secretsmanager:PutResourcePolicy",
};

describe("A policy", () => {
	it("is attached; the answer is ARN and Name", () => {
		const attached = put(db, policy({}));
		attached.answersExactly({ ARN, Name: "db" });
		expect(JSON.parse(get(attached.world) ?? "")).toEqual(
			JSON.parse(policy({})),
		);
	});

	it("takes the place of the one there is, as a whole", () => {
		const first = put(db, policy({}, { Sid: "second" })).world;
		const second = policy({ Action: "secretsmanager:DescribeSecret" });
		expect(JSON.parse(get(put(first, second).world) ?? "")).toEqual(
			JSON.parse(second),
		);
	});

	it.each([
		["by ARN", ARN],
		["by partial ARN", ARN.slice(0, -7)],
	])("is attached to a secret that is found %s", (_, SecretId) => {
		put(db, policy({}), { SecretId }).answersExactly({ ARN, Name: "db" });
	});

	it("may have 20,480 characters", () => {
		expect(get(put(db, policy({}).padEnd(20480, " ")).world)).toBe(
			get(put(db, policy({})).world),
		);
	});

	it("is not seen by any other secret", () => {
		const two = db.after("CreateSecret", {
			Name: "db2",
			ClientRequestToken: token("v1"),
		});
		const { answer } = put(two, policy({})).world.when("GetResourcePolicy", {
			SecretId: "db2",
		});
		expect(answer).not.toHaveProperty("ResourcePolicy");
	});
});

describe("The secret", () => {
	it.each([
		["a first policy", db],
		["the policy that it has", put(db, policy({})).world],
	])(
		"has a new LastChangedDate after %s, and nothing else changes",
		(_, world) => {
			const { LastChangedDate, ...rest } = described(
				put(world.later(HOUR), policy({})).world,
			);
			const { LastChangedDate: _before, ...before } = described(world);
			expect(LastChangedDate).toBe(NOON + HOUR);
			expect(rest).toEqual(before);
		},
	);

	it("tells of one event, without the policy", () => {
		expect(put(db.later(HOUR), policy({})).events).toEqual([
			{
				name: "PutResourcePolicy",
				at: NOON + HOUR,
				arn: ARN,
				account: "123456789012",
				region: "us-east-1",
				detail: {},
			},
		]);
	});
});

describe("A policy that is malformed is refused", () => {
	it.each<[title: string, text: string]>([
		["no JSON [R-ST-auth:put-policy-malformed-block-public]", "not json"],
		["half of JSON", policy({}).slice(0, -1)],
		["JSON and more", `${policy({})}x`],
		["a text", '"*"'],
		["null", "null"],
		["a list", "[]"],
		["an empty object", "{}"],
		["no statement in the list", '{"Version":"2012-10-17","Statement":[]}'],
		["an unknown version", '{"Version":"2020-01-01","Statement":[]}'],
		["an unknown effect", policy({ Effect: "Maybe" })],
		["an unknown element", policy({ Actions: "*" })],
		["no principal", policy({ Principal: undefined })],
		["no action", policy({ Action: undefined })],
		["no resource", policy({ Resource: undefined })],
		["an unknown operator", policy({ Condition: { Like: { a: "b" } } })],
	])("with a syntax error: %s", (_, text) => {
		put(db, text).refuses(MALFORMED, SYNTAX);
		put(db, text, { BlockPublicPolicy: true }).refuses(MALFORMED, SYNTAX);
	});

	it.each([
		["a word", { AWS: "reader" }],
		["a group", { AWS: "arn:aws:iam::123456789012:group/readers" }],
		["a pattern", { AWS: "arn:aws:iam::123456789012:user/*" }],
		["one of several", { AWS: ["arn:aws:iam::123456789012:root", "reader"] }],
	])("for an unsupported principal [DOC, R-TF]: %s", (_, Principal) => {
		put(db, policy({ Principal })).refuses(MALFORMED, PRINCIPAL);
	});

	it.each(["lambda", "lambda.example.com", "*"])(
		"for an unsupported service [DOC]: %s",
		(Service) => {
			put(db, policy({ Principal: { Service } })).refuses(MALFORMED, SERVICE);
		},
	);

	it.each([
		[{ AWS: "arn:aws:iam::210987654321:root" }],
		[{ AWS: "210987654321" }],
		[{ AWS: ["arn:aws:iam::123456789012:role/path/to/app"] }],
		[{ AWS: "arn:aws:sts::123456789012:assumed-role/app/session" }],
		[{ Service: "lambda.amazonaws.com" }],
	])("but not for a principal as %j", (Principal) => {
		put(db, policy({ Principal })).answers({});
	});
});

describe("A public policy", () => {
	const everyone = policy({ Principal: "*" });

	it.each([
		["*", { Principal: "*" }],
		["AWS *", { Principal: { AWS: "*" } }],
		["AWS * among others", { Principal: { AWS: ["123456789012", "*"] } }],
		[
			"a condition without a fixed value",
			{ Principal: "*", Condition: { StringLike: { "aws:SourceArn": "*" } } },
		],
		[
			"a condition on something else",
			{
				Principal: "*",
				Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } },
			},
		],
	])("is refused with BlockPublicPolicy [R-ST-auth]: %s", (_, members) => {
		put(db, policy(members), { BlockPublicPolicy: true }).refuses(...PUBLIC);
		put(db, policy({}, members), { BlockPublicPolicy: true }).refuses(
			...PUBLIC,
		);
	});

	it.each([
		["without BlockPublicPolicy [R-LS:test_resource_policy]", {}],
		["with BlockPublicPolicy false", { BlockPublicPolicy: false }],
		["with BlockPublicPolicy null", { BlockPublicPolicy: null }],
	])("is attached %s", (_, members) => {
		put(db, everyone, members).answersExactly({ ARN, Name: "db" });
	});

	it.each([
		["aws:SourceArn", "arn:aws:s3:::bucket"],
		["aws:SourceVpc", "vpc-1"],
		["aws:SourceVpce", "vpce-1"],
		["aws:SourceAccount", "123456789012"],
	])("is none with a fixed %s [DOC]", (key, value) => {
		const Condition = { StringEquals: { [key]: value } };
		put(db, policy({ Principal: "*", Condition }), {
			BlockPublicPolicy: true,
		}).answers({});
	});

	it("is none that denies", () => {
		put(db, policy({ Principal: "*", Effect: "Deny" }), {
			BlockPublicPolicy: true,
		}).answers({});
	});
});

describe("A policy that locks its author out", () => {
	it.each<[title: string, members: object]>([
		["everyone", {}],
		["the account", { Principal: { AWS: "arn:aws:iam::123456789012:root" } }],
		["any action", { Action: "*" }],
		["actions by a pattern", { Action: ["secretsmanager:put*"] }],
		["the secret by its ARN", { Resource: ARN }],
		["the secret by a pattern", { Resource: `${ARN.slice(0, -6)}??????` }],
	])("is refused (code assumed): a Deny of %s", (_, members) => {
		put(db, policy({ ...DENY_PUT, ...members })).refuses(...LOCKED_OUT);
	});

	it.each<[title: string, members: object]>([
		["another action", { Action: "secretsmanager:DeleteSecret" }],
		["another account", { Principal: { AWS: "210987654321" } }],
		[
			"a user of the account",
			{ Principal: { AWS: "arn:aws:iam::123456789012:user/a" } },
		],
		["another secret", { Resource: `${ARN.slice(0, -6)}abcdef` }],
	])("is none that denies it to, or of, %s", (_, members) => {
		put(db, policy({ ...DENY_PUT, ...members })).answers({});
	});

	it("is told of after public access", () => {
		const both = policy(DENY_PUT, { Principal: "*" });
		put(db, both, { BlockPublicPolicy: true }).refuses(...PUBLIC);
		put(db, both).refuses(...LOCKED_OUT);
	});
});

describe("Refused", () => {
	const long = policy({}).padEnd(20481, " ");
	it.each<[title: string, input: object, value: string, must: string]>([
		[
			"20,481 characters",
			{ ResourcePolicy: long },
			`'${long}'`,
			"have length less than or equal to 20480",
		],
		[
			"no character",
			{ ResourcePolicy: "" },
			"''",
			"have length greater than or equal to 1",
		],
		["no ResourcePolicy", {}, "null", "not be null"],
	])("%s", (_, input, value, must) => {
		db.when("PutResourcePolicy", { SecretId: "db", ...input }).refuses(
			"ValidationException",
			`1 validation error detected: Value ${value} at 'resourcePolicy' failed to satisfy constraint: Member must ${must}`,
		);
	});

	it("an unknown secret, whatever the policy", () => {
		put(given(), policy({})).refuses(...NOT_FOUND);
		put(given(), "not json").refuses(...NOT_FOUND);
	});

	it("a secret that is scheduled for deletion, to its end, whatever the policy", () => {
		const scheduled = db.after("DeleteSecret", { SecretId: "db" });
		put(scheduled, policy({})).refuses(...MARKED);
		put(scheduled, "not json").refuses(...MARKED);
		put(scheduled.later(30 * DAY - 1), policy({})).refuses(...MARKED);
		put(scheduled.later(30 * DAY), policy({})).refuses(...NOT_FOUND);
	});

	it("as a whole: the policy that was there stays", () => {
		const world = put(db, policy({})).world;
		const after = put(world, policy(DENY_PUT)).refuses(...LOCKED_OUT);
		expect(get(after)).toBe(get(world));
	});
});
