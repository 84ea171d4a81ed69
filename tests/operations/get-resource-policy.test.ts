import { describe, expect, it } from "vitest";
import { DAY, given, HOUR, NOON, token, type World } from "../support/given.js";

const NOT_FOUND = [
	"ResourceNotFoundException",
	"Secrets Manager can't find the specified secret.",
] as const;
const MARKED = [
	"InvalidRequestException",
	"You can't perform this operation on the secret because it was marked for deletion.",
] as const;

const db = given().after("CreateSecret", {
	Name: "db",
	ClientRequestToken: token("v1"),
});
const ARN: string = db.when("DescribeSecret", { SecretId: "db" }).answer.ARN;
const get = (world: World, SecretId = "db") =>
	world.when("GetResourcePolicy", { SecretId });
const withPolicy = (ResourcePolicy: string): World =>
	db.after("PutResourcePolicy", { SecretId: "db", ResourcePolicy });
const printed = (text: string): string =>
	get(withPolicy(text)).answer.ResourcePolicy;

const OBSERVED = `{
  "Version" : "2012-10-17",
  "Statement" : [ {
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::123456789012:root"
    },
    "Action" : "secretsmanager:GetSecretValue",
    "Resource" : "*"
  } ]
}`;
const attached = withPolicy(JSON.stringify(JSON.parse(OBSERVED)));

describe("The answer", () => {
	it("has no ResourcePolicy where none is attached", () => {
		get(db).answersExactly({ ARN, Name: "db" });
	});

	it.each([
		["by name", "db"],
		["by ARN", ARN],
		["by partial ARN", ARN.slice(0, -7)],
	])("has the policy of a secret that is found %s", (_, SecretId) => {
		get(attached, SecretId).answersExactly({
			ARN,
			Name: "db",
			ResourcePolicy: OBSERVED,
		});
	});
});

describe("The text", () => {
	it.each([
		["from one line", JSON.stringify(JSON.parse(OBSERVED))],
		[
			"from the layout of others",
			JSON.stringify(JSON.parse(OBSERVED), null, "\t"),
		],
		["from AWS's own layout", OBSERVED],
		[
			"from odd blanks",
			OBSERVED.replaceAll(" ", " \r\n ").replaceAll(":iam", ":iam"),
		],
	])("is printed anew as AWS prints it [R-ST-meta]: %s", (_, text) => {
		expect(printed(text)).toBe(OBSERVED);
	});

	it("keeps the order of the members", () => {
		const { Version, Statement } = JSON.parse(OBSERVED);
		const [{ Effect, ...rest }] = Statement;
		const other = JSON.stringify({ Statement: [{ ...rest, Effect }], Version });
		expect(printed(other)).not.toBe(OBSERVED);
		expect(JSON.stringify(JSON.parse(printed(other)))).toBe(other);
	});

	it("has lists on one line, and objects in them as in [ { … }, { … } ]", () => {
		const statement = {
			Sid: "a",
			Effect: "Allow",
			Principal: { AWS: ["123456789012", "210987654321"] },
			Action: [
				"secretsmanager:GetSecretValue",
				"secretsmanager:DescribeSecret",
			],
			Resource: ["*"],
			Condition: {
				StringEquals: { "aws:PrincipalTag/team": ["a", "b"] },
				Bool: { "aws:SecureTransport": true },
			},
		};
		const text = JSON.stringify({
			Version: "2012-10-17",
			Statement: [statement, { ...statement, Sid: "b", Condition: {} }],
		});
		expect(printed(text)).toBe(`{
  "Version" : "2012-10-17",
  "Statement" : [ {
    "Sid" : "a",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : [ "123456789012", "210987654321" ]
    },
    "Action" : [ "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret" ],
    "Resource" : [ "*" ],
    "Condition" : {
      "StringEquals" : {
        "aws:PrincipalTag/team" : [ "a", "b" ]
      },
      "Bool" : {
        "aws:SecureTransport" : true
      }
    }
  }, {
    "Sid" : "b",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : [ "123456789012", "210987654321" ]
    },
    "Action" : [ "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret" ],
    "Resource" : [ "*" ],
    "Condition" : { }
  } ]
}`);
	});

	it("means what was put, whatever its words", () => {
		const document = JSON.parse(OBSERVED);
		document.Id = '{"a": [1, 2]}, \\ "quoted" \u2028 \ud800 é 🔑';
		document.Statement[0].Sid = "__proto__";
		expect(JSON.parse(printed(JSON.stringify(document)))).toEqual(document);
	});

	it("may be longer than the longest that can be put", () => {
		const resources = Array.from({ length: 5000 }, () => "*");
		const document = JSON.parse(OBSERVED);
		document.Statement[0].Resource = resources;
		const text = JSON.stringify(document);
		expect(text.length).toBeLessThan(20480);
		expect(printed(text).length).toBeGreaterThan(20480);
	});
});

describe("The call", () => {
	it("changes nothing, no date either", () => {
		expect(get(attached.later(DAY)).world.store).toBe(attached.store);
	});

	it("tells of one event, without the policy", () => {
		expect(get(attached.later(HOUR)).events).toEqual([
			{
				name: "GetResourcePolicy",
				at: NOON + HOUR,
				arn: ARN,
				account: "123456789012",
				region: "us-east-1",
				detail: {},
			},
		]);
	});
});

describe("Refused", () => {
	it("an unknown secret", () => {
		get(given()).refuses(...NOT_FOUND);
	});

	it("a secret that is scheduled for deletion [R-TF], to its end, with and without a policy", () => {
		for (const world of [db, attached]) {
			const scheduled = world.after("DeleteSecret", { SecretId: "db" });
			get(scheduled).refuses(...MARKED);
			get(scheduled.later(30 * DAY - 1)).refuses(...MARKED);
			get(scheduled.later(30 * DAY)).refuses(...NOT_FOUND);
		}
	});

	it("but not a restored one, whose policy is as it was", () => {
		const restored = attached
			.after("DeleteSecret", { SecretId: "db" })
			.after("RestoreSecret", { SecretId: "db" });
		get(restored).answers({ ResourcePolicy: OBSERVED });
	});

	it("nothing of the policy of a former secret of the name", () => {
		const again = attached
			.after("DeleteSecret", {
				SecretId: "db",
				ForceDeleteWithoutRecovery: true,
			})
			.after("CreateSecret", { Name: "db", ClientRequestToken: token("v1") });
		expect(get(again).answer).not.toHaveProperty("ResourcePolicy");
	});
});
