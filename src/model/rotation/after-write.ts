import type { Instant } from "../../values/instant.js";
import { CURRENT, PENDING } from "../../values/stage.js";
import type { VersionId } from "../../values/version-id.js";
import type { Secret } from "../secret.js";
import { holderOf } from "../stages.js";
import { isOpen, type Rotation, type RotationRun } from "./record.js";
import { scheduleFrom } from "./timetable.js";

/**
 * What a value that was just written means for the rotation of its secret: one that took AWSPENDING away abandons the
 * rotation that waited for it, and one that became current counts as a rotation where days are counted.
 */
export function afterWrite(
	secret: Secret,
	id: VersionId,
	now: Instant,
): Secret {
	const { rotation } = secret;
	if (rotation === undefined || isUnderWay(rotation.run, id)) return secret;
	const after = counted(abandoned(rotation, secret), secret, id, now);
	return after === rotation ? secret : { ...secret, rotation: after };
}

/** Whether a version is the one that a rotation is just making. */
const isUnderWay = (run: RotationRun | undefined, id: VersionId): boolean =>
	run?.state === "running" && run.token === id;

function abandoned(rotation: Rotation, { stages }: Secret): Rotation {
	const { run } = rotation;
	if (run === undefined || !isOpen(run)) return rotation;
	return holderOf(stages, PENDING) === run.token ||
		holderOf(stages, CURRENT) === run.token
		? rotation
		: { ...rotation, run: { ...run, state: "abandoned" } };
}

/** Documented for AutomaticallyAfterDays alone; an expression keeps its windows. */
function counted(
	rotation: Rotation,
	{ stages }: Secret,
	id: VersionId,
	now: Instant,
): Rotation {
	const { window, rules } = rotation;
	return window !== undefined &&
		rules?.scheduleExpression === undefined &&
		holderOf(stages, CURRENT) === id
		? scheduleFrom(rotation, now)
		: rotation;
}
