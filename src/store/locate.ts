import { isExpired } from "../model/deletion.js";
import type { Secret } from "../model/secret.js";
import type { Account } from "../values/account.js";
import { parseSecretArn, type SecretArn } from "../values/arn.js";
import type { Instant } from "../values/instant.js";
import { partitionOf, type Region } from "../values/region.js";
import type { SecretName } from "../values/secret-name.js";
import type { SecretStore } from "./store.js";
import { vaultOf } from "./store.js";
import { secretNamed } from "./vault.js";

/** Where a request comes from. */
export interface Origin {
	readonly now: Instant;
	readonly account: Account;
	readonly region: Region;
}

/** What an identifier points at: a place for a secret and, when there is one, the secret itself. */
export interface Target {
	/** The identifier as it was sent; `undefined` when there was none. */
	readonly id: string | undefined;
	readonly arn: SecretArn;
	/** Whether the place is in the region, and its partition, that was asked. */
	readonly here: boolean;
	readonly secret: Secret | undefined;
}

/**
 * Finds what a SecretId means: a complete ARN, a partial ARN or a friendly name. Total: an id that is missing, illegal
 * or unknown, of another region or of an expired secret, still yields a target, without a secret.
 * Assumed: an ARN of another region or partition than the endpoint's is not found there.
 */
export function locateById(
	store: SecretStore,
	id: string | undefined,
	origin: Origin,
): Target {
	const arn = id === undefined ? undefined : parseSecretArn(id);
	if (arn === undefined) return locateByName(store, id, origin);
	const here =
		arn.region === origin.region &&
		arn.partition === partitionOf(origin.region);
	const found = here ? secretAt(store, arn, origin.now) : undefined;
	const matches = arn.suffix === undefined || arn.suffix === found?.suffix;
	return { id, arn, here, secret: matches ? found : undefined };
}

/** Finds a secret by its friendly name alone. */
export function locateByName(
	store: SecretStore,
	name: SecretName | undefined,
	origin: Origin,
): Target {
	const { account, region } = origin;
	const partition = partitionOf(region);
	const arn = {
		partition,
		region,
		account,
		name: name ?? "",
		suffix: undefined,
	};
	return {
		id: name,
		arn,
		here: true,
		secret: secretAt(store, arn, origin.now),
	};
}

/** The secret of a name in an account and region, unless it has expired. */
export function secretAt(
	store: SecretStore,
	{ account, region, name }: Pick<Secret, "account" | "region" | "name">,
	now: Instant,
): Secret | undefined {
	const secret = secretNamed(vaultOf(store, account, region), name);
	return secret === undefined || isExpired(secret, now) ? undefined : secret;
}
