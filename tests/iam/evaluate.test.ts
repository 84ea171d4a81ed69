import { describe, expect, it } from "vitest";
import { type Decision, evaluate } from "../../src/iam/evaluate.js";
import { policy, type written } from "./a-policy.js";

const [US, THEM] = ["123456789012", "210987654321"];
const root = (account = THEM) => `arn:aws:iam::${account}:root`;
const RESOURCE =
	"arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbC123";
const REQUEST = {
	principal: root(),
	action: "secretsmanager:GetSecretValue",
	resource: RESOURCE,
};
type Statement = NonNullable<Parameters<typeof written>[0]>;
const allow = (members: Statement = {}): Statement => ({
	Principal: { AWS: THEM },
	...members,
});
const deny = (members: Statement = {}): Statement =>
	allow({ Effect: "Deny", ...members });
/** In the place of Principal. */
const notPrincipal = (AWS: string | readonly string[]): Statement => ({
	Principal: undefined,
	NotPrincipal: { AWS },
});
const Condition = { StringEquals: { "aws:SourceVpc": "vpc-1" } };

describe("a policy decides", () => {
	it.each<[what: string, statements: readonly Statement[], Decision]>([
		["by an account", [allow()], "Allow"],
		["by its root", [allow({ Principal: { AWS: root() } })], "Allow"],
		["by everybody", [allow({ Principal: "*" })], "Allow"],
		["not by another account", [allow({ Principal: { AWS: US } })], "none"],
		[
			"not by a user of the account",
			[allow({ Principal: { AWS: `arn:aws:iam::${THEM}:user/ada` } })],
			"none",
		],
		["by all actions", [allow({ Action: "secretsmanager:*" })], "Allow"],
		[
			"not by another action",
			[allow({ Action: "secretsmanager:Put*" })],
			"none",
		],
		["by its resource", [allow({ Resource: RESOURCE })], "Allow"],
		[
			"not by another resource",
			[allow({ Resource: RESOURCE.replace("db-", "web-") })],
			"none",
		],
		["by a Deny, whatever is allowed", [allow(), deny()], "Deny"],
		["by a Deny, whichever comes first", [deny(), allow()], "Deny"],
		["by a Deny alone", [deny()], "Deny"],
		[
			"not by a Deny of another",
			[allow(), deny({ Principal: { AWS: US } })],
			"Allow",
		],
		[
			"not by a Deny of another action",
			[allow(), deny({ Action: "secretsmanager:DeleteSecret" })],
			"Allow",
		],
		["not by an Allow that has conditions", [allow({ Condition })], "none"],
		["by a Deny that has conditions", [allow(), deny({ Condition })], "Deny"],
		[
			"by the Allow without conditions",
			[allow({ Condition }), allow()],
			"Allow",
		],
		[
			"not by an Allow that spares it (assumed)",
			[allow(notPrincipal(THEM))],
			"none",
		],
		["by an Allow that spares another", [allow(notPrincipal(US))], "Allow"],
		[
			"by a Deny that does not spare it",
			[allow(), deny(notPrincipal(US))],
			"Deny",
		],
		[
			"not by a Deny that spares it",
			[allow(), deny(notPrincipal([THEM, root()]))],
			"Allow",
		],
	])("%s", (_, statements, decision) => {
		expect(evaluate(policy(...statements), REQUEST)).toBe(decision);
	});
});
