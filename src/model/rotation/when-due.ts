import { randomUuid } from "../../base/random.js";
import type { Instant } from "../../values/instant.js";
import { PENDING } from "../../values/stage.js";
import { arnOf, type Secret } from "../secret.js";
import { holderOf } from "../stages.js";
import { awaitsAttempt } from "./record.js";
import { withRotation } from "./run.js";
import { windowsAt } from "./schedule.js";
import { isFree, startAgain, startRotation } from "./start.js";

/**
 * Does what the schedule of a secret asks for at a moment; the same object where nothing is due. Inside a window a rotation
 * begins, or one that failed begins again; a window that has passed is passed over. A rotation that is under way, or
 * AWSPENDING on another version, lets the window pass as well.
 * Assumed: a rotation begins when its window opens; where nobody looked until it had closed, the next window counts.
 */
export function rotateWhenDue(
	secret: Secret,
	now: Instant,
	seed: string,
): Secret {
	const { rotation } = secret;
	if (rotation?.due === undefined || rotation.due > now) return secret;
	if (rotation.window === undefined || rotation.rules === undefined)
		return secret;
	const windows = windowsAt(rotation.rules, rotation.window, now);
	if (windows === undefined) return withRotation(secret, { due: undefined });
	const { window, next } = windows;
	if (window.opens > now)
		return withRotation(secret, { window, due: window.opens });
	const inWindow = withRotation(secret, { window, due: next?.opens });
	// A window is due as it opens, and again for a further attempt at the rotation that failed in it.
	const opens =
		window.opens !== rotation.window.opens || rotation.due === window.opens;
	const run = rotation.run;
	if (
		run !== undefined &&
		awaitsAttempt(run) &&
		holderOf(secret.stages, PENDING) === run.token
	)
		return startAgain(inWindow, run, opens ? 1 : run.attempt + 1);
	if (!opens || run?.state === "running" || !isFree(secret)) return inWindow;
	const started = startRotation(inWindow, drawToken(secret, now, seed), {
		now,
		seed,
	});
	return started.ok ? started.value : inWindow;
}

/** A secret starts one rotation at a time, and its versions only grow: no place is drawn from twice. */
const drawToken = (secret: Secret, now: Instant, seed: string): string =>
	randomUuid(seed, [
		"scheduled rotation",
		arnOf(secret),
		String(now),
		String(secret.versions.at(-1)?.ordinal ?? "none"),
	]);
