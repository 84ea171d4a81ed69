/**
 * The rotation of one secret of the naive model and its laws (4): what is set, when it is due, what writes mean for it.
 * Imports nothing from the package.
 */
import { refuse, UNRECORDED } from "./refusal.js";
import { arrivalOf } from "./replication.js";
import {
	type Opening,
	openingAfter,
	type Rules,
	shownRules,
} from "./schedule.js";
import { compact, type Output, type Secret } from "./secret.js";

export const STEPS = [
	"createSecret",
	"setSecret",
	"testSecret",
	"finishSecret",
] as const;
export type Step = (typeof STEPS)[number];

/** One rotation of a secret, or one test of its function. */
export interface Run {
	readonly kind: "rotation" | "test";
	/** The id of its version; of a scheduled one UNSEEN until the test names the real one. */
	token: string;
	/** Random: undefined until the test names the real one. */
	rotationToken: string | undefined;
	state: "under way" | "failed" | "over";
	/** Why it ended before its time. */
	takenBack: "cancelled" | "abandoned" | undefined;
	step: Step;
	/** How often it was tried since its window opened, or it was called for. */
	attempts: number;
}
export const UNSEEN = "(drawn for a scheduled rotation)";

export interface Rotation {
	/** Not known until rotation is set up, or cancelled: of a replica. */
	enabled: boolean | undefined;
	lambda: string | undefined;
	rules: Rules | undefined;
	metadata: readonly Output[] | undefined;
	role: string | undefined;
	rotated: number | undefined;
	/** The window that is scheduled, that is open, or that was the last. */
	window: Window | undefined;
	run: Run | undefined;
}
interface Window extends Opening {
	/** Whether its opening was taken note of. */
	begun: boolean;
	/** When a rotation that failed in it is tried again. */
	again: number | undefined;
}

const MINUTE = 60_000;
const ATTEMPTS = 5;

/** Of a secret that was never rotated. */
export const noRotation = (): Rotation => ({
	enabled: false,
	lambda: undefined,
	rules: undefined,
	metadata: undefined,
	role: undefined,
	rotated: undefined,
	window: undefined,
	run: undefined,
});

/** Counts days anew: after RotateSecret, a rotation, a write by hand. */
export function schedule(rotation: Rotation, now: number): void {
	const opening = rotation.enabled
		? openingAfter(rotation.rules, now)
		: undefined;
	rotation.rules = shownRules(rotation.rules, opening, now);
	rotation.window = opening && { ...opening, begun: false, again: undefined };
}

/** When time alone does something with a secret next; while it waits for its end, nothing else. */
export function dueAt(secret: Secret): number | undefined {
	if (secret.deletion !== undefined) return secret.deletion;
	return [arrivalOf(secret), rotationDueAt(secret)]
		.filter((at) => at !== undefined)
		.sort((a, b) => a - b)[0];
}

function rotationDueAt({ rotation }: Secret): number | undefined {
	const { window, rules } = rotation ?? noRotation();
	if (window === undefined) return undefined;
	if (!window.begun) return window.opens;
	return window.again ?? openingAfter(rules, window.opens)?.opens;
}

/** What time asks of a secret that is due: a new rotation, one that failed once more, or nothing. */
export function lookAtTime(
	secret: Secret,
	now: number,
): "start" | "try again" | undefined {
	const rotation = secret.rotation ?? noRotation();
	const { rules, run } = rotation;
	while (rotation.window !== undefined && rotation.window.closes <= now) {
		const next = openingAfter(rules, rotation.window.opens);
		rotation.window = next && { ...next, begun: false, again: undefined };
	}
	const { window } = rotation;
	if (window === undefined || now < window.opens) return undefined;
	const opens = !window.begun;
	window.begun = true;
	window.again = undefined;
	const waits =
		run?.state === "failed" && secret.labels.get("AWSPENDING") === run.token;
	if (run !== undefined && waits) {
		run.attempts = opens ? 1 : run.attempts + 1;
		return "try again";
	}
	// A rotation is started by a window that opens; while another is not complete, the window passes.
	const isUnderWay = run?.state === "under way";
	return opens && !isUnderWay && isFree(secret) ? "start" : undefined;
}

/** After a failure: again in ten minutes, while the window is open and not five times were in vain; else in the next one. */
export function waitAfterFailure(rotation: Rotation, now: number): void {
	const { window, run } = rotation;
	const again = now + 10 * MINUTE;
	if (window === undefined || run === undefined) return;
	if (now < window.opens || again >= window.closes) return;
	if (run.attempts >= ATTEMPTS) return;
	window.begun = true;
	window.again = again;
}

/** AWSPENDING is on no version but AWSCURRENT's (4.4). */
export function isFree({ labels }: Secret): boolean {
	const pending = labels.get("AWSPENDING");
	return pending === undefined || pending === labels.get("AWSCURRENT");
}

/** What a version written just now means for the rotation (2.4, 4.5); answers with a run that is abandoned by it. */
export function afterWrite(
	{ rotation, labels }: Secret,
	id: string,
	now: number,
): Run | undefined {
	const run = rotation?.run;
	if (rotation === undefined) return undefined;
	if (run?.token === id && run.state === "under way") return undefined;
	// By hand: it counts as a rotation where days are counted, which an expression does not.
	const isCurrent = labels.get("AWSCURRENT") === id;
	const countsDays = rotation.rules?.ScheduleExpression === undefined;
	if (isCurrent && countsDays) schedule(rotation, now);
	const waits = [labels.get("AWSPENDING"), labels.get("AWSCURRENT")];
	if (run === undefined || run.state === "over") return undefined;
	if (waits.includes(run.token)) return undefined;
	run.state = "over";
	run.takenBack = "abandoned";
	return run;
}

/** 1.13; a RotationToken is that of the latest rotation, and comes with its ClientRequestToken. */
export function checkRotationToken(
	{ rotation }: Secret,
	id: string,
	given: unknown,
): void {
	const run = rotation?.run;
	if (given == null) return;
	const isRight = run?.rotationToken === given && run?.token === id;
	if (!isRight || run?.takenBack === "abandoned")
		refuse("InvalidParameterException", UNRECORDED);
}

/** Its members of DescribeSecret and ListSecrets. */
export function describeRotation({ rotation, owner }: Secret): Output {
	const { window, rules } = rotation ?? noRotation();
	return compact({
		OwningService: owner,
		RotationEnabled: rotation?.enabled,
		RotationLambdaARN: rotation?.lambda,
		RotationRules: rules && compact({ ...rules }),
		ExternalSecretRotationMetadata: rotation?.metadata,
		ExternalSecretRotationRoleArn: rotation?.role,
		LastRotatedDate: rotation?.rotated,
		NextRotationDate: window && window.closes - 1000,
	});
}
