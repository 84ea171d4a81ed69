import fc from "fast-check";
import { mostly, rarely } from "../../support/arbitraries.js";
import type { Reference, World } from "../play.js";
import { command } from "./command.js";
import {
	effectSeen,
	makeCurrent,
	report,
	storeNext,
} from "./rotation-function.js";

/** The function does step after step of what it was asked for last, until one of them fails or there are no more. */
export const functionRuns = () =>
	fc
		.record({
			which: mostly(fc.constant(0), fc.nat(8), 4),
			steps: fc.constantFrom(1, 2, 4, 4, 4),
			failsAt: rarely(fc.nat(3), 3),
		})
		.map(({ which, steps, failsAt }) =>
			command(
				() => `FunctionRuns(${which}, ${steps}, fails at ${failsAt})`,
				(reference, world) => {
					runFunction(reference, world, { which, steps, failsAt });
				},
			),
		);

export function runFunction(
	reference: Reference,
	world: World,
	{
		which = 0,
		steps = 4,
		failsAt,
	}: { which?: number; steps?: number; failsAt?: number | undefined } = {},
): void {
	let effect = effectSeen(reference, which);
	for (let at = 0; at < steps && effect !== undefined; at++) {
		const asked = reference.effects.length;
		if (at === failsAt) {
			report(reference, world, effect, false);
			return;
		}
		const { functionArn, event } = effect;
		const isOwner = functionArn.endsWith(".amazonaws.com"); // who does it unseen
		if (event.Step === "createSecret" && !isOwner)
			storeNext(reference, world, effect);
		if (event.Step === "finishSecret" && !isOwner)
			makeCurrent(reference, world, effect);
		report(reference, world, effect, true);
		effect = reference.effects[asked];
	}
}
