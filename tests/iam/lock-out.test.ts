import { describe, expect, it } from "vitest";
import { locksOut } from "../../src/iam/lock-out.js";
import { policy } from "./a-policy.js";

const SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbC123";
const author = {
	principal: "arn:aws:iam::123456789012:user/ada",
	action: "secretsmanager:PutResourcePolicy",
	resource: SECRET,
};
const deny = { Effect: "Deny", Principal: "*", Action: author.action };

it.each<[what: string, members: Readonly<Record<string, unknown>>, boolean]>([
	["a Deny for everyone", deny, true],
	[
		"a Deny for the author",
		{ ...deny, Principal: { AWS: author.principal } },
		true,
	],
	[
		"a Deny for all but the author, its account forgotten",
		{
			...deny,
			Principal: undefined,
			NotPrincipal: { AWS: author.principal },
		},
		true,
	],
	["a Deny of everything", { ...deny, Action: "*" }, true],
	["a Deny of this secret", { ...deny, Resource: SECRET }, true],
	[
		"a Deny of all but reading",
		{ ...deny, Action: undefined, NotAction: "secretsmanager:Get*" },
		true,
	],
	[
		"a Deny with a condition",
		{ ...deny, Condition: { Bool: { x: true } } },
		false,
	],
	[
		"a Deny for somebody else",
		{ ...deny, Principal: { AWS: "210987654321" } },
		false,
	],
	[
		"a Deny of something else",
		{ ...deny, Action: "secretsmanager:Get*" },
		false,
	],
	["a Deny of another secret", { ...deny, Resource: `${SECRET}x` }, false],
	["an Allow", { ...deny, Effect: "Allow" }, false],
])("%s: %s", (_, members, locked) => {
	expect(locksOut(policy(members), author)).toBe(locked);
	expect(locksOut(policy({}, members), author)).toBe(locked);
});

describe("an author from another account", () => {
	const stranger = {
		...author,
		principal: "arn:aws:iam::210987654321:root",
	};
	const allow = {
		Effect: "Allow",
		Principal: { AWS: "210987654321" },
		Action: author.action,
	};

	it.each<[what: string, members: Readonly<Record<string, unknown>>, boolean]>([
		["by an Allow", allow, false],
		["by an Allow of this secret", { ...allow, Resource: SECRET }, false],
		["by no Allow", {}, true],
		["by an Allow of something else", { ...allow, Action: "s3:*" }, true],
		[
			"by an Allow of another secret",
			{ ...allow, Resource: `${SECRET}x` },
			true,
		],
		[
			"by an Allow with a condition",
			{ ...allow, Condition: { Bool: { x: true } } },
			true,
		],
	])("is locked out %s: %s", (_, members, locked) => {
		expect(locksOut(policy(members), stranger)).toBe(locked);
	});

	it("is locked out by a Deny, whatever allows it", () => {
		expect(locksOut(policy(allow, deny), stranger)).toBe(true);
	});

	it("needs no Allow where the secret is not known", () => {
		const unknown = { ...stranger, resource: undefined };
		expect(locksOut(policy({}), unknown)).toBe(false);
	});
});

it("a Deny of any secret locks out where the secret is not known", () => {
	const unknown = { ...author, resource: undefined };
	expect(locksOut(policy({ ...deny, Resource: `${SECRET}x` }), unknown)).toBe(
		true,
	);
});
