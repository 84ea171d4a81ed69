import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, malformedPolicyDocument } from "../values/failure.js";
import { anyNumber, objectOf, oneOrMore, parseJson } from "./grammar.js";
import {
	type Principal,
	parsePrincipal,
	type WrittenPrincipal,
} from "./principal.js";
import {
	noPrincipal,
	readPrincipalScope,
	type Scope,
	type ScopeReader,
	type Statement,
	statementOf,
	type Version,
	type WrittenStatement,
} from "./statement.js";

/** A policy, understood: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
	/** A policy that names no version is of the older one, which knows no policy variables. */
	readonly version: Version;
	readonly statements: readonly Statement[];
}

/**
 * Reads a resource policy; refuses with MalformedPolicyDocumentException what is not JSON, breaks the grammar, or names a
 * principal that can be none.
 * Assumed: the grammar of the whole policy is checked before any of its principals.
 * Assumed: an action need not exist, and a Sid may be any text, also one that another statement has.
 * Assumed: elements, effects and condition operators are case-sensitive.
 */
export function parsePolicy(text: string): Result<PolicyDocument, Failure> {
	const written = readDocument(text, readPrincipalScope, oneOrMore);
	if (!written.ok) return err(SYNTAX_ERROR);
	const { version } = written.value;
	const statements: Statement[] = [];
	for (const statement of written.value.statements) {
		const principals = parsePrincipals(statement.principals);
		if (!principals.ok) return principals;
		statements.push({ ...statement, principals: principals.value });
	}
	return ok({ version, statements });
}

const SYNTAX_ERROR = malformedPolicyDocument(
	"This resource policy contains a syntax error.",
);

/**
 * Reads a policy that is attached to who calls and names no principal; refuses with a sentence that says what is wrong.
 * Assumed: an identity policy may have no statement at all.
 */
export function parseIdentityPolicy(
	text: string,
): Result<PolicyDocument, string> {
	return readDocument(text, noPrincipal, anyNumber);
}

/** A policy whose principals are not understood yet. */
interface WrittenDocument<P> {
	readonly version: Version;
	readonly statements: readonly WrittenStatement<P>[];
}

function readDocument<P>(
	text: string,
	principals: ScopeReader<P>,
	readList: typeof oneOrMore,
): Result<WrittenDocument<P>, string> {
	const json = parseJson(text);
	if (!json.ok) return json;
	const root = objectOf(["Version", "Id", "Statement"])(
		json.value,
		"the policy",
	);
	if (!root.ok) return root;
	const { Version: version = "2008-10-17", Id = "", Statement } = root.value;
	if (!isVersion(version))
		return err('Version must be "2012-10-17" or "2008-10-17"');
	if (typeof Id !== "string") return err("Id must be a text");
	const read = statementOf(version, principals);
	const statements = readList(read)(Statement, "Statement");
	return statements.ok
		? ok({ version, statements: statements.value })
		: statements;
}

const isVersion = (value: unknown): value is Version =>
	value === "2012-10-17" || value === "2008-10-17";

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
