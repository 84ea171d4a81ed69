import { type Account, isAccount } from "../values/account.js";
import { isRegion, type Region } from "../values/region.js";

/** For whom and where a call is made, as far as it says. */
export interface Scope {
	readonly account?: Account | undefined;
	readonly region?: Region | undefined;
}

/**
 * Reads the credential scope of a Signature Version 4 `authorization` header: its region, and an access key of twelve
 * digits as the account. What is missing or different is left to the defaults; the signature is not looked at.
 */
export function scopeOf(authorization: string | undefined): Scope {
	const [, key = "", region = ""] =
		/Credential=([^/\s,]+)\/[^/]*\/([^/]*)\//.exec(authorization ?? "") ?? [];
	return {
		...(isAccount(key) && { account: key }),
		...(isRegion(region) && { region }),
	};
}
