/**
 * Resource policies with what is to be said of each, so that whoever compares needs no parser of policies.
 * Imports nothing from the package.
 */
import fc from "fast-check";
import { accounts, mostly } from "./arbitraries.js";

export interface KnownPolicy {
	readonly text: string;
	/** The sentence about one that is malformed. */
	readonly malformed?: string;
	readonly isPublic?: true;
	/** The account whose root may not change it afterwards, or everybody's. */
	readonly locksOut?: string;
	/** As AWS prints it, where that is spelt out. */
	readonly printed?: string;
}

const statement = (members: object) => ({
	Effect: "Allow",
	Principal: { AWS: "arn:aws:iam::123456789012:root" },
	Action: "secretsmanager:GetSecretValue",
	Resource: "*",
	...members,
});
const policy = (...statements: readonly object[]): string =>
	JSON.stringify({ Version: "2012-10-17", Statement: statements });
const everyone = { Principal: "*" };
const denied = { Effect: "Deny", Action: "secretsmanager:PutResourcePolicy" };
const pinnedBy = (Condition: object) =>
	policy(statement({ ...everyone, Condition }));

const SYNTAX = "This resource policy contains a syntax error.";
const UNSUPPORTED = "This resource policy contains an unsupported principal.";
const BAD_SERVICE =
	"This resource policy contains an invalid/unsupported service principal.";

export const policies: readonly KnownPolicy[] = [
	{
		text: policy(statement({})),
		// The example of the specification, letter for letter.
		printed: `{
  "Version" : "2012-10-17",
  "Statement" : [ {
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::123456789012:root"
    },
    "Action" : "secretsmanager:GetSecretValue",
    "Resource" : "*"
  } ]
}`,
	},
	{
		text: ` ${JSON.stringify(JSON.parse(policy(statement({ Sid: "__proto__" }))), null, 7)}\n`,
	},
	{ text: policy(statement({ Sid: '\ud800 {[,:]} \\ "quoted" \' \u2028' })) },
	{ text: policy(statement({ Principal: { AWS: accounts[1] } })) },
	{ text: policy(statement(everyone)), isPublic: true },
	{ text: policy(statement({ Principal: { AWS: "*" } })), isPublic: true },
	{
		text: policy(statement({}), statement({ Principal: { AWS: ["*"] } })),
		isPublic: true,
	},
	{
		text: pinnedBy({ StringEquals: { "aws:PrincipalOrgID": "o-1" } }),
		isPublic: true,
	},
	{ text: pinnedBy({ StringEquals: { "aws:SourceVpc": "vpc-1234" } }) },
	{ text: pinnedBy({ StringEquals: { "aws:SourceAccount": accounts } }) },
	{
		text: policy(statement({ ...denied, Principal: { AWS: "123456789012" } })),
	},
	{
		text: policy(statement({ ...denied, ...everyone })),
		locksOut: "everybody",
	},
	{
		text: policy(
			statement({ ...everyone, Effect: "Deny", Action: "secretsmanager:*" }),
		),
		locksOut: "everybody",
	},
	{
		text: policy(statement({ ...denied, Principal: { AWS: accounts[0] } })),
		locksOut: accounts[0],
	},
	{
		text: policy(
			statement(everyone),
			statement({ ...denied, Principal: { AWS: "*" } }),
		),
		isPublic: true,
		locksOut: "everybody",
	},
	{ text: "{", malformed: SYNTAX },
	{ text: "not JSON", malformed: SYNTAX },
	{ text: `${policy(statement({}))}}`, malformed: SYNTAX },
	{ text: "[]", malformed: SYNTAX },
	{ text: "null", malformed: SYNTAX },
	{
		text: policy(statement({ Principal: { AWS: "nobody" } })),
		malformed: UNSUPPORTED,
	},
	{
		text: policy(
			statement({ Principal: { AWS: "arn:aws:iam::123456789012:group/g" } }),
		),
		malformed: UNSUPPORTED,
	},
	{
		text: policy(statement({ Principal: { Service: "no service" } })),
		malformed: BAD_SERVICE,
	},
	// As long as may be, and longer once it is printed.
	{ text: policy(statement({ Action: actionsOf(20_480) })) },
	{ text: policy(statement({})).padEnd(20_480) },
];

/** Many short actions, so that the policy with them is this long. */
function actionsOf(length: number): string[] {
	const actions = Array.from({ length: 2_000 }, () => "a:b");
	const over = policy(statement({ Action: actions })).length - length;
	return actions.slice(Math.ceil(over / 6));
}

/** Refused for their length alone. */
const tooLong = ["", "x".repeat(20_481), policy(statement({})).padEnd(20_481)];

/** The text of a policy, rarely one that is no text or too long. */
export const policyText = (): fc.Arbitrary<unknown> =>
	mostly(
		fc.constantFrom(...policies.map(({ text }) => text)),
		fc.constantFrom<unknown>(...tooLong, {}, null, undefined),
		16,
	);
