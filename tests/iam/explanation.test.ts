import { describe, expect, it } from "vitest";
import { subjectOf } from "../../src/base/wildcard.js";
import type { Policies } from "../../src/iam/decide.js";
import { explanationOf } from "../../src/iam/explanation.js";
import type { Request } from "../../src/iam/request.js";
import { callerNamesOf } from "./a-caller.js";
import { ownPolicy, policy } from "./a-policy.js";

const ADA = "arn:aws:iam::123456789012:user/ada";
const BOB = "arn:aws:iam::123456789012:user/bob";
const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbC123";
const ACTION = "secretsmanager:GetSecretValue";
const question = { caller: ADA, action: ACTION, resource: "db" };
const request: Request = {
	callerNames: callerNamesOf(ADA),
	bounded: false,
	action: subjectOf(ACTION.toLowerCase()),
	resource: subjectOf(ARN),
	keys: new Map([
		["aws:sourcevpc", ["vpc-1"]],
		["aws:tagkeys", ["a", 'b"']],
	]),
};
type Members = Readonly<Record<string, unknown>>;
const NONE: Policies = {
	identity: [],
	boundary: [],
	session: [],
	resource: [],
};
const identity = (name: string, ...statements: readonly Members[]) => ({
	name,
	document: ownPolicy(...statements),
});
const explained = (
	policies: Partial<Policies>,
	decision: Parameters<typeof explanationOf>[3] = {
		effect: "Deny",
		deciding: undefined,
	},
) => explanationOf(question, request, { ...NONE, ...policies }, decision, "so");

describe("of a statement it says", () => {
	const whyOf = (members: Members): string | undefined => {
		const own = members.Principal === undefined && !members.NotPrincipal;
		const { statements } = own
			? explained({ identity: [identity("p", members)] })
			: explained({ resource: [{ name: "p", document: policy(members) }] });
		expect(statements).toHaveLength(1);
		expect(statements[0]?.matched).toBe(statements[0]?.why === undefined);
		return statements[0]?.why;
	};
	const condition = (Condition: unknown) => whyOf({ Condition });

	it.each<[what: string, members: Members, why: string | undefined]>([
		["nothing where it speaks of the request", {}, undefined],
		[
			"that it is about another action",
			{ Action: ["secretsmanager:Put*", "kms:*"] },
			`its Action ["secretsmanager:Put*", "kms:*"] does not cover ${ACTION}`,
		],
		[
			"that it leaves the action out",
			{ Action: undefined, NotAction: "secretsmanager:*" },
			`its NotAction ["secretsmanager:*"] leaves out ${ACTION}`,
		],
		[
			"that it is about another resource, as the question names it",
			{ Resource: "arn:aws:s3:::x" },
			'its Resource ["arn:aws:s3:::x"] does not cover db',
		],
		[
			"that it leaves the resource out",
			{ Resource: undefined, NotResource: "*" },
			'its NotResource ["*"] leaves out db',
		],
		[
			"that it names another",
			{ Principal: { AWS: BOB } },
			`its Principal does not name ${ADA}`,
		],
		[
			"that it spares the caller",
			{ Principal: undefined, NotPrincipal: { AWS: ADA } },
			`its NotPrincipal spares ${ADA}`,
		],
		[
			"the first of several reasons",
			{ Action: "kms:*", Resource: "arn:x", Condition: { Bool: { a: true } } },
			`its Action ["kms:*"] does not cover ${ACTION}`,
		],
	])("%s", (_, members, why) => {
		expect(whyOf(members)).toBe(why);
	});

	it.each<[condition: object, why: string | undefined]>([
		[{ StringEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] } }, undefined],
		[
			{ StringEquals: { "aws:SourceVpc": ["vpc-2", 3] } },
			'its condition StringEquals aws:sourcevpc ["vpc-2", "3"] does not hold: the request has "vpc-1"',
		],
		[
			{ StringLike: { "aws:SourceIp": "10.*" } },
			'its condition StringLike aws:sourceip ["10.*"] does not hold: the request has no such key',
		],
		[
			{ "ForAllValues:StringLikeIfExists": { "aws:TagKeys": "a" } },
			'its condition ForAllValues:StringLikeIfExists aws:tagkeys ["a"] does not hold: the request has "a", "b\\""',
		],
		[
			{ "ForAnyValue:StringEquals": { "aws:TagKeys": [] } },
			'its condition ForAnyValue:StringEquals aws:tagkeys [] does not hold: the request has "a", "b\\""',
		],
		[
			{ Null: { "aws:SourceVpc": true } },
			'its condition Null aws:sourcevpc ["true"] does not hold: the request has "vpc-1"',
		],
	])("of the condition %j", (Condition, why) => {
		expect(condition(Condition)).toBe(why);
	});
});

describe("an explanation", () => {
	const policies: Policies = {
		identity: [
			identity("own[0]", { Sid: "One", Action: "kms:*" }),
			identity("own[1]", {}, { Effect: "Deny", Action: "kms:*" }),
		],
		boundary: [identity("boundary", {})],
		session: [identity("session[0]", {})],
		resource: [{ name: "resourcePolicy", document: policy({ Sid: 'a "b"' }) }],
	};
	const [, second] = policies.identity;
	const statement = second?.document.statements[0];
	if (second === undefined || statement === undefined) throw new Error();
	const deciding = { policy: second, index: 0, statement };

	it("reports each statement, by kind and in order", () => {
		const { statements } = explained(policies);
		expect(
			statements.map(({ policy, kind, index, sid, effect, matched }) => [
				policy,
				kind,
				index,
				sid,
				effect,
				matched,
			]),
		).toEqual([
			["own[0]", "identity", 0, "One", "Allow", false],
			["own[1]", "identity", 0, undefined, "Allow", true],
			["own[1]", "identity", 1, undefined, "Deny", false],
			["boundary", "boundary", 0, undefined, "Allow", true],
			["session[0]", "session", 0, undefined, "Allow", true],
			["resourcePolicy", "resource", 0, 'a "b"', "Allow", true],
		]);
	});

	it("names the statement that decides", () => {
		const explanation = explained(policies, { effect: "Allow", deciding });
		expect(explanation).toMatchObject({ decision: "Allow", reason: "so" });
		expect(explanation.deciding).toBe(explanation.statements[1]);
		expect(explained(policies).deciding).toBe(undefined);
	});

	it("says all of it in lines", () => {
		expect(explained(policies, { effect: "Allow", deciding }).text).toBe(
			[
				`Allow: ${ADA} is authorized to perform ${ACTION} on db so.`,
				"Decided by Allow in own[1].Statement[0].",
				`  - Allow in own[0].Statement[0] "One": its Action ["kms:*"] does not cover ${ACTION}`,
				"  + Allow in own[1].Statement[0]: applies to this request",
				`  - Deny in own[1].Statement[1]: its Action ["kms:*"] does not cover ${ACTION}`,
				"  + Allow in boundary.Statement[0]: applies to this request",
				"  + Allow in session[0].Statement[0]: applies to this request",
				'  + Allow in resourcePolicy.Statement[0] "a \\"b\\"": applies to this request',
			].join("\n"),
		);
	});

	it("says so where there is nothing to look at", () => {
		expect(explained({})).toEqual({
			decision: "Deny",
			reason: "so",
			deciding: undefined,
			statements: [],
			text: `Deny: ${ADA} is not authorized to perform ${ACTION} on db so.\nThere is no statement to look at.`,
		});
	});
});
