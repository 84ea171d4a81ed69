import fc from "fast-check";
import { playAdvance } from "../play-time.js";
import { command } from "./command.js";

/** Does what is due: rotations, and purges, which for the model are nothing: for it, expired is absent anyway. */
export const advance = () =>
	fc.constant(command(() => "Advance()", playAdvance));
