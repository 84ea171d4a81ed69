import fc from "fast-check";
import { advance } from "./advance.js";
import { advanceToDue } from "./advance-to-due.js";
import { batchGetSecretValue } from "./batch-get-secret-value.js";
import { cancelRotateSecret } from "./cancel-rotate-secret.js";
import { managed, nearby, type ReferenceCommand } from "./command.js";
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
import { putResourcePolicy } from "./put-resource-policy.js";
import { putSecretValue } from "./put-secret-value.js";
import { registerKey } from "./register-key.js";
import { removeAlias } from "./remove-alias.js";
import { reportStep } from "./report-step.js";
import { restoreSecret } from "./restore-secret.js";
import { rotateSecret } from "./rotate-secret.js";
import { saveAndLoad } from "./save-and-load.js";
import { setKeyState } from "./set-key-state.js";
import { tagResource } from "./tag-resource.js";
import { untagResource } from "./untag-resource.js";
import { updateSecret } from "./update-secret.js";
import { updateSecretVersionStage } from "./update-secret-version-stage.js";
import { validateResourcePolicy } from "./validate-resource-policy.js";

const times = <T>(count: number, arbitrary: () => T): T[] =>
	Array.from({ length: count }, arbitrary);

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
];
