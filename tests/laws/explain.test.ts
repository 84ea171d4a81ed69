import fc from "fast-check";
import { type Caller, execute, explain } from "pure-secrets-manager";
import { expect, it } from "vitest";
import {
	ADA,
	BOB,
	EVE,
	may,
	mayNot,
	of,
	policyOf,
	policyTextOf,
	ROLE,
	ROOT,
	SERVICE,
	SESSION,
	type Statement,
} from "../support/callers.js";
import { assertLaw } from "../support/depth.js";
import { aValue, given, token } from "../support/given.js";
import { HERE, STRANGE } from "../support/places.js";

/** Explained is what happens: the decision, and the reason word for word. */

const created = given().after("CreateSecret", {
	Name: "db",
	...aValue("v1"),
	Tags: [{ Key: "team", Value: "a" }],
});
const ARN: string = created.when("DescribeSecret", { SecretId: "db" }).answer
	.ARN;

const requests: readonly (readonly [operation: string, input: object])[] = [
	["DescribeSecret", {}],
	["GetSecretValue", {}],
	["GetSecretValue", { VersionStage: "AWSCURRENT" }],
	["TagResource", { Tags: [{ Key: "team", Value: "b" }] }],
	["UntagResource", { TagKeys: ["x"] }],
	["DeleteSecret", { RecoveryWindowInDays: 7 }],
	["PutSecretValue", { SecretString: "x", ClientRequestToken: token("v2") }],
	["ListSecrets", {}],
	["GetRandomPassword", {}],
	["CreateSecret", aValue("v3")],
];

const condition = fc.constantFrom(
	{},
	{},
	{ StringEquals: { "secretsmanager:VersionStage": "AWSCURRENT" } },
	{ StringNotEquals: { "secretsmanager:VersionStage": "AWSCURRENT" } },
	{ StringEquals: { "aws:ResourceTag/team": "a" } },
	{ "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } },
	{ "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] } },
	{ NumericLessThan: { "secretsmanager:RecoveryWindowInDays": 8 } },
	{ StringLike: { "secretsmanager:SecretId": "arn:*:secret:db-*" } },
	{ StringEquals: { "secretsmanager:Name": "new" } },
	{ ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${HERE.account}:*` } },
);
const statement: fc.Arbitrary<Statement> = fc
	.tuple(
		fc.constantFrom(may, may, may, mayNot),
		fc.constantFrom<string>(
			"*",
			"*",
			"secretsmanager:Get*",
			"secretsmanager:D*",
			"TagResource",
			"ListSecrets",
		),
		fc.constantFrom("*", "*", "*", ARN, "arn:*:secret:*", ARN.slice(0, -7)),
		condition,
	)
	.map(([saying, action, Resource, Condition]) =>
		saying(action, { Resource, Condition }),
	);
const statements = fc.array(statement, { minLength: 1, maxLength: 3 });
const policies = fc.array(
	statements.map((each) => policyOf(...each)),
	{ maxLength: 2 },
);
const caller: fc.Arbitrary<Caller> = fc
	.record({
		arn: fc.constantFrom(ADA, ADA, BOB, SESSION, ROLE, EVE, ROOT, SERVICE),
		identityPolicies: policies,
		permissionsBoundary: fc.option(
			statements.map((each) => policyOf(...each)),
			{ nil: undefined, freq: 3 },
		),
		sessionPolicies: fc.oneof(fc.constant([]), policies),
	})
	.filter(({ arn }) => arn !== "");
const resourcePolicy = fc.option(
	fc.array(
		fc
			.tuple(
				fc.constantFrom<string | readonly string[]>(
					"*",
					HERE.account,
					STRANGE.account,
					ADA,
					[ROLE, BOB],
					SESSION,
					EVE,
				),
				statement,
			)
			.map(([who, each]) => of(who, each)),
		{ minLength: 1, maxLength: 3 },
	),
	{ nil: undefined },
);

it("explain decides as a call is decided, and says the same", () => {
	const seen = { Allow: 0, Deny: 0, explicit: 0, deciding: 0 };
	assertLaw(
		fc.property(
			fc.constantFrom(...requests),
			fc.constantFrom("db", ARN, ARN.slice(0, -7), "nothing"),
			caller,
			resourcePolicy,
			([operation, input], id, caller, own) => {
				const world =
					own === undefined
						? created
						: given(
								execute(
									created.store,
									{
										operation: "PutResourcePolicy",
										input: {
											SecretId: "db",
											ResourcePolicy: policyTextOf(...own),
										},
									},
									created.context,
								).store,
							);
				const isNew = operation === "CreateSecret";
				const about = ["ListSecrets", "GetRandomPassword"].includes(operation);
				const resource = about ? "*" : isNew ? "new" : id;
				const asked = {
					...input,
					...(!about && (isNew ? { Name: "new" } : { SecretId: id })),
				};
				const context = { ...world.context, caller };
				const { result } = execute(
					world.store,
					{ operation: operation as string, input: asked },
					context,
				);
				const action = `secretsmanager:${operation}`;
				const explanation = explain(world.store, caller, action, resource, {
					...world.context,
					input: asked,
				});
				seen[explanation.decision]++;
				const said = `User: ${caller.arn} is not authorized to perform: ${action}${about ? "" : ` on resource: ${resource}`} ${explanation.reason}`;
				if (explanation.decision === "Deny") {
					expect(result).toEqual({
						ok: false,
						error: { name: "AccessDeniedException", message: said },
					});
					if (explanation.reason.includes("explicit")) seen.explicit++;
				} else if (!result.ok)
					expect(result.error.message).not.toContain(`perform: ${action} `);
				const { deciding } = explanation;
				if (deciding === undefined) return;
				seen.deciding++;
				expect(deciding).toMatchObject({
					effect: explanation.decision,
					matched: true,
				});
			},
		),
		500,
		seen,
	);
});
