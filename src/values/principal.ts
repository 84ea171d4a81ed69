import type { Account } from "./account.js";
import type { Region } from "./region.js";
import { partitionOf } from "./region.js";

/** The ARN of an account's root, which a call without a caller acts as. */
export const rootPrincipal = (account: Account, region: Region): string =>
	`arn:${partitionOf(region)}:iam::${account}:root`;
