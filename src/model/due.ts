import type { Instant } from "../values/instant.js";
import { arrivalOf } from "./role.js";
import type { Secret } from "./secret.js";

/**
 * When time alone will next change a secret: it ends, or something arrives at a replica of it, or a rotation is due. All
 * else waits where the end is scheduled.
 */
export function dueAt(secret: Secret): Instant | undefined {
	if (secret.deletion !== undefined) return secret.deletion.deletionDate;
	const rotation = secret.rotation?.due;
	const arrival = arrivalOf(secret);
	return rotation === undefined || (arrival ?? rotation) < rotation
		? arrival
		: rotation;
}
