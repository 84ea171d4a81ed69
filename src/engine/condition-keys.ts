import type { CallingPrincipal } from "../iam/caller.js";
import {
	type ConditionKeys,
	type ConditionValue,
	inLowerCase,
	type Keys,
	tagKeys,
} from "../iam/keys.js";
import { arnOf, type Secret } from "../model/secret.js";
import type { Account } from "../values/account.js";
import type { Instant } from "../values/instant.js";
import type { Region } from "../values/region.js";
import type { Context } from "./context.js";

/** What is known of every request. */
interface Facts {
	readonly caller: CallingPrincipal;
	readonly region: Region;
	readonly owner: Account | undefined;
	readonly at: Instant;
}

/**
 * All condition keys of a request, each found when it is asked for: what the caller's host says of the request, what is known of
 * every request, and what operation and resource add.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function keysOf(
	caller: CallingPrincipal,
	{ now, region }: Pick<Context, "now" | "region">,
	owner: Account | undefined,
	added: () => ConditionKeys,
): Keys {
	const said = inLowerCaseNames(caller.request);
	const facts = { caller, region, owner, at: caller.time ?? now };
	let others: Keys | undefined;
	return {
		get(name) {
			const own = said.get(name);
			if (own !== undefined && name !== TIME) return own;
			const known = KNOWN.get(name);
			if (known !== undefined) return textsOf(known(facts));
			others ??= inLowerCaseNames({
				"aws:ViaAWSService": false,
				...tagKeys("aws:PrincipalTag/", Object.entries(caller.tags)),
				...added(),
			});
			return others.get(name);
		},
	};
}

const TIME = "aws:currenttime";

const inLowerCaseNames = (
	keys: ConditionKeys,
): ReadonlyMap<string, readonly string[]> =>
	new Map(
		Object.entries(keys).map(([name, value]) => [
			inLowerCase(name),
			textsOf(value),
		]),
	);

/** Assumed: an empty list counts as an absent condition key. */
const textsOf = (value: ConditionValue | undefined): readonly string[] => {
	if (value === undefined) return [];
	return typeof value === "object" ? value : [String(value)];
};

/**
 * Assumed: of a session `aws:PrincipalArn` is its role without a path, which the ARN of a session does not tell.
 * Assumed: a service has none of the keys of a principal that has an ARN.
 */
const KNOWN: ReadonlyMap<string, (facts: Facts) => ConditionValue | undefined> =
	new Map(
		Object.entries<(facts: Facts) => ConditionValue | undefined>({
			[TIME]: ({ at }) => new Date(at).toISOString(),
			"aws:epochtime": ({ at }) => Math.floor(at / 1000),
			"aws:securetransport": () => true,
			"aws:requestedregion": ({ region }) => region,
			"aws:resourceaccount": ({ owner }) => owner,
			"aws:principalisawsservice": ({ caller }) => isService(caller),
			"aws:principalservicename": ({ caller }) =>
				isService(caller) ? caller.name : undefined,
			"aws:principaltype": ({ caller: { kind } }) =>
				kind === "service" ? undefined : TYPES[kind],
			"aws:principalarn": ({ caller }) =>
				isService(caller) ? undefined : caller.principalArn,
			"aws:principalaccount": ({ caller }) =>
				isService(caller) ? undefined : caller.account,
			"aws:userid": ({ caller }) =>
				isService(caller) ? undefined : caller.userId,
			"aws:username": ({ caller: { kind, name } }) =>
				kind === "user" ? name : undefined,
		}),
	);

const isService = ({ kind }: CallingPrincipal): boolean => kind === "service";

const TYPES = {
	root: "Account",
	user: "User",
	role: "AssumedRole",
	session: "AssumedRole",
	federated: "FederatedUser",
} as const;

/** What conditions may ask of a secret that is there. Observed: SecretId is always the complete ARN (2026-09). */
export function secretKeys(secret: Secret): ConditionKeys {
	const tags = (secret.tags ?? []).map(
		({ key, value }) => [key, value] as const,
	);
	const { role, region, rotation, type } = secret;
	return {
		"secretsmanager:SecretId": arnOf(secret),
		"secretsmanager:SecretPrimaryRegion":
			role.kind === "replica" ? role.primaryRegion : region,
		"secretsmanager:resource/AllowRotationLambdaArn": rotation?.functionArn,
		"secretsmanager:resource/Type": type,
		...tagKeys("aws:ResourceTag/", tags),
		...tagKeys("secretsmanager:ResourceTag/", tags),
	};
}
