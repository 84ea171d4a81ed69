import fc from "fast-check";
import { names } from "../../support/arbitraries.js";
import {
	rulesOfResource,
	tellingTags,
	withKeyless,
} from "../../support/caller-arbitraries.js";
import { policyText } from "../../support/policies.js";
import { policyOf } from "../../support/policy-language.js";
import { grant, replicaScope } from "../../support/replication-arbitraries.js";
import { advance } from "./advance.js";
import { advanceToDue } from "./advance-to-due.js";
import { batchGetSecretValue } from "./batch-get-secret-value.js";
import { cancelRotateSecret } from "./cancel-rotate-secret.js";
import {
	abroad,
	byPeople,
	managed,
	nearby,
	type ReferenceCommand,
	replicated,
} from "./command.js";
import { createSecret } from "./create-secret.js";
import { deleteResourcePolicy } from "./delete-resource-policy.js";
import { deleteSecret } from "./delete-secret.js";
import { describeSecret } from "./describe-secret.js";
import { functionFinishes } from "./function-finishes.js";
import { functionRuns } from "./function-runs.js";
import { functionStores } from "./function-stores.js";
import { getRandomPassword } from "./get-random-password.js";
import { getResourcePolicy } from "./get-resource-policy.js";
import { getSecretValue } from "./get-secret-value.js";
import { listSecretVersionIds } from "./list-secret-version-ids.js";
import { listSecrets } from "./list-secrets.js";
import { passTime } from "./pass-time.js";
import { putAlias } from "./put-alias.js";
import { putManagedSecret } from "./put-managed-secret.js";
import { putPolicyAgain } from "./put-policy-again.js";
import { putResourcePolicy } from "./put-resource-policy.js";
import { putSecretValue } from "./put-secret-value.js";
import { guardKey, registerKey } from "./register-key.js";
import { removeAlias } from "./remove-alias.js";
import { removeRegionsFromReplication } from "./remove-regions-from-replication.js";
import { replicateSecretToRegions } from "./replicate-secret-to-regions.js";
import { reportStep } from "./report-step.js";
import { restoreSecret } from "./restore-secret.js";
import { rotateSecret } from "./rotate-secret.js";
import { saveAndLoad } from "./save-and-load.js";
import { setKeyState } from "./set-key-state.js";
import { stopReplicationToReplica } from "./stop-replication-to-replica.js";
import { tagResource } from "./tag-resource.js";
import { untagResource } from "./untag-resource.js";
import { updateSecret } from "./update-secret.js";
import { updateSecretVersionStage } from "./update-secret-version-stage.js";
import { validateResourcePolicy } from "./validate-resource-policy.js";

const times = <T>(count: number, arbitrary: () => T): T[] =>
	Array.from({ length: count }, () => arbitrary());

/** What happens to secrets that are rotated. */
export const rotationCommands: readonly fc.Arbitrary<ReferenceCommand>[] = [
	...times(6, () => rotateSecret(nearby())),
	cancelRotateSecret(nearby()),
	...times(7, functionRuns),
	...times(2, functionStores),
	...times(2, functionFinishes),
	...times(3, reportStep),
	passTime(),
	advance(),
	...times(7, advanceToDue),
	createSecret(),
	...times(2, putManagedSecret),
	...times(3, () => rotateSecret(managed())),
	fc.oneof(
		...[putSecretValue, updateSecret, updateSecretVersionStage].map((each) =>
			each(managed()),
		),
		...[deleteSecret, restoreSecret, cancelRotateSecret].map((each) =>
			each(managed()),
		),
	),
	...times(2, () => putSecretValue(nearby())),
	updateSecret(nearby()),
	...times(3, () => updateSecretVersionStage(nearby())),
	deleteSecret(nearby()),
	...times(2, () => restoreSecret(nearby())),
	listSecrets(),
	getSecretValue(),
	saveAndLoad(),
	registerKey(),
	...times(2, setKeyState),
	putAlias(),
	removeAlias(),
];

/** What happens to secrets whose keys come and go. */
export const keyCommands: readonly fc.Arbitrary<ReferenceCommand>[] = [
	...times(4, registerKey),
	...times(8, setKeyState),
	...times(3, putAlias),
	removeAlias(),
	...times(4, () => createSecret(2)),
	...times(6, () => updateSecret(nearby(), 2)),
	...times(6, () => putSecretValue(nearby())),
	...times(3, () => getSecretValue(nearby())),
	...times(2, () => updateSecretVersionStage(nearby())),
	...times(2, putManagedSecret),
	...times(2, () => rotateSecret(nearby())),
	...times(2, () => rotateSecret(managed())),
	...times(3, functionRuns),
	...times(2, advanceToDue),
	batchGetSecretValue(),
	passTime(),
	saveAndLoad(),
];

/** What happens to secrets that are replicated. */
export const replicationCommands: readonly fc.Arbitrary<ReferenceCommand>[] = [
	...times(10, () => replicateSecretToRegions(replicated())),
	...times(4, () => removeRegionsFromReplication(replicated())),
	...times(4, () => stopReplicationToReplica(replicated())),
	...times(4, () =>
		createSecret(
			4,
			{ scope: replicaScope(), name: fc.constantFrom(names[0], names[3]) },
			2,
		),
	),
	...times(4, () => putSecretValue(replicated())),
	...times(4, () => updateSecret(replicated(), 2)),
	...times(2, () => updateSecretVersionStage(replicated())),
	...times(3, () => deleteSecret(replicated())),
	...times(2, () => restoreSecret(replicated())),
	...times(3, () => getSecretValue(replicated())),
	tagResource(replicated()),
	untagResource(replicated()),
	putResourcePolicy(replicated(), policyText()),
	deleteResourcePolicy(replicated()),
	listSecretVersionIds(replicated()),
	...times(3, () => rotateSecret(replicated())),
	cancelRotateSecret(replicated()),
	...times(3, functionRuns),
	...times(6, advanceToDue),
	advance(),
	passTime(),
	listSecrets(),
	batchGetSecretValue(),
	...times(2, saveAndLoad),
	...times(2, registerKey),
	...times(4, setKeyState),
	putAlias(),
	removeAlias(),
	...times(3, () => putManagedSecret(replicaScope(), names[0])),
];

/** What callers of another account try, and what lets them. */
export const foreignCommands: readonly fc.Arbitrary<ReferenceCommand>[] = [
	...times(8, () => putResourcePolicy(replicated(), grant())),
	...times(4, () => putResourcePolicy(abroad(), grant())),
	deleteResourcePolicy(replicated()),
	...times(3, () => updateSecret(replicated(), 2)),
	...times(2, () => replicateSecretToRegions(replicated())),
	...times(4, () => getSecretValue(abroad())),
	...times(4, () => putSecretValue(abroad())),
	...times(4, () => updateSecret(abroad(), 2)),
	...times(2, () => rotateSecret(abroad())),
	...[updateSecretVersionStage, deleteSecret, restoreSecret].map((each) =>
		each(abroad()),
	),
	...[tagResource, untagResource, describeSecret].map((each) => each(abroad())),
	...[listSecretVersionIds, getResourcePolicy, cancelRotateSecret].map((each) =>
		each(abroad()),
	),
	deleteResourcePolicy(abroad()),
	replicateSecretToRegions(abroad()),
	removeRegionsFromReplication(abroad()),
	stopReplicationToReplica(abroad()),
	batchGetSecretValue(),
	createSecret(2),
	functionRuns(),
	advanceToDue(),
	...times(2, setKeyState),
];

/** What people try who are allowed this and denied that. */
export const peoplesCommands: readonly fc.Arbitrary<ReferenceCommand>[] = [
	...times(6, () =>
		putResourcePolicy(byPeople(), rulesOfResource().map(policyOf)),
	),
	...times(3, () =>
		putResourcePolicy(replicated(), rulesOfResource().map(policyOf)),
	),
	...times(3, () =>
		validateResourcePolicy(byPeople(), rulesOfResource().map(policyOf)),
	),
	...[deleteResourcePolicy, tagResource, untagResource].map((each) =>
		each(replicated()),
	),
	...times(6, () => getSecretValue(byPeople())),
	...times(4, () => putSecretValue(byPeople())),
	...times(4, () => updateSecret(byPeople(), 2)),
	...times(3, () => updateSecretVersionStage(byPeople())),
	tagResource(byPeople()),
	...times(4, () => tagResource(byPeople(), tellingTags())),
	...times(3, () => untagResource(byPeople())),
	...times(4, () =>
		createSecret(
			2,
			{ scope: byPeople().scope, name: fc.constantFrom(...names.slice(0, 4)) },
			4,
		),
	),
	...times(7, () => rotateSecret(byPeople())),
	...[deleteSecret, restoreSecret, describeSecret].map((each) =>
		each(byPeople()),
	),
	...[listSecretVersionIds, getResourcePolicy, cancelRotateSecret].map((each) =>
		each(byPeople()),
	),
	deleteResourcePolicy(byPeople()),
	...times(2, () => replicateSecretToRegions(byPeople())),
	...times(4, () => replicateSecretToRegions(byPeople(withKeyless))),
	...times(2, () => putPolicyAgain(byPeople())),
	putPolicyAgain(replicated()),
	removeRegionsFromReplication(byPeople()),
	stopReplicationToReplica(byPeople()),
	...times(3, () => batchGetSecretValue(byPeople().scope)),
	...times(3, () => listSecrets(byPeople().scope)),
	getRandomPassword(byPeople().scope),
	...times(4, guardKey),
	...times(2, () => updateSecret(replicated(), 2)),
	...times(2, setKeyState),
	functionRuns(),
	advanceToDue(),
	saveAndLoad(),
];

/** One arbitrary per command, as often as it shall be drawn. */
export const commands: readonly fc.Arbitrary<ReferenceCommand>[] = [
	...times(3, createSecret),
	...times(2, getSecretValue),
	...times(5, () => putSecretValue()),
	...times(3, () => updateSecret()),
	...times(3, () => updateSecretVersionStage()),
	...times(2, listSecretVersionIds),
	describeSecret(),
	deleteSecret(),
	restoreSecret(),
	...times(4, listSecrets),
	...times(2, batchGetSecretValue),
	...times(2, tagResource),
	untagResource(),
	getRandomPassword(),
	...times(2, putResourcePolicy),
	getResourcePolicy(),
	deleteResourcePolicy(),
	validateResourcePolicy(),
	...times(2, passTime),
	...times(3, advance),
	saveAndLoad(),
	...times(5, () => rotateSecret()),
	cancelRotateSecret(),
	putManagedSecret(),
	...times(4, functionRuns),
	functionStores(),
	functionFinishes(),
	...times(2, reportStep),
	...times(2, registerKey),
	...times(3, setKeyState),
	putAlias(),
	removeAlias(),
	...times(2, () => replicateSecretToRegions()),
	removeRegionsFromReplication(),
	stopReplicationToReplica(),
];
