import type { Account } from "./account.js";
import { isAccount } from "./account.js";
import type { Region } from "./region.js";
import { isRegion } from "./region.js";
import type { SecretName } from "./secret-name.js";
import type { Suffix } from "./suffix.js";
import { isSuffix } from "./suffix.js";

/** What a secret's ARN says. Without a suffix it is a partial ARN, which names a secret but not its incarnation. */
export interface SecretArn {
	readonly partition: string;
	readonly region: Region;
	readonly account: Account;
	readonly name: SecretName;
	readonly suffix: Suffix | undefined;
}

/**
 * Reads a complete or partial ARN of a secret, or answers `undefined`.
 *
 * Observed: a last part that ends in a hyphen and six characters is taken for a complete ARN, so that a secret named
 * `db-a1b2c3` is not found by its ARN without the random suffix.
 * Assumed: the six characters of a complete ARN are letters and digits, as every suffix is.
 */
export function parseSecretArn(text: string): SecretArn | undefined {
	if (!text.startsWith("arn:")) return undefined; // most identifiers are names
	const [, partition, service, region, account, kind, ...rest] =
		text.split(":");
	if (service !== "secretsmanager" || kind !== "secret") return undefined;
	if (partition === undefined || !/^aws[a-z-]*$/.test(partition))
		return undefined;
	if (region === undefined || !isRegion(region)) return undefined;
	if (account === undefined || !isAccount(account)) return undefined;
	const resource = rest.join(":");
	if (resource === "") return undefined;
	const hyphen = resource.length - 7;
	const end = resource.slice(hyphen + 1);
	const place = { partition, region, account };
	return hyphen > 0 && resource[hyphen] === "-" && isSuffix(end)
		? { ...place, name: resource.slice(0, hyphen), suffix: end }
		: { ...place, name: resource, suffix: undefined };
}

/** Prints an ARN. `parseSecretArn` reads it back, but for a partial one whose name ends like a suffix. */
export function makeSecretArn(arn: SecretArn): string {
	const { partition, region, account, name, suffix } = arn;
	const start = `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}`;
	return suffix === undefined ? start : `${start}-${suffix}`;
}
