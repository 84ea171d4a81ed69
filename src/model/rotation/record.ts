import { DAY, type Instant, startOfUtcDay } from "../../values/instant.js";
import type { RotationStep } from "../../values/rotation-step.js";
import type { VersionId } from "../../values/version-id.js";
import type { Law } from "../law.js";
import type { RotationRules, RotationWindow } from "./schedule.js";

/** How a secret is rotated, when it is next, and the latest rotation of it. */
export interface Rotation {
	/** `undefined` until rotation is set up; `false` after CancelRotateSecret, which keeps all that was set. */
	readonly enabled: boolean | undefined;
	/** `undefined` where none was given, and where the owning service rotates. */
	readonly functionArn: string | undefined;
	readonly rules: RotationRules | undefined;
	readonly externalMetadata: readonly MetadataItem[] | undefined;
	readonly externalRoleArn: string | undefined;
	readonly lastRotatedDate: Instant | undefined;
	/** The window that is scheduled, or was and has passed in vain; its last second is NextRotationDate. */
	readonly window: RotationWindow | undefined;
	/** When time alone starts a rotation next, or starts one again; `undefined` for never. */
	readonly due: Instant | undefined;
	/** The latest rotation, whether it is over or not. */
	readonly run: RotationRun | undefined;
}

export interface MetadataItem {
	readonly key: string;
	readonly value: string;
}

/** One rotation, or one test of a rotation function. */
export interface RotationRun {
	readonly kind: (typeof RUN_KINDS)[number];
	/** The id of the version that it makes. */
	readonly token: VersionId;
	readonly rotationToken: string;
	/** From 1 on: how often it was started since its window opened, or since it was asked for. */
	readonly attempt: number;
	readonly state: RunState;
	/** The step that is under way, or was the last. */
	readonly step: RotationStep;
}

export const RUN_KINDS = ["rotation", "test"] as const;

/** A rotation that failed waits for its next attempt; the other ends are for good. */
export const RUN_STATES = [
	"running",
	"failed",
	"succeeded",
	"abandoned",
	"cancelled",
] as const;

export type RunState = (typeof RUN_STATES)[number];

/** Whether a rotation is not over: it is under way, or waits for its next attempt. */
export const isOpen = (run: RotationRun): boolean =>
	run.state === "running" || awaitsAttempt(run);

/** Whether a rotation failed and waits for its next attempt; a test is not tried again. */
export const awaitsAttempt = ({ kind, state }: RotationRun): boolean =>
	kind === "rotation" && state === "failed";

/** What a secret that was never rotated has, before anything is set. */
export const NO_ROTATION: Rotation = Object.freeze({
	enabled: undefined,
	functionArn: undefined,
	rules: undefined,
	externalMetadata: undefined,
	externalRoleArn: undefined,
	lastRotatedDate: undefined,
	window: undefined,
	due: undefined,
	run: undefined,
});

/** NextRotationDate. Observed: it is the last second of the window, not its beginning (2026-09). */
export const nextRotationDate = ({ window }: Rotation): Instant | undefined =>
	window && window.closes - 1000;

/** The laws of a rotation by itself. */
export const rotationLaws = (rotation: Rotation): readonly Law[] => {
	const { enabled, window, due, run, rules } = rotation;
	return [
		[
			window === undefined || (enabled === true && rules !== undefined),
			"only a rotation that is on, and has rules, has a window",
		],
		[
			window === undefined ||
				(window.closes > window.opens &&
					window.closes <= startOfUtcDay(window.opens) + DAY),
			"a window closes after it opens, within its UTC day",
		],
		[
			due === undefined || (window !== undefined && due >= window.opens),
			"no rotation is due before its window opens",
		],
		[
			run?.state !== "running" || enabled === true,
			"no rotation is under way where rotation is off",
		],
		[run?.kind !== "test" || run.step === "testSecret", "a test has one step"],
	];
};
