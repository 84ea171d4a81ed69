import { entriesOf, valueAt } from "../base/ordered-map.js";
import type { KeyArn } from "../kms/key.js";
import { checkKeyRing } from "../kms/key-ring.js";
import { dueAt } from "../model/due.js";
import { checkProjection, isReplicaOf } from "../model/replication.js";
import { replicasOf } from "../model/role.js";
import { arnOf, checkSecret, type Secret } from "../model/secret.js";
import type { Region } from "../values/region.js";
import { firstDueAt } from "./due.js";
import { requireStore, type SecretStore, vaultOf } from "./store.js";
import { cohortOf, secretNamed, type Vault } from "./vault.js";

/** Every law of the store that does not hold, in words; `[]` for each store that operations can reach. Reads everything. */
export function checkInvariants(store: SecretStore): readonly string[] {
	requireStore(store);
	const broken: string[] = [...checkKeyRing(store.keys)];
	let due = 0;
	for (const [key, vault] of entriesOf(store.vaults)) {
		const place = `${vault.account}/${vault.region}`;
		if (key !== place) broken.push(`${key}: the vault of ${place} lies here`);
		for (const law of checkVault(place, vault, store)) broken.push(law); // too many, perhaps, to be the arguments of one call
		const first = firstDueAt(vault.due);
		if (first === undefined) continue;
		due++;
		if (valueAt(store.due, [first, key]) !== key)
			broken.push(`${place}: the first that is due is not noted`);
	}
	if (store.due.size !== due) broken.push("something is due in no vault");
	return broken;
}

function checkVault(
	place: string,
	vault: Vault,
	store: SecretStore,
): readonly string[] {
	const broken: string[] = [];
	let due = 0;
	for (const [ordinal, secret] of entriesOf(vault.rows)) {
		broken.push(...checkSecret(secret), ...checkReplication(store, secret));
		for (const arn of sealingKeysOf(secret))
			if (valueAt(store.keys.keys, arn) === undefined)
				broken.push(
					`${place}: there is no key ${arn}, which seals a value of ${secret.name}`,
				);
		if (`${secret.account}/${secret.region}` !== place)
			broken.push(`${place}: ${secret.name} belongs to another vault`);
		if (valueAt(vault.byName, secret.name) !== ordinal)
			broken.push(`${place}: ${secret.name} is not found by its name`);
		if (valueAt(vault.byCohort, [cohortOf(ordinal), secret.name]) !== ordinal)
			broken.push(`${place}: ${secret.name} is not found in its cohort`);
		if (ordinal >= vault.nextOrdinal)
			broken.push(`${place}: the ordinal of ${secret.name} is to come`);
		const at = dueAt(secret);
		if (at === undefined) continue;
		due++;
		if (valueAt(vault.due, [at, ordinal]) !== secret.name)
			broken.push(`${place}: what is due for ${secret.name} is not noted`);
	}
	if (vault.byCohort.size !== vault.rows.size)
		broken.push(`${place}: a name in a cohort without a secret`);
	if (vault.byName.size !== vault.rows.size)
		broken.push(`${place}: a name without a secret`);
	if (vault.due.size !== due)
		broken.push(`${place}: something is due for no secret`);
	return broken;
}

const sealingKeysOf = ({ versions }: Secret): readonly KeyArn[] =>
	versions.flatMap(({ payload }) => payload.keys.map(({ keyArn }) => keyArn));

/** The laws between a secret and the others of its replication. */
function checkReplication(
	store: SecretStore,
	secret: Secret,
): readonly string[] {
	const inRegion = (region: Region) =>
		secretNamed(vaultOf(store, secret.account, region), secret.name);
	switch (secret.role.kind) {
		case "standalone":
			return [];
		case "replica": {
			const primary = inRegion(secret.role.primaryRegion);
			const isListed =
				primary !== undefined &&
				isReplicaOf(secret, primary) &&
				replicasOf(primary).some(({ region }) => region === secret.region);
			return isListed || secret.deletion !== undefined
				? []
				: [`${arnOf(secret)}: no primary has this replica`];
		}
		case "primary":
			return secret.role.replicas.flatMap((known) => {
				if (known.progress.status !== "InSync") return [];
				const replica = inRegion(known.region);
				return replica !== undefined && isReplicaOf(replica, secret)
					? checkProjection(secret, replica, known)
					: [`${arnOf(secret)}: has no replica in ${known.region}`];
			});
	}
}
