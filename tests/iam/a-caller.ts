import { understoodCaller } from "../../src/iam/caller.js";
import type { CallerName } from "../../src/iam/principal.js";

/** Everything that a caller is, by its ARN and its unique id. */
export const callerNamesOf = (
	arn: string,
	userId?: string,
): readonly CallerName[] =>
	understoodCaller({ arn, userId }, "caller").callerNames;
