import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Account, isAccount } from "../values/account.js";
import { type Failure, malformedPolicyDocument } from "../values/failure.js";
import {
	isServicePrincipal,
	type PrincipalArn,
	parsePrincipalArn,
	roleArn,
} from "../values/principal.js";
import {
	objectOf,
	oneOrMore,
	type Reader,
	readEach,
	textThat,
} from "./grammar.js";

/** Whom a statement names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export type Principal =
	| { readonly kind: "everyone" }
	| { readonly kind: "account"; readonly account: Account }
	/** A user, a role (without its path), a session of a role or a federated user. */
	| { readonly kind: "identity"; readonly arn: string }
	/** The unique id of a user or a role, which AWS shows when its ARN names nobody any more. */
	| { readonly kind: "unique id"; readonly id: string }
	| { readonly kind: "service"; readonly service: string }
	| { readonly kind: "federated"; readonly provider: string };

/** A principal as a policy writes it: `{ "AWS": "123456789012" }`. */
export interface WrittenPrincipal {
	readonly type: (typeof TYPES)[number];
	readonly name: string;
}

const TYPES = ["AWS", "Service", "Federated", "CanonicalUser"] as const;

/** What the value of Principal or NotPrincipal names. */
export const readPrincipals: Reader<readonly WrittenPrincipal[]> = (
	value,
	path,
) => {
	if (value === "*") return ok(EVERYONE);
	const members = objectOf(TYPES)(value, path);
	if (!members.ok) return members;
	const present = TYPES.filter((type) => members.value[type] !== undefined);
	const named = readEach(present, (type) => {
		const names = oneOrMore(anyText)(members.value[type], `${path}.${type}`);
		return names.ok ? ok(names.value.map((name) => ({ type, name }))) : names;
	});
	if (!named.ok) return named;
	const all = named.value.flat();
	return all.length === 0 ? err(`${path} must name somebody`) : ok(all);
};

const EVERYONE: readonly WrittenPrincipal[] = [{ type: "AWS", name: "*" }];

const anyText = textThat(() => true, "a text");

/**
 * Understands one principal; refuses with MalformedPolicyDocumentException what can be none, such as a group or `user/*`.
 * Assumed: a canonical user is unsupported, and what is federated is an identity provider of IAM or a domain.
 */
export function parsePrincipal({
	type,
	name,
}: WrittenPrincipal): Result<Principal, Failure> {
	switch (type) {
		case "AWS":
			return parseAwsPrincipal(name);
		case "Service":
			return isServicePrincipal(name)
				? ok({ kind: "service", service: name })
				: err(UNSUPPORTED_SERVICE);
		case "Federated":
			return PROVIDER.test(name) || DOMAIN.test(name)
				? ok({ kind: "federated", provider: name })
				: err(UNSUPPORTED);
		case "CanonicalUser":
			return err(UNSUPPORTED);
	}
}

function parseAwsPrincipal(name: string): Result<Principal, Failure> {
	if (name === "*") return ok({ kind: "everyone" });
	if (isAccount(name)) return ok({ kind: "account", account: name });
	if (UNIQUE_ID.test(name)) return ok({ kind: "unique id", id: name });
	const read = parsePrincipalArn(name);
	if (read === undefined) return err(UNSUPPORTED);
	return ok(
		read.kind === "root"
			? { kind: "account", account: read.account }
			: identityOf(name, read),
	);
}

/** A role is known by its name, for a session of it does not tell its path. */
const identityOf = (arn: string, read: PrincipalArn): Principal => ({
	kind: "identity",
	arn: read.kind === "role" ? roleArn(read) : arn,
});

export const UNSUPPORTED = malformedPolicyDocument(
	"This resource policy contains an unsupported principal.",
);

export const UNSUPPORTED_SERVICE = malformedPolicyDocument(
	"This resource policy contains an invalid/unsupported service principal.",
);

const UNIQUE_ID = /^A(IDA|ROA)[A-Z0-9]{12,124}$/;

const DOMAIN = /^([a-z0-9-]+\.)+[a-z]+$/i;

const PROVIDER =
	/^arn:aws[a-z-]*:iam::\d{12}:(?:saml-provider|oidc-provider)\/[\w+=,.@:/-]+$/;

/** Something that a caller is, how near that is to itself, and what policies may call it. */
export interface CallerName {
	readonly level: Level;
	readonly called: readonly Principal[];
}

/**
 * How a policy names a caller: as `self`, which no one else is, by its `role`, whose sessions are many, or by its
 * `account`, which it leaves the rest to.
 */
export type Level = "account" | "role" | "self";

/** Everything that a service is. */
export const namesOfService = (service: string): readonly CallerName[] => [
	{ level: "self", called: [{ kind: "service", service }] },
];

/** Everything that a caller is, by its ARN and its unique id (`AIDA…`, `AROA…:session`): its account, its role, itself. */
export function namesOf(
	arn: string,
	read: PrincipalArn,
	userId: string | undefined,
): readonly CallerName[] {
	const account: Principal = { kind: "account", account: read.account };
	if (read.kind === "root") return [{ level: "self", called: [account] }];
	const inAccount: CallerName = { level: "account", called: [account] };
	const [id = ""] = userId?.split(":") ?? [];
	const unique: readonly Principal[] =
		id === "" ? [] : [{ kind: "unique id", id }];
	const self = identityOf(arn, read);
	switch (read.kind) {
		case "session": {
			const role: Principal = { kind: "identity", arn: roleArn(read) };
			return [
				inAccount,
				{ level: "role", called: [role, ...unique] },
				{ level: "self", called: [self] },
			];
		}
		case "role":
			return [inAccount, { level: "role", called: [self, ...unique] }];
		default:
			return [inAccount, { level: "self", called: [self, ...unique] }];
	}
}

/** Whether a principal of a policy is one that a caller is called. */
export function isSamePrincipal(one: Principal, other: Principal): boolean {
	switch (one.kind) {
		case "everyone":
			return true;
		case "account":
			return other.kind === "account" && other.account === one.account;
		case "identity":
			return other.kind === "identity" && other.arn === one.arn;
		case "unique id":
			return other.kind === "unique id" && other.id === one.id;
		case "service":
			return other.kind === "service" && other.service === one.service;
		case "federated":
			return other.kind === "federated" && other.provider === one.provider;
	}
}
