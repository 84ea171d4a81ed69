/**
 * Who may do what in the naive model (7.5, 7.6): the policies of a caller and those of what it touches, one question at a
 * time. Imports nothing from the package.
 */
import type { Person } from "../support/caller-arbitraries.js";
import { covers, type Rule } from "../support/policy-language.js";

/** What somebody wants to do. */
export interface Wish {
	readonly action: string;
	/** `undefined` for whatever a policy may be attached to. */
	readonly resource: string | undefined;
	/** Whether it belongs to another account than the caller. */
	readonly foreign: boolean;
	/** The policy of the resource. */
	readonly policy: readonly Rule[];
	/** Whether that has to allow it, be it also in the caller's account. */
	readonly closed: boolean;
	/** What conditions may ask, by key. */
	readonly facts: Readonly<Record<string, string | undefined>>;
}

/** The root of an account, which has no policies. */
export const rootOf = (account: string, partition: string): Person => ({
	kind: "root",
	arn: `arn:${partition}:iam::${account}:root`,
	account,
	...{ identity: [], session: [], facts: {} },
});

/** Why somebody may not do what is wished, as a refusal says it; `undefined` where it may. */
export function whyNot(person: Person, wish: Wish): string | undefined {
	const { kind, boundary } = person;
	const speaks = (effect: Rule["effect"]) => (rule: Rule) =>
		rule.effect === effect && isAbout(rule, person, wish);
	const attached = {
		"an identity-based policy": person.identity.flat(),
		"a permissions boundary": boundary ?? [],
		"a session policy": person.session.flat(),
		"a resource-based policy": wish.policy,
	};
	for (const [name, rules] of Object.entries(attached))
		if (rules.some(speaks("Deny"))) return `with an explicit deny in ${name}`;

	const allows = (rules: readonly Rule[]) => rules.some(speaks("Allow"));
	const nearness = wish.policy
		.filter(speaks("Allow"))
		.map((rule) => nearest(rule, person));
	const isHome = !wish.foreign;
	if (isHome && nearness.includes("itself")) return undefined;
	const lacks = (what: string) =>
		`because no ${what} allows the ${wish.action} action`;
	const needsNone =
		kind === "root" ||
		kind === "service" ||
		(isHome && nearness.includes("its role"));
	if (!needsNone && !allows(person.identity.flat()))
		return lacks("identity-based policy");
	if (boundary !== undefined && !allows(boundary))
		return lacks("permissions boundary");
	if (person.session.length > 0 && !allows(person.session.flat()))
		return lacks("session policy");
	const mustBeLetIn = wish.closed || kind === "service";
	return mustBeLetIn && nearness.length === 0
		? lacks("resource-based policy")
		: undefined;
}

/** Whether rules of a resource deny somebody what is wished. */
export const isDenied = (
	rules: readonly Rule[],
	person: Person,
	wish: Wish,
): boolean =>
	rules.some((rule) => rule.effect === "Deny" && isAbout(rule, person, wish));

function isAbout(rule: Rule, person: Person, wish: Wish): boolean {
	const { action, resource } = wish;
	const known = {
		"aws:SecureTransport": "true",
		"aws:PrincipalAccount":
			person.kind === "service" ? undefined : person.account,
	};
	// What who calls says of itself goes before all else.
	const facts = [person.facts, wish.facts, known];
	return (
		(rule.who === undefined || nearest(rule, person) !== undefined) &&
		rule.actions.some((each) =>
			covers(each.toLowerCase(), action.toLowerCase()),
		) &&
		(resource === undefined ||
			rule.resources.some((each) => covers(each, resource))) &&
		(rule.conditions ?? []).every(({ key, values }) =>
			values.some((value) => value === factNamed(key, facts)),
		)
	);
}

/** The case of a key does not count. */
const factNamed = (name: string, facts: readonly Wish["facts"][]) =>
	facts
		.flatMap(Object.entries)
		.find(
			([key, value]) =>
				value !== undefined && key.toLowerCase() === name.toLowerCase(),
		)?.[1];

/** How nearly a rule names somebody. */
function nearest({ who = [] }: Rule, person: Person) {
	const { kind, arn, account, role } = person;
	const isMember = who.some(
		(each) =>
			account !== undefined &&
			kind !== "service" &&
			(each === account || new RegExp(`:iam::${account}:root$`).test(each)),
	);
	if (who.includes("*") || who.includes(arn)) return "itself";
	if (isMember && kind === "root") return "itself";
	if (role !== undefined && who.includes(role)) return "its role";
	return isMember ? "its account" : undefined;
}

/** What a refusal says. */
export const refusalText = (
	{ arn }: Person,
	action: string,
	id: string | undefined,
	why: string,
): string =>
	`User: ${arn} is not authorized to perform: ${action}${id === undefined ? "" : ` on resource: ${id}`} ${why}`;
