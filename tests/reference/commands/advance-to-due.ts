import fc from "fast-check";
import { playAdvance } from "../play-time.js";
import { command } from "./command.js";

/** Time passes until something is due, or a little longer, and it is done. */
export const advanceToDue = () =>
	fc.constantFrom(0, 0, 0, 1, 3_600_000).map((longer) =>
		command(
			() => `AdvanceToDue(${longer} ms later)`,
			(reference, world) => {
				const due = reference.model.nextDue() ?? 0;
				reference.now = Math.max(reference.now, due + longer);
				playAdvance(reference, world);
			},
		),
	);
