import { duration } from "../../support/arbitraries.js";
import { command } from "./command.js";

/** Time passes; nobody calls `advance`, and answers are right all the same. */
export const passTime = () =>
	duration().map((elapsed) =>
		command(
			() => `PassTime(${elapsed / 3_600_000} h)`,
			(reference) => {
				reference.now += elapsed;
			},
		),
	);
