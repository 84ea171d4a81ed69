import type { Account } from "./account.js";
import type { Region } from "./region.js";
import { partitionOf } from "./region.js";

/** The principal of a service, such as `rds.amazonaws.com`. */
export const servicePrincipal = (service: string): string =>
	`${service}.amazonaws.com`;

export const isServicePrincipal = (text: string): boolean =>
	/^[a-z0-9-]+\.amazonaws\.com$/.test(text);

/** The ARN of an account's root, which a call without a caller acts as. */
export const rootPrincipal = (account: Account, region: Region): string =>
	`arn:${partitionOf(region)}:iam::${account}:root`;
