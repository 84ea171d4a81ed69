import {
	type Check,
	closedRecord,
	dictionaryOf,
	flag,
	listOf,
	matching,
	optional,
	text,
} from "../base/check.js";
import { kept } from "../base/kept.js";
import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Account, isAccount } from "../values/account.js";
import { type Instant, LAST_DATE } from "../values/instant.js";
import { parseIsoInstant } from "../values/iso-instant.js";
import {
	isServicePrincipal,
	type PrincipalArn,
	parsePrincipalArn,
	roleArn,
} from "../values/principal.js";
import type { NamedPolicy, Policies } from "./decide.js";
import { parseIdentityPolicy } from "./document.js";
import {
	type ConditionKeys,
	type ConditionValue,
	inLowerCase,
} from "./keys.js";
import { isPolicy, type Policy, policyText } from "./policy.js";
import { type CallerName, namesOf, namesOfService } from "./principal.js";

/** Who makes a call. Its account is the account that calls. */
export interface Caller {
	/**
	 * `arn:aws:iam::123456789012:user/alice`, `…:role/app`, `…:root`, `arn:aws:sts::123456789012:assumed-role/app/session`,
	 * `…:federated-user/bob`, or of a service its principal, such as `rds.amazonaws.com`.
	 */
	readonly arn: string;
	/** Twelve digits. The ARN says it; of a service, which has none, it is the account of the context without this. */
	readonly account?: Account | undefined;
	/** What policies call by its unique id, and `aws:userid`: `AIDA…` of a user, `AROA…:session` of a session. */
	readonly userId?: string | undefined;
	/** `aws:PrincipalTag/…` */
	readonly tags?: Readonly<Record<string, string>> | undefined;
	/** What a user or a role may do; without any, nothing but what resource policies let it. */
	readonly identityPolicies?: readonly Policy[] | undefined;
	/** The most that identity policies can give. */
	readonly permissionsBoundary?: Policy | undefined;
	/** The most that the role gives to this session; no limit without any. */
	readonly sessionPolicies?: readonly Policy[] | undefined;
	/**
	 * What else conditions may ask for, by its key: `{ "aws:SourceVpce": "vpce-1a2b3c4d", "aws:SourceIp": "203.0.113.9" }`.
	 * Without `aws:SecureTransport` it is true; without `aws:CurrentTime` it is the time of the context. That one is in epoch
	 * milliseconds here, or an ISO 8601 text.
	 */
	readonly request?: Readonly<Record<string, ConditionValue>> | undefined;
}

/** A caller, understood. */
export interface CallingPrincipal {
	readonly arn: string;
	readonly kind: PrincipalArn["kind"] | "service";
	/** `undefined` of a service that calls for no account of its own. */
	readonly account: Account | undefined;
	/** The name of a user, of a role (of a session its role's), or of a service. */
	readonly name: string;
	/** What `aws:PrincipalArn` says: of a session, its role. */
	readonly principalArn: string;
	readonly callerNames: readonly CallerName[];
	readonly userId: string | undefined;
	readonly tags: Readonly<Record<string, string>>;
	/** What it brings along; a resource adds its own. */
	readonly policies: Omit<Policies, "resource">;
	readonly request: ConditionKeys;
	/** The time that its host says it is; `undefined` where it says none. */
	readonly time: Instant | undefined;
}

/** Understands a caller; an invalid one is a TypeError that names the member and the remedy. */
export function understoodCaller(
	caller: unknown,
	path: string,
): CallingPrincipal {
	const read = readCaller(caller, path);
	if (!read.ok) throw new TypeError(`${read.error}.`);
	return read.value;
}

/** Reads a caller, or says what is wrong with it at a path. */
function readCaller(
	value: unknown,
	path: string,
): Result<CallingPrincipal, string> {
	const problem = checkCaller(value, path);
	if (problem !== undefined) return err(problem);
	const caller = value as Caller;
	const who = whoIs(caller);
	if (who === undefined)
		return err(
			`${path}.arn must be the ARN of a user, a role, a session or a root, or the principal of a service, such as arn:aws:iam::123456789012:user/alice, arn:aws:sts::123456789012:assumed-role/app/session or rds.amazonaws.com`,
		);
	if (caller.account !== undefined && caller.account !== who.account)
		return err(
			`${path}.account must be that of its ARN, ${who.account}, or be left out`,
		);
	const time = timeIn(caller.request ?? {}, `${path}.request`);
	if (!time.ok) return time;
	const {
		identityPolicies = [],
		permissionsBoundary,
		sessionPolicies = [],
	} = caller;
	const boundaries =
		permissionsBoundary === undefined ? [] : [permissionsBoundary];
	const identity = readPolicies(
		identityPolicies,
		path,
		(i) => `identityPolicies[${i}]`,
	);
	if (!identity.ok) return identity;
	const boundary = readPolicies(boundaries, path, () => "permissionsBoundary");
	if (!boundary.ok) return boundary;
	const session = readPolicies(
		sessionPolicies,
		path,
		(i) => `sessionPolicies[${i}]`,
	);
	if (!session.ok) return session;
	return ok({
		...who,
		tags: caller.tags ?? {},
		policies: {
			identity: identity.value,
			boundary: boundary.value,
			session: session.value,
		},
		request: caller.request ?? {},
		time: time.value,
	});
}

type Who = Omit<CallingPrincipal, "tags" | "policies" | "request" | "time">;

function whoIs({ arn, account, userId }: Caller): Who | undefined {
	if (isServicePrincipal(arn))
		return {
			arn,
			kind: "service",
			account,
			name: arn,
			principalArn: arn,
			callerNames: namesOfService(arn),
			userId,
		};
	const read = principalAt(arn);
	return (
		read && {
			arn,
			kind: read.kind,
			account: read.account,
			name: read.name,
			principalArn: read.kind === "session" ? roleArn(read) : arn,
			callerNames: namesOf(arn, read, userId),
			userId: userId ?? (read.kind === "root" ? read.account : undefined),
		}
	);
}

const policy: Check = (value, path) =>
	isPolicy(value)
		? undefined
		: `${path} must be a policy: its JSON text, or an object`;

const conditionValue: Check = (value, path) =>
	[text, flag, listOf(text)].some(
		(check) => check(value, path) === undefined,
	) || Number.isFinite(value)
		? undefined
		: `${path} must be a text, a number, true or false, or a list of texts`;

const checkCaller = closedRecord({
	arn: text,
	account: optional(matching(isAccount, "a text of 12 digits")),
	userId: optional(text),
	tags: optional(dictionaryOf(text)),
	identityPolicies: optional(listOf(policy)),
	permissionsBoundary: optional(policy),
	sessionPolicies: optional(listOf(policy)),
	request: optional(dictionaryOf(conditionValue)),
});

/** The time that a host says it is: epoch milliseconds, or a date and time of ISO 8601. */
function timeIn(
	request: ConditionKeys,
	path: string,
): Result<Instant | undefined, string> {
	let time: Instant | undefined;
	for (const [name, value] of Object.entries(request)) {
		const key = inLowerCase(name);
		if (key === "aws:epochtime")
			return err(
				`${path} must have no ${name}: it follows from aws:CurrentTime`,
			);
		if (key !== "aws:currenttime") continue;
		time = typeof value === "string" ? parseIsoInstant(value) : Number(value);
		if (!(Math.abs(time ?? Number.NaN) <= LAST_DATE))
			return err(
				`${path}[${JSON.stringify(name)}] must be epoch milliseconds, or a date and time such as 2026-01-01T00:00:00Z`,
			);
	}
	return ok(time);
}

/** Reads policies; each is named by the member that it was given in. */
function readPolicies(
	policies: readonly Policy[],
	path: string,
	memberOf: (i: number) => string,
): Result<readonly NamedPolicy[], string> {
	const all: NamedPolicy[] = [];
	for (let i = 0; i < policies.length; i++) {
		const member = memberOf(i);
		const document = readPolicy(policyText(policies[i] as Policy));
		if (!document.ok)
			return err(`${path}.${member} is not a valid policy: ${document.error}`);
		all.push({ name: `caller.${member}`, document: document.value });
	}
	return ok(all);
}

/** Callers come with the same ARNs and policies call after call. */
const principalAt = kept(parsePrincipalArn);
const readPolicy = kept(parseIdentityPolicy);
