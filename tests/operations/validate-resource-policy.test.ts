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
const SYNTAX = [
	"MalformedPolicyDocumentException",
	"This resource policy contains a syntax error.",
] as const;
const PUBLIC = {
	CheckName: "BlockPublicPolicyCheck",
	ErrorMessage:
		"You can not attach a resource policy that grants Public access to your secret.",
};
const LOCKED_OUT = {
	CheckName: "LockOutCheck",
	ErrorMessage:
		"This resource policy will not allow you to manage this secret in the future.",
};

const db = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("v1"),
});
const ARN: string = db.when("DescribeSecret", { SecretId: "db" }).answer.ARN;

const DENY_PUT = {
	Effect: "Deny",
	Principal: "*",
	Action: "secretsmanager:PutResourcePolicy",
};
const validate = (world: World, ResourcePolicy: string, SecretId?: string) =>
	world.when("ValidateResourcePolicy", { ResourcePolicy, SecretId });

describe.each([
	["without a SecretId", undefined],
	["with a name", "db"],
	["with an ARN", ARN],
	["with a partial ARN", ARN.slice(0, -7)],
])("%s [R-ST-auth:validate-policy-*]", (_, SecretId) => {
	it.each<[title: string, text: string, errors: readonly object[]]>([
		["fine", policy({}), []],
		[
			"for everyone, from a fixed source",
			policy({
				Principal: "*",
				Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::bucket" } },
			}),
			[],
		],
		["public", policy({ Principal: "*" }), [PUBLIC]],
		["public by AWS *", policy({}, { Principal: { AWS: "*" } }), [PUBLIC]],
		["locking its author out", policy(DENY_PUT), [LOCKED_OUT]],
		["both", policy(DENY_PUT, { Principal: "*" }), [PUBLIC, LOCKED_OUT]],
	])("a policy that is %s", (_, text, errors) => {
		const { world } = validate(db, text, SecretId);
		validate(db, text, SecretId).answersExactly({
			PolicyValidationPassed: errors.length === 0,
			ValidationErrors: errors,
		});
		expect(world.store).toBe(db.store);
	});

	it.each([
		["no JSON", "not json"],
		["an empty object", "{}"],
		["no statement", '{"Version":"2012-10-17","Statement":[]}'],
	])("what is none is refused: %s", (_, text) => {
		validate(db, text, SecretId).refuses(...SYNTAX);
	});

	it("so is one with an unsupported principal", () => {
		validate(db, policy({ Principal: { AWS: "reader" } }), SecretId).refuses(
			"MalformedPolicyDocumentException",
			"This resource policy contains an unsupported principal.",
		);
	});

	it("20,480 characters are judged, 20,481 refused, and so is none", () => {
		const text = policy({});
		validate(db, text.padEnd(20480), SecretId).answers({});
		const long = text.padEnd(20481);
		validate(db, long, SecretId).refuses(
			"ValidationException",
			`1 validation error detected: Value '${long}' at 'resourcePolicy' failed to satisfy constraint: Member must have length less than or equal to 20480`,
		);
		db.when("ValidateResourcePolicy", { SecretId }).refuses(
			"ValidationException",
			"1 validation error detected: Value null at 'resourcePolicy' failed to satisfy constraint: Member must not be null",
		);
	});

	it("one event tells of the call, about the secret if there is one", () => {
		const { events } = validate(db.later(HOUR), policy({}), SecretId);
		expect(events).toEqual([
			{
				name: "ValidateResourcePolicy",
				at: NOON + HOUR,
				arn: SecretId === undefined ? undefined : ARN,
				account: "123456789012",
				region: "us-east-1",
				detail: {},
			},
		]);
	});
});

describe("A policy for one secret", () => {
	const elsewhere = policy({
		...DENY_PUT,
		Resource: `${ARN.slice(0, -6)}abcdef`,
	});

	it("does not lock out where its Deny is about another", () => {
		validate(db, elsewhere, "db").answers({ ValidationErrors: [] });
	});

	it("does where it is about this one, and for any secret where none is named", () => {
		const here = policy({ ...DENY_PUT, Resource: ARN });
		validate(db, here, "db").answers({ ValidationErrors: [LOCKED_OUT] });
		validate(db, elsewhere).answers({ ValidationErrors: [LOCKED_OUT] });
	});
});

it("Nothing is attached", () => {
	validate(db, policy({}), "db")
		.world.when("GetResourcePolicy", { SecretId: "db" })
		.answersExactly({ ARN, Name: "db" });
});

it("SecretId null is none", () => {
	given()
		.when("ValidateResourcePolicy", {
			SecretId: null,
			ResourcePolicy: policy({}),
		})
		.answers({ PolicyValidationPassed: true });
});

describe("Refused", () => {
	it("an unknown secret, whatever the policy", () => {
		validate(given(), policy({}), "db").refuses(...NOT_FOUND);
		validate(given(), "not json", "db").refuses(...NOT_FOUND);
	});

	it("an illegal name [R-LS:test_invalid_secret_name]", () => {
		validate(db, policy({}), "Inv *?]Name\\-").refuses(
			"ValidationException",
			"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
		);
	});

	it("an empty SecretId", () => {
		validate(db, policy({}), "").refuses(
			"ValidationException",
			"1 validation error detected: Value '' at 'secretId' failed to satisfy constraint: Member must have length greater than or equal to 1",
		);
	});

	it("a secret that is scheduled for deletion [INF], to its end", () => {
		const scheduled = db.after("DeleteSecret", { SecretId: "db" });
		validate(scheduled, policy({}), "db").refuses(...MARKED);
		validate(scheduled.later(30 * DAY - 1), "not json", "db").refuses(
			...MARKED,
		);
		validate(scheduled.later(30 * DAY), policy({}), "db").refuses(...NOT_FOUND);
	});

	it("but none of these without a SecretId", () => {
		const scheduled = db.after("DeleteSecret", { SecretId: "db" });
		validate(scheduled, policy({})).answers({ PolicyValidationPassed: true });
	});
});
