import { requireMembers } from "../base/members.js";
import type { Kms } from "../kms/kms.js";
import { developmentRootKey, kmsOf, rootKeyOf } from "../kms/local-kms.js";
import { nodeCipher } from "./cipher.js";

/**
 * The key service of `localKms` on `node:crypto`: the same texts for the same keys, so that each opens what the other
 * sealed, in a fraction of the time.
 *
 * @param options.rootKey 32 bytes, or their base64; anything else is a TypeError, `undefined` too, which may be a
 * variable that is not set. Without any options, the documented development key.
 */
export function nodeKms(
	options: { readonly rootKey?: Uint8Array | string } = {},
): Kms {
	requireMembers("nodeKms", options, ["rootKey"]);
	return kmsOf(
		"rootKey" in options
			? rootKeyOf("nodeKms", options.rootKey)
			: developmentRootKey(),
		nodeCipher,
	);
}
