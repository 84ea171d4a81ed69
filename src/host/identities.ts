import { requireMembers } from "../base/members.js";
import { type Caller, understoodCaller } from "../iam/caller.js";
import { type Account, isAccount } from "../values/account.js";
import { parsePrincipalArn } from "../values/principal.js";
import type { Scope } from "../wire/scope.js";

/** Whose an access key is. */
export interface Identity {
	/** What its requests are signed with; without it, its signatures are not checked. */
	readonly secretKey?: string | undefined;
	/** Twelve digits; without it, the account of its caller, or else of calls that name none. */
	readonly account?: string | undefined;
	/** Who calls with it; without it, the trusted root of the account. */
	readonly caller?: Caller | undefined;
}

/** Who calls with which access key, by the id of the key. */
export type Identities = Readonly<Record<string, Identity>>;

/** What are no identities is their author's mistake: a TypeError of `who` that names the access key, the member and the remedy. */
export function requireIdentities(
	who: string,
	identities: unknown,
): asserts identities is Identities {
	if (
		typeof identities !== "object" ||
		identities === null ||
		Symbol.iterator in identities // a list or a Map
	)
		throw new TypeError(
			`${who}: identities must be an object that has an identity for each access key, as { "AKIAIOSFODNN7EXAMPLE": { "secretKey": "…", "account": "123456789012" } }.`,
		);
	for (const [accessKeyId, identity] of Object.entries(identities)) {
		if (!isAccessKeyId(accessKeyId))
			throw new TypeError(
				`${who}: identities has ${JSON.stringify(accessKeyId)}, which no request can be signed with; an access key is a text without blanks, "/", "," and "=", such as "AKIAIOSFODNN7EXAMPLE".`,
			);
		requireIdentity(
			`${who}: identities[${JSON.stringify(accessKeyId)}]`,
			identity,
		);
	}
}

/** A copy that nobody can change: identities are data, as in a file. */
export const copyOfIdentities = (identities: Identities): Identities =>
	frozen(JSON.parse(JSON.stringify(identities)));

function frozen<T>(value: T): T {
	if (typeof value === "object" && value !== null)
		for (const member of Object.values(Object.freeze(value))) frozen(member);
	return value;
}

/** Whose an access key is; `undefined` for one that is not listed. */
export const identityOf = (
	identities: Identities | undefined,
	accessKeyId: string | undefined,
): Identity | undefined =>
	identities !== undefined &&
	accessKeyId !== undefined &&
	Object.hasOwn(identities, accessKeyId)
		? identities[accessKeyId]
		: undefined;

/** Whether a call is signed with an access key that is neither listed, where any are, nor an account. */
export const hasUnknownKey = (
	identities: Identities | undefined,
	{ accessKeyId, caller }: Scope,
): boolean =>
	identities !== undefined &&
	accessKeyId !== undefined &&
	caller === undefined &&
	!isAccount(accessKeyId) &&
	identityOf(identities, accessKeyId) === undefined;

/** The account of a caller: the one of its ARN, or else, of a service, the one that it names. */
export const accountOf = (caller: Caller | undefined): Account | undefined =>
	parsePrincipalArn(String(caller?.arn))?.account ?? caller?.account;

/** Whether a credential scope can begin with it. */
const isAccessKeyId = (text: string): boolean => /^[^\s/,=]+$/.test(text);

function requireIdentity(what: string, identity: unknown): void {
	requireMembers(what, identity, ["secretKey", "account", "caller"]);
	const { secretKey, account, caller } = identity as Identity;
	if (
		secretKey !== undefined &&
		(typeof secretKey !== "string" || secretKey === "")
	)
		throw new TypeError(
			`${what}.secretKey must be a text that is not empty; leave it out if signatures are not to be checked.`,
		);
	if (
		account !== undefined &&
		(typeof account !== "string" || !isAccount(account))
	)
		throw new TypeError(
			`${what}.account must be a text of 12 digits, such as "123456789012".`,
		);
	if (caller === undefined) return;
	const { account: own } = understoodCaller(caller, `${what}.caller`);
	if (account !== undefined && own !== undefined && own !== account)
		throw new TypeError(
			`${what}.account is ${account}, but its caller is of account ${own}; leave account out, or let both say the same.`,
		);
}
