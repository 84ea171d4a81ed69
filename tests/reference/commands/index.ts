import type fc from "fast-check";
import { advance } from "./advance.js";
import { batchGetSecretValue } from "./batch-get-secret-value.js";
import type { ReferenceCommand } from "./command.js";
import { createSecret } from "./create-secret.js";
import { deleteResourcePolicy } from "./delete-resource-policy.js";
import { deleteSecret } from "./delete-secret.js";
import { describeSecret } from "./describe-secret.js";
import { getRandomPassword } from "./get-random-password.js";
import { getResourcePolicy } from "./get-resource-policy.js";
import { getSecretValue } from "./get-secret-value.js";
import { listSecretVersionIds } from "./list-secret-version-ids.js";
import { listSecrets } from "./list-secrets.js";
import { passTime } from "./pass-time.js";
import { putResourcePolicy } from "./put-resource-policy.js";
import { putSecretValue } from "./put-secret-value.js";
import { restoreSecret } from "./restore-secret.js";
import { saveAndLoad } from "./save-and-load.js";
import { tagResource } from "./tag-resource.js";
import { untagResource } from "./untag-resource.js";
import { updateSecret } from "./update-secret.js";
import { updateSecretVersionStage } from "./update-secret-version-stage.js";
import { validateResourcePolicy } from "./validate-resource-policy.js";

/** One arbitrary per command, as often as it shall be drawn. */
export const commands: readonly fc.Arbitrary<ReferenceCommand>[] = [
	...Array.from({ length: 3 }, createSecret),
	...Array.from({ length: 2 }, getSecretValue),
	...Array.from({ length: 5 }, putSecretValue),
	...Array.from({ length: 3 }, updateSecret),
	...Array.from({ length: 3 }, updateSecretVersionStage),
	...Array.from({ length: 2 }, listSecretVersionIds),
	describeSecret(),
	deleteSecret(),
	restoreSecret(),
	...Array.from({ length: 4 }, listSecrets),
	...Array.from({ length: 2 }, batchGetSecretValue),
	...Array.from({ length: 2 }, tagResource),
	untagResource(),
	getRandomPassword(),
	...Array.from({ length: 2 }, putResourcePolicy),
	getResourcePolicy(),
	deleteResourcePolicy(),
	validateResourcePolicy(),
	...Array.from({ length: 2 }, passTime),
	advance(),
	saveAndLoad(),
];
