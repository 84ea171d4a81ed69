import type { KeyHome } from "pure-secrets-manager";
import { HERE, partitionOf } from "./places.js";

/** A key id that reads well, of one hexadecimal digit: `aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa`. */
export const keyId = (digit: string): string =>
	"xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replaceAll("x", digit);

/** The id of a multi-Region key, of one hexadecimal digit. */
export const multiRegionKeyId = (digit: string): string =>
	`mrk-${digit.repeat(32)}`;

/** The ARN of a key or of an alias, in the partition of its region unless it is to be wrong. */
export const kmsArn = (
	resource: string,
	{ account, region }: KeyHome = HERE,
	partition = partitionOf(region),
): string => `arn:${partition}:kms:${region}:${account}:${resource}`;

/** The ARN of the key that `keyId` names. */
export const keyArn = (digit: string, place?: KeyHome): string =>
	kmsArn(`key/${keyId(digit)}`, place);

/** The id of the request that KMS refused, in the texts that quote it. */
export const REQUEST_ID =
	/Request ID: [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12};/;

/** A text that quotes KMS, with the id of its request replaced by `<uuid>`; a text with an id that is none stays. */
export const withoutRequestId = (message: string): string =>
	message.replace(REQUEST_ID, "Request ID: <uuid>;");

/** What KMS says, as Secrets Manager quotes it. */
export const quoted = (said: string, code: string): string =>
	`${said} (Service: AWSKMS; Status Code: 400; Error Code: ${code}; Request ID: <uuid>; Proxy: null)`;

/** What KMS says to whoever may not use a key, as the status of a replica quotes it. */
export const denied = (
	action: "kms:Decrypt" | "kms:GenerateDataKey",
	resource: string,
	{ account }: KeyHome = HERE,
): string =>
	quoted(
		`User: arn:aws:iam::${account}:root is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
		"AccessDeniedException",
	);
