import fc from "fast-check";
import {
	execute,
	explain,
	fromSnapshot,
	type SecretStore,
	toSnapshot,
} from "pure-secrets-manager";
import { describe, expect, test } from "vitest";
import {
	alice,
	EVERYTHING,
	type Person,
	person,
	rule,
	rulesOfResource,
} from "../support/caller-arbitraries.js";
import { assertLaw } from "../support/depth.js";
import {
	allOperations,
	type CallPlan,
	call,
	contextOf,
	HOME,
	isDenied,
	resourceOf,
	settled,
	spellCall,
	withPolicies,
} from "../support/permission-world.js";
import type { Rule } from "../support/policy-language.js";
import { expectSame } from "../support/same.js";
import { contentsOf } from "../support/scripts.js";

const store = settled();

/** Policies of all kinds that have a say in a call. */
interface Say {
	readonly person: Person;
	readonly ofSecrets: readonly Rule[];
	readonly ofKey: readonly Rule[];
}
const say = (): fc.Arbitrary<Say> =>
	fc.record({
		person: person(),
		ofSecrets: fc.oneof(fc.constant([]), rulesOfResource()),
		ofKey: fc.oneof(fc.constant([]), rulesOfResource()),
	});

/** What becomes of a call, whatever its operation. */
function resultOf({ person, ofSecrets, ofKey }: Say, plan: CallPlan) {
	const current = withPolicies(store, ofSecrets, ofKey);
	const asked = spellCall(plan, current);
	const context = contextOf(current, person);
	const { result } = execute(current, asked, context);
	const explained = explain(
		current,
		context.caller,
		`secretsmanager:${asked.operation}`,
		resourceOf(asked),
		{ ...context, input: asked.input },
	);
	return { result, explained, asked };
}

/** Every place that a rule can be added to. */
const places = ["identity", "boundary", "session", "ofSecrets"] as const;
type Place = (typeof places)[number];

function withRule(say: Say, place: Place, added: Rule, at: number): Say {
	const { person, ofSecrets } = say;
	const insert = (rules: readonly Rule[] = []) => [
		...rules.slice(0, at),
		added,
		...rules.slice(at),
	];
	const [first, ...others] =
		place === "identity" ? person.identity : person.session;
	switch (place) {
		case "ofSecrets":
			return { ...say, ofSecrets: insert(ofSecrets) };
		case "boundary":
			return {
				...say,
				person: { ...person, boundary: insert(person.boundary) },
			};
		default:
			return {
				...say,
				person: { ...person, [place]: [insert(first), ...others] },
			};
	}
}

/** Without the Allow that is the so-manieth of a policy, which is left without any rule rather than gone. */
function withoutAllow(say: Say, place: Place, which: number): Say {
	const { person, ofSecrets } = say;
	const drop = (rules: readonly Rule[]) => {
		const allows = rules.filter(({ effect }) => effect === "Allow");
		const gone = allows[which % Math.max(allows.length, 1)];
		return rules.filter((each) => each !== gone);
	};
	switch (place) {
		case "ofSecrets":
			return { ...say, ofSecrets: drop(ofSecrets) };
		case "boundary":
			return {
				...say,
				person: {
					...person,
					boundary: person.boundary && drop(person.boundary),
				},
			};
		default:
			return {
				...say,
				person: { ...person, [place]: person[place].map(drop) },
			};
	}
}

/** A resource is one, whatever the policy of it says. */
const EVERYTHING_AT_ALL = { resources: ["*"] };

const back = <T>(all: readonly T[]): T[] => [...all].reverse();

describe("law 12", () => {
	const opens = (before: ReturnType<typeof resultOf>, after: typeof before) => {
		const { decision } = before.explained;
		if (decision === "Deny") expect(after.explained.decision).toBe("Deny");
		if (isDenied(before.result)) expect(isDenied(after.result)).toBe(true);
	};

	test("to add a Deny never opens", () => {
		const seen = { closed: 0, stayed: 0 };
		assertLaw(
			fc.property(
				...[say(), call(), fc.constantFrom(...places)],
				...[rule(), fc.nat(3), fc.constantFrom("*", alice.arn)],
				(say, plan, place, rule, at, name) => {
					const who = place === "ofSecrets" ? [name] : undefined;
					const { resources } =
						place === "ofSecrets" ? EVERYTHING_AT_ALL : rule;
					const denied: Rule = { ...rule, effect: "Deny", who, resources };
					const before = resultOf(say, plan);
					const after = resultOf(withRule(say, place, denied, at), plan);
					opens(before, after);
					const closes = before.explained.decision !== after.explained.decision;
					seen[closes ? "closed" : "stayed"]++;
				},
			),
			400,
			seen,
		);
	});

	test("to remove an Allow never opens", () => {
		const seen = { closed: 0, stayed: 0 };
		assertLaw(
			fc.property(
				...[say(), call(), fc.constantFrom(...places), fc.nat(5)],
				(say, plan, place, which) => {
					const before = resultOf(say, plan);
					const after = resultOf(withoutAllow(say, place, which), plan);
					opens(before, after);
					const closes = before.explained.decision !== after.explained.decision;
					seen[closes ? "closed" : "stayed"]++;
				},
			),
			400,
			seen,
		);
	});

	test("the order of statements, policies, values and condition keys is all one", () => {
		assertLaw(
			fc.property(say(), call(), (say, plan) => {
				const { person } = say;
				const turned = (rules: readonly Rule[]): Rule[] =>
					rules
						.map((rule) => ({
							...rule,
							who: rule.who && back(rule.who),
							actions: back(rule.actions),
							resources: back(rule.resources),
							conditions: back(rule.conditions ?? []).map((each) => ({
								...each,
								values: back(each.values),
							})),
						}))
						.reverse();
				const other: Say = {
					person: {
						...person,
						identity: person.identity.map(turned).reverse(),
						boundary: person.boundary && turned(person.boundary),
						session: person.session.map(turned).reverse(),
						facts: Object.fromEntries(Object.entries(person.facts).reverse()),
					},
					ofSecrets: turned(say.ofSecrets),
					ofKey: turned(say.ofKey),
				};
				const one = resultOf(say, plan);
				const two = resultOf(other, plan);
				const showsPolicy = one.asked.operation === "GetResourcePolicy";
				if (!(showsPolicy && one.result.ok)) expectSame(two.result, one.result);
				expect(two.explained.decision).toBe(one.explained.decision);
				expect(two.explained.reason).toBe(one.explained.reason);
			}),
			300,
		);
	});
});

describe("who may do nothing", () => {
	test("is told the same whether there is such a secret or not, and changes nothing", () => {
		const seen = { denied: 0 };
		const nowhere = (rules: readonly Rule[]): Rule[] =>
			rules.map((rule) => ({
				...rule,
				resources: ["*"],
				conditions: rule.conditions?.filter(
					({ key }) => !/resourcetag/i.test(key),
				),
			}));
		const empty = execute(
			store,
			{
				operation: "DeleteSecret",
				input: { SecretId: "db", ForceDeleteWithoutRecovery: true },
			},
			HOME,
		).store;
		assertLaw(
			fc.property(person(), call(["db"]), (someone, plan) => {
				const asked = spellCall(plan, store);
				const context = contextOf(store, {
					...someone,
					identity: someone.identity.map(nowhere),
					boundary: someone.boundary && nowhere(someone.boundary),
					session: someone.session.map(nowhere),
				});
				const there = execute(store, asked, context);
				const gone = execute(empty, asked, context);
				if (!isDenied(there.result) && !isDenied(gone.result)) return;
				seen.denied++;
				expectSame(there.result, gone.result);
				expect(there.store).toBe(store);
				expect(gone.store).toBe(empty);
				expect([...there.events, ...there.effects]).toEqual([]);
			}),
			400,
			seen,
		);
	});
});

describe("explain", () => {
	test("decides as execute does, in its words, of every operation", () => {
		const names = ["Allow", "Deny"].flatMap((decision) =>
			allOperations.map((operation) => `${decision} ${operation}`),
		);
		const seen = Object.fromEntries(names.map((name) => [name, 0]));
		assertLaw(
			fc.property(say(), call(), (say, plan) => {
				const { result, explained, asked } = resultOf(say, plan);
				const { decision, reason } = explained;
				const name = `${decision} ${asked.operation}`;
				seen[name] = 1 + (seen[name] ?? 0);
				const { message = "" } = result.ok ? {} : result.error;
				const says = ` is not authorized to perform: secretsmanager:${asked.operation} `;
				expect(message.includes(says)).toBe(decision === "Deny");
				if (decision === "Deny") expect(message.endsWith(reason)).toBe(true);
			}),
			1500,
			seen,
		);
	});

	test("says the same of a store that went through a snapshot", () => {
		assertLaw(
			fc.property(say(), call(), (say, plan) => {
				const current = withPolicies(store, say.ofSecrets, say.ofKey);
				const saved = JSON.stringify(toSnapshot(current));
				const reopened = fromSnapshot(JSON.parse(saved));
				if (!reopened.ok) throw new Error(JSON.stringify(reopened));
				const asked = spellCall(plan, current);
				const context = contextOf(current, say.person);
				const looked = (each: SecretStore) =>
					explain(
						each,
						context.caller,
						`secretsmanager:${asked.operation}`,
						resourceOf(asked),
						{ ...context, input: asked.input },
					);
				expectSame(looked(reopened.value), looked(current));
				const answer = (each: SecretStore) =>
					execute(each, asked, context).result;
				expectSame(answer(reopened.value), answer(current));
			}),
			150,
		);
	});
});

describe("who may do everything", () => {
	test("is as good as the root of its account, where no policy of a resource has a say", () => {
		assertLaw(
			fc.property(call(), fc.nat(2), (plan, which) => {
				const asked = spellCall(plan, store);
				const { events, effects, result, ...root } = execute(
					store,
					asked,
					HOME,
				);
				const session = which > 0 ? [EVERYTHING] : [];
				const someone: Person = {
					...{ ...alice, facts: {}, identity: [EVERYTHING], session },
					boundary: which > 1 ? EVERYTHING : undefined,
				};
				const other = execute(store, asked, contextOf(store, someone));
				expectSame(other.result, result);
				expectSame(other.events, events);
				expectSame(other.effects, effects);
				expectSame(contentsOf(other.store), contentsOf(root.store));
			}),
			200,
		);
	});
});
