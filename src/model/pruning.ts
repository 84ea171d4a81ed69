import type { Result } from "../base/result.js";
import { err, ok } from "../base/result.js";
import { type Failure, limitExceeded } from "../values/failure.js";
import { DAY, type Instant } from "../values/instant.js";
import type { Secret } from "./secret.js";
import { labelledIds } from "./stages.js";

/** How many versions pruning aims at. */
const RETAINED = 100;

/**
 * Removes the oldest versions above 100 (or above `maxVersions` where that is less): never a labelled one, never one younger than 24 hours.
 *
 * Assumed: a burst of writes that cannot be pruned is accepted, so that a secret may have more than 100 versions.
 * It has them until they are 24 hours old. `maxVersions` sets a ceiling, at which a write is refused with
 * LimitExceededException.
 */
export function prune(
	secret: Secret,
	now: Instant,
	maxVersions: number,
): Result<Secret, Failure> {
	const surplus = secret.versions.length - Math.min(RETAINED, maxVersions);
	if (surplus <= 0) return ok(secret);
	const labelled = labelledIds(secret);
	let removed = 0;
	const versions = secret.versions.filter(({ id, createdDate }) => {
		const goes =
			removed < surplus && !labelled.has(id) && now - createdDate >= DAY;
		if (goes) removed++;
		return !goes;
	});
	// Assumed: the text about too many versions is modelled on the recorded one about labels.
	if (versions.length > maxVersions)
		return err(
			limitExceeded(
				"You exceeded the maximum number of versions allowed on a secret.",
			),
		);
	return ok(removed === 0 ? secret : { ...secret, versions });
}
