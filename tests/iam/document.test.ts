// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePattern } from "../../src/base/wildcard.js";
import { parseIdentityPolicy, parsePolicy } from "../../src/iam/document.js";
import { parseTemplate } from "../../src/iam/template.js";
import { assertLaw } from "../support/depth.js";
import { policy, policyText, statement, written } from "./a-policy.js";
import { nearlyPolicies, policies } from "./arbitraries.js";

const SYNTAX_ERROR = {
	ok: false,
	error: {
		name: "MalformedPolicyDocumentException",
		message: "This resource policy contains a syntax error.",
	},
};

/** An action as it is read: its pattern is in lower case. */
const asAction = (text: string) => ({
	text,
	pattern: parsePattern(text.toLowerCase()),
});
const asTemplate = (text: string) => parseTemplate(text, "2012-10-17");

const condition = (Condition: unknown) => statement({ Condition }).conditions;

describe("a policy is read into", () => {
	it("its version and its statements", () => {
		expect(
			policy({
				Sid: "Read",
				Principal: { AWS: ["123456789012"], Service: "lambda.amazonaws.com" },
				Action: ["secretsmanager:Get*", "*"],
				Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } },
			}),
		).toEqual({
			version: "2012-10-17",
			statements: [
				{
					sid: "Read",
					effect: "Allow",
					principals: {
						kind: "these",
						list: [
							{ kind: "account", account: "123456789012" },
							{ kind: "service", service: "lambda.amazonaws.com" },
						],
					},
					actions: {
						kind: "these",
						list: ["secretsmanager:Get*", "*"].map(asAction),
					},
					resources: { kind: "these", list: [asTemplate("*")] },
					conditions: [
						{
							operator: { test: "StringEquals", set: "one", absent: "by test" },
							key: "aws:sourcevpc",
							values: [asTemplate("vpc-1")],
						},
					],
				},
			],
		});
	});

	it("opposites", () => {
		const { principals, actions, resources } = statement({
			Principal: undefined,
			NotPrincipal: "*",
			Action: undefined,
			NotAction: "secretsmanager:Delete*",
			Resource: undefined,
			NotResource: ["arn:aws:secretsmanager:*"],
		});
		expect({ principals, actions, resources }).toEqual({
			principals: { kind: "all but these", list: [{ kind: "everyone" }] },
			actions: {
				kind: "all but these",
				list: [asAction("secretsmanager:Delete*")],
			},
			resources: {
				kind: "all but these",
				list: [asTemplate("arn:aws:secretsmanager:*")],
			},
		});
	});

	it("one condition for each key of each operator, in their order", () => {
		expect(
			condition({
				"ForAnyValue:StringLikeIfExists": { b: ["x", "y"], a: [] },
				Bool: { "aws:SecureTransport": true },
				NumericLessThan: { n: [1, 1.5] },
				Null: {},
			}).map(({ operator: { test }, key, values }) => [
				test,
				key,
				values.map(({ text }) => text),
			]),
		).toEqual([
			["StringLike", "b", ["x", "y"]],
			["StringLike", "a", []],
			["Bool", "aws:securetransport", ["true"]],
			["NumericLessThan", "n", ["1", "1.5"]],
		]);
	});

	it("conditions on keys that are hostile words", () => {
		const text = policyText({ Condition: { StringEquals: { KEY: "x" } } });
		for (const key of ["__proto__", "constructor", "\ud800", "0"]) {
			const read = parsePolicy(text.replace("KEY", key));
			expect(read.ok && read.value.statements[0]?.conditions[0]?.key).toBe(key);
		}
	});

	it("a statement outside of a list, without version, with an Id", () => {
		const text = JSON.stringify({ Id: "x", Statement: written() });
		const { statements } = policy({});
		expect(parsePolicy(text)).toEqual({
			ok: true,
			value: { version: "2008-10-17", statements },
		});
	});
});

describe("a syntax error is", () => {
	it.each([
		["nothing", ""],
		["no JSON", "{"],
		[
			"two members of one name",
			policyText({}).replace('"Effect":', '"Effect":"Deny","Effect":'),
		],
		[
			"two members of one name, written in two ways",
			policyText({}).replace('"Effect":', '"\\u0045ffect":"Deny","Effect":'),
		],
		[
			"two operators of one name",
			policyText({ Condition: { Bool: { a: true } } }).replace(
				'"Bool":',
				'"Bool":{"b":true},"Bool":',
			),
		],
		["JSON and more", `${policyText({})} x`],
		["a mark of the byte order", `\ufeff${policyText({})}`],
		["depth", "[".repeat(20_480)],
		["depth that is closed", "[".repeat(10_240) + "]".repeat(10_240)],
		[
			"depth in a statement",
			`{"Statement":${'{"Condition":'.repeat(1000)}1${"}".repeat(1001)}`,
		],
		["a text", '"a policy"'],
		["null", "null"],
		["a list", `[${policyText({})}]`],
		["no statement", '{"Version":"2012-10-17"}'],
		["an empty list of statements", '{"Statement":[]}'],
		["null for statements", '{"Statement":null}'],
		["a list of lists", '{"Statement":[[]]}'],
		["__proto__ for the statement", '{"__proto__":{"Statement":{}}}'],
	])("%s", (_, text) => {
		expect(parsePolicy(text)).toEqual(SYNTAX_ERROR);
	});

	it.each<[what: string, root: Readonly<Record<string, unknown>>]>([
		["another version", { Version: "2012-10-18" }],
		["a version that is a number", { Version: 2012 }],
		["null for a version", { Version: null }],
		["an Id that is no text", { Id: 1 }],
		["another member", { Comment: "x" }],
		["a member in small letters", { version: "2012-10-17" }],
	])("%s", (_, root) => {
		const text = JSON.stringify({ Statement: written(), ...root });
		expect(parsePolicy(text)).toEqual(SYNTAX_ERROR);
	});

	const absent = undefined;
	it.each<[what: string, members: Readonly<Record<string, unknown>>]>([
		["another member", { Comment: "x" }],
		["a Sid that is no text", { Sid: 1 }],
		["no Effect", { Effect: absent }],
		["another Effect", { Effect: "allow" }],
		["no Principal", { Principal: absent }],
		["Principal and NotPrincipal", { NotPrincipal: "*" }],
		["a Principal that is null", { Principal: null }],
		["a Principal that is a text", { Principal: "123456789012" }],
		["a Principal that is a list", { Principal: ["*"] }],
		["an empty Principal", { Principal: {} }],
		["an empty list of principals", { Principal: { AWS: [] } }],
		["a principal that is no text", { Principal: { AWS: 123456789012 } }],
		["another type of principal", { Principal: { Aws: "*" } }],
		["no Action", { Action: absent }],
		["Action and NotAction", { NotAction: "*" }],
		["an empty list of actions", { Action: [] }],
		["an action that is no text", { Action: [1] }],
		["an empty action", { Action: "" }],
		["an action without its service", { Action: "GetSecretValue" }],
		["a service without an action", { Action: "secretsmanager:" }],
		["an action with a space", { Action: "secrets manager:GetSecretValue" }],
		["an action of three parts", { Action: "a:b:c" }],
		["no Resource", { Resource: absent }],
		["Resource and NotResource", { NotResource: "*" }],
		["an empty list of resources", { Resource: [] }],
		["a resource that is null", { Resource: null }],
		["a resource that is a name", { Resource: "db" }],
		["a Condition that is null", { Condition: null }],
		["a Condition that is a list", { Condition: [] }],
		["another operator", { Condition: { StringIs: {} } }],
		["an operator of a list", { Condition: { StringEquals: ["a"] } }],
		["an empty key", { Condition: { StringEquals: { "": "a" } } }],
		["a value that is null", { Condition: { StringEquals: { a: null } } }],
		["a value in an object", { Condition: { StringEquals: { a: {} } } }],
		["a list in a list", { Condition: { StringEquals: { a: [["b"]] } } }],
	])("%s in a statement", (_, members) => {
		expect(parsePolicy(policyText(members))).toEqual(SYNTAX_ERROR);
	});

	it("said before anything is said of principals", () => {
		const text = policyText(
			{ Principal: { AWS: "nobody" } },
			{ Effect: "Perhaps" },
		);
		expect(parsePolicy(text)).toEqual(SYNTAX_ERROR);
	});
});

describe("a policy that is attached to who calls", () => {
	const own = (members: object = {}) =>
		JSON.stringify({
			Version: "2012-10-17",
			Statement: [written({ Principal: undefined, ...members })],
		});

	it("is read like another, and names nobody", () => {
		const read = parseIdentityPolicy(own({ Sid: "Read" }));
		const [statement] = policy({ Sid: "Read" }).statements;
		expect(read).toEqual({
			ok: true,
			value: {
				version: "2012-10-17",
				statements: [{ ...statement, principals: undefined }],
			},
		});
	});

	it("may have no statement at all (assumed)", () => {
		expect(parseIdentityPolicy('{"Statement":[]}')).toEqual({
			ok: true,
			value: { version: "2008-10-17", statements: [] },
		});
	});

	it.each<[what: string, text: string, says: string]>([
		["no JSON", "{", "it is not JSON"],
		["no object", "[]", "the policy must be an object"],
		[
			"an unknown element",
			'{"Statements":[]}',
			'the policy must have no "Statements"; it takes Version, Id, Statement',
		],
		["no statement", "{}", "Statement must be an object"],
		[
			"an unknown version",
			'{"Version":"2012","Statement":[]}',
			'Version must be "2012-10-17" or "2008-10-17"',
		],
		["an Id that is no text", '{"Id":1,"Statement":[]}', "Id must be a text"],
		[
			"a Sid that is no text",
			own({ Sid: 1 }),
			"Statement[0].Sid must be a text",
		],
		[
			"no effect",
			own({ Effect: "allow" }),
			'Statement[0].Effect must be "Allow" or "Deny"',
		],
		...["Principal", "NotPrincipal"].map((name): [string, string, string] => [
			`a ${name}`,
			own({ [name]: "*" }),
			"Statement[0] must have no Principal: it speaks of whom it is attached to",
		]),
		[
			"no action",
			own({ Action: undefined }),
			"Statement[0] must have one of Action and NotAction",
		],
		[
			"an action without service",
			own({ Action: ["*", "GetSecretValue"] }),
			'Statement[0].Action[1] must be "*" or an action such as "secretsmanager:GetSecretValue"',
		],
		[
			"no list of actions",
			own({ Action: undefined, NotAction: [] }),
			"Statement[0].NotAction must not be an empty list",
		],
		[
			"a resource that is no ARN",
			own({ Resource: "db" }),
			'Statement[0].Resource must be "*" or an ARN, with wildcards if you like',
		],
		[
			"an unknown operator",
			own({ Condition: { StringSame: {} } }),
			"Statement[0].Condition.StringSame must be named like a condition operator, such as StringEquals",
		],
		[
			"an operator of a list",
			own({ Condition: { Bool: [] } }),
			"Statement[0].Condition.Bool must be an object",
		],
		[
			"a key without a name",
			own({ Condition: { Bool: { "": true } } }),
			"Statement[0].Condition.Bool. must be named like a condition key",
		],
		[
			"a value that is none",
			own({ Condition: { Bool: { a: [null] } } }),
			"Statement[0].Condition.Bool.a must be a text, a number, true or false, or a list of them",
		],
	])("with %s is refused with a sentence", (_, text, says) => {
		expect(parseIdentityPolicy(text)).toEqual({ ok: false, error: says });
	});
});

describe("whatever the text", () => {
	it("a well-formed policy is read", () => {
		assertLaw(
			fc.property(policies, (value) => {
				const read = parsePolicy(JSON.stringify(value));
				expect(read.ok && read.value.statements).toHaveLength(
					Array.isArray(value.Statement) ? value.Statement.length : 1,
				);
			}),
		);
	});

	it("a refusal is a value", () => {
		const damaged = fc
			.tuple(
				policies,
				fc.nat(),
				fc.nat({ max: 3 }),
				fc.string({ maxLength: 2 }),
			)
			.map(([value, at, length, word]) => {
				const text = JSON.stringify(value);
				const start = at % text.length;
				return text.slice(0, start) + word + text.slice(start + length);
			});
		const text = fc.oneof(
			fc.string(),
			fc.json(),
			nearlyPolicies.map((value) => JSON.stringify(value)),
			nearlyPolicies.map((value) => policyText({ Principal: value })),
			nearlyPolicies.map((value) => policyText({ Condition: value })),
			damaged,
		);
		const seen = { read: 0, refused: 0 };
		assertLaw(
			fc.property(text, (text) => {
				const read = parsePolicy(text);
				seen[read.ok ? "read" : "refused"]++;
				if (!read.ok)
					expect(read.error.name).toBe("MalformedPolicyDocumentException");
			}),
			1000,
			seen,
		);
	});
});
