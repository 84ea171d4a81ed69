/** The accounts and regions that tests live in unless they draw others. */
import type { KeyHome } from "pure-secrets-manager";

export const HERE: KeyHome = { account: "123456789012", region: "us-east-1" };
/** Another region of the account. */
export const THERE: KeyHome = { ...HERE, region: "eu-west-1" };
/** Another account in the region. */
export const STRANGE: KeyHome = { ...HERE, account: "210987654321" };

/** The partition that a region is in, of the two that tests know. */
export const partitionOf = (region: string) =>
	region.startsWith("cn-") ? "aws-cn" : "aws";
