import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	type Caller,
	type CallingPrincipal,
	understoodCaller,
} from "../../src/iam/caller.js";
import type { CallerName } from "../../src/iam/principal.js";
import { assertLaw } from "../support/depth.js";
import { ownPolicy, policyText } from "./a-policy.js";

const ACCOUNT = "123456789012";
const USER = `arn:aws:iam::${ACCOUNT}:user/team/ada`;
const own = policyText({ Principal: undefined });
const document = ownPolicy({});

const read = (caller: unknown): CallingPrincipal =>
	understoodCaller(caller, "caller");
const expectProblem = (caller: unknown, says: string): void =>
	expect(() => read(caller)).toThrow(new TypeError(`${says}.`));
const identity = (arn: string) => ({ kind: "identity", arn }) as const;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const inAccount: CallerName = {
	level: "account",
	called: [{ kind: "account", account: ACCOUNT }],
};
const self = (arn: string): CallerName => ({
	level: "self",
	called: [identity(arn)],
});
const role = (arn: string): CallerName => ({
	level: "role",
	called: [identity(arn)],
});

describe("a caller is", () => {
	it.each<
		[
			kind: CallingPrincipal["kind"],
			arn: string,
			name: string,
			callerNames: readonly CallerName[],
			principalArn?: string,
		]
	>([
		[
			"root",
			ROOT,
			"root",
			[{ level: "self", called: [{ kind: "account", account: ACCOUNT }] }],
		],
		[
			"user",
			`arn:aws:iam::${ACCOUNT}:user/ada`,
			"ada",
			[inAccount, self(`arn:aws:iam::${ACCOUNT}:user/ada`)],
		],
		["user", USER, "ada", [inAccount, self(USER)]],
		[
			"role",
			`arn:aws-cn:iam::${ACCOUNT}:role/team/app`,
			"app",
			[inAccount, role(`arn:aws-cn:iam::${ACCOUNT}:role/app`)],
		],
		[
			"session",
			`arn:aws:sts::${ACCOUNT}:assumed-role/app/run@1`,
			"app",
			[
				inAccount,
				role(`arn:aws:iam::${ACCOUNT}:role/app`),
				self(`arn:aws:sts::${ACCOUNT}:assumed-role/app/run@1`),
			],
			`arn:aws:iam::${ACCOUNT}:role/app`,
		],
		[
			"federated",
			`arn:aws-us-gov:sts::${ACCOUNT}:federated-user/bob`,
			"bob",
			[inAccount, self(`arn:aws-us-gov:sts::${ACCOUNT}:federated-user/bob`)],
		],
		...[
			"rds.amazonaws.com",
			"logs.us-east-1.amazonaws.com",
			"ec2.amazonaws.com.cn",
		].map((service): ["service", string, string, readonly CallerName[]] => [
			"service",
			service,
			service,
			[{ level: "self", called: [{ kind: "service", service }] }],
		]),
	])("a %s: %s", (kind, arn, name, callerNames, principalArn = arn) => {
		expect(read({ arn })).toEqual({
			arn,
			kind,
			name,
			principalArn,
			account: kind === "service" ? undefined : ACCOUNT,
			callerNames,
			userId: kind === "root" ? ACCOUNT : undefined,
			tags: {},
			policies: { identity: [], boundary: [], session: [] },
			request: {},
		});
	});

	it.each([
		"",
		"ada",
		ACCOUNT,
		"*",
		"arn",
		`arn:aws:iam::${ACCOUNT}:*`,
		`arn:aws:iam::${ACCOUNT}:user/*`,
		`arn:aws:iam::${ACCOUNT}:user/`,
		`arn:aws:iam::${ACCOUNT}:user/ada\n`,
		`arn:aws:iam::${ACCOUNT}:root/x`,
		`arn:aws:iam::${ACCOUNT}:group/g`,
		`arn:aws:iam::1234:user/ada`,
		`arn:gcp:iam::${ACCOUNT}:user/ada`,
		`arn:aws:s3::${ACCOUNT}:user/ada`,
		`arn:aws:sts::${ACCOUNT}:assumed-role/app`,
		`arn:aws:sts::${ACCOUNT}:assumed-role/app/one/two`,
		`arn:aws:iam::${ACCOUNT}:assumed-role/app/run`,
		`arn:aws:iam::${ACCOUNT}:federated-user/bob`,
		`arn:aws:sts::${ACCOUNT}:user/ada`,
		`arn:aws:sts::${ACCOUNT}:role/app`,
		`arn:aws:sts::${ACCOUNT}:root`,
		`arn:aws:iam:us-east-1:${ACCOUNT}:user/ada`,
		"rds.example.com",
		"amazonaws.com",
	])("not %j", (arn) => {
		expectProblem(
			{ arn },
			"caller.arn must be the ARN of a user, a role, a session or a root, or the principal of a service, such as arn:aws:iam::123456789012:user/alice, arn:aws:sts::123456789012:assumed-role/app/session or rds.amazonaws.com",
		);
	});

	it("what any text is, or none: who it names is in its account", () => {
		const part = fc.oneof(
			fc.constantFrom("arn", "aws", "iam", "sts", "", ACCOUNT, "user/ada"),
			fc.constantFrom("assumed-role/app/run", "root", "rds.amazonaws.com"),
			fc.string(),
		);
		assertLaw(
			fc.property(fc.array(part, { maxLength: 7 }), (parts) => {
				let caller: CallingPrincipal;
				try {
					caller = read({ arn: parts.join(":") });
				} catch (error) {
					expect(error).toBeInstanceOf(TypeError);
					return;
				}
				expect(caller.account).toBe(
					caller.kind === "service" ? undefined : ACCOUNT,
				);
				expect(caller.callerNames.length).toBeGreaterThan(0);
			}),
		);
	});
});

describe("the account of a caller", () => {
	it("is that of its ARN, which may be said again", () => {
		expect(read({ arn: USER, account: ACCOUNT }).account).toBe(ACCOUNT);
		expectProblem(
			{ arn: USER, account: "210987654321" },
			"caller.account must be that of its ARN, 123456789012, or be left out",
		);
	});

	it("has to be said of a service alone", () => {
		const service = { arn: "rds.amazonaws.com", account: "210987654321" };
		expect(read(service).account).toBe("210987654321");
	});
});

describe("what a caller brings along", () => {
	it("is understood", () => {
		const caller: Caller = {
			arn: USER,
			userId: "AIDACKCEVSQ6C2EXAMPLE",
			tags: JSON.parse(`{"team":"a","__proto__":"b"}`),
			identityPolicies: [own, JSON.parse(own)],
			permissionsBoundary: JSON.parse(own),
			sessionPolicies: [own],
			request: { "aws:SourceVpc": "vpc-1" },
		};
		expect(read(caller)).toMatchObject({
			userId: "AIDACKCEVSQ6C2EXAMPLE",
			callerNames: [
				inAccount,
				{
					level: "self",
					called: [
						identity(USER),
						{ kind: "unique id", id: "AIDACKCEVSQ6C2EXAMPLE" },
					],
				},
			],
			tags: caller.tags,
			policies: {
				identity: [
					{ name: "caller.identityPolicies[0]", document },
					{ name: "caller.identityPolicies[1]", document },
				],
				boundary: [{ name: "caller.permissionsBoundary", document }],
				session: [{ name: "caller.sessionPolicies[0]", document }],
			},
			request: caller.request,
		});
	});

	it("may be undefined", () => {
		expect(
			read({
				arn: USER,
				account: undefined,
				userId: undefined,
				tags: undefined,
				identityPolicies: undefined,
				permissionsBoundary: undefined,
				sessionPolicies: undefined,
				request: undefined,
			}),
		).toEqual(read({ arn: USER }));
	});

	it("is read anew of an object that was changed", () => {
		const changing = JSON.parse(own);
		const caller = { arn: USER, identityPolicies: [changing] };
		const effect = () =>
			read(caller).policies.identity[0]?.document.statements[0]?.effect;
		expect(effect()).toBe("Allow");
		changing.Statement[0].Effect = "Deny";
		expect(effect()).toBe("Deny");
	});

	const VALUE = "must be a text, a number, true or false, or a list of texts";
	const POLICY = "must be a policy: its JSON text, or an object";
	const circular: Record<string, unknown> = {};
	circular.self = circular;

	it.each<[what: string, members: object, says: string]>([
		[
			"an unknown member",
			{ name: "x" },
			'caller does not know "name"; it takes any of: arn, account, userId, tags, identityPolicies, permissionsBoundary, sessionPolicies, request',
		],
		["no ARN", { arn: undefined }, "caller.arn must be a text"],
		[
			"an account that is none",
			{ account: "1234" },
			"caller.account must be a text of 12 digits",
		],
		["an id that is no text", { userId: 1 }, "caller.userId must be a text"],
		[
			"a Map of tags",
			{ tags: new Map([["a", "b"]]) },
			"caller.tags must be an object, no list and no Map",
		],
		[
			"a Map of keys",
			{ request: new Map() },
			"caller.request must be an object, no list and no Map",
		],
		[
			"a list of keys",
			{ request: [] },
			"caller.request must be an object, no list and no Map",
		],
		[
			"tags that are none",
			{ tags: ["a"] },
			"caller.tags must be an object, no list and no Map",
		],
		[
			"a tag that is no text",
			{ tags: { a: 1 } },
			'caller.tags["a"] must be a text',
		],
		[
			"one policy for a list",
			{ identityPolicies: {} },
			"caller.identityPolicies must be a list",
		],
		[
			"a number for a policy",
			{ identityPolicies: [own, 1] },
			`caller.identityPolicies[1] ${POLICY}`,
		],
		[
			"a list for a policy",
			{ sessionPolicies: [[]] },
			`caller.sessionPolicies[0] ${POLICY}`,
		],
		[
			"null for a boundary",
			{ permissionsBoundary: null },
			`caller.permissionsBoundary ${POLICY}`,
		],
		[
			"a request that is none",
			{ request: "x" },
			"caller.request must be an object, no list and no Map",
		],
		[
			"a key without a value",
			{ request: { a: null } },
			`caller.request["a"] ${VALUE}`,
		],
		[
			"a number that is none",
			{ request: { a: Number.NaN } },
			`caller.request["a"] ${VALUE}`,
		],
		[
			"a list of numbers",
			{ request: { a: [1] } },
			`caller.request["a"] ${VALUE}`,
		],
		["a date", { request: { a: new Date(0) } }, `caller.request["a"] ${VALUE}`],
		[
			"no JSON",
			{ identityPolicies: [own, "{"] },
			"caller.identityPolicies[1] is not a valid policy: it is not JSON",
		],
		[
			"what JSON cannot say",
			{ permissionsBoundary: circular },
			"caller.permissionsBoundary is not a valid policy: it is not JSON",
		],
		[
			"a resource policy",
			{ sessionPolicies: [policyText({})] },
			"caller.sessionPolicies[0] is not a valid policy: Statement[0] must have no Principal: it speaks of whom it is attached to",
		],
		[
			"a statement without effect",
			{ permissionsBoundary: { Statement: { Action: "*", Resource: "*" } } },
			'caller.permissionsBoundary is not a valid policy: Statement.Effect must be "Allow" or "Deny"',
		],
	])("is refused where it is %s", (_, members, says) => {
		expectProblem({ arn: USER, ...members }, says);
	});

	it.each([undefined, null, "x", []])("is none: %j", (caller) => {
		expectProblem(caller, "caller must be an object");
	});

	it.each<[what: string, value: unknown]>([
		["a text", ""],
		["a number", -1.5],
		["true", true],
		["texts", ["a", "b"]],
		["no texts", []],
	])("says of a key %s", (_, value) => {
		const { request } = read({ arn: USER, request: { a: value } });
		expect(request).toEqual({ a: value });
	});
});

it("a caller is named by where it was given", () => {
	expect(() => understoodCaller(undefined, "a.b")).toThrow(/^a\.b must be /);
	const caller = { arn: USER, tags: { a: 1 } };
	expect(() => understoodCaller(caller, "a.b")).toThrow(/^a\.b\.tags\["a"\] /);
});
