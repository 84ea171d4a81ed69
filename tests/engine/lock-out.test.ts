/** Policies and tags that would take from a caller what it may: refused, and nothing changed (1.19, 7.1, 7.4). */
import type { Caller } from "pure-secrets-manager";
import { describe, expect, it } from "vitest";
import {
	ADA,
	ada,
	BOB,
	LOCKED_OUT,
	may,
	mayNot,
	of,
	policyOf,
	policyTextOf,
	ROLE,
	SESSION,
	type Statement,
	whoMay,
} from "../support/callers.js";
import { aValue, given, type World } from "../support/given.js";
import { HERE } from "../support/places.js";

const SecretId = "db";
const PUT = "PutResourcePolicy";
const tag = (Key: string, Value: string) => ({ Key, Value });
const created = given().after("CreateSecret", {
	Name: SecretId,
	...aValue("v1"),
	Tags: [tag("team", "a"), tag("env", "prod")],
});
const ARN: string = created.when("DescribeSecret", { SecretId }).answer.ARN;
const tagged = (value: string) => ({
	Condition: { StringEquals: { "aws:ResourceTag/team": value } },
});
const withPolicy = (world: World, ...statements: readonly Statement[]) =>
	world.after(PUT, { SecretId, ResourcePolicy: policyTextOf(...statements) });
const asking = (
	caller: Caller | undefined,
	operation: string,
	input: object,
	world = created,
) => world.as({ caller }).when(operation, { SecretId, ...input });

describe("a policy that its author attaches", () => {
	const attach = (
		caller: Caller | undefined,
		statements: readonly Statement[],
		world?: World,
	) => {
		const ResourcePolicy = policyTextOf(...statements);
		const put = asking(caller, PUT, { ResourcePolicy }, world);
		const validated = asking(
			caller,
			"ValidateResourcePolicy",
			{ ResourcePolicy },
			world,
		).answer.ValidationErrors.map(
			({ CheckName }: { CheckName: string }) => CheckName,
		);
		return { put, locksOut: validated.includes("LockOutCheck") };
	};
	const all = ada("*");

	it.each<[what: string, statement: Statement]>([
		["everyone", of("*", mayNot(PUT))],
		["the author", of(ADA, mayNot(PUT))],
		["the author's account", of(HERE.account, mayNot(PUT))],
		["everything", of("*", mayNot("*"))],
		["this secret", of("*", mayNot(PUT, { Resource: ARN }))],
		[
			"all but reading",
			{
				Effect: "Deny",
				Principal: "*",
				NotAction: "secretsmanager:Get*",
				Resource: "*",
			},
		],
		[
			"all but the author, its account forgotten",
			{ ...mayNot(PUT), NotPrincipal: { AWS: ADA } },
		],
		["by a tag that the secret has", of("*", mayNot(PUT, tagged("a")))],
		[
			"by what its request does not say",
			of(
				"*",
				mayNot(PUT, {
					Condition: { Null: { "secretsmanager:BlockPublicPolicy": true } },
				}),
			),
		],
	])("is none that denies %s", (_, statement) => {
		const { put, locksOut } = attach(all, [of(ADA, may("*")), statement]);
		put.refuses(...LOCKED_OUT);
		expect(locksOut).toBe(true);
	});

	it.each<[what: string, statement: Statement]>([
		["somebody else", of(BOB, mayNot(PUT))],
		["something else", of("*", mayNot("GetSecretValue"))],
		["another secret", of("*", mayNot(PUT, { Resource: `${ARN}x` }))],
		["by a tag that the secret has not", of("*", mayNot(PUT, tagged("b")))],
	])("may deny %s", (_, statement) => {
		const { put, locksOut } = attach(all, [statement]);
		put.answers({});
		expect(locksOut).toBe(false);
	});

	it("is none that withdraws what the one before it let", () => {
		const before = withPolicy(
			created,
			of(ADA, may([PUT, "ValidateResourcePolicy"])),
		);
		const bare = { arn: ADA };
		const without = attach(bare, [of(ADA, may("GetSecretValue"))], before);
		without.put.refuses(...LOCKED_OUT);
		expect(without.locksOut).toBe(true);
		const other = attach(bare, [of(ADA, may(PUT))], before);
		other.put.answers({});
		expect(other.locksOut).toBe(false);
	});

	it("is none that withdraws from a session what its own ARN lets", () => {
		const caller: Caller = {
			arn: SESSION,
			identityPolicies: [policyOf(may("*"))],
			sessionPolicies: [policyOf(may("secretsmanager:Validate*"))],
		};
		const open = may([PUT, "ValidateResourcePolicy"]);
		const before = withPolicy(created, of(SESSION, open));
		const byRole = attach(caller, [of(ROLE, open)], before);
		byRole.put.refuses(...LOCKED_OUT);
		expect(byRole.locksOut).toBe(true);
		attach(caller, [of(SESSION, open)], before).put.answers({});
	});

	it("without a caller is none that denies the root without conditions", () => {
		const none = attach(undefined, [of("*", mayNot(PUT))]);
		none.put.refuses(...LOCKED_OUT);
		expect(none.locksOut).toBe(true);
		const some = attach(undefined, [of("*", mayNot(PUT, tagged("a")))]);
		some.put.answers({});
		expect(some.locksOut).toBe(false);
		attach(undefined, [of(ADA, mayNot("*"))]).put.answers({});
	});

	it("locks out of any secret where none is named", () => {
		const validate = (
			caller: Caller | undefined,
			...statements: readonly Statement[]
		) =>
			created.as({ caller }).when("ValidateResourcePolicy", {
				ResourcePolicy: policyTextOf(...statements),
			}).answer.PolicyValidationPassed;
		for (const caller of [undefined, all]) {
			expect(
				validate(caller, of("*", mayNot(PUT, { Resource: `${ARN}x` }))),
			).toBe(false);
			expect(validate(caller, of(BOB, mayNot(PUT)))).toBe(true);
			expect(validate(caller, of("*", mayNot("GetSecretValue")))).toBe(true);
		}
		// Nothing is known of the secret, so that no tag of it is.
		expect(validate(all, of("*", mayNot(PUT, tagged("a"))))).toBe(true);
		const when = { Condition: { StringEquals: { "aws:username": "ada" } } };
		expect(validate(all, of("*", mayNot(PUT, when)))).toBe(false);
		expect(validate(undefined, of("*", mayNot(PUT, when)))).toBe(true);
	});
});

describe("tags that a caller changes", () => {
	/** Everything on secrets with the tag, and nothing on others. */
	const byTag = may("*", tagged("a"));
	const TAKEN = { Tags: [tag("team", "b")] };
	const OTHER = { Tags: [tag("env", "test"), tag("team", "a")] };
	const session = (...statements: readonly Statement[]): Caller => ({
		...whoMay(SESSION, may("*")),
		sessionPolicies: [policyOf(...statements)],
	});

	it.each<[where: string, caller: Caller, world?: World]>([
		["an identity policy", whoMay(ADA, byTag)],
		[
			"a permissions boundary",
			{ ...ada("*"), permissionsBoundary: policyOf(byTag) },
		],
		["a session policy", session(byTag)],
		[
			"a Deny of a session policy",
			session(
				may("*"),
				mayNot("*", {
					Condition: { StringNotEquals: { "aws:ResourceTag/team": "a" } },
				}),
			),
		],
		[
			"the policy of the secret",
			{ arn: ADA },
			withPolicy(created, of(ADA, byTag)),
		],
		[
			"a Deny of the policy of the secret",
			ada("*"),
			withPolicy(
				created,
				of("*", mayNot("*", tagged("b"))),
				of(
					"*",
					mayNot("*", {
						Condition: { Null: { "aws:ResourceTag/team": true } },
					}),
				),
			),
		],
	])("must not end what %s lets by them", (_, who, world) => {
		asking(who, "TagResource", TAKEN, world).refuses(...LOCKED_OUT);
		asking(who, "UntagResource", { TagKeys: ["team"] }, world).refuses(
			...LOCKED_OUT,
		);
		asking(who, "TagResource", OTHER, world).answers({});
		asking(who, "UntagResource", { TagKeys: ["env"] }, world).answers({});
	});

	it.each([
		["TagResource", ["UntagResource"]],
		["UntagResource", ["TagResource"]],
		[PUT, ["TagResource", "UntagResource"]],
	])("must not end %s, whichever of the two changes them", (lost, kept) => {
		const caller = whoMay(ADA, may(lost, tagged("a")), may(kept));
		for (const [operation, change] of [
			["TagResource", TAKEN],
			["UntagResource", { TagKeys: ["team"] }],
		] as const) {
			asking(caller, operation, change).refuses(...LOCKED_OUT);
			asking(ada(lost, ...kept), operation, change).answers({});
		}
	});

	it("do not matter to what the caller may not anyway, or does not lose", () => {
		const reading = whoMay(
			ADA,
			may("GetSecretValue", tagged("a")),
			may("TagResource"),
		);
		asking(reading, "TagResource", TAKEN).answers({});
	});

	it("are looked at with the keys of the request", () => {
		const Condition = {
			StringEquals: { "aws:ResourceTag/team": "a" },
			"ForAnyValue:StringEquals": { "aws:TagKeys": "team" },
		};
		const caller = whoMay(ADA, may("TagResource", { Condition }));
		asking(caller, "TagResource", TAKEN).refuses(...LOCKED_OUT);
	});

	it("lock out no call without a caller, but by a Deny for it", () => {
		asking(undefined, "TagResource", TAKEN).answers({});
		const policied = withPolicy(
			created,
			of(ADA, byTag),
			of("*", mayNot(PUT, tagged("b"))),
		);
		asking(undefined, "TagResource", TAKEN, policied).answers({});
	});
});

describe("DeleteResourcePolicy", () => {
	const DELETE = "DeleteResourcePolicy";

	it("locks nobody out, also who may nothing without the policy", () => {
		const world = withPolicy(created, of(ADA, may("*")));
		const { world: without } = asking({ arn: ADA }, DELETE, {}, world);
		asking({ arn: ADA }, PUT, { ResourcePolicy: "{}" }, without).refuses(
			"AccessDeniedException",
		);
	});
});
