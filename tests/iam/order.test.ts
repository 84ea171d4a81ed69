import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertLaw } from "../support/depth.js";
import {
	CASES,
	type Case,
	told,
	type WrittenPolicies,
	type WrittenPolicy,
	type WrittenStatement,
} from "./a-case.js";

const RUNS = 1_000;

describe("a decision", () => {
	it("does not depend on the order of statements, policies and keys", () => {
		const seen = { allowed: 0, denied: 0, reordered: 0 };
		assertLaw(
			fc.property(
				someCase(CASES).chain((one) =>
					fc.tuple(fc.constant(one), shuffled(one)),
				),
				([one, other]) => {
					const { decision, by } = told(one);
					expect(told(other)).toMatchObject({ decision, by });
					seen[decision === "Allow" ? "allowed" : "denied"]++;
					if (JSON.stringify(one) !== JSON.stringify(other)) seen.reordered++;
				},
			),
			RUNS,
			seen,
		);
	});

	it("does not become an Allow by one more Deny", () => {
		const seen = { stillAllowed: 0, stillDenied: 0, nowDenied: 0 };
		assertLaw(
			fc.property(
				someCase(WITH_POLICIES).chain((one) =>
					fc.tuple(
						fc.constant(one),
						fc.constantFrom(...placesOf(one.policies)),
						fc.constantFrom(...DENIES),
						fc.nat(),
					),
				),
				([one, place, deny, at]) => {
					const before = told(one).decision;
					const after = told(
						changed(one, place, (statements) =>
							inserted(statements, at, fitting(place, deny)),
						),
					).decision;
					seen[whatBecame(before, after)]++;
				},
			),
			RUNS,
			seen,
		);
	});

	it("does not become an Allow by one Allow less", () => {
		const seen = { stillAllowed: 0, stillDenied: 0, nowDenied: 0 };
		assertLaw(
			fc.property(
				someCase(WITH_ALLOWS).chain((one) =>
					fc.tuple(fc.constant(one), fc.constantFrom(...allowsOf(one))),
				),
				([one, { place, index }]) => {
					const before = told(one).decision;
					// A policy without statements is none, and a missing boundary or session policy limits nothing:
					// what is left speaks of nothing that is asked.
					const after = told(
						changed(one, place, (statements) =>
							statements.map((statement, at) =>
								at === index ? fitting(place, SILENT) : statement,
							),
						),
					).decision;
					seen[whatBecame(before, after)]++;
				},
			),
			RUNS,
			seen,
		);
	});
});

/** What a change that opens nothing made of a decision. */
function whatBecame(before: "Allow" | "Deny", after: "Allow" | "Deny") {
	if (before === "Deny") expect(after).toBe("Deny");
	if (before === "Deny") return "stillDenied";
	return after === "Deny" ? "nowDenied" : "stillAllowed";
}

/** Where a policy stands: its kind, and which of its kind. */
type Place = readonly [kind: keyof WrittenPolicies, index: number];

const KINDS = ["identity", "boundary", "session", "resource"] as const;

const SECRETS = "arn:aws:secretsmanager:*:*:secret:";

const deny = (members: Readonly<Record<string, unknown>> = {}) =>
	({
		Effect: "Deny",
		Action: "secretsmanager:*",
		Resource: "*",
		...members,
	}) as const;

/** Some speak of every request, some of few, some of none. */
const DENIES: readonly WrittenStatement[] = [
	deny(),
	deny({ Action: "secretsmanager:GetSecretValue" }),
	deny({ Action: "secretsmanager:DeleteSecret" }),
	deny({ Action: undefined, NotAction: "secretsmanager:List*" }),
	deny({ Resource: `${SECRETS}app/*` }),
	deny({ Resource: `${SECRETS}\${aws:username}/*` }),
	deny({ Resource: undefined, NotResource: `${SECRETS}app/*` }),
	deny({ Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1" } } }),
	deny({ Condition: { StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } } }),
	deny({ Condition: { Null: { "secretsmanager:VersionStage": "true" } } }),
	deny({ Condition: { Bool: { "aws:SecureTransport": "false" } } }),
	deny({ Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
	deny({
		Condition: { "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["a"] } },
	}),
	deny({ Condition: { "ForAllValues:StringLike": { "aws:TagKeys": "*" } } }),
];

/** Of nothing that a case asks for. */
const SILENT: WrittenStatement = {
	Effect: "Allow",
	Action: "none:Nothing",
	Resource: "*",
};

/** The policies of a resource say whom they speak of, others must not. */
const fitting = (
	[kind]: Place,
	statement: WrittenStatement,
): WrittenStatement =>
	kind === "resource" ? { ...statement, Principal: "*" } : statement;

/** With one more, at one of the places that there are. */
const inserted = <T>(list: readonly T[], at: number, one: T): readonly T[] => {
	const index = at % (list.length + 1);
	return [...list.slice(0, index), one, ...list.slice(index)];
};

const someCase = (cases: readonly Case[]): fc.Arbitrary<Case> =>
	fc.constantFrom(...cases);

const policiesOf = (
	policies: WrittenPolicies,
	kind: keyof WrittenPolicies,
): readonly WrittenPolicy[] => [policies[kind] ?? []].flat();

const placesOf = (policies: WrittenPolicies): readonly Place[] =>
	KINDS.flatMap((kind) =>
		policiesOf(policies, kind).map((_, index): Place => [kind, index]),
	);

const allowsOf = ({
	policies,
}: Case): readonly { readonly place: Place; readonly index: number }[] =>
	placesOf(policies).flatMap((place) => {
		const [kind, which] = place;
		const statements = policiesOf(policies, kind)[which]?.Statement ?? [];
		return statements.flatMap(({ Effect }, index) =>
			Effect === "Allow" ? { place, index } : [],
		);
	});

const WITH_POLICIES = CASES.filter(
	({ policies }) => placesOf(policies).length > 0,
);

const WITH_ALLOWS = CASES.filter((one) => allowsOf(one).length > 0);

/** The same case with other statements in one of its policies. */
function changed(
	one: Case,
	[kind, which]: Place,
	change: (
		statements: readonly WrittenStatement[],
	) => readonly WrittenStatement[],
): Case {
	const policies = policiesOf(one.policies, kind).map((policy, index) =>
		index === which
			? { ...policy, Statement: change(policy.Statement) }
			: policy,
	);
	return {
		...one,
		policies: {
			...one.policies,
			[kind]:
				kind === "identity" || kind === "session" ? policies : policies[0],
		},
	};
}

/** The same case with everything in another order whose order says nothing. */
function shuffled(one: Case): fc.Arbitrary<Case> {
	const { identity, boundary, session, resource } = one.policies;
	const { keys } = one.request;
	return fc
		.tuple(
			fc.record({
				...(identity && { identity: shuffledPolicies(identity) }),
				...(boundary && { boundary: shuffledPolicy(boundary) }),
				...(session && { session: shuffledPolicies(session) }),
				...(resource && { resource: shuffledPolicy(resource) }),
			}),
			keys ? shuffledKeys(keys) : fc.constant(undefined),
		)
		.map(([policies, keys]) => ({
			...one,
			policies: policies as WrittenPolicies,
			request: { ...one.request, ...(keys && { keys }) },
		}));
}

const shuffledPolicies = (
	policies: readonly WrittenPolicy[],
): fc.Arbitrary<readonly WrittenPolicy[]> =>
	inAnyOrder(policies).chain((policies) =>
		fc.tuple(...policies.map(shuffledPolicy)),
	);

const shuffledPolicy = (policy: WrittenPolicy): fc.Arbitrary<WrittenPolicy> =>
	inAnyOrder(policy.Statement).map((Statement) => ({ ...policy, Statement }));

const shuffledKeys = (
	keys: NonNullable<Case["request"]["keys"]>,
): fc.Arbitrary<typeof keys> =>
	inAnyOrder(Object.entries(keys))
		.chain((entries) =>
			fc.tuple(
				...entries.map(([key, value]) =>
					typeof value === "string"
						? fc.constant([key, value] as const)
						: inAnyOrder(value).map((values) => [key, values] as const),
				),
			),
		)
		.map((entries) => Object.fromEntries(entries));

const inAnyOrder = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
	fc.shuffledSubarray([...list], { minLength: list.length });
