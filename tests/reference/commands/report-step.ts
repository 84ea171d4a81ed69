import fc from "fast-check";
import { mostly } from "../../support/arbitraries.js";
import { command } from "./command.js";
import { effectSeen, report } from "./rotation-function.js";

/** The host reports on the latest effect, or on an older one: late, or once more. */
export const reportStep = () =>
	fc
		.record({ which: mostly(fc.constant(0), fc.nat(20), 3), ok: fc.boolean() })
		.map(({ which, ok }) =>
			command(
				() => `ReportStep(${which}, ${ok})`,
				(reference, world) => {
					const effect = effectSeen(reference, which);
					if (effect) report(reference, world, effect, ok);
				},
			),
		);
