import { requireMembers } from "../base/members.js";
import type { Kms } from "../kms/kms.js";
import { developmentRootKey, kmsOf, rootKeyOf } from "../kms/local-kms.js";
import { nodeCipher } from "./cipher.js";

/**
 * The key service of `localKms` on `node:crypto`: the same texts for the same keys, so that each opens what the other
 * sealed, in a fraction of the time.
 *
 * @param options.rootKey 32 bytes, or their base64; anything else is a TypeError. Without it, the documented development key.
 */
export function nodeKms(
	options: { readonly rootKey?: Uint8Array | string | undefined } = {},
): Kms {
	requireMembers("nodeKms", options, ["rootKey"]);
	const { rootKey } = options;
	return kmsOf(
		rootKey === undefined
			? developmentRootKey()
			: rootKeyOf("nodeKms", rootKey),
		nodeCipher,
	);
}
