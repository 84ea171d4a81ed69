import { produce } from "immer";
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
	return produce(secret, (draft) => {
		draft.lastAccessedDate = today;
		for (const each of draft.versions)
			if (each.id === version.id) each.lastAccessedDate = today;
	});
}
