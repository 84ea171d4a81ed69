import { invariant } from "../base/invariant.js";
import {
	emptyOrderedMap,
	naturalOrder,
	type OrderedMap,
	pairOrder,
	valueAt,
	withEntry,
	withoutKey,
} from "../base/ordered-map.js";
import { dueAt } from "../model/due.js";
import type { Secret } from "../model/secret.js";
import type { Account } from "../values/account.js";
import type { Region } from "../values/region.js";
import type { SecretName } from "../values/secret-name.js";
import { type DueMap, nothingDue, reschedule } from "./due.js";

/** All secrets of one account in one region. Every change costs O(log n). */
export interface Vault {
	readonly account: Account;
	readonly region: Region;
	/** Rises with each secret ever created here, so that no place in the vault is used twice. */
	readonly nextOrdinal: Ordinal;
	/** In the order of creation. */
	readonly rows: OrderedMap<Ordinal, Secret>;
	readonly byName: OrderedMap<SecretName, Ordinal>;
	/** The names again, cohort by cohort, so that those with a beginning are found in the order of creation. */
	readonly byCohort: OrderedMap<CohortKey, Ordinal>;
	/** What time alone will do, the earliest first. */
	readonly due: DueMap<Ordinal, SecretName>;
}

export type Ordinal = number;

/** Secrets that were created one after the other, 1,024 to a cohort. */
export type Cohort = number;

export type CohortKey = readonly [Cohort, SecretName];

export const cohortOf = (ordinal: Ordinal): Cohort =>
	Math.floor(ordinal / 1024);

export const emptyVault = (account: Account, region: Region): Vault => ({
	account,
	region,
	nextOrdinal: 0,
	rows: emptyOrderedMap(naturalOrder),
	byName: emptyOrderedMap(naturalOrder),
	byCohort: emptyOrderedMap(pairOrder),
	due: nothingDue(),
});

/** The secret of a name, expired or not. */
export function secretNamed(
	vault: Vault,
	name: SecretName,
): Secret | undefined {
	const ordinal = valueAt(vault.byName, name);
	return ordinal === undefined ? undefined : valueAt(vault.rows, ordinal);
}

/** Adds a secret whose name is free. */
export function withNewSecret(vault: Vault, secret: Secret): Vault {
	const { nextOrdinal: ordinal, byName, byCohort } = vault;
	const { name } = secret;
	return {
		...withRow(vault, ordinal, undefined, secret),
		byName: withEntry(byName, name, ordinal),
		byCohort: withEntry(byCohort, [cohortOf(ordinal), name], ordinal),
		nextOrdinal: ordinal + 1,
	};
}

/** Puts a secret in the place of the one with its name. */
export function withSecret(vault: Vault, secret: Secret): Vault {
	const ordinal = valueAt(vault.byName, secret.name);
	invariant(ordinal !== undefined, "a secret that changes is in its vault");
	return withRow(vault, ordinal, valueAt(vault.rows, ordinal), secret);
}

/** Takes the secret of a name away, and with it everything that was due. */
export function withoutSecret(vault: Vault, name: SecretName): Vault {
	const ordinal = valueAt(vault.byName, name);
	if (ordinal === undefined) return vault;
	const secret = valueAt(vault.rows, ordinal);
	const was = secret && dueAt(secret);
	return {
		...vault,
		rows: withoutKey(vault.rows, ordinal),
		byName: withoutKey(vault.byName, name),
		byCohort: withoutKey(vault.byCohort, [cohortOf(ordinal), name]),
		due: reschedule(vault.due, ordinal, name, was, undefined),
	};
}

const withRow = (
	vault: Vault,
	ordinal: Ordinal,
	before: Secret | undefined,
	after: Secret,
): Vault => ({
	...vault,
	rows: withEntry(vault.rows, ordinal, after),
	due: reschedule(
		vault.due,
		ordinal,
		after.name,
		before && dueAt(before),
		dueAt(after),
	),
});
