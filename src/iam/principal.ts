import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Account, isAccount } from "../values/account.js";
import { type Failure, malformedPolicyDocument } from "../values/failure.js";
import { objectOf, oneOrMore, readEach, textThat } from "./grammar.js";

/** Whom a statement names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export type Principal =
	| { readonly kind: "everyone" }
	| { readonly kind: "account"; readonly account: Account }
	/** A user, a role, a session of a role or a federated user. */
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

/** What the value of Principal or NotPrincipal names; `undefined` where it breaks the grammar. */
export function readPrincipals(
	value: unknown,
): readonly WrittenPrincipal[] | undefined {
	if (value === "*") return EVERYONE;
	const members = objectOf(value, TYPES);
	if (members === undefined) return undefined;
	const present = TYPES.filter((type) => members[type] !== undefined);
	const named = readEach(present, (type) =>
		oneOrMore(members[type], anyText)?.map((name) => ({ type, name })),
	)?.flat();
	return named?.length === 0 ? undefined : named;
}

const EVERYONE: readonly WrittenPrincipal[] = [{ type: "AWS", name: "*" }];

const anyText = textThat(() => true);

/**
 * Understands one principal; refuses with MalformedPolicyDocumentException what can be none, such as a group or `user/*`.
 * Assumed: every principal of a well-formed name exists.
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
			return SERVICE.test(name)
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
	const account = ROOT.exec(name)?.[1];
	if (account !== undefined) return ok({ kind: "account", account });
	return USER_OR_ROLE.test(name) || SESSION.test(name)
		? ok({ kind: "identity", arn: name })
		: err(UNSUPPORTED);
}

const UNSUPPORTED = malformedPolicyDocument(
	"This resource policy contains an unsupported principal.",
);

const UNSUPPORTED_SERVICE = malformedPolicyDocument(
	"This resource policy contains an invalid/unsupported service principal.",
);

const UNIQUE_ID = /^A(IDA|ROA)[A-Z0-9]{12,124}$/;

const SERVICE = /^([a-z0-9-]+\.)+amazonaws\.com(\.cn)?$/;

const DOMAIN = /^([a-z0-9-]+\.)+[a-z]+$/i;

const PARTITION = "aws(?:-cn|-us-gov|-eusc|-iso(?:-[a-z])?)?";
const IN_IAM = `^arn:${PARTITION}:iam::(\\d{12})`;
const IN_STS = `^arn:${PARTITION}:sts::(\\d{12})`;
/** The characters of a name in IAM; a path before it has slashes. */
const NAME = "[\\w+=,.@-]+";

const ROOT = new RegExp(`${IN_IAM}:root$`);
const USER_OR_ROLE = new RegExp(
	`${IN_IAM}:(?:user|role)/(?:${NAME}/)*${NAME}$`,
);
const SESSION = new RegExp(
	`${IN_STS}:(?:assumed-role/${NAME}/${NAME}|federated-user/${NAME})$`,
);
const PROVIDER = new RegExp(
	`${IN_IAM}:(?:saml-provider|oidc-provider)/[\\w+=,.@:/-]+$`,
);

/** Everything that a caller with this ARN is: its account, itself, and the role that its session plays. */
export function identitiesOf(callerArn: string): readonly Principal[] {
	const [, partition, , , account = "", ...rest] = callerArn.split(":");
	const [kind, role] = rest.join(":").split("/");
	const self = { kind: "identity", arn: callerArn } as const;
	if (!isAccount(account)) return [self];
	const root = { kind: "account", account } as const;
	if (kind === "root") return [root];
	if (kind !== "assumed-role") return [root, self];
	const arn = `arn:${partition}:iam::${account}:role/${role}`;
	return [root, { kind: "identity", arn }, self];
}

/**
 * Whether a principal of a policy names one of the identities of a caller. A session does not tell the path of its role.
 * Assumed: a unique id names nobody, because callers come with their ARN alone.
 */
export function names(principal: Principal, identity: Principal): boolean {
	switch (principal.kind) {
		case "everyone":
			return true;
		case "account":
			return (
				identity.kind === "account" && identity.account === principal.account
			);
		case "identity":
			return (
				identity.kind === "identity" &&
				withoutPath(identity.arn) === withoutPath(principal.arn)
			);
		default:
			return false;
	}
}

/** Names of roles are unique in their account, whatever their paths. */
const withoutPath = (arn: string): string =>
	arn.replace(/:role\/.*\//, ":role/");
