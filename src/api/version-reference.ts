import type { Result } from "../base/result.js";
import { ok } from "../base/result.js";
import { arnOf, type Secret } from "../model/secret.js";
import { type WriteContext, writeValue } from "../model/writing.js";
import type { Failure } from "../values/failure.js";
import type { Payload } from "../values/payload.js";
import type { VersionId } from "../values/version-id.js";
import type { Change } from "./operation.js";

/** Which secret a call changed, and the version that it stored, if any. */
export interface VersionReference {
	readonly ARN: string;
	readonly Name: string;
	readonly VersionId?: VersionId;
}

/** Makes a value the current one of a secret where there is a value, and answers with what it changed. */
export function withCurrentValue(
	secret: Secret,
	id: VersionId | undefined,
	payload: Payload | undefined,
	context: WriteContext,
): Result<Change<VersionReference>, Failure> {
	const answer = { ARN: arnOf(secret), Name: secret.name };
	if (id === undefined || payload === undefined) return ok({ answer, secret });
	const written = writeValue(
		secret,
		{ id, payload, stages: undefined },
		context,
	);
	return written.ok
		? ok({ answer: { ...answer, VersionId: id }, secret: written.value })
		: written;
}
