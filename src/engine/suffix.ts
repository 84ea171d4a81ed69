import { type SecretStore, vaultOf } from "../store/store.js";
import { drawSuffix, type Suffix } from "../values/suffix.js";
import type { Context } from "./context.js";

/** The suffix of the next secret of an account and region, or of an ARN that only an answer needs. */
export function suffixFor(
	store: SecretStore,
	{ seed, account, region }: Pick<Context, "seed" | "account" | "region">,
	purpose: "secret" | "answer",
): Suffix {
	const ordinal = String(vaultOf(store, account, region).nextOrdinal);
	return drawSuffix(seed, [account, region, ordinal, purpose]);
}
