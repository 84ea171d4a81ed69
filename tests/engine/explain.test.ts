import {
	type Caller,
	type Context,
	createStore,
	explain,
	type SecretStore,
} from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	ADA,
	ada,
	BOB,
	EVE,
	may,
	mayNot,
	of,
	policyOf,
	ROOT,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { CONTEXT } from "../support/given.js";
import {
	ARN,
	asked,
	attached,
	created,
	READ,
	SecretId,
} from "./an-explanation.js";

describe("it names the statement that decides", () => {
	const everything: Caller = {
		...ada("*"),
		permissionsBoundary: policyOf(may("*")),
		sessionPolicies: [policyOf(may("*"))],
	};
	it.each<
		[
			policy: string,
			caller: Caller,
			own: readonly Statement[],
			index: number,
			decision: "Allow" | "Deny",
		]
	>([
		["caller.identityPolicies[0]", everything, [of(BOB, may("*"))], 0, "Allow"],
		[
			"caller.identityPolicies[1]",
			{
				...everything,
				identityPolicies: [
					policyOf(may("kms:*")),
					policyOf(may("kms:*"), mayNot("Get*")),
				],
			},
			[],
			1,
			"Deny",
		],
		[
			"caller.permissionsBoundary",
			{ ...everything, permissionsBoundary: policyOf(mayNot("*")) },
			[],
			0,
			"Deny",
		],
		[
			"caller.sessionPolicies[0]",
			{ ...everything, sessionPolicies: [policyOf(may("*"), mayNot("*"))] },
			[],
			1,
			"Deny",
		],
		[
			"resourcePolicy",
			{ arn: ADA },
			[of(BOB, may("*")), of(ADA, may("*"))],
			1,
			"Allow",
		],
		["resourcePolicy", everything, [of(ADA, mayNot("*"))], 0, "Deny"],
	])("in %s", (policy, caller, own, index, decision) => {
		const world = own.length === 0 ? created : attached(...own);
		const explanation = asked(caller, { world });
		expect(explanation).toMatchObject({
			decision,
			deciding: {
				policy,
				index,
				effect: decision,
				matched: true,
				why: undefined,
			},
		});
		expect(explanation.statements).toContain(explanation.deciding);
	});

	it("or that there is none", () => {
		for (const caller of [{ arn: ADA }, ada("kms:*")])
			expect(asked(caller)).toMatchObject({
				decision: "Deny",
				deciding: undefined,
				reason: `because no identity-based policy allows the ${READ} action`,
			});
	});
});

describe("the reason is", () => {
	it.each<[caller: Caller | undefined, reason: string]>([
		[ada("*"), `because an identity-based policy allows the ${READ} action`],
		[
			whoMay(ADA, mayNot("*")),
			"with an explicit deny in an identity-based policy",
		],
		[
			{ ...ada("*"), permissionsBoundary: policyOf() },
			`because no permissions boundary allows the ${READ} action`,
		],
		[
			whoMay(EVE, may("*")),
			`because no resource-based policy allows the ${READ} action`,
		],
		[{ arn: ROOT }, "because the root of an account needs no policy"],
		[
			undefined,
			"because a call without a caller acts as the root of its account, which is trusted there",
		],
	])("of %j: %s", (caller, reason) => {
		expect(asked(caller).reason).toBe(reason);
	});

	it("of a resource policy that lets in", () => {
		expect(
			asked({ arn: ADA }, { world: attached(of(ADA, may("*"))) }).reason,
		).toBe(`because a resource-based policy allows the ${READ} action`);
	});
});

describe("it takes for a mistake", () => {
	it.each([
		undefined,
		null,
		"",
		"GetSecretValue",
		"a:",
		":b",
		"a:b:c",
		"secretsmanager:*",
		"a:b c",
	])("the action %j", (action) => {
		expect(() =>
			explain(created.store, undefined, action as string, ARN, CONTEXT),
		).toThrow(
			new TypeError(
				'explain: action must be a service and an action, such as "secretsmanager:GetSecretValue".',
			),
		);
	});

	it.each([undefined, null, "", 1])("the resource %j", (resource) => {
		expect(() =>
			explain(created.store, undefined, READ, resource as string, CONTEXT),
		).toThrow(
			new TypeError(
				'explain: resource must be an ARN, the SecretId of a secret, or "*".',
			),
		);
	});

	it("no store, no context, no caller", () => {
		expect(() =>
			explain({} as SecretStore, undefined, READ, ARN, CONTEXT),
		).toThrow(/^store must be a SecretStore/);
		expect(() =>
			explain(createStore(), undefined, READ, ARN, undefined as never),
		).toThrow(/^context must be an object/);
		expect(() => asked({ arn: "ada" })).toThrow(
			/^context\.caller\.arn must be /,
		);
		expect(() => asked({ arn: ADA, identityPolicies: ["{"] })).toThrow(
			"context.caller.identityPolicies[0] is not a valid policy: it is not JSON.",
		);
	});
});

it("the caller is the one that is explained, not that of a context", () => {
	const of = (caller: Caller | undefined, other: Caller) => {
		const context: Context = { ...CONTEXT, caller: other };
		return explain(created.store, caller, READ, ARN, context).decision;
	};
	expect(of({ arn: ADA }, ada("*"))).toBe("Deny");
	expect(of(ada("*"), { arn: BOB })).toBe("Allow");
	expect(of(undefined, { arn: BOB })).toBe("Allow");
});

it("all of it is said for people, in lines", () => {
	const caller = whoMay(ADA, { Sid: "Keys", ...may("kms:*") });
	const world = attached(of(ADA, mayNot("GetSecretValue")));
	expect(asked(caller, { resource: SecretId, world }).text).toBe(
		[
			`Deny: ${ADA} is not authorized to perform ${READ} on db with an explicit deny in a resource-based policy.`,
			"Decided by Deny in resourcePolicy.Statement[0].",
			`  - Allow in caller.identityPolicies[0].Statement[0] "Keys": its Action ["kms:*"] does not cover ${READ}`,
			"  + Deny in resourcePolicy.Statement[0]: applies to this request",
		].join("\n"),
	);
});
