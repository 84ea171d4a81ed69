import type { Operation } from "../api/operation.js";
import { randomUuid } from "../base/random.js";
import { locateById } from "../store/locate.js";
import { type SecretStore, vaultOf } from "../store/store.js";
import { makeSecretArn } from "../values/arn.js";
import type { Context } from "./context.js";
import { isStructure } from "./decode.js";

/**
 * Fills in the ClientRequestToken of a request that may carry one and does not, as every SDK does. The token is drawn
 * from the seed and from the place of the version that it will name, so that no seed gives a secret one token twice.
 */
export function withToken(
	store: SecretStore,
	operation: Operation,
	input: unknown,
	context: Context,
): unknown {
	const shape = operation.input;
	if (operation.on === "store") return input; // none of them stores a value
	if (shape.kind !== "structure" || !isStructure(input)) return input;
	const names = Object.keys(shape.members);
	const given = input.ClientRequestToken;
	if (!names.includes("ClientRequestToken")) return input;
	if (given !== undefined && given !== null) return input;
	const members = names.map((name) => [name, input[name]] as const);
	const filled = Object.fromEntries(members);
	const id = filled[operation.identifiedBy];
	const place = placeOfNext(store, typeof id === "string" ? id : "", context);
	const token = randomUuid(context.seed, ["client request token", ...place]);
	return { ...filled, ClientRequestToken: token };
}

/** Where the next version of a secret, or the first of the next secret, will be: a place that is used once. */
function placeOfNext(
	store: SecretStore,
	id: string,
	context: Context,
): readonly string[] {
	const { arn, secret } = locateById(store, id, context);
	const { nextOrdinal } = vaultOf(store, arn.account, arn.region);
	return [
		makeSecretArn({ ...arn, suffix: secret?.suffix }),
		String(nextOrdinal),
		String(secret?.versions.at(-1)?.ordinal ?? "none"),
	];
}
