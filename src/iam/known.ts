import type { Account } from "../values/account.js";
import type { Failure } from "../values/failure.js";
import { parsePrincipalArn, roleArn } from "../values/principal.js";
import type { PolicyDocument } from "./document.js";
import {
	type Principal,
	parsePrincipal,
	UNSUPPORTED,
	UNSUPPORTED_SERVICE,
} from "./principal.js";

/** What a principal that is known to exist may be written as. */
export const KNOWABLE =
	"an account of 12 digits, the ARN of a user, a role, a session or an identity provider, or the principal of a service, such as rds.amazonaws.com";

/** Whether a text can be a principal that is known to exist. */
export const isKnowable = (text: string): boolean =>
	principalIn(text) !== undefined;

/**
 * Why a policy names somebody who does not exist, as MalformedPolicyDocumentException; `undefined` where it does not, or
 * anybody counts as known. Everybody is known, the account that the policy is for, and sessions of roles that are known.
 * Assumed: a user or a role is not known because its account is.
 */
export function unknownPrincipal(
	{ statements }: PolicyDocument,
	account: Account,
	known: readonly string[] | undefined,
): Failure | undefined {
	if (known === undefined) return undefined;
	const there = new Set(
		[account, ...known].flatMap((text) => principalIn(text) ?? []).map(wordsOf),
	);
	const isKnown = (principal: Principal) =>
		principal.kind === "everyone" ||
		selvesOf(principal).some((self) => there.has(wordsOf(self)));
	const stranger = statements
		.flatMap(({ principals }) => principals?.list ?? [])
		.find((principal) => !isKnown(principal));
	if (stranger === undefined) return undefined;
	return stranger.kind === "service" ? UNSUPPORTED_SERVICE : UNSUPPORTED;
}

/** A principal in a text that only it has. */
const wordsOf = (principal: Principal): string => JSON.stringify(principal);

/** A principal, and of a session its role. */
function selvesOf(principal: Principal): readonly Principal[] {
	if (principal.kind !== "identity") return [principal];
	const read = parsePrincipalArn(principal.arn);
	return read?.kind === "session"
		? [principal, { kind: "identity", arn: roleArn(read) }]
		: [principal];
}

function principalIn(text: string): Principal | undefined {
	for (const type of ["AWS", "Service", "Federated"] as const) {
		const principal = parsePrincipal({ type, name: text });
		if (principal.ok && principal.value.kind !== "everyone")
			return principal.value;
	}
	return undefined;
}
