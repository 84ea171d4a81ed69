/** What a rotation function is invoked for, one after the other. */
export const ROTATION_STEPS = [
	"createSecret",
	"setSecret",
	"testSecret",
	"finishSecret",
] as const;

export type RotationStep = (typeof ROTATION_STEPS)[number];
