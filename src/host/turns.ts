/**
 * Makes work take turns: what is asked for while the work is going on waits for its end, also where that fails. What
 * finds nothing going on begins at once.
 */
export function inTurns<Args extends readonly unknown[]>(
	work: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
	let goingOn: Promise<void> | undefined;
	return async (...args) => {
		while (goingOn !== undefined) await goingOn;
		const mine = work(...args);
		goingOn = mine.catch(() => {});
		try {
			await mine;
		} finally {
			goingOn = undefined;
		}
	};
}
