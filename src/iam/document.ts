import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, malformedPolicyDocument } from "../values/failure.js";
import {
	entriesOf,
	objectOf,
	oneOrMore,
	parseJson,
	readEach,
	textThat,
} from "./grammar.js";
import { type Operator, parseOperator } from "./operator.js";
import {
	type Principal,
	parsePrincipal,
	readPrincipals,
	type WrittenPrincipal,
} from "./principal.js";

/** A resource policy, understood: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
	/** A policy that names no version is of the older one, which knows no policy variables. */
	readonly version: "2012-10-17" | "2008-10-17";
	readonly statements: readonly Statement[];
}

export interface Statement {
	readonly sid: string | undefined;
	readonly effect: "Allow" | "Deny";
	readonly principals: Scope<Principal>;
	/** Patterns such as `secretsmanager:Get*`, whose case does not count. */
	readonly actions: Scope<string>;
	/** Patterns of ARNs. */
	readonly resources: Scope<string>;
	/** All of them must hold for the statement to speak. */
	readonly conditions: readonly Condition[];
}

/** What a statement speaks of: one of these (Action), or anything that is none of them (NotAction). */
export interface Scope<T> {
	readonly kind: "these" | "all but these";
	readonly list: readonly T[];
}

/** The request's value of a key, compared to any of these values; numbers and booleans have become texts. */
export interface Condition {
	readonly operator: Operator;
	readonly key: string;
	readonly values: readonly string[];
}

/**
 * Reads a resource policy; refuses with MalformedPolicyDocumentException what is not JSON, breaks the grammar, or names a
 * principal that can be none.
 * Assumed: the grammar of the whole policy is checked before any of its principals.
 * Assumed: an action need not exist, and a Sid may be any text, also one that another statement has.
 * Assumed: elements, effects and condition operators are case-sensitive.
 */
export function parsePolicy(text: string): Result<PolicyDocument, Failure> {
	const root = objectOf(parseJson(text), ["Version", "Id", "Statement"]);
	if (root === undefined) return err(SYNTAX_ERROR);
	const { Version = "2008-10-17", Id = "", Statement } = root;
	const written = oneOrMore(Statement, readStatement);
	if (
		(Version !== "2012-10-17" && Version !== "2008-10-17") ||
		typeof Id !== "string" ||
		written === undefined
	)
		return err(SYNTAX_ERROR);
	const statements: Statement[] = [];
	for (const statement of written) {
		const principals = parsePrincipals(statement.principals);
		if (!principals.ok) return principals;
		statements.push({ ...statement, principals: principals.value });
	}
	return ok({ version: Version, statements });
}

const SYNTAX_ERROR = malformedPolicyDocument(
	"This resource policy contains a syntax error.",
);

/** A statement whose principals are not understood yet. */
type WrittenStatement = Omit<Statement, "principals"> & {
	readonly principals: Scope<WrittenPrincipal>;
};

function readStatement(value: unknown): WrittenStatement | undefined {
	const members = objectOf(value, ELEMENTS);
	if (members === undefined) return undefined;
	const { Sid: sid, Effect: effect, Condition = {} } = members;
	if (sid !== undefined && typeof sid !== "string") return undefined;
	if (effect !== "Allow" && effect !== "Deny") return undefined;
	const principals = readScope(
		members.Principal,
		members.NotPrincipal,
		readPrincipals,
	);
	const actions = readScope(members.Action, members.NotAction, readActions);
	const resources = readScope(
		members.Resource,
		members.NotResource,
		readResources,
	);
	const conditions = readConditions(Condition);
	return principals && actions && resources && conditions
		? { sid, effect, principals, actions, resources, conditions }
		: undefined;
}

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

/** An element and its opposite, of which there must be exactly one. */
function readScope<T>(
	element: unknown,
	opposite: unknown,
	read: (value: unknown) => readonly T[] | undefined,
): Scope<T> | undefined {
	if ((element === undefined) === (opposite === undefined)) return undefined;
	const kind = opposite === undefined ? "these" : "all but these";
	const list = read(opposite === undefined ? element : opposite);
	return list && { kind, list };
}

const readActions = (value: unknown) =>
	oneOrMore(
		value,
		textThat((text) => /^(\*|[^\s:]+:[^\s:]+)$/.test(text)),
	);

const readResources = (value: unknown) =>
	oneOrMore(
		value,
		textThat((text) => text === "*" || text.startsWith("arn:")),
	);

/** Assumed: an operator without keys and a key without values are no mistakes; the first says nothing. */
const readConditions = (value: unknown): readonly Condition[] | undefined =>
	readMembers(value, (name, keys) => {
		const operator = parseOperator(name);
		return (
			operator &&
			readMembers(keys, (key, values) => {
				const texts = readValues(values);
				return key === "" || texts === undefined
					? undefined
					: [{ operator, key, values: texts }];
			})
		);
	});

/** What is read of each member of an object, in one list. */
const readMembers = <T>(
	value: unknown,
	read: (name: string, value: unknown) => readonly T[] | undefined,
): readonly T[] | undefined => {
	const entries = entriesOf(value);
	return entries && readEach(entries, (entry) => read(...entry))?.flat();
};

const readValues = (value: unknown): readonly string[] | undefined =>
	readEach(Array.isArray(value) ? value : [value], (each) =>
		typeof each === "string" ||
		typeof each === "number" ||
		typeof each === "boolean"
			? String(each)
			: undefined,
	);

function parsePrincipals({
	kind,
	list,
}: Scope<WrittenPrincipal>): Result<Scope<Principal>, Failure> {
	const principals: Principal[] = [];
	for (const written of list) {
		const principal = parsePrincipal(written);
		if (!principal.ok) return principal;
		principals.push(principal.value);
	}
	return ok({ kind, list: principals });
}
