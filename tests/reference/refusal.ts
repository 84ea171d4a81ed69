/** How the naive model refuses. Imports nothing from the package. */
export class Refusal extends Error {
	constructor(
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}

export function refuse(code: string, message: string): never {
	throw new Refusal(code, message);
}

/** Stands where the specification gives a code but no text. */
export const UNRECORDED = "(text not recorded)";
