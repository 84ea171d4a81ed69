/**
 * Who calls in tests, and what policies say of them: few people, few actions, few resources, so that what is allowed and
 * what is denied meet as a rule. Imports nothing from the package.
 */
import fc from "fast-check";
import {
	accounts,
	homeScope,
	mostly,
	names,
	type Scope,
	weighted,
} from "./arbitraries.js";
import { keyIds } from "./key-arbitraries.js";
import { kmsArn } from "./keys.js";
import {
	type Condition,
	policyObject,
	policyOf,
	type Rule,
} from "./policy-language.js";

/** Who calls, with policies that may name secrets by `the ARN of <name>`, which is known when the call is made. */
export interface Person {
	readonly kind: "root" | "user" | "session" | "service";
	/** The ARN, or the name of a service. */
	readonly arn: string;
	/** A service calls for whatever account it is asked from. */
	readonly account: string | undefined;
	/** The ARN of the role of a session. */
	readonly role?: string | undefined;
	readonly identity: readonly (readonly Rule[])[];
	readonly boundary?: readonly Rule[] | undefined;
	readonly session: readonly (readonly Rule[])[];
	/** What it tells conditions, by key. */
	readonly facts: Readonly<Record<string, string>>;
}

/** A place, and who calls from there; nobody is the trusted root. */
export interface CallScope extends Scope {
	readonly person?: Person | undefined;
}

const [here, there] = accounts;
type Who = Pick<Person, "kind" | "arn" | "account" | "role">;

export const alice: Who = {
	...{ kind: "user", arn: `arn:aws:iam::${here}:user/alice`, account: here },
};
export const app: Who = {
	kind: "session",
	arn: `arn:aws:sts::${here}:assumed-role/app/session`,
	account: here,
	role: `arn:aws:iam::${here}:role/app`,
};
export const bob: Who = {
	...{ kind: "user", arn: `arn:aws:iam::${there}:user/bob`, account: there },
};
export const rootHere: Who = {
	...{ kind: "root", arn: `arn:aws:iam::${here}:root`, account: here },
};
export const rootThere: Who = {
	...{ kind: "root", arn: `arn:aws:iam::${there}:root`, account: there },
};
export const service: Who = {
	...{ kind: "service", arn: "rds.amazonaws.com", account: undefined },
};

/** The caller that the package is given. */
export const callerOf = ({
	arn,
	identity,
	boundary,
	session,
	facts,
}: Person) => ({
	arn,
	...(identity.length > 0 && { identityPolicies: identity.map(policyOf) }),
	...(boundary && { permissionsBoundary: policyObject(boundary) }),
	...(session.length > 0 && { sessionPolicies: session.map(policyObject) }),
	...(Object.keys(facts).length > 0 && { request: facts }),
});

/** The same person with the ARNs of the secrets that its policies mean. */
export const withArns = (
	person: Person,
	arnOf: (name: string) => string,
): Person => {
	const spelt = (rules: readonly Rule[]): Rule[] =>
		rules.map((rule) => ({
			...rule,
			resources: rule.resources.map((each) =>
				each.startsWith(MEANT) ? arnOf(each.slice(MEANT.length)) : each,
			),
		}));
	return {
		...person,
		identity: person.identity.map(spelt),
		boundary: person.boundary && spelt(person.boundary),
		session: person.session.map(spelt),
	};
};
const MEANT = "the ARN of ";

export const actions = () =>
	weighted<readonly string[]>(
		[6, ["*"]],
		[4, ["secretsmanager:*"]],
		[2, ["secretsmanager:*", "kms:*", "lambda:*"]],
		[2, ["secretsmanager:Get*", "secretsmanager:List*"]],
		[1, ["secretsmanager:*ResourcePolicy"]],
		[2, ["SecretsManager:putresourcepolicy"]],
		[1, ["secretsmanager:*TagResource"]],
		[2, ["secretsmanager:TagResource", "secretsmanager:UntagResource"]],
		[1, ["secretsmanager:Put*", "secretsmanager:Update*"]],
		[1, ["secretsmanager:BatchGetSecretValue", "kms:GenerateDataKey"]],
		[1, ["secretsmanager:ReplicateSecretToRegions", "lambda:InvokeFunction"]],
		[2, ["kms:Decrypt", "secretsmanager:CreateSecret"]],
		[1, ["kms:GenerateDataKey", "kms:Encrypt"]],
		[1, ["kms:Encrypt"]],
	);

const resources = () =>
	weighted<readonly string[]>(
		[8, ["*"]],
		[2, ["arn:aws:secretsmanager:*:secret:db-*", "arn:aws:kms:*"]],
		[2, [`arn:aws:secretsmanager:us-east-1:${here}:secret:*`]],
		[2, [`${MEANT}${names[0]}`]],
		[1, [`${MEANT}${names[3]}`, kmsArn(`key/${keyIds[0]}`, homeScope)]],
		[1, [kmsArn(`key/${keyIds[0]}`, homeScope), "arn:aws:lambda:*"]],
	);

const condition = () =>
	fc.constantFrom<Condition>(
		{ key: "aws:ResourceTag/team", values: ["red"] },
		{ key: "aws:resourcetag/TEAM", values: ["blue", "", "red"] },
		{ key: "aws:RequestTag/team", values: ["red", ""] },
		{ key: "secretsmanager:VersionStage", values: ["AWSCURRENT", "blue"] },
		{ key: "aws:SourceVpc", values: ["vpc-1"] },
		{ key: "AWS:sourceVPC", values: ["vpc-2", "vpc-1"] },
		{ key: "aws:PrincipalAccount", values: [here] },
	);

const conditions = () =>
	mostly(
		fc.constant([]),
		fc.array(condition(), { minLength: 1, maxLength: 2 }),
		3,
	);

/** Allows more often than it denies, and mostly everything. */
export const rule = (): fc.Arbitrary<Rule> =>
	fc.record({
		effect: weighted<Rule["effect"]>([3, "Allow"], [1, "Deny"]),
		actions: actions(),
		resources: resources(),
		conditions: conditions(),
	});

/** Rules of one policy. */
export const rules = (): fc.Arbitrary<readonly Rule[]> =>
	mostly(
		fc.constant(EVERYTHING),
		mostly(
			fc.array(rule(), { minLength: 1, maxLength: 3 }),
			fc.constant(TAGS_OF_THE_REQUEST),
			3,
		),
		2,
	);
/** Allows what the tags of the request decide, and to manage the policy. */
const TAGS_OF_THE_REQUEST: readonly Rule[] = [
	{
		effect: "Allow",
		actions: ["secretsmanager:*Policy", "kms:*"],
		resources: ["*"],
	},
	{
		...{ effect: "Allow", actions: ["secretsmanager:TagResource"] },
		resources: ["*"],
		conditions: [{ key: "aws:RequestTag/team", values: ["red", ""] }],
	},
];
export const EVERYTHING: readonly Rule[] = [
	{ effect: "Allow", actions: ["*"], resources: ["*"] },
];

/** Whom resources may name. */
const named = () =>
	weighted<readonly string[]>(
		[4, [alice.arn]],
		[3, [String(app.role)]],
		[3, [app.arn]],
		[4, [here]],
		[2, [rootHere.arn, bob.arn]],
		[3, [bob.arn]],
		[3, [there]],
		[1, [rootThere.arn, service.arn]],
		[2, [service.arn]],
		[3, ["*"]],
		// More nearly and less nearly at once.
		[2, [here, alice.arn]],
		[2, [String(app.role), app.arn, here]],
	);

/** Rules of the policy of a secret or a key. */
export const rulesOfResource = (): fc.Arbitrary<readonly Rule[]> =>
	mostly(anyRules(), fc.constantFrom(...telling), 5);

const anyRules = () =>
	fc.array(
		fc
			.record({
				rule: rule(),
				who: named(),
				resources: weighted<readonly string[]>(
					[8, ["*"]],
					[1, ["arn:aws:secretsmanager:*:secret:db-*"]],
					[1, ["arn:aws:kms:*", "arn:aws:secretsmanager:*"]],
				),
			})
			.map(({ rule, ...others }) => ({ ...rule, ...others })),
		{ minLength: 1, maxLength: 3 },
	);

/** Lets in who is not of the first account. */
export const welcome = (): readonly Rule[] => [
	letIn(there),
	letIn(service.arn),
];

/** The same, put by somebody of the other account who keeps the first one out. */
export const takeover = (): readonly Rule[] => [
	...welcome(),
	keepOut(here, []),
];

/** What is seldom drawn: others let in and its own account kept out, what tags decide, a Deny besides what is let to all. */
const telling: readonly (readonly Rule[])[] = [
	[letIn(here, alice.arn)],
	[letIn(here, String(app.role), app.arn)],
	[letIn(there), keepOut(here, [])],
	[letIn(alice.arn), letIn(there), keepOut(here, [])],
	[letIn(bob.arn), keepOut(alice.arn, []), keepOut(String(app.role), [])],
	[keepOut("*", [{ key: "aws:ResourceTag/team", values: ["blue"] }])],
	[
		{
			...letIn(alice.arn),
			conditions: [{ key: "aws:ResourceTag/team", values: ["red"] }],
		},
	],
	[
		{
			...letIn(app.arn),
			conditions: [{ key: "aws:RequestTag/team", values: ["red"] }],
		},
	],
	[
		{
			...letIn("*"),
			conditions: [{ key: "aws:SourceVpc", values: ["vpc-1"] }],
		},
	],
];

function letIn(...who: readonly string[]): Rule {
	return { effect: "Allow", who, actions: ["*"], resources: ["*"] };
}

function keepOut(who: string, conditions: readonly Condition[]): Rule {
	const actions = [
		"secretsmanager:PutResourcePolicy",
		"secretsmanager:TagResource",
	];
	return { effect: "Deny", who: [who], actions, resources: ["*"], conditions };
}

/** Tags that conditions ask for. */
export const tellingTags = () =>
	fc.constantFrom(
		[{ Key: "team", Value: "red" }],
		[{ Key: "team", Value: "blue" }],
		[{ Key: "team" }],
	);

/** Somebody who calls. */
export const person = (): fc.Arbitrary<Person> =>
	fc
		.record({
			who: weighted(
				[5, alice],
				[5, app],
				[4, bob],
				[1, rootHere],
				[1, rootThere],
				[3, service],
			),
			identity: mostly(
				fc.array(rules(), { minLength: 1, maxLength: 2 }),
				fc.constant([]),
				5,
			),
			boundary: mostly(fc.constant(undefined), rules(), 4),
			session: mostly(fc.constant([]), fc.array(rules(), { maxLength: 2 }), 3),
			facts: weighted<Person["facts"]>(
				[3, {}],
				[2, { "aws:SourceVpc": "vpc-1" }],
				[1, { "aws:sourceVpc": "vpc-2" }],
				[1, { "aws:resourceTag/Team": "red", "aws:PrincipalAccount": here }],
			),
		})
		.map(({ who, identity, boundary, session, facts }) => ({
			...who,
			facts,
			// A service has none, and those of a root can only deny.
			identity: who.kind === "service" ? [] : identity,
			boundary:
				who.kind === "user" || who.kind === "session" ? boundary : undefined,
			session: who.kind === "session" ? session : [],
		}));

/** Somebody who may do everything with secrets, and less with keys. */
const keyless = (): fc.Arbitrary<Person> =>
	fc
		.record({
			who: weighted([2, alice], [2, app], [1, bob]),
			uses: weighted<readonly string[]>(
				[1, []],
				[3, ["kms:Decrypt"]],
				[1, ["kms:GenerateDataKey"]],
			),
		})
		.map(({ who, uses }) => {
			const actions = ["secretsmanager:*", ...uses];
			const rule: Rule = { effect: "Allow", actions, resources: ["*"] };
			return { ...who, identity: [[rule]], session: [], facts: {} };
		});

/** Places from which such people call. */
export const withKeyless = (
	scope: fc.Arbitrary<Scope>,
): fc.Arbitrary<CallScope> =>
	fc
		.record({ scope, person: keyless() })
		.map(({ scope, person }) => ({ ...scope, person }));

/** Places from which mostly somebody calls. */
export const withPeople = (
	scope: fc.Arbitrary<Scope>,
): fc.Arbitrary<CallScope> =>
	fc
		.record({ scope, person: mostly(person(), fc.constant(undefined), 8) })
		.map(({ scope, person }) => ({ ...scope, ...(person && { person }) }));
