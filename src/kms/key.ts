import { kept } from "../base/kept.js";
import { randomUuid } from "../base/random.js";
import type { Account } from "../values/account.js";
import type { KmsKeyId } from "../values/kms-key-id.js";
import { partitionOf, type Region } from "../values/region.js";

/** Where a key is looked for when its identifier does not say. */
export interface KeyHome {
	readonly account: Account;
	readonly region: Region;
}

const DEFAULT_ALIAS = "alias/aws/secretsmanager";

/** The ARN of the AWS-managed key `aws/secretsmanager`, which secrets without a key of their own use. */
export const defaultKeyArn = (home: KeyHome): string =>
	keyArnOfAlias(`${arnStart(home)}:${DEFAULT_ALIAS}`);

/**
 * The ARN of the key that an identifier names; `undefined` and `""` name the default key.
 * Assumed: until keys are part of the model, every KmsKeyId names an enabled key, and an alias a key of its own.
 */
export function keyArnOf(keyId: KmsKeyId | undefined, home: KeyHome): string {
	if (keyId === undefined || keyId === "") return defaultKeyArn(home);
	if (keyId.startsWith("alias/"))
		return keyArnOfAlias(`${arnStart(home)}:${keyId}`);
	if (/^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(keyId))
		return keyArnOfAlias(keyId);
	return keyId.startsWith("arn:") ? keyId : `${arnStart(home)}:key/${keyId}`;
}

const arnStart = ({ account, region }: KeyHome): string =>
	`arn:${partitionOf(region)}:kms:${region}:${account}`;

const keyArnOfAlias = kept((aliasArn) => {
	const owner = aliasArn.slice(0, aliasArn.indexOf(":alias/"));
	return `${owner}:key/${randomUuid("alias", [aliasArn])}`;
});
