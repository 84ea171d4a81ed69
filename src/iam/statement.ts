import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Pattern, parsePattern } from "../base/wildcard.js";
import { asArn } from "./conditions/arn.js";
import type { Condition } from "./conditions/holds.js";
import {
	entriesOf,
	objectOf,
	oneOrMore,
	type Reader,
	readEach,
	textThat,
} from "./grammar.js";
import { inLowerCase } from "./keys.js";
import { type Operator, parseOperator } from "./operator.js";
import { type Principal, readPrincipals } from "./principal.js";
import { parseTemplate, type Template } from "./template.js";

export interface Statement {
	readonly sid: string | undefined;
	readonly effect: "Allow" | "Deny";
	/** Whom it speaks of; `undefined` in a policy that is attached to whom it is about. */
	readonly principals: Scope<Principal> | undefined;
	/** Patterns such as `secretsmanager:Get*`. */
	readonly actions: Scope<ActionPattern>;
	/** Patterns of ARNs. */
	readonly resources: Scope<Template>;
	/** All of them must hold for the statement to speak. */
	readonly conditions: readonly Condition[];
}

export type Version = "2012-10-17" | "2008-10-17";

/** What a statement speaks of: one of these (Action), or anything that is none of them (NotAction). */
export interface Scope<T> {
	readonly kind: "these" | "all but these";
	readonly list: readonly T[];
}

/** Actions that a pattern names; the case of the text does not count, and the pattern is in lower case. */
export interface ActionPattern {
	readonly text: string;
	readonly pattern: Pattern;
}

/** A statement whose principals are read, and not understood yet. */
export type WrittenStatement<P> = Omit<Statement, "principals"> & {
	readonly principals: P;
};

/** Reads an element and its opposite, such as Action and NotAction. */
export type ScopeReader<P> = (
	element: unknown,
	opposite: unknown,
	path: string,
) => Result<P, string>;

/** Reads a statement of a policy, with principals as that kind of policy has them. */
export const statementOf =
	<P>(
		version: Version,
		readPrincipals: ScopeReader<P>,
	): Reader<WrittenStatement<P>> =>
	(value, path) => {
		const members = objectOf(ELEMENTS)(value, path);
		if (!members.ok) return members;
		const { Sid: sid, Effect: effect, Condition = {} } = members.value;
		if (sid !== undefined && typeof sid !== "string")
			return err(`${path}.Sid must be a text`);
		if (effect !== "Allow" && effect !== "Deny")
			return err(`${path}.Effect must be "Allow" or "Deny"`);
		const { Principal, NotPrincipal, Action, NotAction } = members.value;
		const { Resource, NotResource } = members.value;
		const principals = readPrincipals(Principal, NotPrincipal, path);
		if (!principals.ok) return principals;
		const actions = readActions(Action, NotAction, path);
		if (!actions.ok) return actions;
		const resources = readResources(version)(Resource, NotResource, path);
		if (!resources.ok) return resources;
		const conditions = readConditions(version)(Condition, `${path}.Condition`);
		return conditions.ok
			? ok({
					sid,
					effect,
					principals: principals.value,
					actions: actions.value,
					resources: resources.value,
					conditions: conditions.value,
				})
			: conditions;
	};

const ELEMENTS = [
	"Sid",
	"Effect",
	"Principal",
	"NotPrincipal",
	"Action",
	"NotAction",
	"Resource",
	"NotResource",
	"Condition",
] as const;

/** Of an element and its opposite there must be exactly one. */
const scopeOf =
	<T>(name: string, read: Reader<readonly T[]>): ScopeReader<Scope<T>> =>
	(element, opposite, path) => {
		if ((element === undefined) === (opposite === undefined))
			return err(`${path} must have one of ${name} and Not${name}`);
		const list =
			opposite === undefined
				? read(element, `${path}.${name}`)
				: read(opposite, `${path}.Not${name}`);
		const kind = opposite === undefined ? "these" : "all but these";
		return list.ok ? ok({ kind, list: list.value }) : list;
	};

/** Whom a statement of a resource policy speaks of. */
export const readPrincipalScope = scopeOf("Principal", readPrincipals);

const readActions = scopeOf("Action", (value, path) => {
	const texts = oneOrMore(actionText)(value, path);
	return texts.ok ? ok(texts.value.map(actionPattern)) : texts;
});

const actionText = textThat(
	(text) => /^(\*|[^\s:]+:[^\s:]+)$/.test(text),
	'"*" or an action such as "secretsmanager:GetSecretValue"',
);

const actionPattern = (text: string): ActionPattern => ({
	text,
	pattern: parsePattern(inLowerCase(text)),
});

const readResources = (version: Version) =>
	scopeOf("Resource", (value, path) => {
		const texts = oneOrMore(resourceText)(value, path);
		return texts.ok
			? ok(texts.value.map((text) => parseTemplate(text, version)))
			: texts;
	});

const resourceText = textThat(
	(text) => text === "*" || text.startsWith("arn:"),
	'"*" or an ARN, with wildcards if you like',
);

/** Assumed: an operator without keys and a key without values are no mistakes; the first says nothing. */
const readConditions = (version: Version) =>
	membersOf((name, keys, path) => {
		const operator = parseOperator(name);
		if (operator === undefined)
			return err(
				`${path} must be named like a condition operator, such as StringEquals`,
			);
		return membersOf((key, values, place) => {
			if (key === "") return err(`${place} must be named like a condition key`);
			const texts = readValues(values, place);
			return texts.ok
				? ok<readonly Condition[]>([
						{
							operator,
							key: inLowerCase(key),
							values: texts.value
								.map((text) => parseTemplate(text, version))
								.map((each) => (isArn(operator) ? asArn(each) : each)),
						},
					])
				: texts;
		})(keys, path);
	});

const isArn = ({ test }: Operator): boolean => test.startsWith("Arn");

/** What is read of each member of an object, in one list. */
const membersOf =
	<T>(
		read: (
			name: string,
			value: unknown,
			path: string,
		) => Result<readonly T[], string>,
	): Reader<readonly T[]> =>
	(value, path) => {
		const entries = entriesOf(value, path);
		if (!entries.ok) return entries;
		const each = readEach(entries.value, ([name, member]) =>
			read(name, member, `${path}.${name}`),
		);
		return each.ok ? ok(each.value.flat()) : each;
	};

const readValues: Reader<readonly string[]> = (value, path) =>
	readEach(Array.isArray(value) ? value : [value], (each) =>
		typeof each === "string" ||
		typeof each === "number" ||
		typeof each === "boolean"
			? ok(String(each))
			: err(
					`${path} must be a text, a number, true or false, or a list of them`,
				),
	);

/** What is attached to a principal names none. */
export function noPrincipal(
	principal: unknown,
	opposite: unknown,
	path: string,
) {
	return principal === undefined && opposite === undefined
		? ok(undefined)
		: err(
				`${path} must have no Principal: it speaks of whom it is attached to`,
			);
}
