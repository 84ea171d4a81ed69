/** The longest that timers of ECMAScript hosts wait, in milliseconds: they count in 31 bits. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** What is said of a step that did not end in time, in milliseconds. */
export const tookLonger = (limit: number): string =>
	`The rotation function took longer than ${limit} ms.`;

/** Waits for work to end, so many milliseconds at most; rejects after that, and what the work comes to then nobody hears. */
export const withinTime = (limit: number, work: unknown): Promise<unknown> =>
	new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(tookLonger(limit))), limit);
		Promise.resolve(work)
			.then(resolve, reject)
			.finally(() => clearTimeout(timer));
	});
