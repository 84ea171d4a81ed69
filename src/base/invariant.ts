/**
 * States what cannot be false. A throw from here is a defect of this library, never of its caller:
 * a caller's mistake is a `TypeError`, a request's mistake a `Result`.
 */
export function invariant(holds: boolean, law: string): asserts holds {
	if (!holds) throw new Error(`Invariant broken: ${law}`);
}
