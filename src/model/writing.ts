import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, resourceExists, tokenInUse } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import { type Payload, samePayload } from "../values/payload.js";
import type { Stage } from "../values/stage.js";
import type { VersionId } from "../values/version-id.js";
import type { KeyContext } from "./key-access.js";
import { prune } from "./pruning.js";
import { afterWrite } from "./rotation/after-write.js";
import { openPayload, sealPayload } from "./sealing.js";
import { arnOf, type Secret, type Version } from "./secret.js";
import { addStages, stageWrite } from "./stages.js";
import { findVersion, withVersion } from "./versions.js";

/** A value to be stored, under the version id that its caller chose. */
export interface Write {
	readonly id: VersionId;
	readonly payload: Payload;
	/** `undefined` for a default write, which makes the version current. */
	readonly stages: readonly Stage[] | undefined;
}

/** What writing takes from outside. */
export interface WriteContext extends KeyContext {
	readonly now: Instant;
	readonly maxVersions: number;
}

/**
 * Stores a value. An id that is already a version's is a replay: with the same value it only adds the labels asked for
 * (the same object when there is nothing to add), with another value it is refused with ResourceExistsException.
 */
export function writeValue(
	secret: Secret,
	write: Write,
	context: WriteContext,
): Result<Secret, Failure> {
	const existing = findVersion(secret, write.id);
	return existing === undefined
		? writeVersion(secret, write, context)
		: replayWrite(secret, existing, write, context);
}

function writeVersion(
	secret: Secret,
	{ id, payload, stages }: Write,
	context: WriteContext,
): Result<Secret, Failure> {
	const { now, maxVersions } = context;
	const sealed = sealPayload(secret, id, payload, context);
	if (!sealed.ok) return sealed;
	const written = withVersion(secret, id, sealed.value, now);
	const staged = stageWrite(written, id, stages, now);
	return staged.ok
		? prune(afterWrite(staged.value, id, now), now, maxVersions)
		: staged;
}

function replayWrite(
	secret: Secret,
	existing: Version,
	{ id, payload, stages }: Write,
	context: WriteContext,
): Result<Secret, Failure> {
	const { now } = context;
	const stored = openPayload(secret, existing, context);
	if (!stored.ok) return stored;
	if (!samePayload(stored.value, payload))
		return err(resourceExists(tokenInUse(id, arnOf(secret))));
	// Observed: a replay with VersionStages adds them, contrary to the documentation (2026-09).
	// Assumed: a replay without VersionStages changes no label and no date, whichever labels its version has by now.
	const staged = addStages(secret, id, stages ?? [], now);
	return staged.ok && staged.value !== secret
		? ok(afterWrite(staged.value, id, now))
		: staged;
}
