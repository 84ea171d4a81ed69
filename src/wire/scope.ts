import type { Caller } from "../iam/caller.js";
import { type Account, isAccount } from "../values/account.js";
import { isRegion, type Region } from "../values/region.js";

/** For whom and where a call is made, as far as it says. */
export interface Scope {
	readonly account?: Account | undefined;
	readonly region?: Region | undefined;
	/** The access key that the call is signed with: a host with `identities` knows whose it is. */
	readonly accessKeyId?: string | undefined;
	/** Who calls, whatever the access key says. */
	readonly caller?: Caller | undefined;
}

/**
 * Reads the credential scope of a Signature Version 4 `authorization` header: its access key, its region, and an access key
 * of twelve digits as the account. What is missing or different is left to the defaults; the signature is not looked at.
 */
export function scopeOf(authorization: string | undefined): Scope {
	const [, key = "", region = ""] =
		/Credential=([^/\s,]+)\/[^/]*\/([^/]*)\//.exec(authorization ?? "") ?? [];
	return {
		...(key !== "" && { accessKeyId: key }),
		...(isAccount(key) && { account: key }),
		...(isRegion(region) && { region }),
	};
}
