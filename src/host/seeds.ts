import { nanoid } from "nanoid";

/** A seed for each command: told from a given one by counting, so that runs repeat, or else from chance. */
export function seedSequence(seed: string | undefined): () => string {
	if (seed === undefined) return () => nanoid();
	let count = 0;
	return () => `${seed}/${count++}`;
}
