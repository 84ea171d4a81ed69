import { customAlphabet, nanoid } from "nanoid";

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
		const digits = count.toString(16).padStart(30, "0");
		return { seed: `${seed}/${count++}`, requestId: uuidOf(digits) };
	};
}

/** All digits of a UUID but its version and variant. */
const hexDigits = customAlphabet("0123456789abcdef", 30);

/** 30 hexadecimal digits as a UUID of version 4. */
const uuidOf = (hex: string): string =>
	`${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18)}`;
