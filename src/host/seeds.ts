import { customAlphabet, nanoid } from "nanoid";
import { uuidOf } from "../base/random.js";

/** What one command draws on: its seed, which is a secret, and an id that everybody may see and that tells nothing of it. */
export interface Draw {
	readonly seed: string;
	/** A UUID. */
	readonly requestId: string;
}

/** What command after command draws on: told from a given seed by counting, so that runs repeat, or else from chance. */
export function seedSequence(seed: string | undefined): () => Draw {
	if (seed === undefined)
		return () => ({ seed: nanoid(), requestId: uuidOf(hexDigits()) });
	let count = 0;
	return () => {
		const digits = count.toString(16).padStart(32, "0");
		return { seed: `${seed}/${count++}`, requestId: uuidOf(digits) };
	};
}

/** What time draws on, and rotations do, so that no command draws otherwise because of them. */
export const seedOfTime = (seed: string | undefined): string =>
	seed === undefined ? nanoid() : `${seed}/time`;

const hexDigits = customAlphabet("0123456789abcdef", 32);
