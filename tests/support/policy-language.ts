/**
 * A small language of policies for tests: rules as data, printed as the JSON that the code reads, and read back from what
 * tests print. Imports nothing from the package.
 */

/** One statement. All of its conditions must hold. */
export interface Rule {
	readonly effect: "Allow" | "Deny";
	/** Whom a rule of a resource names; one that is attached to whom it is about names nobody. */
	readonly who?: readonly string[] | undefined;
	/** With `*` for any text. */
	readonly actions: readonly string[];
	readonly resources: readonly string[];
	readonly conditions?: readonly Condition[] | undefined;
}

/** The request must have one of the values. */
export interface Condition {
	readonly key: string;
	readonly values: readonly string[];
	/** Both compare texts here. */
	readonly operator?: "StringEquals" | "Bool" | undefined;
}

/** The JSON of a policy of these rules. */
export const policyOf = (rules: readonly Rule[]): string =>
	JSON.stringify(policyObject(rules));

/** The same as an object. */
export const policyObject = (rules: readonly Rule[]): object => ({
	Version: "2012-10-17",
	Statement: rules.map(
		({ effect, who, actions, resources, conditions = [] }) => ({
			Effect: effect,
			...(who && { Principal: who.includes("*") ? "*" : principalsOf(who) }),
			Action: actions,
			Resource: resources,
			...(conditions.length > 0 && { Condition: conditionsOf(conditions) }),
		}),
	),
});

const isService = (name: string) => name.endsWith(".amazonaws.com");

function principalsOf(who: readonly string[]): object {
	const services = who.filter(isService);
	const others = who.filter((each) => !isService(each));
	return {
		...(others.length > 0 && { AWS: others }),
		...(services.length > 0 && { Service: services }),
	};
}

function conditionsOf(conditions: readonly Condition[]): object {
	const all: Record<string, Record<string, readonly string[]>> = {};
	for (const { operator = "StringEquals", key, values } of conditions)
		all[operator] = { ...all[operator], [key]: values };
	return all;
}

interface Written {
	readonly Effect: Rule["effect"];
	readonly Principal?: string | Record<string, string | string[]>;
	readonly Action: string | string[];
	readonly Resource: string | string[];
	readonly Condition?: Record<string, Record<string, string | string[]>>;
}

/** The rules of a policy that tests wrote. */
export function rulesOf(text: string | undefined): Rule[] {
	const { Statement: statements = [] } = JSON.parse(text ?? "{}");
	return ([statements].flat() as Written[]).map(
		({ Effect, Principal, Action, Resource, Condition = {} }) => ({
			effect: Effect,
			who:
				typeof Principal === "string"
					? [Principal]
					: Principal && Object.values(Principal).flat(),
			actions: [Action].flat(),
			resources: [Resource].flat(),
			conditions: Object.entries(Condition).flatMap(([operator, keys]) =>
				Object.entries(keys).map(([key, values]) => ({
					operator: operator as Condition["operator"],
					key,
					values: [values].flat(),
				})),
			),
		}),
	);
}

/** Whether a pattern with `*` is the text. */
export const covers = (pattern: string, text: string): boolean =>
	new RegExp(
		`^${pattern
			.split("*")
			.map((part) =>
				part.replace(
					/[^\w]/g,
					(each) => `\\u{${each.codePointAt(0)?.toString(16)}}`,
				),
			)
			.join(".*")}$`,
		"su",
	).test(text);
