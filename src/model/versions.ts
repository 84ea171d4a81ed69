import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import type { Envelope } from "../kms/envelope.js";
import { type Failure, resourceNotFound } from "../values/failure.js";
import type { Instant } from "../values/instant.js";
import type { VersionId } from "../values/version-id.js";
import type { Secret, Version } from "./secret.js";

/** The version with an id, when there is one. */
export const findVersion = (
	secret: Secret,
	id: VersionId | undefined,
): Version | undefined => secret.versions.find((each) => each.id === id);

/**
 * The version with an id; refuses with ResourceNotFoundException.
 * Assumed: UpdateSecretVersionStage says the same of an unknown MoveToVersionId as GetSecretValue of an unknown VersionId.
 */
export function versionById(
	secret: Secret,
	id: VersionId,
): Result<Version, Failure> {
	const version = findVersion(secret, id);
	return version === undefined
		? err(
				resourceNotFound(
					`Secrets Manager can't find the specified secret value for VersionId: ${id}`,
				),
			)
		: ok(version);
}

/** Appends a version, which changes the secret; its id must be new in it. */
export function withVersion(
	secret: Secret,
	id: VersionId,
	payload: Envelope,
	createdDate: Instant,
): Secret {
	const ordinal = (secret.versions.at(-1)?.ordinal ?? -1) + 1;
	const version: Version = {
		id,
		ordinal,
		createdDate,
		lastAccessedDate: undefined,
		payload,
	};
	// Appended by concat, which makes an array as long as it is: a spread leaves room for more, in every version of a secret.
	return {
		...secret,
		versions: secret.versions.concat(version),
		lastChangedDate: createdDate,
	};
}
