import type { Subject } from "../base/wildcard.js";
import type { Keys } from "./keys.js";
import type { CallerName } from "./principal.js";

/** What a call wants, as policies look at it. */
export interface Request {
	/** Everything that the caller is. */
	readonly callerNames: readonly CallerName[];
	/** Whether a permissions boundary is set for the caller. */
	readonly bounded: boolean;
	/** Such as `secretsmanager:getsecretvalue`: in lower case, since its case does not count. */
	readonly action: Subject;
	/** The ARN of what is touched, or `*` for no one thing; `undefined` for whatever a policy may be attached to. */
	readonly resource: Subject | undefined;
	readonly keys: Keys;
}
