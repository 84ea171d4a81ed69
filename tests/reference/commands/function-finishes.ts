import fc from "fast-check";
import { mostly } from "../../support/arbitraries.js";
import { command } from "./command.js";
import { effectSeen, makeCurrent } from "./rotation-function.js";

/** The function makes its version the current one, whether it is time to or not. */
export const functionFinishes = () =>
	mostly(fc.constant(0), fc.nat(20), 3).map((which) =>
		command(
			() => `FunctionFinishes(${which})`,
			(reference, world) => {
				const effect = effectSeen(reference, which);
				if (effect) makeCurrent(reference, world, effect);
			},
		),
	);
