import type { InputOf, OutputOf } from "../api/operation.js";
import { putManagedSecret as operation } from "../operations/put-managed-secret.js";
import { requireStore, type SecretStore } from "../store/store.js";
import { type Context, checkContext, type Outcome } from "./context.js";
import { perform } from "./execute.js";
import { withToken } from "./token.js";

/** What another service says of a secret of its own; its members are those of CreateSecret, with two more. */
export type PutManagedSecretInput = InputOf<typeof operation>;
export type PutManagedSecretOutput = OutputOf<typeof operation>;

/**
 * Sets a store up with a secret that another service manages: `{ Name: "rds!cluster-1", SecretString: … }` makes it, or
 * changes what is given of it. `OwningService` is the part of the name before `!` where it is left out, and a missing
 * ClientRequestToken is drawn from the seed. With `RotationRules` (of `rds` also without: every 7 days) the owning service
 * rotates it, see docs/rotation.md. Users of the API may read such a secret and rotate it, nothing else.
 */
export function putManagedSecret(
	store: SecretStore,
	input: PutManagedSecretInput,
	context: Context,
): Outcome<PutManagedSecretOutput> {
	requireStore(store);
	checkContext(context);
	// The owning service asks nobody.
	const trusted = { ...context, caller: undefined };
	const filled = withToken(store, operation, input, trusted);
	return perform(
		store,
		operation,
		filled,
		trusted,
	) as Outcome<PutManagedSecretOutput>;
}
