import { type Instant, startOfUtcDay } from "../values/instant.js";
import type { Secret, Version } from "./secret.js";

/** Notes on a secret and on one of its versions that they were read today (UTC). The same object when it is noted already. */
export function recordAccess(
	secret: Secret,
	version: Version,
	now: Instant,
): Secret {
	const today = startOfUtcDay(now);
	if (secret.lastAccessedDate === today && version.lastAccessedDate === today)
		return secret;
	const versions = secret.versions.map((each) =>
		each.id === version.id ? { ...each, lastAccessedDate: today } : each,
	);
	return { ...secret, lastAccessedDate: today, versions };
}
