import type { KeyRing } from "../kms/key-ring.js";
import type { KeyGuard } from "../model/key-access.js";
import { accessToKey } from "./access.js";
import type { Call } from "./call.js";
import { refusalOf, ruleOn } from "./permission.js";

/** Guards the keys that a call uses. */
export const keyGuard =
	(ring: KeyRing, call: Call): KeyGuard =>
	(action, keyArn, encryptionContext) => {
		const use = `kms:${action}`;
		const access = accessToKey(use, keyArn, ring, encryptionContext, call);
		const ruling = ruleOn(access, call);
		return ruling.effect === "Allow"
			? undefined
			: refusalOf(ruling, access, keyArn, call);
	};
