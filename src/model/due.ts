import type { Instant } from "../values/instant.js";
import type { Secret } from "./secret.js";

/** When time alone will next change a secret: it ends, or a rotation is due, which waits where the end is scheduled. */
export const dueAt = ({ deletion, rotation }: Secret): Instant | undefined =>
	deletion === undefined ? rotation?.due : deletion.deletionDate;
